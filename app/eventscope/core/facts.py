"""What holds for all rows of a block, so that a search may pass it by unread."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

import numpy as np

from eventscope.core.message import NO_LATENCY, Rows

_LEAST, _MOST = np.iinfo(np.int64).min, np.iinfo(np.int64).max


class Facts(NamedTuple):
    """Bounds of the columns of so many `rows`; the truth lies within them, and they may be wider than it.

    `oldest` and `newest` are wall times, `quickest` and `slowest` latencies where measured (both NO_LATENCY where
    none is), all in ns; `smallest` and `largest` payloads in bytes. `some` has each bit of the flags that some row
    has, `all` those that every row has.
    """

    rows: int
    oldest: int
    newest: int
    quickest: int
    slowest: int
    smallest: int
    largest: int
    some: int
    all: int

    @classmethod
    def of(cls, rows: Rows) -> Facts:
        """Of at least one row."""
        wall, size, flags, latency = (rows[name] for name in ("wall", "size", "flags", "latency"))
        slowest = int(latency.max())
        measured = latency if slowest == NO_LATENCY else latency[latency != NO_LATENCY]
        return cls(
            rows=len(rows),
            oldest=int(wall.min()),
            newest=int(wall.max()),
            quickest=int(measured.min()),
            slowest=slowest,
            smallest=int(size.min()),
            largest=int(size.max()),
            some=int(np.bitwise_or.reduce(flags)),
            all=int(np.bitwise_and.reduce(flags)),
        )

    @classmethod
    def unknown(cls, rows: int = 0, oldest: int = _LEAST, newest: int = _MOST) -> Facts:
        """Of rows that nobody has looked at."""
        return cls(rows, oldest, newest, _LEAST + 1, _MOST, 0, 0xFFFFFFFF, 0xFFFF, 0)

    def joined(self, other: Facts) -> Facts:
        """Of the rows of both."""
        if not self.rows or not other.rows:
            return self if self.rows else other
        measured = [item for item in (self, other) if item.slowest != NO_LATENCY]
        return Facts(
            rows=self.rows + other.rows,
            oldest=min(self.oldest, other.oldest),
            newest=max(self.newest, other.newest),
            quickest=min((item.quickest for item in measured), default=NO_LATENCY),
            slowest=max((item.slowest for item in measured), default=NO_LATENCY),
            smallest=min(self.smallest, other.smallest),
            largest=max(self.largest, other.largest),
            some=self.some | other.some,
            all=self.all & other.all,
        )


class Outline(Protocol):
    """Rows of which little has been read yet."""

    @property
    def facts(self) -> Facts:
        """Bounds of their columns."""

    def topics(self) -> Sequence[bytes] | None:
        """All their topics, perhaps with others; None where that is not to be had at this price."""

    def blob(self) -> bytes | None:
        """All their payloads, each in one piece, perhaps with other bytes; None as above."""


class Summary(NamedTuple):
    """An outline that knows nothing but facts."""

    facts: Facts

    def topics(self) -> None:
        """Not to be had."""

    def blob(self) -> None:
        """Not to be had."""
