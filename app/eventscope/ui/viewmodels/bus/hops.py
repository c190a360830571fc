"""One event on its way: who made it, which brokers and bridges it crossed, and when, as far as anybody measured."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from eventscope.core import marks, rawproperties, stamp
from eventscope.core.busfigures import BridgeFigures
from eventscope.core.identity import bridge_id
from eventscope.core.marks import Marks
from eventscope.core.message import WALL_LATENCY, Message
from eventscope.core.verbs import Explained
from eventscope.core.workspace import Connection
from eventscope.ui import figures
from eventscope.ui.viewmodels.brokers_rows import label
from eventscope.ui.viewmodels.bus.places import Place, place_of, places
from eventscope.ui.viewmodels.lines import clock_text

HopKind = Literal["due", "sent", "acknowledged", "broker", "bridge", "lost", "received"]


@dataclass(frozen=True, slots=True)
class Hop:
    """One station. `when` is a time of day, `after` the time since the first one; both empty: not measured.

    `known` says whether `name` is one of this workspace's, or the id from the message. `usual` is what the bridge
    takes for half of its messages now, which is not the time of this one. `about` means two clocks were compared.
    """

    kind: HopKind
    name: str = ""
    known: bool = True
    when: str = ""
    after: str = ""
    usual: str = ""
    about: bool = False


@dataclass(frozen=True, slots=True)
class Journey:
    """All stations, and the ids of places and bridges for the graph; `hops` counts bridges as the message says."""

    stations: tuple[Hop, ...]
    trail: tuple[str, ...]
    hops: int = 0


@dataclass(frozen=True, slots=True)
class Names:
    """What ids in marks stand for."""

    bridges: dict[str, BridgeFigures]
    places: tuple[Place, ...]

    def place(self, broker: str) -> Place | None:
        """The broker of that identity."""
        return next((place for place in self.places if broker in place.brokers), None)


def names(connections: Iterable[Connection], found: Iterable[BridgeFigures], install: str) -> Names:
    """Of everything in the workspace. A bridge whose figures lack the id is known by its name's hash."""
    found = tuple(found)
    bridges = {(each.id or bridge_id(each.bus or each.name, install)): each for each in found}
    return Names(bridges, tuple(places(connections, found)))


def marks_of(properties: bytes) -> Marks | None:
    """The marks in a row's properties; None where there are none, or where they cannot be read."""
    if not marks.maybe_in(properties):
        return None
    try:
        pieces = rawproperties.split(properties)
    except ValueError:
        return None
    pairs = dict(rawproperties.pair(piece) for piece in pieces if piece[0] == rawproperties.USER)
    return marks.parse({name: value for name, value in pairs.items() if name in marks.NAMES})


def journey(message: Message, explained: Explained | None, known: Names, connection: Connection | None) -> Journey:
    """Everything that the message and its receipt say of its way; `connection` is the one it came by."""
    seen = marks_of(message.properties)
    stations = _begun(message, explained)
    trail: list[str] = []
    for step in seen.path if seen else ():
        bridge, broker = step.split("@")
        _cross(stations, trail, known, bridge, broker)
    if seen is not None and seen.hops > len(seen.path):
        stations.insert(len(stations) - 2 * len(seen.path), Hop("lost", str(seen.hops - len(seen.path))))
    _arrived(stations, trail, known, connection)
    stations.append(_received(message))
    return Journey(tuple(stations), tuple(dict.fromkeys(trail)), seen.hops if seen else 0)


def _begun(message: Message, explained: Explained | None) -> list[Hop]:
    found = stamp.parse(message.properties)
    if found is None:
        wrapped = stamp.unwrap(message.payload)
        found = wrapped[0] if wrapped else None
    stations: list[Hop] = []
    if found is not None:
        stream = label(found.stream.decode("utf-8", "replace"))
        if found.due is not None:
            stations.append(Hop("due", stream, when=clock_text(found.due), after="0"))
        if found.sent is not None:
            after = "" if found.due is None else "+" + figures.span(found.sent - found.due)
            stations.append(Hop("sent", stream, when=clock_text(found.sent), after=after))
    receipt = explained.receipt if explained else None
    if receipt is not None and receipt.acknowledged is not None:
        after = "+" + figures.span(float(max(0, receipt.acknowledged - receipt.queued)))
        stations.append(Hop("acknowledged", after=after))
    return stations


def _cross(stations: list[Hop], trail: list[str], known: Names, bridge: str, broker: str) -> None:
    place = known.place(broker)
    stations.append(Hop("broker", label(place.name if place else broker), place is not None))
    if place is not None:
        trail.append(place.id)
    each = known.bridges.get(bridge)
    if each is None:
        stations.append(Hop("bridge", label(bridge), known=False))
        return
    if each.bus:
        bus = place_of(known.places, each.bus)
        trail += [bus.id] if bus else []
    else:
        trail.append(f"bridge:{each.name}")
    middle = [edge.latency.p50 for edge in each.edges if edge.latency.p50 is not None]
    usual = figures.span(max(middle)) if middle else ""
    stations.append(Hop("bridge", label(each.bus or each.name), usual=usual))


def _arrived(stations: list[Hop], trail: list[str], known: Names, connection: Connection | None) -> None:
    place = place_of(known.places, connection.name) if connection else None
    if place is not None:
        stations.append(Hop("broker", label(place.name)))
        trail.append(place.id)


def _received(message: Message) -> Hop:
    after = "" if message.latency is None else f"{'+' if message.latency >= 0 else ''}{figures.span(message.latency)}"
    return Hop("received", when=clock_text(message.wall), after=after, about=bool(message.flags & WALL_LATENCY))
