"""A message in hand, and how its block is acknowledged as its messages are done, in whatever order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from eventscope.core.message import DUP, NO_LATENCY, QOS, RETAIN, WALL_LATENCY, Block, Message, connection_tag
from eventscope.core.stampblock import Stamps
from eventscope.links.base import Acknowledge, Stepwise


class Settling:
    """Counts what is done of one block; tells the link how many of its first messages are, without a gap.

    A link acknowledges in the order of arrival [MQTT-4.6.0-2], so a message that takes long holds up those behind it.
    """

    def __init__(self, acknowledge: Acknowledge | None, count: int) -> None:
        self._acknowledge = acknowledge
        self._step = acknowledge if isinstance(acknowledge, Stepwise) else None
        self._done = bytearray(count)
        self._first = 0

    def done(self, row: int) -> None:
        """One message is; a second time changes nothing."""
        if self._acknowledge is None or self._done[row]:
            return
        self._done[row] = 1
        before, size = self._first, len(self._done)
        while self._first < size and self._done[self._first]:
            self._first += 1
        if self._first == size:
            self._acknowledge()
        elif self._first > before and self._step is not None:
            self._step.first(self._first)


@dataclass(slots=True, eq=False)
class Held:
    """One message. Times in ns: `received` is monotonic, `latency` from the intended send time and `lag` until it was
    sent are None where it does not say. `part` is what it can be taken away with: a partition of Kafka."""

    block: Block
    row: int
    settling: Settling
    received: int
    latency: int | None
    lag: int | None
    flags: int
    size: int
    part: object = None
    begun: int = 0

    @property
    def way(self) -> int | None:
        """From the sending to the reception."""
        return None if self.latency is None or self.lag is None else self.latency - self.lag

    @property
    def wall(self) -> bool:
        """Its latency compares two wall clocks."""
        return bool(self.flags & WALL_LATENCY)

    def again(self) -> None:
        """It is given again."""
        self.flags |= DUP

    def message(self, connection: str, ident: int) -> Message:
        """As a value of its own, under the connection that people know; no row of the log has a negative id."""
        found = self.block.message(self.row)
        return replace(found, id=ident, connection=connection_tag(connection), flags=self.flags)


def held(block: Block, stamps: Stamps | None, acknowledge: Acknowledge | None, part: object = None) -> Iterator[Held]:
    """The messages of a block."""
    settling = Settling(acknowledge, len(block))
    lags = lags_of(stamps)
    rows = block.rows
    columns = (rows[name].tolist() for name in ("mono", "latency", "flags", "size", "props"))
    for row, (mono, latency, flags, size, props) in enumerate(zip(*columns, strict=True)):
        known = latency != NO_LATENCY and not flags & RETAIN  # the age of a retained copy is no latency
        yield Held(
            block, row, settling, mono, latency if known else None, lags.get(row) if known else None, flags,
            size + props, part,
        )  # fmt: skip


def lags_of(stamps: Stamps | None) -> dict[int, int]:
    """Actual minus intended send time in ns by row, where both are known."""
    if stamps is None:
        return {}
    columns = zip(stamps.rows.tolist(), stamps.due.tolist(), stamps.sent.tolist(), strict=True)
    return {row: sent - due for row, due, sent in columns if due >= 0 and sent >= due}


def comes_again(item: Held) -> bool:
    """Whether a broken connection brings it again: QoS 2 does not, its identifier is known already."""
    return item.flags & QOS < 2
