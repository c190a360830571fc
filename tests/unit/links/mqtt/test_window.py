"""Unacknowledged events: the limit, the answers, and what is sent again."""

from __future__ import annotations

import pytest

import peers
from eventscope.core.message import Receipt
from eventscope.links.mqtt.entries import Entry
from eventscope.links.mqtt.packetids import PacketIds
from eventscope.links.mqtt.window import Window
from eventscope.mqtt.packets import Ack, PacketType, Properties
from linksinks import draft

PUBACK, PUBREC, PUBCOMP = PacketType.PUBACK, PacketType.PUBREC, PacketType.PUBCOMP


class Fixture:
    def __init__(self, version: int = 5, limit: int = 10) -> None:
        self.receipts: list[Receipt] = []
        self.troubles: list[str] = []
        self.ids = PacketIds()
        self.window = Window(version, self.ids, self.receipts.append, lambda code, _: self.troubles.append(code))
        self.window.limit = limit

    def add(self, qos: int, receipt: int = 0) -> Entry:
        entry = Entry(receipt, draft("t", b"p", qos), 0, 0, packet_id=self.ids.take(), sent=1)
        self.window.add(entry)
        return entry

    def answer(self, kind: PacketType, packet_id: int, reason: int = 0, **said: str) -> bytes:
        return self.window.answered(Ack(kind, packet_id, reason, Properties(**said)))  # type: ignore[arg-type]


def test_qos_1_is_settled_by_puback() -> None:
    fixture = Fixture()
    entry = fixture.add(1, receipt=42)
    assert fixture.answer(PUBACK, entry.packet_id) == b""
    assert [(r.id, r.failed, r.words) for r in fixture.receipts] == [(42, "", "")]
    assert fixture.receipts[0].acknowledged is not None
    assert fixture.ids.take() == 2
    fixture.ids.free(1)


def test_qos_2_is_settled_by_pubcomp() -> None:
    fixture = Fixture()
    entry = fixture.add(2)
    assert fixture.answer(PUBREC, entry.packet_id) == peers.ack(0x62, 1)
    assert fixture.receipts == []
    assert fixture.answer(PUBREC, entry.packet_id) == peers.ack(0x62, 1)  # the broker asks again
    assert fixture.answer(PUBCOMP, entry.packet_id) == b""
    assert fixture.receipts[0].acknowledged is not None


@pytest.mark.parametrize(("qos", "kind"), [(1, PUBACK), (2, PUBREC)])
def test_refusals_in_words(qos: int, kind: PacketType) -> None:
    fixture = Fixture()
    entry = fixture.add(qos)
    assert fixture.answer(kind, entry.packet_id, 0x87, reason_string="not you") == b""
    receipt = fixture.receipts[0]
    assert (receipt.failed, receipt.reason) == ("refused", 0x87)
    assert "not allowed" in receipt.words
    assert receipt.words.endswith("It says: not you")
    assert fixture.window.room


def test_no_subscribers_is_no_failure_but_said() -> None:
    fixture = Fixture()
    fixture.answer(PUBACK, fixture.add(1).packet_id, 0x10)
    assert fixture.receipts[0].failed == ""
    assert "nobody subscribes" in fixture.receipts[0].words


def test_the_limit() -> None:
    fixture = Fixture(limit=2)
    first = fixture.add(1)
    assert fixture.window.room
    fixture.add(2)
    assert not fixture.window.room
    fixture.answer(PUBACK, first.packet_id)
    assert fixture.window.room


@pytest.mark.parametrize("version", [5, 4])
def test_unknown_identifiers_are_answered_as_mqtt_wants(version: int) -> None:
    fixture = Fixture(version)
    assert fixture.answer(PUBACK, 9) == b""
    assert fixture.answer(PUBCOMP, 9) == b""
    assert fixture.answer(PUBREC, 9, 0x80) == b""
    assert fixture.answer(PUBREC, 9) == (peers.ack(0x62, 9, 0x92) if version == 5 else peers.ack(0x62, 9))
    assert fixture.troubles == ["unknown-packet-id"] * 4


@pytest.mark.parametrize(("qos", "kind"), [(1, PUBREC), (1, PUBCOMP), (2, PUBACK)])
def test_answers_that_do_not_belong_are_counted_and_ignored(qos: int, kind: PacketType) -> None:
    fixture = Fixture()
    entry = fixture.add(qos)
    assert fixture.answer(kind, entry.packet_id) == b""
    assert fixture.troubles == ["wrong-answer"]
    assert fixture.receipts == []
    assert not fixture.window.repeats


def repeated(window: Window) -> list[bytes]:
    packets = []
    while window.repeats and window.room:
        packets.append(window.repeat())
    return packets


def test_the_session_goes_on_in_order_with_dup_and_pubrel() -> None:
    fixture = Fixture()
    fixture.add(1)
    two = fixture.add(2)
    fixture.add(1)
    fixture.answer(PUBREC, two.packet_id)
    fixture.window.lost()
    fixture.window.resume()
    assert repeated(fixture.window) == [
        peers.publish(b"t", b"p", 1, 1, dup=True),
        peers.ack(0x62, 2),
        peers.publish(b"t", b"p", 1, 3, dup=True),
    ]
    fixture.answer(PUBACK, 3)
    fixture.answer(PUBCOMP, 2)
    fixture.answer(PUBACK, 1)
    assert len(fixture.receipts) == 3
    assert fixture.troubles == []


def test_repeats_obey_a_smaller_window_and_a_second_loss_keeps_the_order() -> None:
    fixture = Fixture()
    for _ in range(5):
        fixture.add(1)
    fixture.window.resume()
    fixture.window.limit = 2
    assert [packet[-3] for packet in repeated(fixture.window)] == [1, 2]
    fixture.window.lost()
    fixture.window.limit = 10
    fixture.window.resume()
    assert [packet[-3] for packet in repeated(fixture.window)] == [1, 2, 3, 4, 5]


def test_a_lost_session_gives_the_events_back_as_new() -> None:
    fixture = Fixture()
    first, second = fixture.add(1), fixture.add(2)
    fixture.answer(PUBREC, second.packet_id)
    entries = fixture.window.restart()
    assert entries == [first, second]
    assert [(e.packet_id, e.released) for e in entries] == [(0, False)] * 2
    assert not fixture.window.repeats
    assert {fixture.ids.take() for _ in range(65_535)} >= {1, 2}


def test_an_answer_before_the_batch_is_wholly_sent_still_has_both_times() -> None:
    fixture = Fixture()
    entry = fixture.add(1)
    entry.sent = None
    fixture.answer(PUBACK, entry.packet_id)
    assert fixture.receipts[0].sent is not None
