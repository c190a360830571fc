"""Figures of each consumer by the textbook, and the design article's simple ones beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from eventscope.core.consumer import ConsumerFigures
from eventscope.core.verbs import StreamFigures

Worked = Mapping[str, ConsumerFigures]  # our own consumers by name


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


def with_work(item: StreamFigures, told: ConsumerFigures) -> StreamFigures:
    """What a consumer of ours received, with the end of its work as the end of the latency.

    The rates are those behind its own utilisation, so that every figure of the row is of the same inputs.
    """
    book = told.article
    if not told.latency.count:
        return item
    known = book.throughput_rate is not None and told.little.measured is not None
    offered = (book.throughput_rate or 0.0) * (told.little.measured or 0.0) if known else item.offered_rate
    capacity = offered * book.scalability if offered and book.scalability else item.processing_rate
    return replace(
        item,
        latency=told.latency,
        article=book,
        offered_rate=offered,
        processing_rate=capacity,
        send_lag=told.send_lag.mean if told.send_lag.count else item.send_lag,
    )


def parts(item: StreamFigures, worked: Worked) -> dict[str, float | None]:
    """Mean ns of the parts of its latency; None where nobody measured it."""
    told = worked.get(item.consumer) if item.group != item.consumer else None
    if told is not None and told.transit.count:
        means = {"lag": told.send_lag, "transit": told.transit, "waits": told.waiting, "service": told.service}
        return {name: part.mean for name, part in means.items()}
    mean, lag = item.latency.mean, item.send_lag
    transit = mean - lag if told is None and mean is not None and lag is not None else None
    return {"lag": lag, "transit": transit, "waits": None, "service": None}
