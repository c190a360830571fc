"""Stages of a receipt."""

from __future__ import annotations

from eventscope.core.kafka import Delivery
from eventscope.core.message import Draft, Receipt
from eventscope.links.kafka.receipts import Receipts
from eventscope.links.kafka.troubles import Trouble


def test_from_queued_to_acknowledged() -> None:
    told: list[Receipt] = []
    receipts = Receipts(told.append, None)
    draft = Draft("c", "t", b"x", 1)
    assert receipts.begin(1, draft) is draft
    receipts.sent(1)
    receipts.delivered(Delivery(1, 0, 5))
    receipts.delivered(Delivery(1, 0, 5))
    assert [(item.sent is not None, item.acknowledged is not None) for item in told] == [(True, False), (True, True)]


def test_failures_and_giving_up() -> None:
    told: list[Receipt] = []
    receipts = Receipts(told.append, lambda ident, draft: draft)
    for ident in (1, 2, 3):
        receipts.begin(ident, Draft("c", "t", b"x"))
    receipts.sent(1)
    receipts.delivered(Delivery(1, 0, -1, "late", "Too late."))
    receipts.fail(2, Trouble("queue-full", "Full."))
    receipts.give_up(Trouble("closed", "Closed."))
    assert [(item.id, item.failed) for item in told[1:]] == [(1, "late"), (2, "queue-full"), (3, "closed")]
    assert told[-1].sent is None
