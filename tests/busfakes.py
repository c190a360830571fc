"""Bridges, consumers and dead letters made up for tests of what shows them."""

from __future__ import annotations

from eventscope.core.bus import BridgeSpec, Route, Source, Target
from eventscope.core.busfigures import BridgeFigures, EdgeFigures, SideFigures
from eventscope.core.deadletter import DeadLetter, DeadPage, Mishap
from eventscope.core.metrics import LatencyFigures

NAME = "orders to kafka"
SPEC = BridgeSpec(
    NAME,
    "publish-subscribe",
    "at-least-once",
    Source("edge", "orders/+/created"),
    (Route(Target("stream", "orders.{2}", "{2}"), "payload.total > 0"),),
)
SIDE = SideFigures("edge", "mqtt", "127.0.0.1:1883", "b1", "up")
EDGE = EdgeFigures(
    0,
    SideFigures("stream", "kafka", "127.0.0.1:9092", "b2", "waiting", "kafka-down", "Nobody is there."),
    "orders.{2}",
    incoming=5,
    out=2,
    queued=2,
    dead=1,
    latency=LatencyFigures(count=2, p50=900_000, max=2_000_000, mean=1_450_000.4),
)
FIGURES = BridgeFigures(
    NAME, "publish-subscribe", "at-least-once", "degraded", SIDE, "orders/+/created", (EDGE,), incoming=5, dead=1
)


def letter(ident: int, topic: bytes = b"orders/7/created", payload: bytes | None = b"{", route: int = 0) -> DeadLetter:
    """A dead letter; not all of its bytes are text."""
    return DeadLetter(
        ident, route, "too_large", 20, topic, payload, b"\xff", ((b"h", None), (b"x", b"\xfe")), 1, False, b"",
        "mqtt 12", 10, (Mishap(15, "too_large", "It is too large."),),
    )  # fmt: skip


def page_of(letters: list[DeadLetter], after: int = 0, count: int = 100) -> DeadPage:
    """What the engine answers for a page of these."""
    shown = tuple(item for item in letters if item.id > after)[:count]
    return DeadPage(shown, {"too_large": len(letters)} if letters else {}, len(letters))
