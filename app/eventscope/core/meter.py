"""Rates: how fast a counter grew over the last second."""

from __future__ import annotations

from collections import deque


class Meter:
    """Reads a growing total now and then; `rate` is its growth a second over about `span` ns."""

    __slots__ = ("_readings", "_span", "total")

    def __init__(self, span: int = 10**9) -> None:
        self.total = 0
        self._span = span
        self._readings: deque[tuple[int, int]] = deque()

    def read(self, now: int) -> None:
        """Note the total at a monotonic time in ns; a total that shrank was begun anew and has no past."""
        readings = self._readings
        if readings and self.total < readings[-1][1]:
            readings.clear()
        readings.append((now, self.total))
        while len(readings) > 2 and readings[1][0] <= now - self._span:
            readings.popleft()

    @property
    def rate(self) -> float:
        """A second; 0 before two readings."""
        if len(self._readings) < 2:
            return 0.0
        (first, low), (last, high) = self._readings[0], self._readings[-1]
        return (high - low) * 1e9 / (last - first) if last > first else 0.0
