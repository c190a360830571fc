"""Acknowledgements wait for the store, QoS 2 is stored once, aliases become topics, wrong packets end in words."""

from __future__ import annotations

from typing import Any

import pytest

import peers
from eventscope.core.message import DAMAGED, DUP
from eventscope.links.mqtt.inbox import Delivery, Inbox
from eventscope.mqtt.codec import Malformed

V5, V311 = 5, 4


class Told(list[tuple[str, dict[str, str]]]):
    def __call__(self, code: str, params: dict[str, str]) -> None:
        self.append((code, params))


def inbox(version: int = V5, alias_maximum: int = 0, receive_maximum: int = 65_535) -> tuple[Inbox, Told]:
    told = Told()
    made = Inbox("c", version, told)
    made.connected(False, alias_maximum, receive_maximum)
    return made, told


def send(box: Inbox, topic: bytes = b"t", payload: bytes = b"p", version: int = V5, **fields: Any) -> None:
    packet = peers.publish(topic, payload, version=version, **fields)
    assert packet[1] < 128
    box.publish(packet[0], packet[2:], 1_000)


def take(box: Inbox) -> Delivery:
    delivery = box.take(0)
    assert delivery is not None
    return delivery


def test_qos_0_needs_no_acknowledgement() -> None:
    box, _ = inbox()
    send(box)
    assert not box.acknowledges
    delivery = take(box)
    assert delivery.serial is None
    assert delivery.block.message(0).payload == b"p"
    assert box.release() == b""
    assert box.take(0) is None


@pytest.mark.parametrize("version", [V5, V311])
def test_puback_and_pubrec_leave_after_storing_in_order_of_arrival(version: int) -> None:
    box, told = inbox(version)
    send(box, qos=1, packet_id=5, version=version)
    send(box, qos=2, packet_id=6, version=version)
    send(box, qos=1, packet_id=7, version=version)
    delivery = take(box)
    assert len(delivery.block) == 3
    assert box.release() == b""
    assert delivery.serial is not None
    box.stored(delivery.serial)
    assert box.release() == peers.ack(0x40, 5) + peers.ack(0x50, 6) + peers.ack(0x40, 7)
    assert box.pubrel(6) == peers.ack(0x70, 6)
    assert told == []


def test_qos_2_is_taken_once_however_often_it_comes() -> None:
    box, told = inbox()
    send(box, qos=2, packet_id=9)
    send(box, qos=2, packet_id=9, dup=True)
    delivery = take(box)
    assert len(delivery.block) == 1
    box.stored(delivery.serial or 0)
    assert box.release() == peers.ack(0x50, 9) * 2
    send(box, qos=2, packet_id=9, dup=True)
    assert box.take(0) is None  # nothing to store, so it is answered at once
    assert box.release() == peers.ack(0x50, 9)
    assert told == []
    send(box, qos=2, packet_id=9)
    assert told == [("packet-id-reused", {"packet": "9"})]


def test_a_repeated_qos_2_message_is_not_answered_before_the_first_copy_is_stored() -> None:
    box, _ = inbox()
    send(box, qos=2, packet_id=9)
    first = take(box)
    send(box, qos=2, packet_id=9, dup=True)
    assert box.take(0) is None
    assert box.release() == b""
    box.stored(first.serial or 0)
    assert box.release() == peers.ack(0x50, 9) * 2


def test_after_pubrel_the_identifier_means_a_new_message() -> None:
    box, _ = inbox()
    for payload in (b"one", b"two"):
        send(box, payload=payload, qos=2, packet_id=9)
        delivery = take(box)
        assert delivery.block.message(0).payload == payload
        box.stored(delivery.serial or 0)
        assert box.release() == peers.ack(0x50, 9)
        assert box.pubrel(9) == peers.ack(0x70, 9)


def test_pubrel_for_an_unknown_identifier_is_answered_as_the_version_can() -> None:
    for version, answer in ((V5, peers.ack(0x70, 3, 0x92)), (V311, peers.ack(0x70, 3))):
        box, told = inbox(version)
        assert box.pubrel(3) == answer
        assert told == [("unknown-packet-id", {"packet": "3", "type": "PUBREL"})]


def test_pubrel_before_our_pubrec_is_answered_after_it() -> None:
    box, _ = inbox()
    send(box, qos=2, packet_id=4)
    assert box.pubrel(4) == b""
    delivery = take(box)
    assert box.release() == b""
    box.stored(delivery.serial or 0)
    assert box.release() == peers.ack(0x50, 4) + peers.ack(0x70, 4)


# --- over reconnects ---------------------------------------------------------------------------------------


def test_qos_2_survives_a_reconnect_with_the_session_without_a_second_copy() -> None:
    box, told = inbox()
    send(box, qos=2, packet_id=9)
    delivery = take(box)
    box.lost()
    box.connected(True, 0, 65_535)
    send(box, qos=2, packet_id=9, dup=True)
    assert box.take(0) is None
    assert box.release() == b""  # the first copy is still on its way to the disk
    box.stored(delivery.serial or 0)
    assert box.release() == peers.ack(0x50, 9)
    assert told == []


def test_qos_2_that_was_never_handed_over_before_the_loss_is_still_stored_first() -> None:
    box, _ = inbox()
    send(box, qos=2, packet_id=9)
    box.lost()  # the block is still open: the sink was full
    box.connected(True, 0, 65_535)
    send(box, qos=2, packet_id=9, dup=True)
    delivery = take(box)
    assert len(delivery.block) == 1
    assert box.release() == b""
    assert delivery.serial is not None
    box.stored(delivery.serial)
    assert box.release() == peers.ack(0x50, 9)


def test_a_lost_session_forgets_the_identifiers() -> None:
    box, _ = inbox()
    send(box, payload=b"old", qos=2, packet_id=9)
    take(box)
    box.lost()
    box.connected(False, 0, 65_535)
    send(box, payload=b"new", qos=2, packet_id=9)
    assert take(box).block.message(0).payload == b"new"


def test_old_acknowledgements_never_reach_a_new_connection() -> None:
    box, _ = inbox()
    send(box, qos=1, packet_id=1)
    old = take(box)
    box.lost()
    box.connected(True, 0, 65_535)
    box.stored(old.serial or 0)
    assert box.release() == b""
    send(box, qos=1, packet_id=1, dup=True)
    again = take(box)
    assert again.block.message(0).flags & DUP
    box.stored(again.serial or 0)
    assert box.release() == peers.ack(0x40, 1)


def test_what_could_not_be_stored_is_taken_when_it_comes_again() -> None:
    box, _ = inbox()
    send(box, qos=2, packet_id=9)
    box.not_stored(take(box).serial or 0)
    assert box.release() == b""
    assert box.ledger.skipped == 1
    box.lost()
    box.connected(True, 0, 65_535)
    send(box, qos=2, packet_id=9, dup=True)
    assert len(take(box).block) == 1


# --- topics ------------------------------------------------------------------------------------------------


def test_aliases_are_resolved_and_properties_stay_as_they_came() -> None:
    box, _ = inbox(alias_maximum=5)
    alias = b"\x23\x00\x05"
    send(box, b"orders/new", properties=alias)
    send(box, b"", properties=alias)
    send(box, b"orders/old", properties=alias)
    send(box, b"", properties=alias)
    block = take(box).block
    assert [block.topic(n) for n in range(4)] == [b"orders/new", b"orders/new", b"orders/old", b"orders/old"]
    assert [block.properties(n) for n in range(4)] == [alias] * 4


@pytest.mark.parametrize(
    ("topic", "alias", "reason"), [(b"", b"", 0x82), (b"", b"\x23\x00\x05", 0x82), (b"t", b"\x23\x00\x06", 0x94),
                                   (b"", b"\x23\x00\x06", 0x94), (b"t", b"\x23\x00\x00", 0x94)],
)  # fmt: skip
def test_wrong_aliases_are_protocol_errors(topic: bytes, alias: bytes, reason: int) -> None:
    box, _ = inbox(alias_maximum=5)
    with pytest.raises(Malformed) as fault:
        send(box, topic, properties=alias)
    assert fault.value.reason == reason


def test_aliases_are_refused_where_none_were_allowed_and_forgotten_on_reconnect() -> None:
    box, _ = inbox(alias_maximum=0)
    with pytest.raises(Malformed):
        send(box, b"t", properties=b"\x23\x00\x01")
    box, _ = inbox(alias_maximum=1)
    send(box, b"t", properties=b"\x23\x00\x01")
    box.lost()
    box.connected(True, 1, 65_535)
    with pytest.raises(Malformed):
        send(box, b"", properties=b"\x23\x00\x01")


def test_an_empty_topic_is_an_error_in_3_1_1() -> None:
    box, _ = inbox(V311)
    with pytest.raises(Malformed) as fault:
        send(box, b"", version=V311)
    assert fault.value.reason == 0x90


def test_bad_topics_are_kept_marked_and_told_once_for_each_block() -> None:
    box, told = inbox()
    for topic in (b"a\xff", b"a\xff", b"fine"):
        send(box, topic)
    block = take(box).block
    assert [block.topic(n) for n in range(3)] == [b"a\xff", b"a\xff", b"fine"]
    assert [bool(block.message(n).flags & DAMAGED) for n in range(3)] == [True, True, False]
    assert told == [("bad-topic", {"topic": r"a\xff", "messages": "2"})]


def test_the_first_messages_of_a_block_may_be_answered_before_the_rest() -> None:
    box, _ = inbox()
    for packet_id in (1, 2, 3):
        send(box, qos=2, packet_id=packet_id)
    serial = take(box).serial or 0
    box.partly_stored(serial, [(2, 1)])
    assert box.release() == peers.ack(0x50, 1)
    assert box.pubrel(1) == peers.ack(0x70, 1)  # at once, or the window would stay shut
    box.partly_stored(serial, [(2, 2), (2, 3)])
    assert box.release() == peers.ack(0x50, 2) + peers.ack(0x50, 3)
    box.stored(serial)
    assert box.release() == b""
    assert not box.ledger.waiting


# --- limits ------------------------------------------------------------------------------------------------


def test_more_than_the_receive_maximum_is_told_once_and_taken() -> None:
    box, told = inbox(receive_maximum=2)
    send(box, qos=1, packet_id=1)
    send(box, qos=2, packet_id=2)
    assert told == []
    send(box, qos=1, packet_id=3)
    send(box, qos=1, packet_id=4)
    assert told == [("receive-maximum-passed", {"limit": "2"})]
    assert len(take(box).block) == 4


def test_acknowledged_messages_make_room() -> None:
    box, _ = inbox(receive_maximum=1)
    for packet_id in range(1, 50):
        send(box, qos=1, packet_id=packet_id)
        box.stored(take(box).serial or 0)
        assert box.release() == peers.ack(0x40, packet_id)


def test_a_reused_qos_1_identifier_is_counted_and_the_message_taken() -> None:
    box, told = inbox()
    send(box, payload=b"one", qos=1, packet_id=1)
    send(box, payload=b"two", qos=1, packet_id=1)
    assert len(take(box).block) == 2
    assert told == [("packet-id-reused", {"packet": "1"})]
