"""When the events of a job are due: at fixed times, at those somebody else made up, or as fast as they are taken."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

import numpy as np

from eventscope.base import clock
from eventscope.core.volley import Times


class Due(Protocol):
    """Times in monotonic ns, ascending."""

    @property
    def next(self) -> int | None:
        """When the next event is due; None when there is none."""

    def pop(self) -> int:
        """That time, and on to the event after."""

    def take(self, now: int, most: int) -> Times:
        """The times of those that are due, at most so many, and on to the event after."""

    def skip(self, before: int) -> int:
        """Pass over those due before that; answers how many."""


class Ticks:
    """`burst` events at each of `repeat` ticks (0: without end), `period` ns apart."""

    def __init__(self, start: int, period: int, burst: int, repeat: int) -> None:
        self._start = start
        self._period = period
        self._burst = burst
        self._total = burst * repeat
        self._at = 0  # the number of the next event

    @property
    def next(self) -> int | None:
        """When the next event is due."""
        if self._total and self._at >= self._total:
            return None
        return self._start + self._at // self._burst * self._period

    def pop(self) -> int:
        """The next time, and on to the event after."""
        due = self.next or 0
        self._at += 1
        return due

    def take(self, now: int, most: int) -> Times:
        """The times of those that are due, at most so many."""
        stop = min(self._due(now), self._at + most)
        events = np.arange(self._at, max(stop, self._at), dtype=np.int64)
        self._at += len(events)
        times: Times = events // self._burst * self._period + self._start
        return times

    def skip(self, before: int) -> int:
        """Pass over those due before that; answers how many."""
        skipped = max(self._due(before - 1) - self._at, 0)
        self._at += skipped
        return skipped

    def _due(self, now: int) -> int:
        """How many events are due by then, of all."""
        ticks = (now - self._start) // self._period + 1 if self._period else int(now >= self._start) << 62
        due = max(ticks, 0) * self._burst
        return min(due, self._total) if self._total else due


class Given:
    """Times from an iterator."""

    def __init__(self, times: Iterator[int]) -> None:
        self._times = times
        self.next = next(times, None)

    def pop(self) -> int:
        """The next time, and on to the event after."""
        due, self.next = self.next or 0, next(self._times, None)
        return due

    def take(self, now: int, most: int) -> Times:
        """The times of those that are due, at most so many."""
        found: list[int] = []
        while self.next is not None and self.next <= now and len(found) < most:
            found.append(self.pop())
        return np.array(found, np.int64)

    def skip(self, before: int) -> int:
        """Pass over those due before that; answers how many."""
        skipped = 0
        while self.next is not None and self.next < before:
            self.pop()
            skipped += 1
        return skipped


class Eager:
    """`total` events (0: without end), each of which is due as soon as somebody takes it."""

    def __init__(self, total: int) -> None:
        self._left = total or 1 << 62

    @property
    def next(self) -> int | None:
        """Its time has come."""
        return 0 if self._left else None

    def pop(self) -> int:
        """Now, and on to the event after."""
        self._left -= 1
        return clock.mono_ns()

    def take(self, now: int, most: int) -> Times:
        """Now, as often as that."""
        count = min(most, self._left)
        self._left -= count
        return np.full(count, now, np.int64)

    def skip(self, before: int) -> int:
        """None is ever late."""
        return 0
