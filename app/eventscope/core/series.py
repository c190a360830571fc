"""Time series with bounded memory: fine for the last minutes, by the second for two hours, decimated to a width."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray

from eventscope.core.metrics import Quality

Int = NDArray[np.int64]
Float = NDArray[np.float64]

FINE = 3000  # points of 100 ms: five minutes
COARSE = 7200  # points of 1 s: two hours
_SECOND = 10**9
_STALE = 60 * _SECOND
_GAP = 3 * _SECOND  # nothing recorded for so long: the curve is broken there


class Ring:
    """The newest `capacity` rows (a time in ns and `width` values each); memory grows only as it fills."""

    def __init__(self, capacity: int, width: int, dtype: type[np.generic] = np.float64) -> None:
        self._capacity = capacity
        self._times: Int = np.zeros(64, np.int64)
        self._rows: NDArray[np.generic] = np.zeros((64, width), dtype)
        self._count = 0  # rows ever appended since the ring is full, before that rows in it

    def __len__(self) -> int:
        return min(self._count, self._capacity)

    def append(self, time: int, row: ArrayLike) -> None:
        """Add a row; times must not run backwards."""
        if self._count == len(self._times) < self._capacity:
            size = min(2 * self._count, self._capacity)
            self._times = np.resize(self._times, size)
            self._rows = np.resize(self._rows, (size, self._rows.shape[1]))
        at = self._count % self._capacity
        self._times[at] = time
        self._rows[at] = row
        self._count += 1

    @property
    def oldest(self) -> int | None:
        """Time of the oldest row."""
        if not self._count:
            return None
        return int(self._times[self._count % self._capacity if self._count > self._capacity else 0])

    def between(self, start: int, end: int) -> tuple[Int, NDArray[np.generic]]:
        """Copies of the rows with start <= time <= end, oldest first."""
        split = self._count % self._capacity if self._count > self._capacity else 0
        used = len(self)
        times = np.concatenate([self._times[split:used], self._times[:split]])
        low, high = np.searchsorted(times, start), np.searchsorted(times, end, "right")
        rows = np.concatenate([self._rows[split:used], self._rows[:split]])[low:high]
        return times[low:high], rows


class Series:
    """One quantity over time. A second keeps its least and greatest value, so that a peak is never lost."""

    def __init__(self, quality: Quality = "exact") -> None:
        self.quality: Quality = quality
        self.last: int | None = None  # time of the last point
        self.value = np.nan  # the last value
        self._fine = Ring(FINE, 1)
        self._coarse = Ring(COARSE, 2)
        self._second = -1
        self._low = self._high = np.nan

    def append(self, time: int, value: float | None) -> None:
        """Add a value (None: a gap) at a monotonic time in ns."""
        if self.last is not None and time - self.last > _GAP:
            self._put(self.last + _GAP // 3, np.nan)
        self._put(time, np.nan if value is None else float(value))

    def _put(self, time: int, value: float) -> None:
        self.last, self.value = time, value
        self._fine.append(time, value)
        second = time // _SECOND
        if second != self._second:
            if self._second >= 0:
                self._coarse.append(self._second * _SECOND, (self._low, self._high))
            self._second, self._low, self._high = second, value, value
        else:
            self._low, self._high = _least(self._low, value), _greatest(self._high, value)

    def between(self, start: int, end: int) -> tuple[Int, Float]:
        """Times and values of a stretch, fine where it is still kept, else least and greatest of each second."""
        oldest = self._fine.oldest
        if oldest is None or start >= oldest or not len(self._coarse):
            times, rows = self._fine.between(start, end)
            return times, rows[:, 0].astype(np.float64)
        seam = (oldest // _SECOND + 1) * _SECOND
        times, rows = self._coarse.between(start, min(end, seam - _SECOND))
        old_times = np.stack([times, times + _SECOND // 2], axis=1).ravel()
        new_times, new_rows = self._fine.between(max(seam, start), end)
        values = np.concatenate([rows.ravel(), new_rows[:, 0]]).astype(np.float64)
        return np.concatenate([old_times, new_times]), values


def _least(one: float, other: float) -> float:
    return other if one != one or other < one else one


def _greatest(one: float, other: float) -> float:
    return other if one != one or other > one else one


class Board:
    """All series by name, at most `limit`: a new one takes the place of one silent for a minute, or is refused.

    `refused` is how many names the last `record` could not keep, for a sentence on the screen.
    """

    def __init__(self, limit: int = 400) -> None:
        self._limit = limit
        self._series: dict[str, Series] = {}
        self.refused = 0

    def names(self) -> list[str]:
        """In order of first appearance."""
        return list(self._series)

    def get(self, name: str) -> Series | None:
        """One series."""
        return self._series.get(name)

    def record(self, time: int, values: Mapping[str, float | None], quality: Quality = "exact") -> None:
        """Append to several series at once."""
        new = [name for name in values if name not in self._series]
        if len(self._series) + len(new) > self._limit:
            self._make_room(len(new), time - _STALE)
        room = max(self._limit - len(self._series), 0)
        self.refused = max(len(new) - room, 0)
        for name in new[:room]:
            self._series[name] = Series()
        for name, value in values.items():
            if series := self._series.get(name):
                series.quality = quality
                series.append(time, value)

    def end(self, prefix: str, time: int, alive: Mapping[str, object]) -> None:
        """Series of that prefix which are not among `alive` get one gap: what they showed is no more."""
        for name, series in self._series.items():
            if name.startswith(prefix) and name not in alive and series.value == series.value:
                series.append(time, None)

    def _make_room(self, wanted: int, before: int) -> None:
        stale = [name for name, series in self._series.items() if (series.last or 0) < before]
        for name in stale[:wanted]:
            del self._series[name]


def decimate(times: Int, values: Float, width: int) -> tuple[Int, Float]:
    """At most about `width` points that keep every extreme: least and greatest of each bucket, in their order.

    A bucket without any value stays a gap (NaN).
    """
    width = max(width, 2)
    if len(times) <= width:
        return times, values
    size = -(-len(times) // (width // 2))
    full = len(times) // size * size
    buckets = values[:full].reshape(-1, size)
    gap = np.isnan(buckets)
    low = np.where(gap, np.inf, buckets).argmin(axis=1)
    high = np.where(gap, -np.inf, buckets).argmax(axis=1)
    places = np.sort(np.stack([low, high], axis=1), axis=1) + np.arange(0, full, size)[:, None]
    chosen = places.ravel()
    if full < len(times):
        rest = values[full:]
        if np.isnan(rest).all():
            chosen = np.append(chosen, full)
        else:
            chosen = np.append(chosen, np.sort([np.nanargmin(rest), np.nanargmax(rest)]) + full)
    return times[chosen], values[chosen]
