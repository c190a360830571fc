"""How fast and how late: rates over the last second, latencies of the last ten."""

from __future__ import annotations

from collections import deque
from threading import Lock

import numpy as np

from eventscope.core.histogram import Recent, figures
from eventscope.core.metrics import LatencyFigures

SECOND = 10**9


class Rate:
    """Of a total that grows, from samples taken about four times a second."""

    def __init__(self) -> None:
        self._samples: deque[tuple[int, int]] = deque()
        self.now = 0.0  # a second

    def sample(self, total: int, now: int) -> None:
        """The total at `now` (monotonic ns)."""
        samples = self._samples
        samples.append((now, total))
        while len(samples) > 2 and now - samples[1][0] >= SECOND:
            samples.popleft()
        (began, before) = samples[0]
        self.now = max(0, total - before) / max(now - began, 1) * SECOND if len(samples) > 1 else 0.0


class Pace:
    """The mean time of what is counted together with its time in all, over the last second."""

    def __init__(self) -> None:
        self._samples: deque[tuple[int, int, int]] = deque()
        self.mean = 0.0  # ms

    def sample(self, totals: tuple[int, int], now: int) -> None:
        """(how many, their time in ns) at `now` (monotonic ns)."""
        samples = self._samples
        samples.append((now, *totals))
        while len(samples) > 2 and now - samples[1][0] >= SECOND:
            samples.popleft()
        count, spent = totals[0] - samples[0][1], totals[1] - samples[0][2]
        self.mean = spent / count / 1e6 if count > 0 else 0.0


class Delay:
    """Latencies in ns from any thread; takes memory only once there are some."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._recent: Recent | None = None
        self._turned = 0

    def add(self, values: list[int]) -> None:
        """Some of them; what is negative, because the wall clock was set, says nothing and is left out."""
        good = np.array([value for value in values if value >= 0], np.int64)
        self._histogram(good)

    def same(self, value: int, count: int) -> None:
        """One for each of `count` messages."""
        if count:
            self._histogram(np.full(count, max(0, value), np.int64))

    def _histogram(self, values: np.ndarray[tuple[int], np.dtype[np.int64]]) -> None:
        with self._lock:
            if self._recent is None:
                self._recent = Recent()
            self._recent.now.add(values)

    def turn(self, now: int) -> None:
        """To be called often; closes a slot each second."""
        if now - self._turned < SECOND:
            return
        self._turned = now
        with self._lock:
            if self._recent is not None:
                self._recent.turn()

    def figures(self) -> LatencyFigures:
        """Of the last ten seconds."""
        with self._lock:
            return figures(self._recent.window()) if self._recent is not None else LatencyFigures()
