"""Receipts gather four times from the link and from the monitor, whatever comes first."""

from __future__ import annotations

from dataclasses import replace

from eventscope.core.message import Draft
from eventscope.engine.receipts import KEPT, Receipts

DRAFT = Draft("embedded", "a/b", b"x", qos=1)


def test_times_gather_in_any_order() -> None:
    receipts = Receipts()
    begun = receipts.begin(DRAFT)
    receipts.stamped(begun.id, b"a/b", 4, b"stream")
    receipts.seen(b"a/b", 4, 50, b"stream")
    receipts.link_says(replace(begun, sent=20, acknowledged=40))
    receipts.seen(b"a/b", 4, 60, b"stream")
    (done,) = receipts.newest(10)
    assert (done.sent, done.acknowledged, done.received, done.receivers) == (20, 40, 50, 2)
    assert receipts.streams == {b"stream"}


def test_another_stream_is_not_taken_for_ours() -> None:
    receipts = Receipts()
    begun = receipts.begin(DRAFT)
    receipts.stamped(begun.id, b"a/b", 4, b"stream")
    receipts.seen(b"a/b", 4, 50, b"other")
    receipts.seen(b"a/b", 5, 50, b"stream")
    assert receipts.newest(1)[0].received is None


def test_changes_are_told_once() -> None:
    receipts = Receipts()
    first = receipts.begin(DRAFT)
    assert [item.id for item in receipts.changed()] == [first.id]
    assert receipts.changed() == ()
    receipts.link_says(replace(first, failed="offline", words="Not connected."))
    assert receipts.changed()[0].words == "Not connected."


def test_only_the_newest_are_kept() -> None:
    receipts = Receipts()
    for seq in range(KEPT + 50):
        begun = receipts.begin(DRAFT)
        receipts.stamped(begun.id, b"a/b", seq)
    assert len(receipts.newest(10_000)) == KEPT == len(receipts.changed())
    assert receipts.newest(2)[0].id == begun.id
    receipts.seen(b"a/b", 0, 1)
    receipts.link_says(replace(begun, id=1))
    assert receipts.changed() == ()
