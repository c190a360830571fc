"""Numbers as people read them: thousands grouped, three figures that matter, units beside them."""

from __future__ import annotations

_DURATIONS = ((1e9, "s"), (1e6, "ms"), (1e3, "µs"))
_SIZES = ((1 << 40, "TB"), (1 << 30, "GB"), (1 << 20, "MB"), (1 << 10, "KB"))
_COUNTS = ((1e9, "G"), (1e6, "M"), (1e3, "k"))


def count(value: float) -> str:
    """A whole number with its thousands grouped: 1,204,331."""
    return f"{round(value):,}"


def rate(value: float) -> str:
    """Messages a second, short: 0.4/s, 820/s, 11.9k/s. Empty for nothing."""
    if value < 0.05:
        return ""
    for size, unit in _COUNTS:
        if value >= size * 0.9995:
            return f"{_three(value / size)}{unit}/s"
    return f"{_three(value)}/s"


def duration(ns: float) -> tuple[str, str]:
    """A time in ns as figure and unit: ("0.8", "ms"). From 0.1 ms up in ms, so that figures keep their unit."""
    if abs(ns) < 50_000:
        return _three(ns / 1e3), "µs"
    for size, unit in _DURATIONS[:2]:
        if abs(ns) >= size * 0.9995:
            return _three(ns / size), unit
    return f"{ns / 1e6:.2f}", "ms"


def span(ns: float) -> str:
    """A time in ns in one word: "0.8 ms"."""
    return " ".join(duration(ns))


def seconds(value: float) -> str:
    """A time in seconds: "0.2 s", "31 s", "4 min", "2.5 h"."""
    for size, unit in ((86_400, "d"), (3_600, "h"), (120, "min")):
        if value >= size:
            return f"{_three(value / (60 if unit == 'min' else size))} {unit}"
    return f"{_three(value)} s"


def size(value: float) -> str:
    """Bytes: "200 B", "412 MB", "2 GB"."""
    for limit, unit in _SIZES:
        if value >= limit:
            return f"{_three(value / limit).removesuffix('.0')} {unit}"
    return f"{round(value)} B"


def _three(value: float) -> str:
    """Three figures at most: 0.8, 12, 611, 12,480."""
    if abs(value) >= 99.95:
        return f"{value:,.0f}"
    text = f"{value:.1f}"
    return text.removesuffix(".0") if abs(value) >= 9.95 or text in ("0.0", "-0.0") else text
