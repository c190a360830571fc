"""Rates from counters that only grow: messages a second since a look at least a second ago."""

from __future__ import annotations

from collections.abc import Hashable

SECOND = 1_000_000_000
STALE = 30 * SECOND  # what nobody asked about for so long is forgotten


class Rates:
    """Each counter by its key; a counter that fell back (another broker, a restart) begins anew."""

    def __init__(self) -> None:
        self._last: dict[Hashable, tuple[int, int, float]] = {}

    def take(self, key: Hashable, at: int, count: int) -> float:
        """The rate of a counter that stands at `count`, at `at` in monotonic ns; 0 for the first look."""
        then, before, rate = self._last.get(key, (at, count, 0.0))
        if key not in self._last or count < before or at < then or at - then > STALE:
            self._last[key] = (at, count, 0.0)
            return 0.0
        if at - then < SECOND:
            return rate
        rate = (count - before) * SECOND / (at - then)
        self._last[key] = (at, count, rate)
        return rate

    def forget_before(self, at: int) -> None:
        """Drop counters that were not looked at for a while."""
        self._last = {key: value for key, value in self._last.items() if at - value[0] <= STALE}
