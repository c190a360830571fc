"""The keyboard's way through the graph: left and right along the lines, up and down to what stands there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from eventscope.ui.viewmodels.bus.graph import Flow, Graph
from eventscope.ui.viewmodels.bus.layout import Spot

Way = Literal["left", "right", "up", "down"]
STEEP = 2.0  # how much further aside than along the way the next one may stand


def step(graph: Graph, spots: Mapping[str, Spot], here: str, way: Way) -> str:
    """The id of the next node; `here` where there is none that way, the first node where nothing is chosen."""
    if here not in spots:
        return first(graph, spots)
    if way in ("left", "right"):
        found = _along(graph.flows, here, way)
        return _nearest(found, spots, here) or here
    return _above_or_below(spots, here, way)


def first(graph: Graph, spots: Mapping[str, Spot]) -> str:
    """The upper left one, but a bridge before anything else: it is what the page is about."""
    known = [node.id for node in (graph.crossings or graph.nodes()) if node.id in spots]
    return min(known, key=lambda ident: (spots[ident].x, spots[ident].y), default="")


def _along(flows: Iterable[Flow], here: str, way: Way) -> list[str]:
    if way == "right":
        return [flow.end for flow in flows if flow.start == here]
    return [flow.start for flow in flows if flow.end == here]


def _nearest(found: Iterable[str], spots: Mapping[str, Spot], here: str) -> str:
    y = spots[here].y
    known = [ident for ident in found if ident in spots]
    return min(known, key=lambda ident: (abs(spots[ident].y - y), spots[ident].y), default="")


def _above_or_below(spots: Mapping[str, Spot], here: str, way: Way) -> str:
    sign, spot = (1 if way == "down" else -1), spots[here]

    def price(ident: str) -> tuple[bool, float]:
        other = spots[ident]
        aside, along = abs(other.x - spot.x), sign * (other.y - spot.y)
        return aside > STEEP * along, aside + along

    ahead = [ident for ident, other in spots.items() if sign * (other.y - spot.y) > 0]
    return min(ahead, key=price, default=here)
