"""Events leave stamped, in order, within the limits, each with a receipt at each stage."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

import peers
from eventscope.core.message import Draft, Receipt
from eventscope.core.volley import Volley
from eventscope.links.base import Stamper
from eventscope.links.mqtt.capabilities import Capabilities
from eventscope.links.mqtt.entries import Entry
from eventscope.links.mqtt.outbox import Outbox
from eventscope.links.mqtt.packetids import PacketIds
from eventscope.mqtt.packets import Ack, PacketType
from linksinks import draft


class Fixture:
    def __init__(self, version: int = 5, stamper: Stamper | None = None, up: bool = True, **limits: Any) -> None:
        self.receipts: list[Receipt] = []
        self.troubles: list[tuple[str, dict[str, str]]] = []
        self.box = Outbox(version, PacketIds(), stamper, self.receipts.append, lambda *t: self.troubles.append(t))
        self.limits = Capabilities(**limits)
        if up:
            self.box.connected(False, self.limits)

    def add(self, *drafts: Draft, first: int = 1) -> None:
        self.box.add(list(enumerate(drafts, first)))

    def send(self) -> bytes:
        """Everything that may leave now."""
        sent = b""
        while (batch := self.box.batch()) is not None:
            packets, entries = batch
            sent += packets
            self.box.sent(entries)
        return sent

    def failures(self) -> list[tuple[int, str]]:
        return [(r.id, r.failed) for r in self.receipts if r.failed]


def test_bytes_and_receipts_of_each_qos() -> None:
    fixture = Fixture()
    fixture.add(draft("a", b"0", 0), draft("a", b"1", 1), draft("a", b"2", 2))
    assert fixture.send() == b"".join(
        (peers.publish(b"a", b"0"), peers.publish(b"a", b"1", 1, 1), peers.publish(b"a", b"2", 2, 2))
    )
    assert [(r.id, r.sent is not None, r.acknowledged) for r in fixture.receipts] == [
        (n, True, None) for n in (1, 2, 3)
    ]
    assert all(r.queued <= (r.sent or 0) for r in fixture.receipts)
    fixture.box.answered(Ack(PacketType.PUBACK, 1))
    assert fixture.receipts[-1].id == 2
    assert fixture.receipts[-1].acknowledged is not None


def test_down_qos_0_fails_at_once_and_the_others_wait() -> None:
    fixture = Fixture(up=False)
    fixture.add(draft(qos=0), draft(qos=1), draft(qos=2))
    assert fixture.failures() == [(1, "not-connected")]
    assert not fixture.box.ready
    fixture.box.connected(False, fixture.limits)
    assert fixture.box.ready
    assert fixture.send().count(b"\x00\x01t") == 2


def test_a_loss_fails_qos_0_in_hand_and_queued() -> None:
    fixture = Fixture()
    fixture.add(draft(qos=0), draft(qos=1))
    batch = fixture.box.batch()
    assert batch is not None
    fixture.add(draft(qos=0), first=3)
    fixture.box.lost(batch[1])
    assert fixture.failures() == [(1, "connection-lost"), (3, "connection-lost")]
    fixture.box.connected(True, fixture.limits)
    assert fixture.send() == peers.publish(b"t", b"x", 1, 1, dup=True)


def test_a_lost_session_sends_anew_before_what_is_new() -> None:
    fixture = Fixture()
    fixture.add(draft("a", qos=1), draft("b", qos=2))
    fixture.send()
    fixture.box.lost([])
    fixture.add(draft("c", qos=1), first=3)
    fixture.box.connected(False, fixture.limits)
    assert fixture.troubles == [("session-lost", {"messages": "2"})]
    sent = fixture.send()
    assert [sent[n] for n in (0, 9, 18)] == [0x32, 0x34, 0x32]  # no DUP
    assert [sent[n + 4 : n + 5] for n in (0, 9, 18)] == [b"a", b"b", b"c"]


def test_the_window_is_the_servers_and_qos_0_passes() -> None:
    fixture = Fixture(receive_maximum=2)
    fixture.add(*(draft(qos=1) for _ in range(5)), draft("zero", qos=0))
    sent = fixture.send()
    assert sent.count(b"\x00\x01t") == 2
    assert b"zero" in sent
    assert not fixture.box.ready
    fixture.box.answered(Ack(PacketType.PUBACK, 1))
    assert fixture.box.ready
    assert fixture.send().count(b"\x00\x01t") == 1


def test_closing_fails_all_that_is_unfinished() -> None:
    fixture = Fixture(receive_maximum=1)
    fixture.add(draft(qos=1), draft(qos=2))
    fixture.send()
    fixture.box.close()
    fixture.add(draft(qos=1), first=3)
    assert fixture.failures() == [(1, "closed"), (2, "closed"), (3, "closed")]
    assert not fixture.box.ready


# --- stamps ------------------------------------------------------------------------------------------------


def numbered() -> Stamper:
    count = iter(range(1, 1000))

    def stamp(receipt: int, made: Draft) -> Draft:
        user = (("es-seq", str(next(count))),)
        return replace(made, properties=replace(made.properties, user=user))

    return stamp


def test_stamped_when_it_leaves_and_only_once() -> None:
    fixture = Fixture(stamper=numbered(), receive_maximum=1)
    fixture.add(draft(qos=1), draft(qos=1))
    first = fixture.send()
    assert b"es-seq\x00\x011" in first
    assert b"es-seq\x00\x012" not in first  # the second did not leave yet
    fixture.box.lost([])
    fixture.box.connected(False, fixture.limits)
    assert b"es-seq\x00\x011" in fixture.send()  # the same number again
    fixture.box.answered(Ack(PacketType.PUBACK, 2))
    assert b"es-seq\x00\x012" in fixture.send()


def test_a_failing_stamper_is_counted_and_the_event_leaves() -> None:
    def fail(receipt: int, made: Draft) -> Draft:
        raise RuntimeError("clock broke")

    fixture = Fixture(stamper=fail)
    fixture.add(draft(), draft())
    assert fixture.send() == peers.publish(b"t", b"x") * 2
    assert [code for code, _ in fixture.troubles] == ["stamp-failed"] * 2
    assert "clock broke" in fixture.troubles[0][1]["error"]


# --- what cannot go ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("made", "limits", "code"),
    [
        (draft("a/#"), {}, "bad-event"),
        (draft(""), {}, "bad-event"),
        (draft("a\0b"), {}, "bad-event"),
        (draft("x" * 70_000), {}, "bad-event"),
        (draft("\ud800"), {}, "bad-event"),
        (draft(content_type="x" * 70_000), {}, "bad-event"),
        (draft(message_expiry=1 << 32), {}, "bad-event"),
        (draft(payload=bytes(200)), {"maximum_packet_size": 100}, "too-large"),
        (draft("", topic_alias=2), {"topic_alias_maximum": 3}, "unknown-alias"),
        (draft(qos=1, retain=True), {"retain": False}, "retain-unsupported"),
    ],
)
def test_one_bad_event_fails_with_words_and_the_next_goes(made: Draft, limits: dict[str, Any], code: str) -> None:
    fixture = Fixture(**limits)
    fixture.add(made, draft("fine", qos=1))
    assert fixture.send() == peers.publish(b"fine", b"x", 1, 1)
    assert fixture.failures() == [(1, code)]
    assert len(fixture.receipts[0].words) > 20


def test_properties_on_3_1_1_are_refused_not_dropped() -> None:
    fixture = Fixture(version=4)
    fixture.add(draft(content_type="x"))
    assert fixture.send() == b""
    assert fixture.failures() == [(1, "needs-mqtt5")]


def test_aliases() -> None:
    fixture = Fixture(topic_alias_maximum=3)
    alias = b"\x23\x00\x02"
    fixture.add(draft("whole", topic_alias=2), draft("", topic_alias=2), draft("", qos=1, topic_alias=2))
    assert fixture.send() == b"".join(
        (
            peers.publish(b"whole", b"x", properties=alias),
            peers.publish(b"", b"x", properties=alias),
            peers.publish(b"whole", b"x", 1, 1),  # it may have to be sent again
        )
    )
    fixture.box.lost([])
    fixture.box.connected(True, fixture.limits)
    fixture.add(draft("", topic_alias=2), first=4)
    assert fixture.send() == peers.publish(b"whole", b"x", 1, 1, dup=True)
    assert fixture.failures() == [(4, "unknown-alias")]


def test_batches_are_small_so_that_stamps_are_true() -> None:
    fixture = Fixture()
    fixture.add(*(draft() for _ in range(100)))
    sizes = []
    while (batch := fixture.box.batch()) is not None:
        sizes.append(len(batch[1]))
    assert max(sizes) <= 32
    assert sum(sizes) == 100


# --- volleys -----------------------------------------------------------------------------------------------


def fired(fixture: Fixture, made: Draft, count: int) -> tuple[Volley, list[tuple[int, int, str]]]:
    told: list[tuple[int, int, str]] = []
    volley = Volley(made, None, count, (1, 2), lambda *news: told.append(news))
    fixture.box.fire(volley)
    return volley, told


def test_a_volley_leaves_in_order_with_what_is_single() -> None:
    fixture = Fixture(version=4)
    fixture.add(draft("a", b"0"))
    _, told = fired(fixture, draft("v", b"1"), 3)
    fixture.add(draft("b", b"2"), first=2)
    made = [peers.publish(topic, body, version=4) for topic, body in ((b"a", b"0"), (b"v", b"1"), (b"b", b"2"))]
    assert fixture.send() == made[0] + made[1] * 3 + made[2]
    assert told == [(3, 0, "")]


def test_a_volley_obeys_the_window_and_is_told_as_it_is_answered() -> None:
    fixture = Fixture(receive_maximum=2)
    volley, told = fired(fixture, draft("v", b"x", 1), 5)
    assert fixture.send() == peers.publish(b"v", b"x", 1, 1) + peers.publish(b"v", b"x", 1, 2)
    assert not fixture.box.ready
    fixture.box.answered_all(PacketType.PUBACK, 0x10, [2, 1])
    assert told == [(2, 0, "")]
    assert "nobody subscribes" in volley.receipt(1).words
    assert fixture.send() == peers.publish(b"v", b"x", 1, 3) + peers.publish(b"v", b"x", 1, 4)
    fixture.box.answered(Ack(PacketType.PUBACK, 4, 0x87))
    assert told[1:] == [(0, 1, volley.receipt(3).words)]
    assert (volley.receipt(3).failed, volley.receipt(3).reason) == ("refused", 0x87)


@pytest.mark.parametrize(
    ("made", "limits", "code"),
    [
        (draft("a/#"), {}, "bad-event"),
        (draft(payload=bytes(200)), {"maximum_packet_size": 100}, "too-large"),
        (draft(qos=2), {"maximum_qos": 1}, "qos-unsupported"),
    ],
)
def test_a_volley_that_cannot_go_fails_whole_with_words(made: Draft, limits: dict[str, Any], code: str) -> None:
    fixture = Fixture(**limits)
    volley, told = fired(fixture, made, 3)
    fixture.add(draft("fine"))
    assert fixture.send() == peers.publish(b"fine", b"x")
    assert [news[:2] for news in told] == [(0, 3)]
    assert {volley.receipt(n).failed for n in range(3)} == {code}
    assert len(told[0][2]) > 20


def test_a_volley_while_down_and_after_the_end() -> None:
    fixture = Fixture(up=False)
    assert fired(fixture, draft(), 2)[1][0][:2] == (0, 2)
    _, told = fired(fixture, draft(qos=1), 2)
    assert told == []
    fixture.box.close()
    assert told[0][:2] == (0, 2)
    assert fired(fixture, draft(qos=1), 2)[1][0][:2] == (0, 2)


def test_a_smaller_limit_after_a_reconnect_is_kept_by_what_is_repeated() -> None:
    fixture = Fixture()
    _, told = fired(fixture, draft("v", bytes(100), 1), 2)
    fixture.send()
    fixture.box.lost([])
    fixture.box.connected(True, Capabilities(maximum_packet_size=50))
    assert fixture.send() == b""
    assert [news[:2] for news in told] == [(0, 2)]
    fixture.add(draft("small", qos=1))
    assert fixture.send() == peers.publish(b"small", b"x", 1, 3)


def test_a_large_payload_is_never_copied_for_the_window() -> None:
    fixture = Fixture()
    made = draft("v", bytes(100_000), 1)
    fired(fixture, made, 3)
    assert fixture.send() == b"".join([peers.publish(b"v", bytes(100_000), 1, n) for n in (1, 2, 3)])
    entries = list(fixture.box._window._open.values())
    assert all(isinstance(entry, Entry) and not entry.packet for entry in entries)
    assert all(isinstance(entry, Entry) and entry.draft.payload is made.payload for entry in entries)
    fixture.box.lost([])
    fixture.box.connected(True, fixture.limits)
    repeated = [peers.publish(b"v", bytes(100_000), 1, n, dup=True) for n in (1, 2, 3)]
    assert fixture.send() == b"".join(repeated)
