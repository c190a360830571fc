"""Little's check, L = X W: how many were under way, measured by what went in and out, against rate times latency."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eventscope.core.metrics import LittleFigures

WINDOW = 10  # seconds
SETTLE = 1  # seconds that blocks may take to be folded: the window ends so long ago
_BINS = WINDOW + SETTLE + 1
_SECOND = 10**9
_FEWEST = 20  # departures below which nothing can be said
TOLERANCE = 0.05


@dataclass(slots=True)
class _Bin:
    """One second of one boundary; `moments` is the sum over changes of change times ns since its start."""

    second: int
    arrived: int = 0
    left: int = 0
    change: int = 0
    moments: int = 0
    latency: int = 0


@dataclass(frozen=True, slots=True)
class Window:
    """What crossed one boundary from `start` to `end` (monotonic ns): L measured, X W, and how N changed."""

    start: int
    end: int
    measured: float
    predicted: float
    arrived: int
    left: int
    growth: int

    def verdict(self) -> LittleFigures:
        """What it says."""
        return verdict(self.measured, self.predicted, self.arrived, self.left, self.growth)


class Flow:
    """What crosses one boundary: arrivals at their intended send time, departures when they are received.

    Keeps the last seconds only. The integral of N(t) is exact: it is made of the times of the crossings, not
    of samples of N. Times are monotonic ns. A crossing older than the kept seconds counts into the oldest.
    """

    def __init__(self) -> None:
        self._bins: list[_Bin] = []
        self._level = 0  # N when the oldest kept second began

    @property
    def level(self) -> int:
        """N now."""
        return self._level + sum(each.change for each in self._bins)

    def arrive(self, time: int, count: int = 1) -> None:
        """`count` messages came in at `time`."""
        self._cross(time, count).arrived += count

    def arrive_all(self, times: NDArray[np.int64]) -> None:
        """One message came in at each of these times, shape (n,)."""
        seconds = times // _SECOND
        for second in np.unique(seconds).tolist():
            some = times[seconds == second]
            part = self._bin(second)
            part.arrived += len(some)
            part.change += len(some)
            part.moments += int(np.clip(some - part.second * _SECOND, 0, _SECOND).sum())

    def leave(self, time: int, count: int, latency: int) -> None:
        """`count` messages went out at the mean time `time` after `latency` ns in all."""
        part = self._cross(time, -count)
        part.left += count
        part.latency += latency

    def correct(self, time: int, change: int) -> None:
        """N changed by other causes: messages were lost, or a subscription began amid a stream."""
        if change:
            self._cross(time, change)

    def check(self, now: int) -> LittleFigures:
        """The check over the last full window that has settled at `now`."""
        window = self.window(now)
        return LittleFigures() if window is None else window.verdict()

    def window(self, now: int) -> Window | None:
        """The last full window that has settled at `now`; None where there is none yet."""
        end = now // _SECOND - SETTLE
        start = end - WINDOW
        if not self._bins or self._bins[0].second > start:
            return None
        level = self._level + sum(each.change for each in self._bins if each.second < start)
        inside = [each for each in self._bins if start <= each.second < end]
        area = level * WINDOW * _SECOND
        for each in inside:
            # A change at time t inside the second counts from t to the end of the window.
            area += each.change * (end - each.second) * _SECOND - each.moments
        return Window(
            start=start * _SECOND,
            end=end * _SECOND,
            measured=area / (WINDOW * _SECOND),
            predicted=sum(each.latency for each in inside) / (WINDOW * _SECOND),
            arrived=sum(each.arrived for each in inside),
            left=sum(each.left for each in inside),
            growth=sum(each.change for each in inside),
        )

    def rates(self, now: int) -> tuple[float, float]:
        """(arrivals, departures) a second over the last settled seconds."""
        end = now // _SECOND - SETTLE
        inside = [each for each in self._bins if end - WINDOW <= each.second < end]
        span = min(WINDOW, end - self._bins[0].second) if self._bins else 0
        if span <= 0:
            return 0.0, 0.0
        return sum(each.arrived for each in inside) / span, sum(each.left for each in inside) / span

    def _cross(self, time: int, change: int) -> _Bin:
        part = self._bin(time // _SECOND)
        part.change += change
        part.moments += change * (min(max(time - part.second * _SECOND, 0), _SECOND))
        return part

    def _bin(self, second: int) -> _Bin:
        bins = self._bins
        if not bins or second > bins[-1].second:
            self._roll(second)
        elif second <= bins[0].second:
            return bins[0]
        return self._bins[second - self._bins[0].second]

    def _roll(self, second: int) -> None:
        """Make room up to `second`; what leaves the kept seconds stays in the level."""
        bins = self._bins
        first = max(second - _BINS + 1, bins[-1].second + 1 if bins else second)
        bins.extend(_Bin(each) for each in range(first, second + 1))
        kept = second - _BINS + 1
        while bins[0].second < kept:
            self._level += bins.pop(0).change


def merge_checks(checks: list[LittleFigures]) -> LittleFigures:
    """Several boundaries as one: L and X W add up, the gravest verdict wins."""
    known = [each for each in checks if each.measured is not None and each.predicted is not None]
    if not known:
        return LittleFigures()
    measured = sum(each.measured or 0.0 for each in known)
    predicted = sum(each.predicted or 0.0 for each in known)
    gravest = max(known, key=lambda each: _GRAVITY.index(each.verdict)).verdict
    return LittleFigures(measured, predicted, abs(measured - predicted) / max(measured, 1.0), gravest)


_GRAVITY = ("too-few", "holds", "draining", "unstable", "suspect")


def verdict(measured: float, predicted: float, arrived: int, left: int, growth: int) -> LittleFigures:
    """What one window says. Steady: N changed by no more than 5 % of the arrivals. Right: a gap below 5 %.

    N that changed within that limit moves the gap by itself, by about change / departures: that much is granted.
    """
    gap = abs(measured - predicted) / max(measured, 1.0)
    allowed = TOLERANCE + abs(growth) / max(left, 1)
    if arrived + left < _FEWEST:
        return LittleFigures(measured, predicted, gap, "too-few")
    if abs(growth) > max(TOLERANCE * max(arrived, left), 1.0):
        return LittleFigures(measured, predicted, gap, "unstable" if growth > 0 else "draining")
    return LittleFigures(measured, predicted, gap, "holds" if gap <= allowed else "suspect")
