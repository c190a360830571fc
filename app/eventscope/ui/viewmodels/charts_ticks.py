"""Where the axes of a chart carry marks, and what those say: local time, values, latencies on a log scale."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

SECOND = 1_000_000_000
_STEPS = tuple(
    round(seconds * SECOND)
    for seconds in (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200)
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark at `place` (ns or a value) with its label."""

    place: float
    label: str


@dataclass(frozen=True, slots=True)
class Scale:
    """An axis from 0 to `top` with a mark at each `step`."""

    top: float
    step: float

    def ticks(self) -> list[Tick]:
        """From 0 up."""
        places = [n * self.step for n in range(int(self.top / self.step + 1e-9) + 1)]
        return [Tick(each, number(each, self.step)) for each in places]


def scale(highest: float, least: float, marks: int, whole: bool = False) -> Scale:
    """Holds `highest` with some air and at least `least`, in at most `marks` steps; `whole` marks integers only."""
    wanted = max(highest * 1.06, least)
    step = _nice(wanted / max(marks, 1))
    if whole:
        step = max(step, 1.0)
    return Scale(math.ceil(wanted / (step / 2) - 1e-9) * step / 2, step)


def steady(before: Scale | None, highest: float, least: float, marks: int, whole: bool = False) -> Scale:
    """As `scale`, but the former one stays while it serves: an axis that moves all the time cannot be read."""
    fresh = scale(highest, least, marks, whole)
    if before is None or highest > before.top or fresh.top < before.top / 2 or before.top / before.step > marks + 0.5:
        return fresh
    return before


def number(value: float, step: float) -> str:
    """A value as precise as the step between two marks, thousands grouped."""
    return f"{value:,.{max(0, -math.floor(math.log10(step) + 1e-9))}f}"


def _nice(step: float) -> float:
    """The next of 1, 2, 5, 10 …"""
    size = 10.0 ** math.floor(math.log10(step))
    return next(factor * size for factor in (1, 2, 5, 10) if factor * size >= step * (1 - 1e-9))


def time_ticks(start: int, end: int, offset: int, most: int) -> list[Tick]:
    """At most about `most` marks at round local times; `offset` turns monotonic into wall ns."""
    step = next((each for each in _STEPS if (end - start) / each <= max(most, 1)), _STEPS[-1])
    ahead = offset + _ahead((end + offset) // SECOND // 900)
    first = -(-(start + ahead) // step) * step
    return [Tick(at - ahead, _label(at - ahead + offset, step)) for at in range(first, end + ahead + 1, step)]


def _label(wall: int, step: int) -> str:
    if step >= 60 * SECOND:
        return clock_text(wall)[:5]
    return clock_text(wall, 1 if step < SECOND else 0)


def clock_text(wall: int, digits: int = 0) -> str:
    """Local time of day with `digits` of the second: "12:00:05.2"."""
    second, rest = divmod(wall, SECOND)
    text = _local(second).strftime("%H:%M:%S")
    return f"{text}.{rest:09d}"[: 9 + digits] if digits else text


def date_text(wall: int) -> str:
    """Local date, time and zone as in ISO 8601: "2026-11-23T12:00:05.200+01:00"."""
    second, rest = divmod(wall, SECOND)
    return _local(second).replace(microsecond=rest // 1000).isoformat(timespec="milliseconds")


@lru_cache(maxsize=512)
def _local(second: int) -> datetime:
    try:
        return datetime.fromtimestamp(second, UTC).astimezone()
    except (OverflowError, ValueError, OSError):  # a clock that tells a year beyond 9999
        return datetime.fromtimestamp(0, UTC)


@lru_cache(maxsize=16)
def _ahead(quarter: int) -> int:
    """ns by which local time is ahead of UTC, at a quarter of an hour since 1970."""
    ahead = _local(quarter * 900).utcoffset()
    return round(ahead.total_seconds()) * SECOND if ahead else 0


def log_bounds(low: int, high: int) -> tuple[float, float]:
    """Bounds of 1, 2, 5 × 10ⁿ around two latencies in ns."""
    low_size = 10.0 ** math.floor(math.log10(max(low, 1)))
    below = max((f * low_size for f in (1, 2, 5) if f * low_size <= max(low, 1)), default=low_size)
    return below, max(_nice(max(high, 2)), below * 10)


def log_ticks(low: float, high: float, most: int) -> list[Tick]:
    """Marks between two latencies in ns, at 1 and, where there is room, at 2 and 5 of each decade."""
    for factors in ((1, 2, 5), (1, 3), (1,)):
        found = [
            factor * 10.0**size
            for size in range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
            for factor in factors
            if low <= factor * 10.0**size * (1 + 1e-9) and factor * 10.0**size <= high * (1 + 1e-9)
        ]
        if len(found) <= max(most, 2):
            break
    return [Tick(value, latency_text(value)) for value in found]


def latency_text(ns: float) -> str:
    """A round latency: "0.5 ms", "20 µs", "1 s"."""
    for size, unit in ((1e9, "s"), (1e5, "ms")):
        if ns >= size * 0.9999:
            return f"{ns / (1e6 if unit == 'ms' else size):g} {unit}"
    return f"{ns / 1e3:g} µs"
