"""Cycles of bridges, found when a file is saved: which route feeds which, and where that comes round to its beginning.

What a template can make of the topics of a filter is a pattern; a route feeds another where its target is the other's
broker and its pattern meets the other's filter. The patterns are never too narrow, so that no cycle is missed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from eventscope.core import topics
from eventscope.core.bridge import identity
from eventscope.core.bus import BridgeSpec, BusFile, Kind
from eventscope.core.errors import BadInput
from eventscope.core.placeholders import Template

LONGEST = 8  # bridges in a row that are followed for notes
MOST = 2_000  # ways that are looked at for notes

_ANY, _DEEP = "\1", "\2"  # some text of one level, and of any number of levels


@dataclass(frozen=True, slots=True)
class Edge:
    """One route of a bridge as an edge between two brokers; `place` names source and target for people."""

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

    def feeds(self, other: Edge) -> bool:
        """Whether a message that leaves here can enter there."""
        return self.target == other.source and _meets(self.kind, self.gives, other.takes)


def check(file: BusFile, brokers: Mapping[str, str] | None = None) -> list[str]:
    """Sentences about what a person may not have meant. Raises BadInput for a cycle, with its path.

    `brokers` are identities by connection name, as in `bridge.compile`. A bridge with an explicit hop limit may be
    part of a cycle.
    """
    found = {item.name: identity(item) for item in file.connections} | dict(brokers or {})
    edges = [edge for spec in file.bridges for edge in _edges(spec, file, found)]
    cycle = _cycle([edge for edge in edges if not edge.limited])
    if cycle:
        raise _refused(cycle)
    return _doubles(edges)


def path(cycle: list[Edge]) -> list[str]:
    """A cycle as alternating names of connections and bridges, from a connection back to the same broker."""
    names = [cycle[0].place[0]]
    for edge in cycle:
        names += [edge.bridge, edge.place[1]]
    return names


def _refused(cycle: list[Edge]) -> BadInput:
    growth = " Each turn makes the topic longer." if any(edge.grows for edge in cycle) else ""
    return BadInput(
        "bridge-cycle",
        "These bridges feed each other in a circle: {path}.{growth} Narrow a filter, map the topics apart, or set "
        "hop-limit on one of the bridges {bridges} if the circle is meant.",
        path=" > ".join(path(cycle)),
        growth=growth,
        bridges=", ".join(dict.fromkeys(repr(edge.bridge) for edge in cycle)),
        cycle=tuple(path(cycle)),
    )


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
            gives=pattern(template, takes, source.kind),
            grows=_grows(template),
            limited=spec.hop_limit is not None,
        )


def _grows(template: Template) -> bool:
    whole = any(part in (("topic",), ("slashed",), ("dotted",)) for part in template.parts)
    return whole and len(template.parts) > 1


def pattern(template: Template, takes: str, source: Kind) -> str:
    """What a template makes of the topics of a source, with marks for what may be any text."""
    levels = takes.split("." if source == "kafka" else "/")
    whole = takes if source == "kafka" else "/".join({"+": _ANY, "#": _DEEP}.get(level, level) for level in levels)
    known = {"topic": whole, "slashed": _slashed(whole, source), "dotted": whole.replace("/", ".")}
    made = []
    for part in template.parts:
        if isinstance(part, str):
            made.append(part)
        elif part[0].isdigit():
            made.append(_level(levels, int(part[0])))
        else:
            made.append(known.get(part[0], _DEEP))
    return "".join(made)


def _level(levels: list[str], number: int) -> str:
    level = levels[number - 1] if number <= len(levels) else "#"
    return _ANY if level in ("+", "#") else level


def _slashed(whole: str, source: Kind) -> str:
    # A level of MQTT may have dots of its own, which would become slashes.
    return whole.replace(".", "/").replace(_ANY, _DEEP) if source != "kafka" else whole.replace(".", "/")


def _meets(kind: Kind, gives: str, takes: str) -> bool:
    if kind == "kafka":
        return _glob(gives.replace(_DEEP, _ANY).split(_ANY), takes)
    levels: list[str] = []
    for level in gives.split("/"):
        if _DEEP in level:
            levels.append("#")
            break
        levels.append("+" if _ANY in level else level)
    return overlaps("/".join(levels), takes)


def _glob(pieces: list[str], text: str) -> bool:
    """Whether `text` is the pieces with anything between them."""
    if len(pieces) == 1:
        return pieces[0] == text
    first, *middle, last = pieces
    if not text.startswith(first) or not text[len(first) :].endswith(last):
        return False
    at, end = len(first), len(text) - len(last)
    for piece in middle:
        at = text.find(piece, at, end)
        if at < 0:
            return False
        at += len(piece)
    return True


def overlaps(one: str, other: str) -> bool:
    """Whether a topic exists that both filters match."""
    first, second = topics.levels(one), topics.levels(other)
    for this, that in ((first, second), (second, first)):
        if this[0].startswith("$") and that[0] in ("+", "#"):
            return False  # [MQTT-4.7.2-1]
    for depth in range(max(len(first), len(second))):
        here = first[depth] if depth < len(first) else None
        there = second[depth] if depth < len(second) else None
        if here == "#" or there == "#":
            return True  # its parent included, so the other may have ended
        if here is None or there is None or ("+" not in (here, there) and here != there):
            return False
    return True


def _cycle(edges: list[Edge]) -> list[Edge]:
    """One circle of edges, empty where there is none. Depth first, without recursion."""
    following = {edge: [other for other in edges if edge.feeds(other)] for edge in edges}
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


def _doubles(edges: list[Edge]) -> list[str]:
    """Where two ways lead from one broker to another, so that a message may arrive twice."""
    ways: dict[tuple[str, str], list[list[Edge]]] = {}
    for way in _ways(edges):
        ways.setdefault((way[0].source, way[-1].target), []).append(way)
    notes = []
    for found in ways.values():
        pair = next(((a, b) for n, a in enumerate(found) for b in found[:n] if _same_start(a[0], b[0])), None)
        if pair:
            one, other = (", ".join(edge.bridge for edge in way) for way in reversed(pair))
            start, end = pair[0][0].place[0], pair[0][-1].place[1]
            notes.append(f"Messages of {start} can reach {end} twice: by {one}; and by {other}.")
    return notes


def _same_start(one: Edge, other: Edge) -> bool:
    """Whether one message can enter both; routes of one bridge are meant to differ."""
    if one.bridge == other.bridge:
        return False
    return one.takes == other.takes if one.entry == "kafka" else overlaps(one.takes, other.takes)


def _ways(edges: list[Edge]) -> Iterator[list[Edge]]:
    """Chains of edges that feed each other and never enter a broker twice; at most MOST."""
    waiting = [[edge] for edge in edges if edge.source != edge.target]
    for _ in range(MOST):
        if not waiting:
            return
        way = waiting.pop(0)
        yield way
        if len(way) < LONGEST:
            seen = {way[0].source, *(edge.target for edge in way)}
            waiting += [[*way, edge] for edge in edges if way[-1].feeds(edge) and edge.target not in seen]
