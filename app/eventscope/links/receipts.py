"""Receipts of published events that are under way at a link, from the moment they wait to their last stage."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace

from eventscope.base import clock
from eventscope.core.message import Draft, Receipt


class OpenReceipts:
    """`tell` is called for each stage, from the thread in which it came. A link says what its stages are."""

    def __init__(self, tell: Callable[[Receipt], None]) -> None:
        self._tell = tell
        self._lock = threading.Lock()
        self._open: dict[int, Receipt] = {}

    def _begin(self, ident: int, draft: Draft) -> None:
        """It waits to be sent."""
        receipt = Receipt(ident, draft.topic, draft.qos, clock.mono_ns(), clock.wall_ns())
        with self._lock:
            self._open[ident] = receipt

    def _step(self, ident: int, last: bool, **changes: object) -> None:
        """One stage more; after the `last` one nothing is told of it."""
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

    def _left(self) -> list[int]:
        """Ids of those that have not come to an end."""
        with self._lock:
            return list(self._open)
