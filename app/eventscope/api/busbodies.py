"""Figures of bridges as JSON: what `eventscope bridge run --json` prints, with null for what is not there."""

from __future__ import annotations

from typing import Any

from pydantic import Field

from eventscope.api.shape import Body, example
from eventscope.core import busjson
from eventscope.core.bus import Delivery, Kind, Mode
from eventscope.core.busfigures import Announced, BeatState, BridgeFigures, BridgeState, SideState

_LATENCY = {"count": 3, "p50-ns": 900_000, "p90-ns": None, "p99-ns": None, "p999-ns": None, "max-ns": 2_100_000,
            "mean-ns": 1_100_000}  # fmt: skip
_SIDE = {"connection": "edge", "kind": "mqtt", "address": "127.0.0.1:1883", "broker": "b1", "state": "up",
         "code": "", "words": "", "reconnects": 0}  # fmt: skip
_ROUTE = {
    "route": 1, "target": {**_SIDE, "connection": "stream", "kind": "kafka", "address": "127.0.0.1:9092"},
    "topic": "orders.{2}", "group": "", "when": "", "in": 3, "out": 3, "out-bytes": 60, "out-rate": 3.0,
    "queued": 0, "in-flight": 0, "oldest-s": 0.0, "dead": 0, "expired": 0, "loop-stopped": 0, "dropped": {},
    "unreadable": 0,
    "breaker-open": False, "latency": _LATENCY, "beat-ns": 1_400_000,
}  # fmt: skip
FIGURES: dict[str, Any] = {
    "name": "orders to kafka", "bus": "", "mode": "publish-subscribe", "delivery": "at-least-once", "state": "running",
    "code": "", "words": "",
    "source": _SIDE, "takes": "orders/#", "in": 3, "in-bytes": 60, "in-rate": 3.0, "nowhere": {}, "queued": 0,
    "queued-bytes": 0, "queue-limit": 100_000, "oldest-s": 0.0, "dead": 0, "notes": {}, "commit-ms": 0.4,
    "ack-lag": _LATENCY, "on-disk": True, "epoch": 1, "books-error": 0, "routes": [_ROUTE],
    "signs": {"announced": "told", "state": "heard", "every-s": 5, "sent": 12, "heard": 12,
              "last": "2026-01-31T12:00:00.000Z", "source-ns": 700_000, "code": "", "words": ""},
}  # fmt: skip


class Latency(Body):
    """Nanoseconds; null where there are too few samples."""

    count: int
    p50_ns: int | None = None
    p90_ns: int | None = None
    p99_ns: int | None = None
    p999_ns: int | None = None
    max_ns: int | None = None
    mean_ns: int | None = None


class Side(Body):
    """One connection of a bridge; `code` and `words` are there while something is wrong with it."""

    connection: str
    kind: Kind
    address: str
    broker: str
    state: SideState
    code: str = ""
    words: str = ""
    reconnects: int


class RouteFigures(Body):
    """One route, counted from 1: in = out + queued + dead + expired + loop-stopped + all of dropped, exactly."""

    route: int
    target: Side
    topic: str
    group: str = ""
    when: str = ""
    incoming: int = Field(alias="in")
    out: int
    out_bytes: int
    out_rate: float
    queued: int
    in_flight: int
    oldest_s: float
    dead: int
    expired: int
    loop_stopped: int
    dropped: dict[str, int]
    unreadable: int
    breaker_open: bool
    latency: Latency
    beat_ns: int | None = Field(default=None, description="What the last beat took from the source to its answer")


class Signs(Body):
    """Signs of life, of a bridge that is to give some: whether its state is told, how its beats fare. `source-ns` is
    what the newest beat took to come back from the source, `last` when it did."""

    announced: Announced = ""
    state: BeatState = ""
    every_s: int = 0
    sent: int = 0
    heard: int = 0
    last: str | None = None
    source_ns: int | None = None
    code: str = ""
    words: str = ""


class BridgeFiguresBody(Body):
    """One bridge now; a bus gives one for each member. Rates are messages a second. `books-error` is 0, or
    Eventscope has a fault; `nowhere` counts messages that no route took, by reason."""

    model_config = example(FIGURES)
    name: str
    bus: str = ""
    mode: Mode
    delivery: Delivery
    state: BridgeState
    code: str = ""
    words: str = ""
    source: Side
    takes: str
    incoming: int = Field(alias="in")
    in_bytes: int
    in_rate: float
    nowhere: dict[str, int]
    queued: int
    queued_bytes: int
    queue_limit: int
    oldest_s: float
    dead: int
    notes: dict[str, int]
    commit_ms: float
    ack_lag: Latency
    on_disk: bool
    epoch: int
    books_error: int
    signs: Signs | None = None
    routes: list[RouteFigures]


def figures_of(figures: BridgeFigures) -> BridgeFiguresBody:
    """For an answer."""
    return BridgeFiguresBody.model_validate(busjson.bridge(figures))
