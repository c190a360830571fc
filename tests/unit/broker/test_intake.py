"""PUBLISH from clients: acknowledged once, delivered exactly once at QoS 2, and the fast path tells the same story."""

from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st

from brokerwire import V5, V311, Ack, Client, Connect, Disconnect, PacketType, Properties, Publish, hub
from eventscope.core.broker import AccessRule, BrokerConfig
from eventscope.mqtt import codec


def test_answers_by_qos() -> None:
    some = hub()
    receiver, sender = Client(some, "r"), Client(some, "s")
    receiver.subscribe("t", qos=2)
    sender.publish("t")
    assert sender.packets() == []
    sender.publish("t", qos=1, packet_id=5)
    assert sender.expect(Ack) == Ack(PacketType.PUBACK, 5)
    sender.publish("t", qos=2, packet_id=6)
    assert sender.expect(Ack) == Ack(PacketType.PUBREC, 6)
    sender.ack(6, PacketType.PUBREL)
    assert sender.expect(Ack) == Ack(PacketType.PUBCOMP, 6)
    assert some.sessions["s"].received == some.received == 3


def test_nobody_subscribes() -> None:
    some = hub()
    new, old = Client(some, "new"), Client(some, "old", V311)
    for client, reason in ((new, 0x10), (old, 0)):
        client.publish("t", qos=1)
        assert client.expect(Ack) == Ack(PacketType.PUBACK, 1, reason)
        client.publish("t", qos=2)
        assert client.expect(Ack) == Ack(PacketType.PUBREC, 1, reason)


@pytest.mark.parametrize("version", [V311, V5])
def test_qos_2_is_delivered_exactly_once_also_over_a_reconnect(version: int) -> None:
    some = hub()
    receiver = Client(some, "r")
    receiver.subscribe("t", qos=2)
    more = {"properties": Properties(session_expiry=99)} if version == V5 else {}
    sender = Client(some, "s", version, clean_start=False, **more)
    sender.publish("t", b"once", qos=2)
    sender.publish("t", b"once", qos=2, dup=True)
    assert receiver.payloads() == [b"once"]
    sender.vanish()
    again = Client(some, "s", version, connect=False)
    again.connect(Connect("s", version, False, **more))  # type: ignore[arg-type]
    again.publish("t", b"once", qos=2, dup=True)
    assert again.expect(Ack) == Ack(PacketType.PUBREC, 1)
    assert receiver.messages() == []
    again.ack(1, PacketType.PUBREL)
    again.expect(Ack)
    again.publish("t", b"new", qos=2)
    assert receiver.payloads() == [b"new"]


def test_dup_is_not_passed_on() -> None:
    some = hub()
    receiver, sender = Client(some, "r"), Client(some, "s")
    receiver.subscribe("t", qos=1)
    sender.publish("t", qos=1, dup=True)
    assert [message.dup for message in receiver.messages()] == [False]


def test_receive_maximum_is_enforced() -> None:
    some = hub(receive_maximum=3)
    sender = Client(some, "s")
    for number in range(3):
        sender.publish("t", qos=2, packet_id=number + 1)
    assert len(sender.packets()) == 3
    sender.ack(1, PacketType.PUBREL)
    sender.publish("t", qos=2, packet_id=9)
    assert len(sender.packets()) == 2
    sender.publish("t", qos=2, packet_id=10)
    assert sender.expect(Disconnect).reason == 0x93
    assert sender.pipe.closed


def test_receive_maximum_counts_an_exchange_once() -> None:
    some = hub(receive_maximum=3)
    sender = Client(some, "s")
    burst = [Publish("t", b"", 2, packet_id=number + 1) for number in range(3)]
    sender.send(*burst)  # three PUBREC wait behind them
    assert [type(packet) for packet in sender.packets()] == [Ack, Ack, Ack]


def test_what_comes_again_after_a_reconnect_is_no_new_message() -> None:
    some = hub(receive_maximum=3)
    kept = {"clean_start": False, "properties": Properties(session_expiry=100)}
    burst = [Publish("t", b"", 2, packet_id=number + 1) for number in range(3)]
    Client(some, "s", **kept).send(*burst)
    again = Client(some, "s", **kept)
    again.send(*(Publish("t", b"", 2, dup=True, packet_id=number + 1) for number in range(3)))
    assert [(packet.type, packet.packet_id) for packet in again.packets() if isinstance(packet, Ack)] == [
        (PacketType.PUBREC, 1), (PacketType.PUBREC, 2), (PacketType.PUBREC, 3),
    ]  # fmt: skip
    again.publish("t", qos=2, packet_id=4)
    assert again.expect(Disconnect).reason == 0x93


def test_receive_maximum_counts_what_was_never_acknowledged() -> None:
    some = hub(receive_maximum=3)
    new, old = Client(some, "new"), Client(some, "old", V311)
    for client in (new, old):
        burst = [Publish("t", b"", 1, packet_id=number + 1) for number in range(4)]
        client.send(*burst)
    assert [type(packet) for packet in new.packets()] == [Ack, Ack, Ack, Disconnect]
    assert len(old.packets()) == 4  # 3.1.1 knows no such bound


def test_topic_aliases_of_the_client() -> None:
    some = hub(topic_alias_maximum=2)
    receiver, sender = Client(some, "r"), Client(some, "s")
    receiver.subscribe("#")
    alias = Properties(topic_alias=2, user=(("k", "v"),))
    sender.publish("a/b", b"1", properties=alias)
    sender.publish("", b"2", properties=alias)
    sender.publish("c", b"3", properties=alias)
    sender.publish("", b"4", properties=alias)
    got = receiver.messages()
    assert [(message.topic, message.payload) for message in got] == [
        ("a/b", b"1"), ("a/b", b"2"), ("c", b"3"), ("c", b"4"),
    ]  # fmt: skip
    assert all(message.properties == Properties(user=(("k", "v"),)) for message in got)


@pytest.mark.parametrize(("topic", "alias"), [("a", 3), ("", 3), ("", 1)])
def test_bad_topic_aliases(topic: str, alias: int) -> None:
    some = hub(topic_alias_maximum=2)
    sender = Client(some, "s")
    sender.publish(topic, properties=Properties(topic_alias=alias))
    assert sender.expect(Disconnect).reason == 0x94


def test_a_client_may_not_send_subscription_identifiers() -> None:
    some = hub()
    sender = Client(some, "s")
    sender.raw(b"\x30\x06\x00\x01t\x02\x0b\x07")
    assert sender.expect(Disconnect).reason == 0x82


def test_system_topics_are_not_for_clients() -> None:
    some = hub()
    receiver, new, old = Client(some, "r"), Client(some, "n"), Client(some, "o", V311)
    receiver.subscribe("$SYS/#")
    for client, reason in ((new, 0x87), (old, 0)):
        for qos in (0, 1, 2):
            client.publish("$SYS/broker/version", qos=qos, retain=True)
        assert [packet.reason for packet in client.packets()] == [reason, reason]  # type: ignore[union-attr]
    assert receiver.messages() == []
    assert some.dropped == {"access-denied": 6}
    assert len(some.system) == 0


def test_rules_for_publishing() -> None:
    some = hub(BrokerConfig(access=(AccessRule("publish", "test/#", False, client="bad*"),)))
    receiver, good, bad, old = Client(some, "r"), Client(some, "good"), Client(some, "bad1"), Client(some, "bad2", V311)
    receiver.subscribe("#")
    good.publish("test/x", b"good")
    for client in (bad, old):
        client.publish("test/x", b"bad")
        client.publish("test/x", b"bad", qos=1)
        client.publish("test/x", b"bad", qos=2, packet_id=2)
        client.publish("other", b"fine")
    assert receiver.payloads() == [b"good", b"fine", b"fine"]
    assert [packet.reason for packet in bad.packets()] == [0x87, 0x87]  # type: ignore[union-attr]
    assert [packet.reason for packet in old.packets()] == [0, 0]  # type: ignore[union-attr]
    assert some.dropped == {"access-denied": 6}


def test_a_flood_of_properties_passes_unchanged() -> None:
    some = hub()
    receiver, sender = Client(some, "r"), Client(some, "s")
    receiver.subscribe("t", qos=1)
    flood = Properties(user=tuple((f"k{number}", "v" * (number % 200)) for number in range(10_000)))
    for qos in (0, 1):
        sender.publish("t", b"x", qos=qos, properties=flood)
    assert [message.properties for message in receiver.messages()] == [flood, flood]


def test_a_plain_subscriber_of_the_other_version_gets_a_run_in_its_own_form() -> None:
    some = hub()
    new, old = Client(some, "new"), Client(some, "old", V311)
    for one in (new, old):
        one.subscribe("t")
    for version in (V311, V5):
        sender = Client(some, "s", version)
        run = b"".join(codec.encode(Publish("t", b"%02d" % number), version) for number in range(50))
        sender.raw(run + codec.encode(Publish("t", b"longer"), version))
    expected = ([b"%02d" % number for number in range(50)] + [b"longer"]) * 2
    assert new.payloads() == expected
    assert old.payloads() == expected
    assert some.sessions["new"].delivered == some.sessions["old"].delivered == 102


messages = st.lists(
    st.builds(
        Publish,
        topic=st.sampled_from(["t/a", "t/b", "t/longer", "u"]),
        payload=st.sampled_from([b"", b"1", b"22", b"x" * 200]),
        qos=st.sampled_from([0, 0, 0, 1, 2]),
        retain=st.sampled_from([False, False, True]),
        properties=st.sampled_from(
            [
                Properties(),
                Properties(),
                Properties(user=(("k", "v"), ("k", "é"))),
                Properties(content_type="x", user=(("k", ""),)),
                Properties(message_expiry=60),
            ]
        ),
    ),
    max_size=25,
)


@settings(max_examples=80, deadline=None)
@given(messages, st.sampled_from([V311, V5]), st.integers(1, 200))
def test_the_fast_path_delivers_what_the_slow_one_does(sent: list[Publish], version: int, cut: int) -> None:
    """One sender whole chunks, one in pieces; receivers of every kind; the same messages in the same order."""
    for number, packet in enumerate(sent):
        packet.packet_id = number + 1 if packet.qos else 0
    data = b"".join(codec.encode(packet, version) for packet in sent)
    seen = []
    for pieces in ([data], [data[at : at + cut] for at in range(0, len(data), cut)]):
        some = hub()
        receivers = [
            Client(some, "old", V311),
            Client(some, "new"),
            Client(some, "alias", properties=Properties(topic_alias_maximum=3)),
            Client(some, "ids"),
            Client(some, "shared"),
        ]
        for one in receivers[:3]:
            one.subscribe("t/#", qos=1)
        receivers[3].subscribe("t/#", qos=1, identifier=9)
        receivers[4].subscribe("$share/g/t/#", qos=1)
        sender = Client(some, "s", version)
        for piece in pieces:
            sender.raw(piece)
        seen.append([_story(one) for one in receivers])
    assert seen[0] == seen[1]
    wanted = [(p.topic, p.payload, min(p.qos, 1)) for p in sent if p.topic.startswith("t/")]
    for story in seen[0]:
        assert [entry[:3] for entry in story] == wanted
    if version == V5:
        users = [p.properties.user for p in sent if p.topic.startswith("t/")]
        assert [entry[3] for entry in seen[0][1]] == users


@settings(max_examples=80, deadline=None)
@given(messages, st.sampled_from([V311, V5]), st.integers(1, 200), st.sampled_from([1, 2]), st.sampled_from([0, 100]))
def test_packets_that_all_pass_unchanged_arrive_as_if_they_came_alone(
    sent: list[Publish], version: int, cut: int, receivers: int, largest: int
) -> None:
    """Only receivers of the sender's version; one of them may refuse large packets, one session is offline."""
    for number, packet in enumerate(sent):
        packet.packet_id = number + 1 if packet.qos else 0
    data = b"".join(codec.encode(packet, version) for packet in sent)
    limited = {"properties": Properties(maximum_packet_size=largest)} if largest and version == V5 else {}
    seen = []
    for pieces in ([data], [data[at : at + cut] for at in range(0, len(data), cut)]):
        some = hub(packet=230)
        known = [Client(some, f"r{number}", version, **(limited if number else {})) for number in range(receivers)]
        for one in known:
            one.subscribe("t/#", qos=1)
        kept = {"clean_start": False, "properties": Properties(session_expiry=100) if version == V5 else Properties()}
        away = Client(some, "away", version, **kept)
        away.subscribe("t/a")
        away.vanish()
        sender = Client(some, "s", version)
        for piece in pieces:
            sender.raw(piece)
        counts = some.received, dict(some.dropped), [some.sessions[f"r{n}"].delivered for n in range(receivers)]
        seen.append((counts, [_story(one) for one in known], sender.packets()))
    assert seen[0] == seen[1]


def _story(client: Client) -> list[tuple[str, bytes, int, object]]:
    names: dict[int | None, str] = {}
    story = []
    for message in client.messages():
        alias = message.properties.topic_alias
        if alias and message.topic:
            names[alias] = message.topic
        story.append((message.topic or names[alias], message.payload, message.qos, message.properties.user))
    return story
