"""Small charts as SVG that stretch with the page: no text inside, so that it stays readable on a phone."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

FAINT, STRONG = "faint", "strong"  # classes, see the style sheet
WIDTH = 100.0  # all is drawn in percent of the width


def bar(value: float, most: float, least: float = 0.0, highest: float = 0.0, ours: bool = False) -> str:
    """A bar up to the median, with a line from the least to the most and a mark at the median."""
    at, first, last = (WIDTH * item / most if most else 0.0 for item in (value, least, highest))
    shapes = (_box(0, at, 3, 10, FAINT), _line(first, 8, last, 8, "thin"), _line(at, 2, at, 14, STRONG))
    return _svg(16, "ours" if ours else "other", shapes)


def log_range(values: Iterable[float]) -> tuple[float, float]:
    """Powers of ten around all of them."""
    known = [value for value in values if value > 0]
    if not known:
        return 0.1, 10.0
    low, high = math.floor(math.log10(min(known))), math.ceil(math.log10(max(known)))
    return 10.0**low, 10.0 ** max(high, low + 1)


def percentiles(values: tuple[float, float, float], span: tuple[float, float], ours: bool = False) -> str:
    """p50, p99, max: between the first two a beam, then a line; on a logarithmic scale with a line for each ten."""
    at = [_log(value, span) for value in values]
    decades = round(math.log10(span[1] / span[0]))
    grid = [_line(WIDTH * n / decades, 0, WIDTH * n / decades, 16, "grid") for n in range(decades + 1)]
    shapes = (_box(at[0], max(at[1] - at[0], 0), 4, 8, FAINT), _line(at[1], 8, at[2], 8, "thin"))
    marks = (_line(at[0], 2, at[0], 14, STRONG), _line(at[1], 4, at[1], 12, STRONG))
    return _svg(16, "ours" if ours else "other", (*grid, *shapes, *marks))


def against(ratio: float, held: bool) -> str:
    """A budget: the line in the middle is the budget, to its right is better; four times to either side."""
    at = min(max(math.log(max(ratio, 1e-9), 4), -1.0), 1.0) * WIDTH / 2 + WIDTH / 2
    left, right = sorted((at, WIDTH / 2))
    shapes = (_box(left, right - left, 4, 8, STRONG), _line(WIDTH / 2, 0, WIDTH / 2, 16, "budget"))
    return _svg(16, "good" if held else "bad", shapes)


def lines(seconds: Sequence[float], values: Sequence[Sequence[float]], most: float) -> str:
    """Curves from the first to the last second, over a scale from 0 to `most`."""
    first, span = seconds[0], max(seconds[-1] - seconds[0], 1e-9)
    grid = [_line(0, 90 * n / 3, WIDTH, 90 * n / 3, "grid") for n in range(4)]
    drawn = []
    for number, line in enumerate(values):
        points = [
            f"{WIDTH * (at - first) / span:.2f},{90 - 90 * value / most:.2f}"
            for at, value in zip(seconds, line, strict=True)
        ]
        drawn.append(f'<polyline class="series-{number}" points="{" ".join(points)}"/>')
    return _svg(90, "lines", (*grid, *drawn))


def _log(value: float, span: tuple[float, float]) -> float:
    low, high = (math.log10(item) for item in span)
    return WIDTH * (math.log10(max(value, span[0])) - low) / (high - low)


def _box(x: float, width: float, y: float, height: float, name: str) -> str:
    return f'<rect class="{name}" x="{x:.2f}" y="{y:g}" width="{width:.2f}" height="{height:g}"/>'


def _line(x1: float, y1: float, x2: float, y2: float, name: str) -> str:
    return f'<line class="{name}" x1="{x1:.2f}" y1="{y1:.2f}" x2="{x2:.2f}" y2="{y2:.2f}"/>'


def _svg(height: int, name: str, shapes: Iterable[str]) -> str:
    box = f'viewBox="0 0 {WIDTH:g} {height}" preserveAspectRatio="none" aria-hidden="true"'
    return f'<svg class="{name}" style="height:{height}px" {box}>{"".join(shapes)}</svg>'
