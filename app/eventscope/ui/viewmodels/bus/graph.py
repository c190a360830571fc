"""The drawing of what runs, without a drop of paint: places, parties, bridges, and the flows between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from eventscope.core.bus import BridgeSpec
from eventscope.core.busfigures import BridgeFigures, EdgeFigures, SideFigures
from eventscope.core.metrics import LatencyFigures
from eventscope.ui.viewmodels.bus.hubs import Hub, state_of
from eventscope.ui.viewmodels.bus.parties import Party
from eventscope.ui.viewmodels.bus.places import Place, place_of

# good: something flows. idle: all is well, nothing flows. wait: not as it should be, and mends itself.
# bad: somebody has to do something. off: stands still because a person wants it so.
Health = Literal["good", "idle", "wait", "bad", "off"]
FlowKind = Literal["publish", "consume", "in", "out", "member"]
FLOWING = 0.05  # messages a second from which something flows
WINDOW = "window:in"  # the party that is this window; it has a line from every broker at which it listens

_BY_STATE: dict[str, Health] = {
    **dict.fromkeys(("disabled", "paused", "stopped"), "off"),
    **dict.fromkeys(("validating", "connecting", "subscribing", "degraded", "draining"), "wait"),
    **dict.fromkeys(("blocked", "failed"), "bad"),
}
WORST: tuple[Health, ...] = ("bad", "wait", "good", "idle", "off")


@dataclass(frozen=True, slots=True)
class Crossing:
    """A bridge. `source` and `targets` are ids of places; without `figures` the engine has not told of it yet."""

    id: str
    name: str
    source: str
    targets: tuple[str, ...]
    health: Health
    figures: BridgeFigures | None = None
    spec: BridgeSpec | None = None

    @property
    def edges(self) -> tuple[EdgeFigures, ...]:
        """The figures of its routes."""
        return self.figures.edges if self.figures else ()

    @property
    def rate(self) -> float:
        """Messages out a second, over all routes."""
        return sum(edge.rate for edge in self.edges)

    @property
    def p99(self) -> int | None:
        """The slowest route's p99, in ns; None where too few messages passed."""
        return max((edge.latency.p99 for edge in self.edges if edge.latency.p99 is not None), default=None)

    @property
    def beat(self) -> int | None:
        """The longest that the last beat took to a target's answer, in ns."""
        return max((edge.beat for edge in self.edges if edge.beat is not None), default=None)

    @property
    def tripped(self) -> bool:
        """Whether the breaker of a route stands open."""
        return any(edge.tripped for edge in self.edges)

    @property
    def state(self) -> str:
        """Its state as a code; "" where the engine has not told of it."""
        return state_of(self.figures, self.tripped)


@dataclass(frozen=True, slots=True)
class Flow:
    """A line of the drawing; `back` is the rate the other way (a member of a bus)."""

    id: str
    start: str
    end: str
    kind: FlowKind
    health: Health
    rate: float | None = None
    back: float | None = None
    waiting: int | None = None
    p99: int | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """How a place fares. `rate` is messages in a second; `here` says that only those this window received count.

    `crossing` is messages a second that bridges take from it and bring to it.

    `code`, `words` and `params` say why it is not up.
    """

    health: Health = "idle"
    state: str = "down"
    code: str = ""
    words: str = ""
    params: Mapping[str, str] = field(default_factory=dict)
    retry_at: int | None = None
    attempt: int = 0
    rate: float | None = None
    here: bool = False
    crossing: float | None = None
    queued: int | None = None
    clients: int | None = None
    dead: int = 0  # of a bus
    hub: Hub | None = None  # of a bus
    since: int = 0


@dataclass(frozen=True, slots=True)
class Graph:
    """Everything that is drawn. Ids are steady as long as the thing is."""

    places: tuple[Place, ...] = ()
    parties: tuple[Party, ...] = ()
    crossings: tuple[Crossing, ...] = ()
    flows: tuple[Flow, ...] = ()
    standings: Mapping[str, Standing] = field(default_factory=dict)

    def nodes(self) -> Iterator[Place | Party | Crossing]:
        """All of them."""
        yield from self.places
        yield from self.parties
        yield from self.crossings

    def node(self, ident: str) -> Place | Party | Crossing | None:
        """The one with that id."""
        return next((each for each in self.nodes() if each.id == ident), None)

    def steered(self, ident: str) -> Crossing | Hub | None:
        """The bridge or bus with that id: what can be started, paused, drained and stopped."""
        node = self.node(ident)
        return node if isinstance(node, Crossing) else self.standings.get(ident, Standing()).hub

    def crossing(self, name: str) -> Crossing | None:
        """The bridge of that name."""
        return next((each for each in self.crossings if each.name == name), None)


def crossings(specs: Sequence[BridgeSpec], figures: Sequence[BridgeFigures], places: Sequence[Place]) -> list[Crossing]:
    """All bridges of their own: the workspace's in its order, then those that only figures know."""
    known = {each.name: each for each in figures if not each.bus}
    wanted = {spec.name: spec for spec in specs}
    found = []
    for name in dict.fromkeys((*wanted, *known)):
        each, spec = known.get(name), wanted.get(name)
        source, targets = _ends(spec, each)
        start = place_of(places, source)
        ends = [place for target in targets if (place := place_of(places, target)) is not None]
        if start is not None:
            ids = tuple(dict.fromkeys(place.id for place in ends))
            found.append(Crossing(f"bridge:{name}", name, start.id, ids, health_of(each), each, spec))
    return found


def _ends(spec: BridgeSpec | None, figures: BridgeFigures | None) -> tuple[str, list[str]]:
    if figures is not None:
        return figures.source.connection, [edge.target.connection for edge in figures.edges]
    assert spec is not None
    return spec.source.connection, [route.to.connection for route in spec.routes]


def health_of(figures: BridgeFigures | None) -> Health:
    """Of a bridge."""
    if figures is None:
        return "idle"
    if any(edge.tripped for edge in figures.edges) or figures.error:
        return "bad"
    moving = figures.rate >= FLOWING or any(edge.rate >= FLOWING for edge in figures.edges)
    return _BY_STATE.get(figures.state, "good" if moving else "idle")


def sides(figures: Iterable[BridgeFigures]) -> Iterator[SideFigures]:
    """Every side of every bridge."""
    for each in figures:
        yield each.source
        for edge in each.edges:
            yield edge.target


def worst(healths: Iterable[Health]) -> Health:
    """The one that needs somebody most; idle for none."""
    return min(healths, key=WORST.index, default="idle")


def flows(
    crossed: Iterable[Crossing], parties: Iterable[Party], places: Sequence[Place], figures: Sequence[BridgeFigures]
) -> list[Flow]:
    """All lines."""
    found = [_party_flow(each) for each in parties if each.id != WINDOW]
    for each in crossed:
        rate = each.figures.rate if each.figures else None
        found.append(Flow(f"{each.id}<", each.source, each.id, "in", _into(each), rate))
        found += [_out(each, target, places) for target in each.targets]
    return found + list(_memberships(places, figures))


def _into(crossing: Crossing) -> Health:
    """A target that is down does not stop what comes in: messages wait in the spool."""
    figures = crossing.figures
    if figures is None or figures.state != "degraded":
        return crossing.health
    if figures.source.state != "up":
        return "wait"
    return "good" if figures.rate >= FLOWING else "idle"


def _out(crossing: Crossing, target: str, places: Sequence[Place]) -> Flow:
    mine = [
        edge for edge in crossing.edges if (place := place_of(places, edge.target.connection)) and place.id == target
    ]
    health = crossing.health
    if mine and crossing.figures is not None and crossing.figures.state == "degraded":
        up = all(edge.target.state == "up" for edge in mine)
        health = ("good" if sum(edge.rate for edge in mine) >= FLOWING else "idle") if up else "wait"
    if any(edge.tripped for edge in mine):
        health = "bad"
    waiting = sum(edge.queued for edge in mine)
    rate = sum(edge.rate for edge in mine) if mine else None
    return Flow(f"{crossing.id}>{target}", crossing.id, target, "out", health, rate, None, waiting, _p99(mine))


def _p99(edges: Iterable[EdgeFigures]) -> int | None:
    found: list[LatencyFigures] = [edge.latency for edge in edges]
    return max((each.p99 for each in found if each.p99 is not None), default=None)


def _party_flow(party: Party) -> Flow:
    moving = party.rate is not None and party.rate >= FLOWING
    health: Health = "good" if moving else "idle"
    figures = party.figures
    if figures is not None and figures.state != "up":
        health = {"stopped": "off", "refused": "bad"}.get(figures.state, "wait")  # type: ignore[assignment]
    elif (party.kind == "workspace" and figures is None) or not party.online:
        health = "off"
    if party.role == "producer":
        return Flow(f"{party.id}>", party.id, party.place, "publish", health, party.rate)
    p99 = figures.latency.p99 if figures else None
    return Flow(f"<{party.id}", party.place, party.id, "consume", health, party.rate, None, party.waiting, p99)


def _memberships(places: Sequence[Place], figures: Sequence[BridgeFigures]) -> Iterator[Flow]:
    for bus in places:
        for member in bus.members:
            mine = [
                each
                for each in figures
                if each.bus == bus.name and (place := place_of(places, each.source.connection)) and place.id == member
            ]
            health = worst(health_of(each) for each in mine)
            into = sum(each.rate for each in mine) if mine else None
            out = sum(edge.rate for each in mine for edge in each.edges) if mine else None
            waiting = sum(edge.queued for each in mine for edge in each.edges)
            yield Flow(f"member:{bus.id}:{member}", member, bus.id, "member", health, into, out, waiting)
