from __future__ import annotations

from eventscope.core.message import Draft, Receipt
from eventscope.links.http.receipts import Receipts


def test_stages() -> None:
    told: list[Receipt] = []
    some = Receipts(told.append)
    some.begin(1, Draft("c", "t", b"x", 1))
    some.sent(1)
    some.acknowledged(1)
    some.fail(1, "late", "Too late.")
    assert [(item.sent is not None, item.acknowledged is not None, item.failed) for item in told] == [
        (True, False, ""), (True, True, ""),
    ]  # fmt: skip


def test_failed_is_the_last_word() -> None:
    told: list[Receipt] = []
    some = Receipts(told.append)
    for ident in (1, 2):
        some.begin(ident, Draft("c", "t", b"x"))
    some.fail(1, "no", "No.")
    some.acknowledged(1)
    some.give_up("closed", "It was closed.")
    assert [(item.id, item.failed, item.words) for item in told] == [(1, "no", "No."), (2, "closed", "It was closed.")]
