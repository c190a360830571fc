"""Bridges for tests: short ways to make a plan, and a graph of simulated brokers that bridges join."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from eventscope.core import loops, marks, rawproperties as raw
from eventscope.core.bridge import Plan, compile
from eventscope.core.bus import (
    BridgeSpec,
    BusConnection,
    BusFile,
    BusMessage,
    Delivery,
    Mode,
    Outgoing,
    Route,
    Source,
    Target,
)
from eventscope.core.identity import identity
from eventscope.core.topics import matches

MILLISECOND = 1_000_000
CONNECTIONS = {
    item.name: item
    for item in (
        BusConnection("edge", "mqtt://127.0.0.1:1883"),
        BusConnection("cloud", "mqtt://127.0.0.1:2883"),
        BusConnection("old", "mqtt://127.0.0.1:3883", version="3.1.1"),
        BusConnection("stream", "kafka://127.0.0.1:9092"),
        BusConnection("other", "kafka://127.0.0.1:9192"),
        BusConnection("hook", "http://127.0.0.1:8080/in"),
    )
}


def source(name: str) -> Source:
    """Everything of a connection (of Kafka, the topic orders)."""
    if CONNECTIONS[name].kind == "kafka":
        return Source(name, topic="orders")
    return Source(name, filter="#")


def route(to: str, topic: str = "out", when: str = "", **more: object) -> Route:
    """A route; `more` are fields of Target and of Route."""
    inner = {key: value for key, value in more.items() if key in Target.__slots__}
    outer = {key: value for key, value in more.items() if key not in inner}
    return Route(Target(to, topic, **inner), when=when, **outer)  # type: ignore[arg-type]


def plan(
    *routes: Route,
    start: str = "edge",
    mode: Mode = "publish-subscribe",
    delivery: Delivery = "at-least-once",
    name: str = "b",
    hop_limit: int | None = None,
) -> Plan:
    """A compiled bridge."""
    spec = BridgeSpec(name, mode, delivery, source(start), routes, hop_limit=hop_limit)
    return compile(spec, CONNECTIONS)


def mqtt(topic: str = "a/b", payload: bytes = b"x", **more: object) -> BusMessage:
    """A message from MQTT."""
    return BusMessage("mqtt", topic.encode(), payload, **more)  # type: ignore[arg-type]


def only(bridge: Plan, message: BusMessage) -> Outgoing:
    """The single copy of a message that must leave."""
    outgoing, exits = bridge.route(message)
    assert len(outgoing) == 1, exits
    return outgoing[0]


def arriving(copy: Outgoing, kind: str) -> BusMessage:
    """A copy as the next bridge gets it from a target of that kind."""
    return BusMessage(
        kind,  # type: ignore[arg-type]
        copy.topic.encode(),
        copy.payload,
        copy.key,
        copy.headers,
        copy.qos,
        copy.retain,
        copy.properties,
    )


def users(properties: bytes) -> list[tuple[bytes, bytes]]:
    """User properties without the marks of bridges."""
    pairs = [raw.pair(item) for item in raw.split(properties) if item[0] == raw.USER]
    return [pair for pair in pairs if not pair[0].startswith(b"es-")]


def unmarked(properties: bytes) -> bytes:
    """Properties without the marks of bridges."""
    items = raw.split(properties)
    return b"".join(item for item in items if not (item[0] == raw.USER and raw.pair(item)[0].startswith(b"es-")))


def ring(*names: str, topic: str = "{topic}") -> list[BridgeSpec]:
    """Bridges from each broker to the next, and from the last to the first."""
    pairs = zip(names, (*names[1:], names[0]), strict=True)
    return [bridge(f"{one} to {other}", one, other, topic) for one, other in pairs]


def bridge(name: str, one: str, other: str, topic: str = "{topic}", **more: object) -> BridgeSpec:
    """A bridge that takes everything from one broker to another."""
    routes = (Route(Target(other, topic)),)
    return BridgeSpec(name, "publish-subscribe", "at-least-once", Source(one, filter="#"), routes, **more)  # type: ignore[arg-type]


@dataclass
class Graph:
    """Brokers of MQTT that bridges join. `strips` are brokers that lose every property, as in 3.1.1.

    `copies[broker]` counts messages by payload. A turn of the clock is 1 ms for each message that crosses.
    """

    bridges: Iterable[BridgeSpec]
    brokers: Iterable[str]
    strips: frozenset[str] = frozenset()
    remembers: bool = False
    most: int = 5_000
    copies: dict[str, Counter[bytes]] = field(default_factory=dict)
    now: int = 0
    crossings: int = 0

    def __post_init__(self) -> None:
        self.connections = {
            name: BusConnection(name, f"mqtt://{name}:1883", version="3.1.1" if name in self.strips else "5")
            for name in self.brokers
        }
        self.plans = [compile(spec, self.connections) for spec in self.bridges]
        self.names = {identity(item): item.name for item in self.connections.values()}
        self.memory = loops.Copies()

    def file(self) -> BusFile:
        """As it would be saved."""
        return BusFile(tuple(self.connections.values()), tuple(self.bridges))

    def publish(self, broker: str, *messages: BusMessage) -> None:
        """Messages that enter at a broker, and all that follows; stops at `most` crossings."""
        waiting = deque((broker, message) for message in messages)
        while waiting and self.crossings < self.most:
            place, message = waiting.popleft()
            self.copies.setdefault(place, Counter())[message.payload or b""] += 1
            for bridge_ in self.plans:
                if self.names[bridge_.source] == place and matches(bridge_.spec.source.filter, message.topic.decode()):
                    waiting.extend(self._cross(bridge_, message))

    def _cross(self, bridge_: Plan, message: BusMessage) -> list[tuple[str, BusMessage]]:
        self.now += MILLISECOND
        self.crossings += 1
        place = self.names[bridge_.source]
        restored = None
        if self.remembers and place in self.strips:
            topic, payload = message.topic, message.payload
            restored = self.memory.received(bridge_.id, place, topic, payload, self.now)
        outgoing, _ = bridge_.route(message, restored)
        return [self._arrive(bridge_, copy) for copy in outgoing]

    def _arrive(self, bridge_: Plan, copy: Outgoing) -> tuple[str, BusMessage]:
        target = bridge_.ways[copy.route].target.connection
        if target in self.strips:
            found = marks.parse({name: value or b"" for name, value in copy.headers})
            assert found is not None
            self.memory.sent(target, copy.topic.encode(), copy.payload, found, self.now)
        return target, arriving(copy, "mqtt")
