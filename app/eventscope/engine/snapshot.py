"""What the monitor hands out: all figures of one moment, and stretches of its series."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eventscope.core.metrics import (
    Integrity,
    LatencyFigures,
    LittleFigures,
    Losses,
    Quality,
    QueueFigures,
    ThroughputFigures,
)
from eventscope.engine.trends import Meters


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a summary says of the measurements, all of the same moment; see core.news.Summary."""

    received: int
    retained: int
    bytes: int
    violations: int
    published: int
    throughput: ThroughputFigures
    latency: LatencyFigures
    window: float
    integrity: Integrity
    queues: tuple[QueueFigures, ...]
    queues_hidden: int
    little: LittleFigures
    connection_rates: dict[str, float]
    subscription_rates: dict[str, float]
    losses: dict[str, Losses]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of one series: times in monotonic ns, values (NaN is a gap)."""

    name: str
    quality: Quality
    times: NDArray[np.int64]
    values: NDArray[np.float64]


def throughput(meters: Meters, utilisation: float | None) -> ThroughputFigures:
    """Rates of the last second; headroom is the reciprocal of utilisation."""
    headroom = 1 / utilisation if utilisation else None
    return ThroughputFigures(meters.offered.rate, meters.delivered.rate, meters.bytes.rate, utilisation, headroom)
