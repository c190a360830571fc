"""One event on its way out, and how its stages become receipts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from eventscope.core.message import Draft, Receipt
from eventscope.links.mqtt.drafts import Refusal

Tell = Callable[[Receipt], None]


@dataclass(slots=True, eq=False)
class Entry:
    """Times in ns. `released`: PUBREC came, so only PUBREL may be sent again [MQTT-4.3.3-6]."""

    receipt: int
    draft: Draft
    queued: int
    wall: int
    order: int = 0  # among all that were queued
    packet_id: int = 0
    sent: int | None = None
    stamped: bool = False
    released: bool = False

    @property
    def size(self) -> int:
        """What it counts against the bound of the queue, in bytes."""
        return len(self.draft.payload)

    def as_receipt(
        self, acknowledged: int | None = None, reason: int = 0, failed: str = "", words: str = ""
    ) -> Receipt:
        """Its stage as others see it."""
        draft = self.draft
        return Receipt(
            self.receipt, draft.topic, draft.qos, self.queued, self.wall,
            self.sent, acknowledged, reason=reason, failed=failed, words=words,
        )  # fmt: skip

    def failed(self, why: Refusal) -> Receipt:
        """It will not go."""
        return self.as_receipt(reason=why.reason, failed=why.code, words=why.words)
