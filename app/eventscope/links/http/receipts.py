"""What becomes of published events, stage by stage, until the site has answered."""

from __future__ import annotations

from eventscope.base import clock
from eventscope.core.message import Draft
from eventscope.links.receipts import OpenReceipts


class Receipts(OpenReceipts):
    """Receipts under way."""

    def begin(self, ident: int, draft: Draft) -> None:
        """It waits to be sent."""
        self._begin(ident, draft)

    def sent(self, ident: int) -> None:
        """It leaves."""
        self._step(ident, False, sent=clock.mono_ns())

    def acknowledged(self, ident: int) -> None:
        """The site took it."""
        self._step(ident, True, acknowledged=clock.mono_ns())

    def fail(self, ident: int, code: str, words: str) -> None:
        """It was not taken."""
        self._step(ident, True, failed=code, words=words)

    def give_up(self, code: str, words: str) -> None:
        """All that is left."""
        for ident in self._left():
            self.fail(ident, code, words)
