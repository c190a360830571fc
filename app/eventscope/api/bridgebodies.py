"""A bridge as the API has it: the keys and values of its file (`resources/samples/bridges`), as JSON."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from eventscope.api.shape import Body, Given, Long, Name, Quality, Text, example
from eventscope.core import busfile
from eventscope.core.bus import (
    QOS,
    Binding,
    BridgeSpec,
    Delivery,
    Mode,
    OnError,
    QueueLimits,
    Route,
    Source,
    Start,
    Target,
    WhenFull,
)
from eventscope.core.errors import BadInput
from eventscope.core.signs import SLOWEST

MANY = 1_000  # routes of a bridge
EXAMPLE: dict[str, Any] = {
    "name": "orders to kafka",
    "mode": "publish-subscribe",
    "delivery": "at-least-once",
    "from": {"connection": "edge", "filter": "orders/+/created", "qos": 1},
    "route": [{"to": {"connection": "stream", "topic": "orders.{2}", "key": "{2}"}, "when": "payload.total > 0"}],
    "queue": {"messages": 100_000, "bytes": "256 MB", "when-full": "block"},
}

SAVED: dict[str, Any] = {
    **EXAMPLE, "queue": {**EXAMPLE["queue"], "bytes": 256_000_000, "age": 0}, "start": "automatic", "hop-limit": None,
    "tries": 10, "announce": False, "heartbeat": 0,
}  # fmt: skip


class SourceGiven(Given):
    """Where a bridge takes from: `filter` and `qos` for MQTT, `topic`, `group`, `begin` for Kafka, `filter` for HTTP.

    `connection` is the name of a connection of the workspace. `when-gone`: what to do when Kafka no longer has the
    record to go on from.
    """

    connection: Name
    filter: Text = ""
    topic: Text = ""
    group: Name = ""
    qos: Quality | None = Field(default=None, description="null follows the delivery")
    shared: Name = ""
    begin: Literal["newest", "oldest"] = "newest"
    when_gone: Literal["stop", "newest", "oldest"] = "stop"


class TargetGiven(Given):
    """Where a route sends to; `topic` and `key` may hold placeholders such as {topic} and {2}."""

    connection: Name
    topic: Text = ""
    key: Text = ""
    qos: Quality | None = None
    retain: bool | None = None
    allow_dollar: bool = False
    cloudevents: Binding = "keep"
    event_type: Text = ""
    event_source: Text = ""


class RouteGiven(Given):
    """One way out; `when` and `transform` are CEL, `group` is of mode hybrid."""

    to: TargetGiven
    when: Long = ""
    group: Name = ""
    transform: Long = ""
    on_error: OnError = "drop"


class QueueGiven(Given):
    """What may wait; `bytes` is a number or a text such as "256 MB", `age` seconds (0: no limit)."""

    messages: Annotated[int, Field(ge=1, le=2**53 - 1)] = QueueLimits().messages
    bytes: Annotated[int, Field(ge=1, le=2**53 - 1)] | Name = QueueLimits().bytes
    age: Annotated[float, Field(ge=0, le=1e9)] = 0.0
    when_full: WhenFull = "block"


class BridgeGiven(Given):
    """A bridge to check, to try or to save. One with a single target may write `to` in place of `route`."""

    model_config = example(EXAMPLE)
    name: Name = Field(min_length=1)
    mode: Mode = "publish-subscribe"
    delivery: Delivery = "at-least-once"
    source: SourceGiven = Field(alias="from")
    route: list[RouteGiven] = Field(default=[], max_length=MANY)
    to: TargetGiven | None = None
    queue: QueueGiven = QueueGiven()
    start: Start = "automatic"
    hop_limit: Annotated[int, Field(ge=1, le=8)] | None = None
    tries: Annotated[int, Field(ge=0, le=1_000_000)] = 10
    announce: bool = Field(default=False, description="Tell its state at its MQTT sides, retained, with a last will")
    heartbeat: Annotated[int, Field(ge=0, le=SLOWEST)] = Field(default=0, description="Seconds between two beats")


class BridgeBody(Body):
    """A bridge as it is saved, every key with its value."""

    model_config = example(SAVED)
    name: str
    mode: Mode
    delivery: Delivery
    source: Source = Field(alias="from")
    route: tuple[Route, ...]
    queue: QueueLimits
    start: Start
    hop_limit: int | None
    tries: int
    announce: bool
    heartbeat: int


def spec_of(given: BridgeGiven) -> BridgeSpec:
    """The bridge that is meant; BadInput where keys contradict each other. What it needs beyond is the engine's."""
    if (given.to is None) == (not given.route):
        raise BadInput("to-or-route", "Give either one target as `to`, or routes.")
    routes = given.route or [RouteGiven.model_construct(_fields_set={"to"}, to=given.to)]
    source = _values(given.source)
    source["qos"] = QOS[given.delivery] if given.source.qos is None else given.source.qos
    queue = _values(given.queue)
    queue["bytes"] = busfile.size(given.queue.bytes, "queue.bytes")
    return BridgeSpec(
        name=given.name,
        mode=given.mode,
        delivery=given.delivery,
        source=Source(**source),
        routes=tuple(Route(**{**_values(item), "to": Target(**_values(item.to))}) for item in routes),
        queue=QueueLimits(**queue),
        start=given.start,
        hop_limit=given.hop_limit,
        tries=given.tries,
        announce=given.announce,
        heartbeat=given.heartbeat,
    )


def body_of(spec: BridgeSpec) -> BridgeBody:
    """A saved bridge for an answer."""
    same = ("name", "mode", "delivery", "queue", "start", "hop_limit", "tries", "announce", "heartbeat")
    values = {name: getattr(spec, name) for name in same}
    return BridgeBody.model_validate({"from": spec.source, "route": spec.routes, **values})


def _values(given: Given) -> dict[str, Any]:
    """What was given, by the names of our own fields."""
    return {name: getattr(given, name) for name in given.model_fields_set}
