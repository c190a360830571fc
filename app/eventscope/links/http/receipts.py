"""What becomes of published events, stage by stage, until the site has answered."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace

from eventscope.base import clock
from eventscope.core.message import Draft, Receipt


class Receipts:
    """Receipts under way. `tell` is called for each stage, from the thread in which it came."""

    def __init__(self, tell: Callable[[Receipt], None]) -> None:
        self._tell = tell
        self._lock = threading.Lock()
        self._open: dict[int, Receipt] = {}

    def begin(self, ident: int, draft: Draft) -> None:
        """It waits to be sent."""
        with self._lock:
            self._open[ident] = Receipt(ident, draft.topic, draft.qos, clock.mono_ns(), clock.wall_ns())

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
        for ident in list(self._open):
            self.fail(ident, code, words)

    def _step(self, ident: int, last: bool, **changes: object) -> None:
        with self._lock:
            known = self._open.get(ident)
            if known is None:
                return
            receipt = replace(known, **changes)  # type: ignore[arg-type]
            if last:
                del self._open[ident]
            else:
                self._open[ident] = receipt
        self._tell(receipt)
