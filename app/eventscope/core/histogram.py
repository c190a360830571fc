"""Latency histograms: log-linear buckets in numpy, 1 us to 1 h, error below 0.8 %; merged, never averaged."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eventscope.core.metrics import LatencyFigures

Int = NDArray[np.int64]

_STEP = 3  # the finest bucket is 2**3 = 8 ns wide: 0.8 % of 1 us
_SUB = 7  # 2**7 = 128 buckets in each octave
SHORT, LONG = 10, 30  # slots of the two windows of `Recent`
TOP = 3600 * 10**9  # longer latencies share the last bucket; `max` stays exact


def _buckets(values: Int) -> Int:
    """The bucket of each value in ns (0 and more)."""
    units = np.minimum(values, TOP) >> _STEP
    octave = np.maximum(np.frexp(units.astype(np.float64))[1] - 1 - _SUB, 0).astype(np.int64)
    buckets: Int = (octave << _SUB) + (units >> octave)
    return buckets


_COUNT = int(_buckets(np.array([TOP]))[0]) + 1
_SIZE = -(-_COUNT // 64) * 64


def _edges() -> Int:
    """Lower edges in ns of all buckets and the upper edge of the last one."""
    index = np.arange(_SIZE + 1, dtype=np.int64)
    octave = np.maximum((index >> _SUB) - 1, 0)
    edges: Int = ((index - (octave << _SUB)) << octave) << _STEP
    return edges


EDGES = _edges()
_MIDDLES = (EDGES[:-1] + EDGES[1:]) // 2
# Bands of the heat map: two to an octave from 1 us on, below it one for all, and one for negative values.
_BAND_STARTS = np.concatenate([[0], np.arange(1 << _SUB, _SIZE, 1 << (_SUB - 1))])
BANDS: Int = np.concatenate([[0], EDGES[_BAND_STARTS[1:]], EDGES[-1:]])


class Histogram:
    """Counts of values in ns; 34 KB, or 17 as int32 where it lives for a second only."""

    __slots__ = ("count", "counts", "max", "total")

    def __init__(self, dtype: type[np.signedinteger[Any]] = np.int64) -> None:
        self.counts = np.zeros(_SIZE, dtype)
        self.count = 0
        self.total = 0
        self.max = 0

    def add(self, values: Int) -> None:
        """Count values in ns, shape (n,); negative ones do not belong here (ValueError)."""
        if not len(values):
            return
        if int(values.min()) < 0:
            raise ValueError("a histogram holds no negative latencies: count them as clock errors")
        buckets = _buckets(values)
        if len(buckets) < 512:
            np.add.at(self.counts, buckets, 1)
        else:
            self.counts += np.bincount(buckets, minlength=_SIZE)
        self.count += len(values)
        self.total += int(values.sum())
        self.max = max(self.max, int(values.max()))

    def one(self, value: int) -> None:
        """Count one value in ns: for a few of them numpy's calls would cost more than the work."""
        if value < 0:
            raise ValueError("a histogram holds no negative latencies: count them as clock errors")
        units = min(value, TOP) >> _STEP
        octave = max(units.bit_length() - 1 - _SUB, 0)
        self.counts[(octave << _SUB) + (units >> octave)] += 1
        self.count += 1
        self.total += value
        self.max = max(self.max, value)

    def merge(self, other: Histogram) -> None:
        """Add another one's counts."""
        if other.count:
            self.counts += other.counts
            self.count += other.count
            self.total += other.total
            self.max = max(self.max, other.max)

    def remove(self, other: Histogram) -> None:
        """Take back what was merged; `max` stays, the caller knows better."""
        if other.count:
            self.counts -= other.counts
            self.count -= other.count
            self.total -= other.total

    @property
    def mean(self) -> float | None:
        """Exact mean in ns; None when empty."""
        return self.total / self.count if self.count else None

    def percentiles(self, quantiles: Sequence[float]) -> list[int | None]:
        """Values in ns at quantiles of 0 to 1 (nearest rank); None where there are too few samples."""
        if not self.count:
            return [None] * len(quantiles)
        cumulated = np.cumsum(self.counts)
        ranks = np.ceil(np.asarray(quantiles) * self.count).astype(np.int64)
        places = np.searchsorted(cumulated, np.maximum(ranks, 1))
        values = np.minimum(_MIDDLES[places], self.max).tolist()
        return [
            value if self.count >= needed(quantile) else None for value, quantile in zip(values, quantiles, strict=True)
        ]

    def bands(self) -> Int:
        """Counts by the bands of the heat map without the negative one; shape (len(BANDS) - 1,)."""
        return np.add.reduceat(self.counts, _BAND_STARTS)


def needed(quantile: float) -> int:
    """How many samples a percentile needs before it is shown: ten beyond it."""
    return round(10 / (1 - quantile))


def merged(parts: Iterable[Histogram]) -> Histogram:
    """A new histogram of all parts."""
    whole = Histogram()
    for part in parts:
        whole.merge(part)
    return whole


def figures(histogram: Histogram, **counts: int) -> LatencyFigures:
    """Figures of a histogram; `counts` are those that it does not know (negative, wall, unreadable, retained)."""
    p50, p90, p99, p999 = histogram.percentiles((0.5, 0.9, 0.99, 0.999))
    longest = histogram.max if histogram.count else None
    return LatencyFigures(histogram.count, p50, p90, p99, p999, longest, histogram.mean, **counts)


_EMPTY = Histogram()  # stands for all idle slots, so that a silent consumer costs nothing


class Recent:
    """The last seconds slot by slot, and everything since the start; a slot is closed by `turn`.

    There are two windows: a short one for what moves, and a long one for percentiles that need more samples
    than the short one holds. 0.6 MB when all slots are in use.
    """

    def __init__(self) -> None:
        self.now = Histogram(np.int32)
        self._slots: deque[Histogram] = deque(maxlen=LONG)
        self._short = Histogram()
        self._past = Histogram()

    def turn(self) -> Histogram:
        """Close the present slot; answers it."""
        closed = _EMPTY
        if self.now.count:
            closed, self.now = self.now, Histogram(np.int32)
        if len(self._slots) >= SHORT:
            self._short.remove(self._slots[-SHORT])
        self._slots.append(closed)
        self._short.merge(closed)
        self._short.max = max(slot.max for slot in islice(reversed(self._slots), SHORT))
        self._past.merge(closed)
        return closed

    def window(self) -> Histogram:
        """The last SHORT closed slots and the present one."""
        return merged((self._short, self.now))

    def long(self) -> Histogram:
        """The last LONG closed slots and the present one."""
        return merged((*self._slots, self.now))

    def all(self) -> Histogram:
        """Everything since the start."""
        return merged((self._past, self.now))
