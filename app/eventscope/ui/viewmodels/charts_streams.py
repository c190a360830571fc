"""Figures of each consumer by the textbook, and the design article's simple ones beside them."""

from __future__ import annotations

from dataclasses import dataclass

from eventscope.core.verbs import StreamFigures


@dataclass(frozen=True, slots=True)
class Textbook:
    """None where an input was not measured. Rates in messages a second, times in seconds, the rest in messages or 1.

    `little` is X W, `depth` the mean measured, `drain` = depth / X; `utilisation` = offered / processing rate
    and `headroom` its inverse.
    """

    utilisation: float | None
    headroom: float | None
    little: float | None
    depth: float | None
    drain: float | None


def textbook(item: StreamFigures) -> Textbook:
    """From one consumer's rates and latency."""
    offered, delivered, capacity = item.offered_rate, item.delivered_rate, item.processing_rate
    mean = item.latency.mean
    rate = item.article.throughput_rate  # production rate / mean depth, so the depth is in it
    depth = offered / rate if offered is not None and rate else None
    return Textbook(
        utilisation=offered / capacity if offered is not None and capacity else None,
        headroom=capacity / offered if capacity is not None and offered else None,
        little=delivered * mean / 1e9 if delivered is not None and mean is not None else None,
        depth=depth,
        drain=depth / delivered if depth is not None and delivered else None,
    )
