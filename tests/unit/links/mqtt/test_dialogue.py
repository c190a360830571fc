"""The conversation on one connection, with a client that only notes what it is asked to say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import peers
from eventscope.core.workspace import Subscription
from eventscope.links.mqtt.dialogue import Dialogue, removed
from eventscope.links.mqtt.session import Session
from eventscope.links.mqtt.troubles import Ended
from eventscope.links.mqtt.wake import Wake
from eventscope.mqtt.codec import Malformed
from linksinks import RecordingSink, connection, draft


class NotingClient:
    def __init__(self, session: Session) -> None:
        self.session = session
        self.asked: list[tuple[Subscription, ...]] = []
        self.left: list[str] = []

    def ask(self, subscriptions: tuple[Subscription, ...]) -> int:
        self.asked.append(subscriptions)
        return self.session.ids.take()

    def leave(self, filter_: str) -> int:
        self.left.append(filter_)
        return self.session.ids.take()


class Fixture:
    def __init__(self, clean: bool = True, **changes: Any) -> None:
        self.sink = RecordingSink()
        later: list[Callable[[], None]] = []
        self.session = Session(connection(1, **changes), self.sink, None, None, later.append, Wake())
        self.client: Any = NotingClient(self.session)
        self.ups: list[Any] = []
        self.talk = Dialogue(self.session, self.client, clean, lambda *up: self.ups.append(up))

    def hear(self, packet: bytes) -> None:
        assert packet[1] < 128
        self.talk.hear((packet[0], packet[2:]), 1)

    def accepted(self) -> Fixture:
        self.hear(peers.connack(version=self.session.version))
        return self


def test_connack_brings_it_up_and_asks_for_what_is_wanted() -> None:
    fixture = Fixture()
    fixture.session.subscriptions.want(Subscription("a/#", 1))
    fixture.accepted()
    assert len(fixture.ups) == 1
    assert fixture.client.asked == [(Subscription("a/#", 1),)]
    fixture.hear(peers.suback(b"\0\1", (1,)))
    assert fixture.sink.subscription("a/#", "granted").granted_qos == 1


def test_also_with_the_session_present() -> None:
    fixture = Fixture(clean=False, clean_start=False)
    fixture.session.subscriptions.want(Subscription("a"))
    fixture.hear(peers.connack(session_present=True))
    assert len(fixture.client.asked) == 1


@pytest.mark.parametrize(
    "packet",
    [
        peers.publish(b"t"),
        peers.ack(0x40, 1),
        peers.suback(b"\0\1", (0,)),
        b"\xd0\x00",
        peers.disconnect(0x8B),
        b"\xf0\x00",
    ],
)
def test_the_first_packet_must_be_connack(packet: bytes) -> None:
    with pytest.raises(Malformed) as fault:
        Fixture().hear(packet)
    assert fault.value.reason == 0x82


@pytest.mark.parametrize(
    "packet",
    [
        peers.connack(),  # a second one
        b"\x10\x0c\x00\x04MQTT\x05\x02\x00\x3c\x00\x00\x00"[:2] + b"\x00\x04MQTT\x05\x02\x00\x3c\x00\x00",
        b"\x82\x06\x00\x01\x00\x00\x01a\x00"[:2] + b"\x00\x01\x00\x00\x01a\x00"[:6],
        b"\xc0\x00",  # PINGREQ
        b"\xf0\x02\x19\x00",  # AUTH that nobody agreed on
        b"\x00\x00",
    ],
)
def test_what_no_broker_may_send(packet: bytes) -> None:
    with pytest.raises(Malformed) as fault:
        Fixture().accepted().hear(packet)
    assert fault.value.reason in (0x81, 0x82)


@pytest.mark.parametrize(
    ("connack", "clean"),
    [
        (peers.connack(session_present=True), True),
        (peers.connack(properties=b"\x21\x00\x00"), False),  # Receive Maximum 0
        (peers.connack(properties=b"\x27\x00\x00\x00\x00"), False),  # Maximum Packet Size 0
        (peers.connack(properties=b"\x24\x02"), False),  # Maximum QoS 2
        (peers.connack(properties=b"\x13\x00\x01\x13\x00\x02"), False),  # Server Keep Alive twice
        (peers.connack(session_present=True, reason=0x87), False),
        (b"\x20\x03\x02\x00\x00", False),  # reserved flags
    ],
)
def test_lies_in_connack(connack: bytes, clean: bool) -> None:
    fixture = Fixture(clean=clean, clean_start=clean)
    with pytest.raises(Malformed):
        fixture.hear(connack)
    assert fixture.ups == []


def test_refusals() -> None:
    with pytest.raises(Ended) as ended:
        Fixture().hear(peers.connack(reason=0x86))
    assert ended.value.trouble.lasting
    assert "password" in ended.value.trouble.words
    with pytest.raises(Ended) as ended:
        Fixture(version="3.1.1").hear(peers.connack(reason=4, version=4))
    assert "password" in ended.value.trouble.words


def test_a_broker_without_mqtt_5_is_recognised_by_its_old_answer() -> None:
    with pytest.raises(Ended) as ended:
        Fixture().hear(peers.connack(reason=1, version=4))
    assert "version" in ended.value.trouble.words
    assert ended.value.trouble.params["reason"] == "0x84"


def test_disconnect_in_words() -> None:
    said = b"\x1f" + peers.text(b"maintenance") + b"\x1c" + peers.text(b"other:1883")
    with pytest.raises(Ended) as ended:
        Fixture().accepted().hear(peers.disconnect(0x8B, said))
    trouble = ended.value.trouble
    assert (trouble.code, trouble.params["reason"], trouble.lasting) == ("disconnected-by-broker", "0x8B", False)
    assert "shutting down" in trouble.words
    assert "maintenance" in trouble.words
    assert "other:1883" in trouble.words
    with pytest.raises(Malformed):
        Fixture(version="3.1.1").accepted().hear(b"\xe0\x00")


def test_answers_are_collected_for_one_send() -> None:
    fixture = Fixture().accepted()
    fixture.session.outbox.add([(1, draft(qos=2))])
    fixture.session.outbox.batch()
    fixture.hear(peers.ack(0x50, 1))
    fixture.hear(peers.ack(0x62, 77))
    assert bytes(fixture.talk.replies) == peers.ack(0x62, 1) + peers.ack(0x70, 77, 0x92)
    fixture.hear(b"\xd0\x00")


def test_packet_ids_of_unanswered_questions_come_back() -> None:
    fixture = Fixture().accepted()
    fixture.talk.subscribe([Subscription("a")])
    fixture.talk.unsubscribe("b")
    assert fixture.client.left == ["b"]
    fixture.talk.end()
    taken = {fixture.session.ids.take() for _ in range(65_535)}
    assert len(taken) == 65_535


def test_removed() -> None:
    assert removed("c", "f").state == "removed"
