"""QoS 1 and 2 towards one client: windows, order, resending, bounds, and sums that always add up."""

from __future__ import annotations

import pytest
from hypothesis import settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from brokerwire import V5, V311, Ack, Client, Connect, PacketType, Properties, Publish, SubscribeFilter, hub, later
from eventscope.mqtt import codec

KEPT = {"properties": Properties(session_expiry=100), "clean_start": False}


def window(size: int) -> dict[str, object]:
    return {"properties": Properties(session_expiry=100, receive_maximum=size), "clean_start": False}


@pytest.mark.parametrize(("sent", "granted"), [(s, g) for s in (0, 1, 2) for g in (0, 1, 2)])
@pytest.mark.parametrize("version", [V311, V5])
def test_delivery_is_at_the_lower_of_both_qos(sent: int, granted: int, version: int) -> None:
    some = hub()
    receiver, sender = Client(some, "r", version), Client(some, "s")
    receiver.subscribe("t", qos=granted)
    sender.publish("t", qos=sent)
    (message,) = receiver.messages()
    assert message.qos == min(sent, granted)
    assert not message.dup


def test_the_window_of_the_client_is_kept_and_order_with_it() -> None:
    some = hub()
    receiver, sender = Client(some, "r", **window(2)), Client(some, "s")
    receiver.subscribe("t", qos=1)
    for number in range(5):
        sender.publish("t", b"%d" % number, qos=1, packet_id=number + 1)
    first, second = receiver.messages()
    assert (first.payload, second.payload) == (b"0", b"1")
    session = some.sessions["r"]
    assert (session.queued, len(session.inflight)) == (3, 2)
    receiver.ack(second.packet_id)
    assert receiver.payloads() == [b"2"]
    receiver.ack(first.packet_id)
    assert receiver.payloads() == [b"3"]
    assert (session.queued, len(session.inflight), session.delivered) == (1, 2, 2)


def test_qos_0_does_not_wait_for_the_window() -> None:
    some = hub()
    receiver, sender = Client(some, "r", **window(1)), Client(some, "s")
    receiver.subscribe("t", qos=1)
    sender.publish("t", b"1", qos=1)
    sender.publish("t", b"2", qos=1, packet_id=2)
    sender.publish("t", b"now")
    assert receiver.payloads() == [b"1", b"now"]


def test_qos_2_towards_the_client() -> None:
    some = hub()
    receiver, sender = Client(some, "r"), Client(some, "s")
    receiver.subscribe("t", qos=2)
    sender.publish("t", qos=2)
    (message,) = receiver.messages()
    receiver.ack(message.packet_id, PacketType.PUBREC)
    assert receiver.expect(Ack) == Ack(PacketType.PUBREL, message.packet_id)
    assert some.sessions["r"].delivered == 0
    receiver.ack(message.packet_id, PacketType.PUBCOMP)
    assert receiver.packets() == []
    assert (some.sessions["r"].delivered, some.sessions["r"].bytes) == (1, 0)


def test_reconnecting_resends_in_order_with_dup_and_the_same_ids() -> None:
    some = hub()
    receiver, sender = Client(some, "r", **KEPT), Client(some, "s")
    receiver.subscribe("t", qos=2)
    for number in range(4):
        sender.publish("t", b"%d" % number, qos=1 + number % 2, packet_id=number + 1)
    before = receiver.messages()
    receiver.ack(before[1].packet_id, PacketType.PUBREC)
    receiver.packets()
    receiver.vanish()
    sender.publish("t", b"later", qos=1, packet_id=9)

    again = Client(some, "r", connect=False)
    again.raw(_connect("r"))
    connack, *rest = again.packets()
    assert connack.session_present  # type: ignore[union-attr]
    first, release, third, fourth, later_one = rest
    assert isinstance(first, Publish)
    assert (first.dup, first.packet_id, first.payload) == (True, before[0].packet_id, b"0")
    assert release == Ack(PacketType.PUBREL, before[1].packet_id)
    assert isinstance(third, Publish)
    assert (third.dup, third.packet_id, third.payload, third.qos) == (True, before[2].packet_id, b"2", 1)
    assert isinstance(fourth, Publish)
    assert (fourth.dup, fourth.qos) == (True, 2)
    assert isinstance(later_one, Publish)
    assert (later_one.dup, later_one.payload) == (False, b"later")


def test_resending_keeps_to_a_smaller_window() -> None:
    some = hub()
    receiver, sender = Client(some, "r", **window(3)), Client(some, "s")
    receiver.subscribe("t", qos=1)
    for number in range(3):
        sender.publish("t", b"%d" % number, qos=1, packet_id=number + 1)
    ids = [message.packet_id for message in receiver.messages()]
    receiver.vanish()
    again = Client(some, "r", connect=False)
    again.raw(_connect("r", receive_maximum=1))
    _, only = again.packets()
    assert isinstance(only, Publish)
    assert only.packet_id == ids[0]
    again.ack(ids[0])
    assert [message.packet_id for message in again.messages()] == [ids[1]]
    again.ack(ids[2])  # known to the client from the first connection
    assert again.packets() == []
    again.ack(ids[1])
    assert (len(some.sessions["r"].inflight), some.sessions["r"].delivered) == (0, 3)


def test_an_offline_queue_is_ordered_and_bounded_and_every_drop_is_counted() -> None:
    some = hub(queue_messages=3)
    receiver, sender = Client(some, "r", **KEPT), Client(some, "s")
    receiver.subscribe("t", qos=1)
    receiver.disconnect()
    for number in range(5):
        sender.publish("t", b"%d" % number, qos=1, packet_id=number + 1)
    sender.publish("t", b"zero")
    session = some.sessions["r"]
    assert session.queued == 3
    assert session.dropped == {"queue-full": 2, "offline": 1}
    again = Client(some, "r", connect=False)
    again.raw(_connect("r"))
    assert [packet.payload for packet in again.packets()[1:]] == [b"0", b"1", b"2"]  # type: ignore[union-attr]
    assert session.queued == 0


def test_a_queue_is_bounded_by_bytes() -> None:
    some = hub(queue_bytes=25)
    receiver, sender = Client(some, "r", **KEPT), Client(some, "s")
    receiver.subscribe("t", qos=1)
    receiver.disconnect()
    for number in range(3):
        sender.publish("t", b"123456789", qos=1, packet_id=number + 1)
    assert (some.sessions["r"].queued, some.sessions["r"].bytes) == (2, 20)
    assert some.sessions["r"].dropped == {"queue-bytes": 1}


def test_all_queues_together_are_bounded() -> None:
    some = hub(total_bytes=30)
    receiver, sender = Client(some, "r", **KEPT), Client(some, "s")
    receiver.subscribe("t", qos=1)
    receiver.disconnect()
    sender.publish("t", b"x" * 40, qos=1)
    later(some, 0.5)
    sender.publish("t", b"y", qos=1, packet_id=2)
    assert some.sessions["r"].dropped == {"total-bytes": 1}


def test_expired_messages_are_dropped_and_counted() -> None:
    some = hub()
    receiver, sender = Client(some, "r", **KEPT), Client(some, "s")
    receiver.subscribe("t", qos=1)
    receiver.disconnect()
    sender.publish("t", b"short", qos=1, properties=Properties(message_expiry=2))
    sender.publish("t", b"long", qos=1, packet_id=2, properties=Properties(message_expiry=60))
    later(some, 10)
    assert some.sessions["r"].dropped == {"expired": 1}
    again = Client(some, "r", connect=False)
    again.raw(_connect("r"))
    _, message = again.packets()
    assert isinstance(message, Publish)
    assert (message.payload, message.properties.message_expiry) == (b"long", 50)


def test_a_packet_that_is_too_large_for_the_client_is_dropped_for_it_only() -> None:
    some = hub()
    small = Client(some, "small", properties=Properties(maximum_packet_size=40))
    large, sender = Client(some, "large"), Client(some, "s")
    for one in (small, large):
        one.subscribe("t", qos=1)
    for qos in (0, 1):
        sender.publish("t", b"x" * 50, qos=qos)
        sender.publish("t", b"y", qos=qos, packet_id=2)
    assert small.payloads() == [b"y", b"y"]
    assert len(large.payloads()) == 4
    assert some.sessions["small"].dropped == {"too-large": 2}


def test_a_refusing_client_frees_its_window_and_is_counted() -> None:
    some = hub()
    receiver, sender = Client(some, "r", **window(1)), Client(some, "s")
    receiver.subscribe("t", qos=2)
    sender.publish("t", b"1", qos=2)
    sender.publish("t", b"2", qos=1, packet_id=2)
    (message,) = receiver.messages()
    receiver.ack(message.packet_id, PacketType.PUBREC, 0x97)
    (message,) = receiver.messages()
    receiver.ack(message.packet_id, PacketType.PUBACK, 0x80)
    session = some.sessions["r"]
    assert session.dropped == {"refused-by-client": 2}
    assert (session.delivered, session.bytes, len(session.inflight)) == (0, 0, 0)


def test_unknown_packet_ids() -> None:
    some = hub()
    client = Client(some, "c")
    client.ack(7, PacketType.PUBACK)
    client.ack(7, PacketType.PUBCOMP)
    assert client.packets() == []
    client.ack(7, PacketType.PUBREC)
    assert client.expect(Ack) == Ack(PacketType.PUBREL, 7, 0x92)
    client.ack(7, PacketType.PUBREL)
    assert client.expect(Ack) == Ack(PacketType.PUBCOMP, 7, 0x92)
    assert some.events["unknown-packet-id"] == 4
    old = Client(some, "old", V311)
    old.ack(7, PacketType.PUBREL)
    assert old.expect(Ack) == Ack(PacketType.PUBCOMP, 7)


def test_packet_ids_go_round_without_meeting_a_message_in_flight() -> None:
    some = hub()
    receiver, sender = Client(some, "r", **window(2)), Client(some, "s")
    receiver.subscribe("t", qos=1)
    sender.publish("t", b"stays", qos=1)
    (stays,) = receiver.messages()
    some.sessions["r"].last_id = 65_534
    ids = []
    for _ in range(3):
        sender.publish("t", qos=1)
        ids.append(receiver.messages()[0].packet_id)
        receiver.ack(ids[-1])
    assert stays.packet_id == 1
    assert ids == [65_535, 2, 3]


def test_a_stalled_client_keeps_acknowledged_messages_out_of_its_socket() -> None:
    some = hub()
    receiver, other, sender = Client(some, "r"), Client(some, "o"), Client(some, "s")
    for one in (receiver, other):
        one.subscribe("t", qos=1)
    receiver.pipe.stalled = True
    for number in range(5):
        sender.publish("t", b"%d" % number, qos=1, packet_id=number + 1)
    assert len(other.payloads()) == 5
    session = some.sessions["r"]
    assert (len(session.inflight), len(session.waiting)) == (1, 4)
    receiver.pipe.drain()
    some.flush()
    assert receiver.payloads() == [b"0", b"1", b"2", b"3", b"4"]


def test_topic_aliases_towards_the_client() -> None:
    some = hub()
    receiver = Client(some, "r", properties=Properties(topic_alias_maximum=1, session_expiry=9), clean_start=False)
    sender = Client(some, "s")
    receiver.subscribe("long/topic", "other/topic", qos=1)
    sender.publish("long/topic")
    sender.publish("long/topic", qos=1)
    sender.publish("other/topic")
    first, second, third = receiver.messages()
    assert (first.topic, first.properties.topic_alias) == ("long/topic", 1)
    assert (second.topic, second.properties.topic_alias) == ("", 1)
    assert (third.topic, third.properties.topic_alias) == ("other/topic", None)
    receiver.vanish()
    again = Client(some, "r", connect=False)
    again.raw(_connect("r"))
    _, resent = again.packets()
    assert isinstance(resent, Publish)
    assert (resent.topic, resent.properties.topic_alias) == ("long/topic", None)


def test_no_alias_is_set_by_a_packet_that_does_not_leave() -> None:
    some = hub()
    small = Properties(topic_alias_maximum=5, maximum_packet_size=60)
    receiver, sender = Client(some, "r", properties=small), Client(some, "s")
    receiver.subscribe("#")
    sender.publish("long/topic", b"x" * 60)
    sender.publish("long/topic", b"1")
    sender.publish("long/topic", b"2")
    assert [message.topic for message in receiver.messages()] == ["long/topic", ""]


def test_no_alias_is_set_while_packets_may_be_dropped() -> None:
    some = hub()
    receiver, sender = Client(some, "r", properties=Properties(topic_alias_maximum=5)), Client(some, "s")
    receiver.subscribe("#")
    receiver.pipe.stalled = True
    sender.publish("topic/one")
    sender.publish("topic/two")
    sender.publish("topic/two")
    sender.publish("topic/one")
    receiver.pipe.drain()
    assert [message.topic for message in receiver.messages()] == ["topic/one", "topic/two", "topic/two", ""]


def _connect(client: str, receive_maximum: int = 0) -> bytes:
    """CONNECT without clean start, session expiry 100."""
    properties = Properties(session_expiry=100, receive_maximum=receive_maximum or None)
    return codec.encode(Connect(client, V5, False, properties=properties), V5)


class Exchange(RuleBasedStateMachine):
    """Any order of publishing, acknowledging, vanishing and returning: nothing lost, doubled or out of order."""

    def __init__(self) -> None:
        super().__init__()
        self.hub = hub(queue_messages=1000)
        self.sender = Client(self.hub, "s")
        self.sent = 0
        self.got: list[bytes] = []
        self.open: list[Publish] = []
        self.client: Client | None = None
        self.come(3)
        assert self.client is not None
        self.client.subscribe(SubscribeFilter("t", 2))

    @precondition(lambda self: self.client is None)
    @rule(size=st.integers(1, 4))
    def come(self, size: int) -> None:
        self.client = Client(self.hub, "r", connect=False)
        self.open = []
        self.client.raw(_connect("r", size))
        self.read()

    @precondition(lambda self: self.client is not None)
    @rule()
    def go(self) -> None:
        assert self.client is not None
        self.client.vanish()
        self.client = None

    @rule(qos=st.integers(1, 1))
    def publish(self, qos: int) -> None:
        self.sender.publish("t", b"%d" % self.sent, qos=qos, packet_id=self.sent % 65_535 + 1)
        self.sent += 1
        self.read()

    @precondition(lambda self: self.client is not None and self.open)
    @rule()
    def ack_oldest(self) -> None:
        assert self.client is not None
        self.client.ack(self.open.pop(0).packet_id)
        self.read()

    def read(self) -> None:
        for packet in self.client.packets() if self.client else []:
            if isinstance(packet, Publish):
                self.open.append(packet)
                if not packet.dup or packet.payload not in self.got:
                    self.got.append(packet.payload)

    @invariant()
    def nothing_is_lost_doubled_or_out_of_order(self) -> None:
        assert self.got == [b"%d" % number for number in range(len(self.got))]

    @invariant()
    def the_sums_add_up(self) -> None:
        session = self.hub.sessions.get("r")
        if session is not None:
            assert session.delivered + len(session.inflight) + len(session.waiting) == self.sent
            assert session.bytes == sum(message.size for message, _ in [*session.waiting, *session.inflight.values()])
            assert len(session.inflight) - len(session.resend) <= session.window or session.outbox is None


TestExchange = Exchange.TestCase
TestExchange.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
