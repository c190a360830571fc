"""An entry shows its stage as a receipt."""

from __future__ import annotations

from eventscope.links.mqtt.drafts import Refusal
from eventscope.links.mqtt.entries import Entry
from linksinks import draft


def test_stages() -> None:
    entry = Entry(7, draft("a/b", b"hello", 1), queued=10, wall=20)
    assert entry.size == 5
    receipt = entry.as_receipt()
    assert (receipt.id, receipt.topic, receipt.qos, receipt.queued, receipt.wall) == (7, "a/b", 1, 10, 20)
    assert (receipt.sent, receipt.acknowledged, receipt.failed) == (None, None, "")
    entry.sent = 11
    done = entry.as_receipt(12, 0x10, "", "nobody")
    assert (done.sent, done.acknowledged, done.reason, done.words) == (11, 12, 0x10, "nobody")


def test_failure() -> None:
    receipt = Entry(7, draft(), 1, 2).failed(Refusal("too-large", "Make it smaller.", 0x95))
    assert (receipt.failed, receipt.words, receipt.reason) == ("too-large", "Make it smaller.", 0x95)
