"""Cycles of bridges, found when a file is saved: which route feeds which, and where that comes round to its beginning.

What a template can make of the topics of a filter is a pattern; a route feeds another where its target is the other's
broker and its pattern meets the other's filter. The patterns are never too narrow, so that no cycle is missed.

A bus is an edge between any two of its members for each of its filters. Its marks keep a message from crossing it
twice, so that a circle is one only where it leaves the bus by one member and comes back to it by another.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import permutations

from eventscope.core import overlap
from eventscope.core.bus import BridgeSpec, BusConnection, BusFile, BusSpec, Kind
from eventscope.core.errors import BadInput
from eventscope.core.identity import identity
from eventscope.core.note import Note
from eventscope.core.placeholders import Template

SAME = "{names} lead to one and the same broker."
TWICE = "Messages of {start} can reach {end} twice: by {one}; and by {other}."
LONGEST = 8  # bridges in a row that are followed for notes
MOST = 2_000  # ways that are looked at for notes
CIRCLE = (
    "These bridges feed each other in a circle: {path}. Narrow a filter, map the topics apart, or set hop-limit on one "
    "of the bridges {bridges} if the circle is meant."
)
CIRCLE_THAT_GROWS = (
    "These bridges feed each other in a circle: {path}. Each turn makes the topic longer. Narrow a filter, map the "
    "topics apart, or set hop-limit on one of the bridges {bridges} if the circle is meant."
)
CIRCLE_BY_NAMES = (
    "These bridges feed each other in a circle: {path}. {names} lead to one and the same broker. Narrow a filter, map "
    "the topics apart, or set hop-limit on one of the bridges {bridges} if the circle is meant."
)
CIRCLE_OF_BUSES = (
    "These buses feed each other in a circle: {path}. Make one bus of them, or take a member out of one of them."
)


@dataclass(frozen=True, slots=True)
class Edge:
    """One route of a bridge as an edge between two brokers; `place` names source and target for people.

    `bridge` may be the name of a bus: then `bus` is true and `takes` is an MQTT filter, whatever the kind.
    """

    bridge: str
    route: int
    source: str
    target: str
    place: tuple[str, str]
    entry: Kind  # of the source
    kind: Kind  # of the target
    takes: str  # filter, or Kafka topic
    gives: str  # topic with _ANY and _DEEP in it
    grows: bool
    limited: bool
    bus: bool = False

    def feeds(self, other: Edge) -> bool:
        """Whether a message that leaves here can enter there."""
        return self.target == other.source and overlap.meets(self.kind, self.gives, other.takes, other.bus)


def check(file: BusFile, brokers: Mapping[str, str] | None = None) -> list[Note]:
    """What a person may not have meant. Raises BadInput for a cycle, with its path.

    `brokers` are identities by connection name, as in `bridge.compile`. A bridge with an explicit hop limit may be
    part of a cycle.
    """
    found = {item.name: identity(item) for item in file.connections} | dict(brokers or {})
    edges = [edge for spec in file.bridges for edge in _edges(spec, file, found)]
    buses = [edge for spec in file.buses for edge in _bus_edges(spec, file, found)]
    open_ = [edge for edge in edges if not edge.limited]
    cycle = _cycle(open_) or _cycle_by_bus(open_, buses)
    if cycle:
        raise _refused(cycle)
    same = [Note("same-broker", SAME, {"names": ", ".join(group)}) for group in sames(file, found)]
    return _doubles([*edges, *buses]) + same


def sames(file: BusFile, brokers: Mapping[str, str]) -> list[tuple[str, ...]]:
    """Connections that lead to one broker though their addresses differ, by name."""
    groups: dict[str, list[BusConnection]] = {}
    for item in file.connections:
        groups.setdefault(brokers.get(item.name, identity(item)), []).append(item)
    several = (group for group in groups.values() if len({identity(item) for item in group}) > 1)
    return [tuple(item.name for item in group) for group in several]


def path(cycle: list[Edge]) -> list[str]:
    """A cycle as alternating names of connections and bridges, from a connection back to the same broker."""
    names = [cycle[0].place[0]]
    for edge in cycle:
        names += [edge.bridge, edge.place[1]]
    return names


def _refused(cycle: list[Edge]) -> BadInput:
    bridges = dict.fromkeys(repr(edge.bridge) for edge in cycle if not edge.bus)
    names = _names_of_one(cycle)
    params: dict[str, object] = {
        "path": " > ".join(path(cycle)),
        "names": ", ".join(names),
        "bridges": ", ".join(bridges),
        "cycle": tuple(path(cycle)),
    }
    if not bridges:
        return BadInput("bridge-cycle", CIRCLE_OF_BUSES, **params)
    if names:
        return BadInput("bridge-cycle", CIRCLE_BY_NAMES, **params)
    if any(edge.grows for edge in cycle):
        return BadInput("bridge-cycle", CIRCLE_THAT_GROWS, **params)
    return BadInput("bridge-cycle", CIRCLE, **params)


def _names_of_one(cycle: list[Edge]) -> list[str]:
    """Connections of a cycle that lead to a broker which it passes by another name as well."""
    names: dict[str, dict[str, None]] = {}
    for edge in cycle:
        names.setdefault(edge.source, {})[edge.place[0]] = None
        names.setdefault(edge.target, {})[edge.place[1]] = None
    return [name for group in names.values() if len(group) > 1 for name in group]


def _edges(spec: BridgeSpec, file: BusFile, brokers: Mapping[str, str]) -> Iterator[Edge]:
    source = file.connection(spec.source.connection)
    takes = spec.source.topic if source.kind == "kafka" else spec.source.filter
    for number, route in enumerate(spec.routes):
        target = file.connection(route.to.connection)
        template = Template(route.to.topic)
        yield Edge(
            bridge=spec.name,
            route=number,
            source=brokers[source.name],
            target=brokers[target.name],
            place=(source.name, target.name),
            entry=source.kind,
            kind=target.kind,
            takes=takes,
            gives=overlap.pattern(template, takes, source.kind),
            grows=_grows(template),
            limited=spec.hop_limit is not None,
        )


def _bus_edges(spec: BusSpec, file: BusFile, brokers: Mapping[str, str]) -> Iterator[Edge]:
    for broker, count in Counter(brokers[name] for name in spec.members).items():
        if count > 1:
            same = [name for name in spec.members if brokers[name] == broker]
            sentence = "Members of bus {bus!r} are one and the same broker: {names}. Keep one of them."
            raise BadInput("bus-same-broker", sentence, bus=spec.name, names=", ".join(same))
    for number, filter_ in enumerate(spec.filters):
        whole = overlap.pattern(Template("{topic}"), filter_, "mqtt")
        for one, other in permutations(spec.members, 2):
            kind = file.connection(other).kind
            yield Edge(
                bridge=spec.name,
                route=number,
                source=brokers[one],
                target=brokers[other],
                place=(one, other),
                entry=file.connection(one).kind,
                kind=kind,
                takes=filter_,
                gives=whole.replace("/", ".") if kind == "kafka" else whole,
                grows=False,
                limited=False,
                bus=True,
            )


def _grows(template: Template) -> bool:
    whole = any(part in (("topic",), ("slashed",), ("dotted",)) for part in template.parts)
    return whole and len(template.parts) > 1


def _cycle(edges: list[Edge]) -> list[Edge]:
    """One circle of edges, empty where there is none. Depth first, without recursion."""
    known = _by_source(edges)
    following = {edge: [other for other in known.get(edge.target, ()) if edge.feeds(other)] for edge in edges}
    done: set[Edge] = set()
    for start in edges:
        trail, turns = [start], [iter(following[start])]
        while trail:
            edge = next((item for item in turns[-1] if item not in done), None)
            if edge is None:
                done.add(trail.pop())
                turns.pop()
            elif edge in trail:
                return trail[trail.index(edge) :]
            else:
                trail.append(edge)
                turns.append(iter(following[edge]))
    return []


def _by_source(edges: list[Edge]) -> dict[str, list[Edge]]:
    found: dict[str, list[Edge]] = {}
    for edge in edges:
        found.setdefault(edge.source, []).append(edge)
    return found


def _cycle_by_bus(edges: list[Edge], buses: list[Edge]) -> list[Edge]:
    """A circle that crosses a bus and comes back to it by other edges, empty where there is none."""
    by_source = _by_source([*edges, *buses])
    starts = {_state(edge): edge for edge in buses}  # from whichever member it came to this one
    ways = (_way_back(start, by_source, buses) for start in starts.values())
    return next((way for way in ways if way), [])


def _way_back(start: Edge, by_source: Mapping[str, list[Edge]], buses: list[Edge]) -> list[Edge]:
    """From where a bus puts a message to another member of it, breadth first, by anything but that bus."""
    back = {edge.source: edge for edge in buses if _state(edge) == _state(start)}  # into this member, by the others
    before: dict[tuple[str, int, str], Edge | None] = {_state(start): None}
    waiting = [start]
    for edge in waiting:
        if edge is not start and edge.target in back and edge.feeds(back[edge.target]):
            return [back[edge.target], *_trail(edge, before)]
        for other in by_source.get(edge.target, ()):
            if other.bridge != start.bridge and _state(other) not in before and edge.feeds(other):
                before[_state(other)] = edge
                waiting.append(other)
    return []


def _state(edge: Edge) -> tuple[str, int, str]:
    """What tells how it can go on."""
    return edge.bridge, edge.route, edge.target


def _trail(edge: Edge, before: Mapping[tuple[str, int, str], Edge | None]) -> list[Edge]:
    trail = []
    step: Edge | None = edge
    while step is not None and before[_state(step)] is not None:
        trail.append(step)
        step = before[_state(step)]
    return trail[::-1]


def _doubles(edges: list[Edge]) -> list[Note]:
    """Where two ways lead from one broker to another, so that a message may arrive twice."""
    ways: dict[tuple[str, str], list[list[Edge]]] = {}
    for way in _ways(edges):
        ways.setdefault((way[0].source, way[-1].target), []).append(way)
    notes = []
    for found in ways.values():
        pair = next(((a, b) for n, a in enumerate(found) for b in found[:n] if _same_start(a[0], b[0])), None)
        if pair:
            one, other = (", ".join(edge.bridge for edge in way) for way in reversed(pair))
            places = {"start": pair[0][0].place[0], "end": pair[0][-1].place[1]}
            notes.append(Note("arrives-twice", TWICE, {**places, "one": one, "other": other}))
    return notes


def _same_start(one: Edge, other: Edge) -> bool:
    """Whether one message can enter both; routes of one bridge are meant to differ."""
    if one.bridge == other.bridge:
        return False
    if one.entry == "kafka" and not one.bus and not other.bus:
        return one.takes == other.takes
    return overlap.overlaps(_as_filter(one), _as_filter(other))


def _as_filter(edge: Edge) -> str:
    return edge.takes.replace(".", "/") if edge.entry == "kafka" else edge.takes


def _ways(edges: list[Edge]) -> Iterator[list[Edge]]:
    """Chains of edges that feed each other and never enter a broker twice; at most MOST."""
    waiting = deque([edge] for edge in edges if edge.source != edge.target)
    known = _by_source(edges)
    for _ in range(MOST):
        if not waiting:
            return
        way = waiting.popleft()
        yield way
        if len(way) < LONGEST:
            seen = {way[0].source, *(edge.target for edge in way)}
            crossed = {edge.bridge for edge in way if edge.bus}
            waiting += [
                [*way, edge]
                for edge in known.get(way[-1].target, ())
                if edge.target not in seen and edge.bridge not in crossed and way[-1].feeds(edge)
            ]
