"""Which brokers there are: connections of the workspace that lead to one and the same broker make one place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from eventscope.core.broker import Ports
from eventscope.core.bus import BusConnection, Kind
from eventscope.core.busfigures import BridgeFigures, SideFigures
from eventscope.core.identity import identity
from eventscope.core.workspace import EMBEDDED, Connection

_KINDS: dict[str, Kind] = {
    **dict.fromkeys(("mqtt", "mqtts", "ws", "wss"), "mqtt"),
    **dict.fromkeys(("kafka", "kafkas"), "kafka"),
    **dict.fromkeys(("http", "https"), "http"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """One broker, cluster, web address or bus. `connections` lead there, the first of them names it.

    `kind` is a kind of middleware, or "bus"; `brokers` are its identities in marks, `members` (of a bus) are ids of
    places, `lost` says that a bridge names a connection which the workspace does not have.
    """

    id: str
    kind: str
    name: str
    connections: tuple[Connection, ...] = ()
    brokers: frozenset[str] = frozenset()
    address: str = ""
    members: tuple[str, ...] = ()
    lost: bool = False

    @property
    def bridgeable(self) -> bool:
        """Whether a bridge can take from it or send to it: a bus joins its members by itself."""
        return self.kind != "bus" and not self.lost

    @property
    def embedded(self) -> bool:
        """Whether it is our own broker."""
        return any(item.id == EMBEDDED for item in self.connections)


def address(item: Connection) -> str:
    """Where a connection leads, for people."""
    if item.scheme == "bus":
        return ""
    several = "," in item.host or item.host.rpartition("]")[2].count(":") == 1
    host = f"[{item.host}]" if item.host.count(":") > 1 and "[" not in item.host and not several else item.host
    return host if several else f"{host}:{item.port}"


def listening(connections: Iterable[Connection], ports: Ports | None) -> list[Connection]:
    """The connections, that of the embedded broker with the address at which the broker listens now."""
    if ports is None or ports.mqtt is None:
        return list(connections)
    host, port = ports.address, ports.mqtt
    return [replace(item, host=host, port=port) if item.id == EMBEDDED else item for item in connections]


def kind_of(item: Connection) -> str:
    """The kind of middleware of a connection, or "bus"."""
    return _KINDS.get(item.scheme, "bus")


def places(connections: Iterable[Connection], figures: Iterable[BridgeFigures] = ()) -> list[Place]:
    """All of them, in the order of the workspace; then those that only figures know."""
    connections = list(connections)
    told = dict(_told(figures))
    groups = _grouped(connections, {name: side.broker for name, side in told.items()})
    found = [_place(group, brokers) for group, brokers in groups]
    by_connection = {item.id: place.id for place in found for item in place.connections}
    found = [_joined(_told_address(place, told), by_connection) for place in found]
    known = {item.name for item in connections}
    for name, side in told.items():
        if name not in known:
            brokers = frozenset(filter(None, (side.broker,)))
            found.append(Place(f"place:{name}", side.kind, name, (), brokers, side.address, lost=True))
    return found


def place_of(found: Iterable[Place], connection: str) -> Place | None:
    """The place where a connection of that name leads."""
    for place in found:
        if any(item.name == connection for item in place.connections) or (place.lost and place.name == connection):
            return place
    return None


def _told(figures: Iterable[BridgeFigures]) -> Iterable[tuple[str, SideFigures]]:
    for each in figures:
        yield each.source.connection, each.source
        for edge in each.edges:
            yield edge.target.connection, edge.target


def _grouped(connections: list[Connection], told: Mapping[str, str]) -> list[tuple[list[Connection], frozenset[str]]]:
    """Connections with an identity in common, in the order of their first one."""
    groups: list[tuple[list[Connection], frozenset[str]]] = []
    for item in connections:
        mine = frozenset(filter(None, (_identity(item), told.get(item.name, ""))))
        same = [group for group in groups if group[1] & mine]
        rest = [group for group in groups if not group[1] & mine]
        members = [each for group in same for each in group[0]]
        brokers = mine.union(*(group[1] for group in same))
        place = groups.index(same[0]) if same else len(rest)
        groups = [*rest[:place], ([*members, item], brokers), *rest[place:]]
    return groups


def _identity(item: Connection) -> str:
    if item.scheme == "bus":
        return f"bus:{item.id}"
    path = item.resource if item.scheme in ("http", "https") else ""
    try:
        return identity(BusConnection(item.name, f"{item.scheme}://{address(item)}{path}"))
    except (ValueError, KeyError):
        return f"odd:{item.id}"


def _place(group: list[Connection], brokers: frozenset[str]) -> Place:
    # Whoever has the embedded broker under two names knows it by the first; its id stays whatever else joins.
    first = next((item for item in group if item.id == EMBEDDED), group[0])
    ordered = (first, *(item for item in group if item is not first))
    return Place(f"place:{first.id}", kind_of(first), first.name, ordered, brokers, address(first))


def _told_address(place: Place, told: Mapping[str, SideFigures]) -> Place:
    """A bridge knows where its connection really leads, as to the demo's brokers, whose ports are any free ones."""
    side = told.get(place.name)
    known = place.embedded or side is None or not side.address  # where our own listens comes from itself
    return place if known or side is None else replace(place, address=side.address)


def _joined(place: Place, by_connection: Mapping[str, str]) -> Place:
    if place.kind != "bus":
        return place
    members = dict.fromkeys(by_connection[ident] for ident in place.connections[0].members if ident in by_connection)
    return Place(place.id, place.kind, place.name, place.connections, place.brokers, "", tuple(members))
