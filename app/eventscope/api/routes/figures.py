"""Figures: the state of everything that moves, each consumer's over the whole run, and curves."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

from fastapi import Query, Response
from pydantic import Field

from eventscope.api.deps import READ, Engine, subject
from eventscope.api.plain import plain, subscription_rates
from eventscope.api.shape import BIG, Body, Digits, example, respond
from eventscope.core.errors import Unavailable
from eventscope.core.metrics import (
    Counts,
    Integrity,
    LatencyFigures,
    LittleFigures,
    Losses,
    ProcessFigures,
    QueueFigures,
    ThroughputFigures,
)
from eventscope.core.news import Summary
from eventscope.core.verbs import ChartData, GetChart, GetStreams, StreamFigures

router = subject("figures")


class SubscriptionRate(Body):
    """Messages a second of one subscription."""

    connection: str
    filter: str
    rate: float | None


class Figures(Body):
    """The last `window` seconds, and counts since the start. `throughput-msgs-s` is delivered messages a second."""

    model_config = example(
        {
            "at": 81_000_000_000, "oldest": 1, "newest": 4000, "throughput-msgs-s": 38.2, "offered-msgs-s": 38.2,
            "utilisation": 0.71, "headroom": 1.4, "queue-depth-measured": 12.0, "queue-depth-little": 11.8,
            "window": 10.0,
        }
    )  # fmt: skip
    at: int = Field(description="monotonic ns")
    oldest: int
    newest: int
    window: float
    throughput_msgs_s: float
    offered_msgs_s: float
    utilisation: float | None
    headroom: float | None
    queue_depth_measured: float | None
    queue_depth_little: float | None
    counts: Counts
    throughput: ThroughputFigures
    latency: LatencyFigures
    integrity: Integrity
    queues: tuple[QueueFigures, ...]
    queues_hidden: int
    little: LittleFigures
    process: ProcessFigures
    log_bytes: int
    log_limit: int
    connection_rates: dict[str, float]
    losses: dict[str, Losses] = Field(description="by connection, where something did not arrive")
    subscription_rates: list[SubscriptionRate]


class Streams(Body):
    """One entry for each consumer and group; times in ns. `article` has the design article's five formulas."""

    model_config = example({"streams": []})
    streams: tuple[StreamFigures, ...]


class Line(Body):
    """One curve: times in monotonic ns, null is a gap."""

    name: str
    quality: str
    times: list[int]
    values: list[float | None]


class Mark(Body):
    """A stretch of time that explains what the curves do."""

    kind: str
    start: int
    end: int
    words: str


class Heat(Body):
    """Latency counts: `cells` has a row for each time and a column for each band (upper bounds in ns)."""

    times: list[int]
    bands: list[int]
    cells: list[list[int]]


class Chart(Body):
    """Curves of one stretch of time; add `wall-offset` to a time for wall ns."""

    model_config = example(
        {
            "curves": [{"name": "latency.p50", "quality": "exact", "times": [1, 2], "values": [350_000.0, None]}],
            "heat": None, "bands": [], "now": 3, "wall-offset": 1_790_000_000_000_000_000,
        }
    )  # fmt: skip
    curves: list[Line]
    heat: Heat | None
    bands: list[Mark]
    now: int
    wall_offset: int


def queues_of(engine: Engine) -> Summary:
    """The latest summary; there is one 33 ms after the start."""
    if engine.summary is None:
        raise Unavailable("no-figures", "There are no figures yet. Ask again in a moment.")
    return engine.summary


@router.get("/figures", response_model=Figures, dependencies=[READ])
async def figures(engine: Engine) -> Response:
    """All figures as they are now."""
    found = queues_of(engine)
    own = {"throughput_msgs_s", "offered_msgs_s", "utilisation", "headroom", "queue_depth_measured"}
    same = Figures.model_fields.keys() - own - {"queue_depth_little", "subscription_rates"}
    body = Figures(
        **{name: getattr(found, name) for name in same},
        throughput_msgs_s=found.throughput.delivered,
        offered_msgs_s=found.throughput.offered,
        utilisation=found.throughput.utilisation,
        headroom=found.throughput.headroom,
        queue_depth_measured=found.little.measured,
        queue_depth_little=found.little.predicted,
        subscription_rates=[SubscriptionRate(**item) for item in subscription_rates(found)],
    )
    return respond(body)


@router.get("/figures/streams", response_model=Streams, dependencies=[READ])
async def streams(engine: Engine) -> Response:
    """The figures of each consumer since the start."""
    return respond(Streams(streams=await engine.ask(GetStreams())))


@router.get("/figures/chart", response_model=Chart, dependencies=[READ])
async def chart(
    engine: Engine,
    names: Annotated[list[str], Query(max_length=50, description="latency.p50, queue.*, …; none: all")] = [],  # noqa: B006
    start: Annotated[Digits, Query(ge=0, le=BIG, description="monotonic ns")] = 0,
    end: Annotated[Digits, Query(ge=0, le=BIG, description="monotonic ns; 0: now")] = 0,
    width: Annotated[Digits, Query(ge=10, le=4000, description="points of each curve, about")] = 500,
    heat: bool = False,
) -> Response:
    """Curves over time. They are decimated to about `width` points with every peak kept."""
    found = await engine.ask(GetChart(start, end, width, tuple(names), heat))
    return await asyncio.to_thread(lambda: respond(_chart(found)))


def _chart(found: ChartData) -> Chart:
    lines: list[Any] = [
        Line(name=c.name, quality=c.quality, times=c.times.tolist(), values=plain(c.values)) for c in found.curves
    ]
    marks = [Mark(kind=b.kind, start=b.start, end=b.end, words=b.words) for b in found.bands]
    heat = found.heat
    cells = Heat(times=heat.times.tolist(), bands=heat.bands.tolist(), cells=heat.cells.tolist()) if heat else None
    return Chart(curves=lines, heat=cells, bands=marks, now=found.now, wall_offset=found.wall_offset)
