"""A bridge or a bus as the runner sees it: sources that each have a spec, routes, and where all of them lead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from eventscope.core.bus import (
    BridgeSpec,
    BusConnection,
    BusSpec,
    Delivery,
    Kind,
    Mode,
    QueueLimits,
    Route,
    Source,
    Start as Starting,
    Target,
)
from eventscope.core.errors import BadInput
from eventscope.core.overlap import overlaps
from eventscope.engine.bridges.ends import Endpoint
from eventscope.engine.bridges.making import transfers

HUB = "\0bus"  # the connection of what is published at a bus itself
_ONWARD: dict[Kind, dict[Kind, str]] = {
    "mqtt": {"mqtt": "{topic}", "kafka": "{dotted}", "http": "{topic}"},
    "kafka": {"mqtt": "{slashed}", "kafka": "{topic}", "http": "{slashed}"},
    "http": {"mqtt": "{topic}", "kafka": "{dotted}", "http": "{topic}"},
}


@dataclass(frozen=True, slots=True)
class Entrance:
    """One source. `routes` are the numbers in the design of its spec's routes, `place` is its line in the figures.

    `takes` and `leaves` are of a bus, see `planner.Planner`. `endpoint` None: what is published at the bus.
    """

    spec: BridgeSpec
    endpoint: Endpoint | None
    routes: tuple[int, ...]
    place: int = 0
    takes: str = ""
    leaves: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Design:
    """What runs under one name, with one spool. `bus`: the bus whose part it is; `hub`: it is that bus itself."""

    name: str
    mode: Mode
    delivery: Delivery
    queue: QueueLimits
    start: Starting
    tries: int
    entrances: tuple[Entrance, ...]
    routes: tuple[Route, ...]
    exits: tuple[Endpoint, ...]  # one a route
    bus: str = ""
    hub: bool = False
    transfers: bool = False
    announce: bool = False
    heartbeat: int = 0

    @property
    def shapes(self) -> list[str]:
        """What rows of each route are made for."""
        return [f"{exit_.bus.kind}{'-plain' if plain(exit_.bus) else ''}" for exit_ in self.exits]


def plain(connection: BusConnection) -> bool:
    """MQTT without properties."""
    return connection.kind == "mqtt" and connection.version == "3.1.1"


def of_bridge(spec: BridgeSpec, endpoints: Mapping[str, Endpoint], bus: str = "") -> Design:
    """A bridge. Raises BadInput for a connection that is not there."""
    source = _endpoint(endpoints, spec.source.connection, spec.name)
    exits = tuple(_endpoint(endpoints, route.to.connection, spec.name) for route in spec.routes)
    entrance = Entrance(spec, source, tuple(range(len(spec.routes))))
    return Design(
        spec.name, spec.mode, spec.delivery, spec.queue, spec.start, spec.tries, (entrance,), spec.routes, exits, bus,
        transfers=transfers(spec, endpoints), announce=spec.announce, heartbeat=spec.heartbeat,
    )  # fmt: skip


def of_bus(spec: BusSpec, endpoints: Mapping[str, Endpoint]) -> Design:
    """A bus: from each member to all others, and from the bus itself to all. Raises BadInput."""
    members = [_endpoint(endpoints, name, spec.name) for name in spec.members]
    if len({member.broker for member in members}) < len(members):
        sentence = "Two members of the bus {bus} are the same broker, so that messages would cross twice. Keep one."
        raise BadInput("bus-same-broker", sentence, bus=spec.name)
    filters = tuple(dict.fromkeys(spec.filters)) or ("#",)
    entrances = [
        _entrance(spec, members, number, filters, place)
        for number in range(len(members))
        for place in range(len(filters))
    ]
    hub = BridgeSpec(spec.name, "publish-subscribe", spec.delivery, Source(HUB, filter="#"), _routes("mqtt", members))
    entrances.append(Entrance(hub, None, tuple(range(len(members))), place=len(members)))
    return Design(
        spec.name, "publish-subscribe", spec.delivery, spec.queue, "automatic", 10, tuple(entrances),
        _routes("mqtt", members), tuple(members), spec.name, hub=True,
    )  # fmt: skip


def _endpoint(endpoints: Mapping[str, Endpoint], name: str, owner: str) -> Endpoint:
    if name not in endpoints:
        sentence = "{bridge} names a connection {connection}, which is not there. Add it, or choose another."
        raise BadInput("bridge-no-connection", sentence, bridge=owner, connection=name)
    return endpoints[name]


def _routes(kind: Kind, members: list[Endpoint]) -> tuple[Route, ...]:
    return tuple(Route(Target(member.bus.name, _ONWARD[kind][member.bus.kind])) for member in members)


def _entrance(spec: BusSpec, members: list[Endpoint], number: int, filters: tuple[str, ...], place: int) -> Entrance:
    """What one member brings by one filter, to every other member; a Kafka source reads the filter's topics."""
    member = members[number]
    filter_ = filters[place]
    others = tuple(item for item in range(len(members)) if item != number)
    routes = _routes(member.bus.kind, members)
    part = BridgeSpec(
        f"{spec.name} ({member.bus.name})",
        "publish-subscribe",
        spec.delivery,
        Source(member.bus.name, filter_, qos=_qos(spec.delivery)),
        tuple(routes[item] for item in others),
        spec.queue,
    )
    earlier = tuple(item for item in filters[:place] if overlaps(item, filter_))
    return Entrance(part, member, others, number, filter_, earlier)


def _qos(delivery: Delivery) -> int:
    return {"at-most-once": 0, "at-least-once": 1, "effectively-once": 2}[delivery]
