"""How repeated runs become figures: the median beside the least and the most, never a mean of percentiles."""

from __future__ import annotations

import statistics
from collections.abc import Sequence


def spread(rates: Sequence[float], cpu_us: Sequence[float]) -> dict[str, float]:
    """Rates in messages a second and CPU microseconds a message, one of each for each run."""
    return {
        "rate": round(statistics.median(rates)),
        "least": round(min(rates)),
        "most": round(max(rates)),
        "cpu_us_per_message": round(statistics.median(cpu_us), 2),
    }


def ratio(ours: float, theirs: float) -> float | None:
    """How many times as fast ours is; None where theirs moved nothing."""
    return round(ours / theirs, 2) if theirs else None
