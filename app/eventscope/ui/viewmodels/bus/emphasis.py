"""A path that stands out in the graph: a circle that was refused, or the way of one event; the rest steps back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from eventscope.ui.viewmodels.bus.graph import Graph
from eventscope.ui.viewmodels.bus.places import place_of


@dataclass(frozen=True, slots=True)
class Ghost:
    """A bridge that does not exist (yet): drawn between two places with its name."""

    start: str
    end: str
    name: str


@dataclass(frozen=True, slots=True)
class Emphasis:
    """`nodes` in the order of the path, for numbers beside them; `flows` are ids of lines."""

    kind: Literal["cycle", "journey"]
    nodes: tuple[str, ...]
    flows: frozenset[str] = frozenset()
    ghosts: tuple[Ghost, ...] = ()


def cycle(graph: Graph, path: Sequence[str]) -> Emphasis:
    """Of names as the check tells them: connection, bridge, connection, … and back to the broker of the first."""
    nodes: list[str] = []
    flows: set[str] = set()
    ghosts: list[Ghost] = []
    for at in range(1, len(path) - 1, 2):
        start, end = place_of(graph.places, path[at - 1]), place_of(graph.places, path[at + 1])
        if start is None or end is None:
            continue
        nodes.append(start.id)
        name = path[at]
        crossing = graph.crossing(name)
        bus = place_of(graph.places, name)
        if crossing is not None and crossing.source == start.id and end.id in crossing.targets:
            nodes.append(crossing.id)
            flows |= {f"{crossing.id}<", f"{crossing.id}>{end.id}"}
        elif crossing is None and bus is not None and bus.kind == "bus":
            nodes.append(bus.id)
            flows |= {f"member:{bus.id}:{start.id}", f"member:{bus.id}:{end.id}"}
        else:
            ghosts.append(Ghost(start.id, end.id, name))
    return Emphasis("cycle", tuple(dict.fromkeys(nodes)), frozenset(flows), tuple(ghosts))


def journey(graph: Graph, trail: Sequence[str]) -> Emphasis:
    """Of ids of places and bridges in the order in which an event crossed them."""
    known = {node.id for node in graph.nodes()}
    nodes = [ident for ident in trail if ident in known]
    pairs = {pair for one, other in pairwise(nodes) for pair in ((one, other), (other, one))}
    flows = frozenset(flow.id for flow in graph.flows if (flow.start, flow.end) in pairs)
    return Emphasis("journey", tuple(nodes), flows)
