"""What becomes of published events, stage by stage, until Kafka tells where each record lies."""

from __future__ import annotations

from collections.abc import Callable

from eventscope.base import clock
from eventscope.core.kafka import Delivery
from eventscope.core.message import Draft, Receipt
from eventscope.links.base import Stamper
from eventscope.links.kafka.troubles import Trouble
from eventscope.links.receipts import OpenReceipts


class Receipts(OpenReceipts):
    """Receipts under way; with a stamper events are stamped as they leave."""

    def __init__(self, tell: Callable[[Receipt], None], stamper: Stamper | None) -> None:
        super().__init__(tell)
        self._stamper = stamper

    def begin(self, ident: int, draft: Draft) -> Draft:
        """The draft as it goes out, stamped."""
        self._begin(ident, draft)
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
        for ident in self._left():
            self.fail(ident, trouble)
