"""A consumer as the API has it, and how it fares."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from eventscope.api.shape import BIG, Body, Given, Ident, Name, Quality, Text, example
from eventscope.core.consumer import (
    Boundary,
    ConsumerFigures,
    ConsumerSpec,
    ConsumerState,
    Consumption,
    Service,
    Sharing,
    Simulation,
)
from eventscope.core.metrics import ArticleFigures, LatencyFigures, LittleFigures, Quality as Trust
from eventscope.core.workspace import EMBEDDED

SPEC: dict[str, Any] = {
    "name": "billing", "connection": "embedded", "filter": "orders/#", "mode": "pull", "sharing": "queue",
    "group": "", "qos": 1, "window": 20, "simulate": None, "enabled": True,
}  # fmt: skip


class SimulationGiven(Given):
    """Work that is only pretended, in ms; `failure` is the part of it that is in vain (0 to 1)."""

    service: Service = "exponential"
    mean: Annotated[float, Field(gt=0, le=3_600_000)] = 20.0
    spread: Annotated[float, Field(ge=0, le=3_600_000)] = 10.0
    concurrency: Annotated[int, Field(ge=1, le=1_000)] = 1
    failure: Annotated[float, Field(ge=0, le=1)] = 0.0
    retries: Annotated[int, Field(ge=0, le=100)] = 2
    seed: Annotated[int, Field(ge=0, le=BIG)] = 1


class ConsumerGiven(Given):
    """A consumer to add or to put in another's place. `connection` is the id of a connection, which may be a bus.

    mode: push (messages come as they arrive), pull (they wait at the broker until somebody asks), hybrid (`window`
    come by themselves and wait here to be taken). sharing: queue (all of one name and filter share), topic (each gets
    all), hybrid (each group gets all, its members share). `window` messages are held unacknowledged.
    """

    model_config = example(SPEC)
    name: Name = Field(min_length=1)
    connection: Ident = EMBEDDED
    filter: Text = Field(min_length=1)
    mode: Consumption = "push"
    sharing: Sharing = "topic"
    group: Name = ""
    qos: Quality = 1
    window: Annotated[int, Field(ge=1, le=65_535)] = 20
    simulate: SimulationGiven | None = None
    enabled: bool = True


class ConsumerBody(Body):
    """A consumer as it is saved."""

    model_config = example(SPEC)
    name: str
    connection: str
    filter: str
    mode: Consumption
    sharing: Sharing
    group: str
    qos: int
    window: int
    simulate: Simulation | None
    enabled: bool


class ConsumerFiguresBody(Body):
    """How it fares since its start: received = done + failed + holding + returned (unworked, to the broker). Latency in
    ns from the intended send time, with its parts; `queued` waits before it at the broker, the oldest for `oldest`
    seconds, and `quality` says how far that is known."""

    name: str
    state: ConsumerState
    code: str
    words: str
    received: int
    done: int
    failed: int
    holding: int
    in_service: int
    redelivered: int
    returned: int
    retried: int
    queued: int | None
    quality: Trust
    lag_seconds: float | None
    oldest: float | None
    rate_in: float
    rate_done: float
    utilisation: float | None
    headroom: float | None
    latency: LatencyFigures
    send_lag: LatencyFigures
    transit: LatencyFigures
    waiting: LatencyFigures
    service: LatencyFigures
    little: LittleFigures
    boundary: Boundary
    share: str
    article: ArticleFigures


def spec_of(given: ConsumerGiven) -> ConsumerSpec:
    """The consumer that is meant."""
    values = {name: getattr(given, name) for name in ConsumerGiven.model_fields if name != "simulate"}
    return ConsumerSpec(**values, simulate=Simulation(**given.simulate.model_dump()) if given.simulate else None)


def body_of(spec: ConsumerSpec) -> ConsumerBody:
    """A saved consumer for an answer."""
    return ConsumerBody(**{name: getattr(spec, name) for name in ConsumerBody.model_fields})


def figures_of(figures: ConsumerFigures) -> ConsumerFiguresBody:
    """Its figures for an answer."""
    return ConsumerFiguresBody(**{name: getattr(figures, name) for name in ConsumerFiguresBody.model_fields})
