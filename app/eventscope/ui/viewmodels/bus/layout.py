"""Where the nodes of the graph stand: layers from left to right, and nobody moves because a figure did.

Places keep their spot until the brokers or bridges themselves change; producers and consumers that come later find
a free spot in their column. What a person dragged stays where it was put.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from eventscope.ui.viewmodels.bus.columns import columns
from eventscope.ui.viewmodels.bus.graph import Crossing, Graph
from eventscope.ui.viewmodels.bus.parties import Party
from eventscope.ui.viewmodels.bus.places import Place
from eventscope.ui.viewmodels.bus.spread import free, spread

GAP_PARTY, GAP_PLACE = 132, 236  # px between columns: the second has room for a bridge
ROW, CHIP_ROW = 24, 16  # px between nodes of a column, and between bridges
BAND = 84  # px between the parts of the drawing that belong to two brokers
PASS = 56  # px of a line that passes a column by
BELOW = 56  # px under both ends of a bridge that leads back


class Size(NamedTuple):
    """Width and height in px at 100 %."""

    width: float
    height: float


class Spot(NamedTuple):
    """The centre of a node."""

    x: float
    y: float


PLACE, PARTY, CHIP = Size(204, 78), Size(168, 52), Size(168, 58)


def size(node: Place | Party | Crossing) -> Size:
    """How large a node is drawn, whatever its figures say."""
    return PLACE if isinstance(node, Place) else PARTY if isinstance(node, Party) else CHIP


@dataclass
class Layout:
    """`place` gives every node its spot; `pinned` are those that a person dragged."""

    pinned: dict[str, Spot] = field(default_factory=dict)
    spots: dict[str, Spot] = field(default_factory=dict)
    _structure: object = None

    def place(self, graph: Graph) -> Mapping[str, Spot]:
        """Spots of all nodes; steady between calls."""
        structure = _structure(graph)
        if structure != self._structure:
            self._structure = structure
            self.spots = {}
        here = {node.id for node in graph.nodes()}
        old = {ident: spot for ident, spot in self.spots.items() if ident in here}
        made = _Made(graph, old, {ident: spot for ident, spot in self.pinned.items() if ident in here})
        self.spots = made.all()
        return self.spots

    def move(self, ident: str, spot: Spot) -> None:
        """A person puts a node somewhere."""
        self.pinned[ident] = self.spots[ident] = spot

    def arrange(self, graph: Graph) -> Mapping[str, Spot]:
        """Everything anew, what was dragged too."""
        self.pinned, self.spots = {}, {}
        return self.place(graph)

    def saved(self) -> dict[str, list[float]]:
        """What the workspace keeps."""
        return {ident: [round(spot.x), round(spot.y)] for ident, spot in self.pinned.items()}

    def restore(self, state: object) -> None:
        """Take what was kept; anything odd in it is left out."""
        self.pinned, self.spots = {}, {}
        for ident, pair in state.items() if isinstance(state, dict) else ():
            if isinstance(pair, list) and len(pair) == 2 and all(_believable(value) for value in pair):
                self.pinned[str(ident)] = Spot(float(pair[0]), float(pair[1]))


def _believable(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 100_000


def _structure(graph: Graph) -> object:
    """What a person made: brokers and the ends of bridges."""
    places = tuple((place.id, place.members) for place in graph.places)
    return places, tuple((each.id, each.source, each.targets) for each in graph.crossings)


class _Made:
    """One placing of everything."""

    def __init__(self, graph: Graph, old: Mapping[str, Spot], pinned: Mapping[str, Spot]) -> None:
        self.graph = graph
        self.spots = {**old, **pinned}
        self.lanes: dict[str, float] = {}
        self.column = columns([place.id for place in graph.places], _links(graph))

    def all(self) -> dict[str, Spot]:
        """Places, then what stands beside them, then bridges between them."""
        self._places()
        for role, x in (("producer", self._left()), ("consumer", self._right())):
            parties = [each for each in self.graph.parties if each.role == role]
            wanted = {each.id: self._beside_place(each) for each in parties}
            parties.sort(key=lambda each: wanted[each.id])  # stable: else they stay in their order
            self._fill([each.id for each in parties], x, [wanted[each.id] for each in parties], PARTY, ROW)
        self._crossings()
        return self.spots

    def _beside_place(self, party: Party) -> float:
        """As high as its broker, or as the lane by which the lines of that broker pass others."""
        lane = self.lanes.get(party.place) if party.role == "consumer" else None
        return self.spots[party.place].y if lane is None else lane

    def _left(self) -> float:
        return PARTY.width / 2

    def _x(self, column: int) -> float:
        first = PARTY.width + GAP_PARTY + PLACE.width / 2
        return first + column * (PLACE.width + GAP_PLACE)

    def _right(self) -> float:
        last = max(self.column.values(), default=0)
        return self._x(last) + PLACE.width / 2 + GAP_PARTY + PARTY.width / 2

    def _places(self) -> None:
        """Column by column. What passes a column by on its way takes room there as well, so that no line runs behind
        a broker that it has nothing to do with."""
        heights = {place.id: self._band(place.id) for place in self.graph.places}
        for number in range(max(self.column.values(), default=-1) + 1):
            mine = [place.id for place in self.graph.places if self.column[place.id] == number]
            wanted = {ident: (y, 1) for ident, y in self._wanted(mine, heights)} | self._passing(number)
            order = sorted(wanted, key=lambda ident: wanted[ident])
            gap = BAND if number == 0 else ROW
            bands = [heights.get(ident, PASS) if number == 0 else PASS for ident in order]
            if number:
                bands = [PLACE.height + CHIP.height if ident in self.column else PASS for ident in order]
            self._fill(order, self._x(number), [wanted[ident][0] for ident in order], PLACE, gap, bands)
            self.lanes |= {ident[1:]: self.spots[ident].y for ident in order if ident.startswith("~")}
            self.spots = {ident: spot for ident, spot in self.spots.items() if not ident.startswith("~")}

    def _passing(self, number: int) -> dict[str, tuple[float, int]]:
        """Lines that cross a column, by an id of their own: where they want to be, those to consumers above."""
        found: dict[str, tuple[float, int]] = {}
        for start, behind in _links(self.graph).items():
            for end in behind:
                if self.column[start] < number < self.column[end] and start in self.spots:
                    found[f"~{start}>{end}"] = (self.spots[start].y, 2)
        for each in self.graph.parties:
            if each.role == "consumer" and self.column[each.place] < number and each.place in self.spots:
                found[f"~{each.place}"] = (self.spots[each.place].y, 0)
        return found

    def _band(self, ident: str) -> float:
        """How much height a place and those beside it need."""
        most = max(
            sum(1 for each in self.graph.parties if each.place == ident and each.role == role)
            for role in ("producer", "consumer")
        )
        loops = sum(1 for each in self.graph.crossings if each.source == ident and ident in each.targets)
        chips = sum(1 for each in self.graph.crossings if each.source == ident)
        return max(
            PLACE.height + loops * (CHIP.height + BELOW),
            most * (PARTY.height + ROW) - ROW,
            chips * (CHIP.height + CHIP_ROW) - CHIP_ROW,
        )

    def _wanted(self, mine: Sequence[str], heights: Mapping[str, float]) -> Iterable[tuple[str, float]]:
        """The first column stands in bands below each other, the others beside what leads to them."""
        down = 0.0
        for ident in mine:
            before = [
                self.spots[start].y
                for start, behind in _links(self.graph).items()
                if ident in behind and start in self.spots and self.column[start] < self.column[ident]
            ]
            yield ident, sum(before) / len(before) if before else down + heights[ident] / 2
            down += heights[ident] + BAND

    def _fill(
        self,
        idents: Sequence[str],
        x: float,
        wanted: Sequence[float],
        kind: Size,
        gap: float,
        heights: Sequence[float] | None = None,
    ) -> None:
        """A column: all at once where it was empty, else each newcomer beside those that stand there."""
        heights = heights or [kind.height] * len(idents)
        if not any(ident in self.spots for ident in idents):
            centres = spread(wanted, heights, gap)
            self.spots |= {ident: Spot(x, y) for ident, y in zip(idents, centres, strict=True)}
            return
        for ident, place in zip(idents, wanted, strict=True):
            if ident not in self.spots:
                self.spots[ident] = Spot(x, free(place, kind.height, self._beside(x, kind.width), min(gap, BAND)))

    def _beside(self, x: float, width: float) -> list[tuple[float, float]]:
        """Whatever stands in a column already, as (centre, height)."""
        found = []
        for node in self.graph.nodes():
            spot, its = self.spots.get(node.id), size(node)
            if spot is not None and abs(spot.x - x) < (width + its.width) / 2:
                found.append((spot.y, its.height))
        return found

    def _crossings(self) -> None:
        """Bridges half way between their ends; those that lead back or round below them."""
        between: dict[float, list[tuple[str, float]]] = {}
        for each in self.graph.crossings:
            x, y = self._middle(each)
            between.setdefault(x, []).append((each.id, y))
        for x, found in between.items():
            found.sort(key=lambda pair: pair[1])
            self._fill([ident for ident, _ in found], x, [y for _, y in found], CHIP, CHIP_ROW)

    def _middle(self, crossing: Crossing) -> Spot:
        start = self.spots[crossing.source]
        ends = [self.spots[ident] for ident in crossing.targets if ident in self.spots]
        ahead = [end for end in ends if end.x - start.x >= PLACE.width]
        if ahead:  # in the gap behind its source, on the way to where its targets are on average
            nearest = min(end.x for end in ahead)
            x = min((start.x + nearest) / 2, start.x + (PLACE.width + GAP_PLACE) / 2)
            far = sum(end.x for end in ahead) / len(ahead)
            y = sum(end.y for end in ahead) / len(ahead)
            return Spot(x, start.y + (y - start.y) * (x - start.x) / (far - start.x))
        if not ends:
            return Spot(start.x + PLACE.width / 2 + GAP_PLACE / 2, start.y)
        lowest = max(start.y, *(end.y for end in ends))
        far = sum(end.x for end in ends) / len(ends)
        return Spot((start.x + far) / 2, lowest + PLACE.height / 2 + BELOW + CHIP.height / 2)


def _links(graph: Graph) -> dict[str, list[str]]:
    """Which places are behind a place, by bridges and buses."""
    found: dict[str, list[str]] = {place.id: [] for place in graph.places}
    for each in graph.crossings:
        found[each.source] += [target for target in each.targets if target not in found[each.source]]
    for bus in graph.places:
        for member in bus.members:
            if bus.id not in found[member]:
                found[member].append(bus.id)
    return found
