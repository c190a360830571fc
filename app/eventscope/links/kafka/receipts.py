"""What becomes of published events, stage by stage, until Kafka tells where each record lies."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace

from eventscope.base import clock
from eventscope.core.kafka import Delivery
from eventscope.core.message import Draft, Receipt
from eventscope.links.base import Stamper
from eventscope.links.kafka.troubles import Trouble


class Receipts:
    """Receipts under way. `tell` is called for each stage, from the thread in which it came."""

    def __init__(self, tell: Callable[[Receipt], None], stamper: Stamper | None) -> None:
        self._tell = tell
        self._stamper = stamper
        self._lock = threading.Lock()
        self._open: dict[int, Receipt] = {}

    def begin(self, ident: int, draft: Draft) -> Draft:
        """The draft as it goes out, stamped."""
        receipt = Receipt(ident, draft.topic, draft.qos, clock.mono_ns(), clock.wall_ns())
        with self._lock:
            self._open[ident] = receipt
        return draft if self._stamper is None else self._stamper(ident, draft)

    def sent(self, ident: int) -> None:
        """It is given to the library, which sends it within its linger time (5 ms)."""
        self._step(ident, False, sent=clock.mono_ns())

    def fail(self, ident: int, trouble: Trouble) -> None:
        """It did not leave."""
        self._step(ident, True, sent=None, failed=trouble.code, words=trouble.words)

    def delivered(self, item: Delivery) -> None:
        """Kafka has it, or not."""
        if item.code:
            self._step(item.token, True, failed=item.code, words=item.words)
        else:
            self._step(item.token, True, acknowledged=clock.mono_ns())

    def give_up(self, trouble: Trouble) -> None:
        """All that is left."""
        for ident in list(self._open):
            self.fail(ident, trouble)

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
