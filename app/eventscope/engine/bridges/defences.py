"""What all bridges of an engine know together, so that nothing goes round in a circle or leaves twice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from threading import Lock

from eventscope.core import loops, marks
from eventscope.core.bus import BusMessage, Outgoing
from eventscope.core.loops import Copies, Doubles, Fingerprint
from eventscope.core.marks import Marks
from eventscope.engine.bridges.fuse import Fuse

Headers = Iterable[tuple[bytes, bytes | None]]


@dataclass(frozen=True, slots=True)
class Lead:
    """That a bridge leads from a broker to a broker; names of connections are for people."""

    bridge: str  # its name in marks
    name: str
    source: str
    target: str
    place: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Storm:
    """Who takes part in what goes round: names of bridges, and the circle where they close one."""

    bridges: tuple[str, ...]
    cycle: tuple[str, ...]


class Defences:
    """Any thread calls. Times are monotonic ns."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._copies = Copies()
        self._doubles = Doubles()
        self._leads: dict[Lead, Fuse] = {}
        self._shared: frozenset[tuple[str, str]] = frozenset()  # pairs of brokers that several bridges join

    def join(self, lead: Lead, fuse: Fuse) -> None:
        """A route runs."""
        with self._lock:
            self._leads[lead] = fuse
            self._count()

    def leave(self, bridge: str) -> None:
        """A bridge runs no more."""
        with self._lock:
            self._leads = {lead: fuse for lead, fuse in self._leads.items() if lead.bridge != bridge}
            self._count()

    def _count(self) -> None:
        ways: dict[tuple[str, str], set[str]] = {}
        for lead in self._leads:
            ways.setdefault((lead.source, lead.target), set()).add(lead.bridge)
        self._shared = frozenset(way for way, bridges in ways.items() if len(bridges) > 1)

    # --- memory ------------------------------------------------------------------------------------------

    def sent(self, broker: str, topic: bytes, payload: bytes | None, headers: Headers, now: int) -> None:
        """A copy with these marks is about to leave for a broker that cannot carry them."""
        found = marks.parse({name: value or b"" for name, value in headers if name in marks.NAMES})
        if found is not None:
            with self._lock:
                self._copies.sent(broker, topic, payload, found, now)

    def restored(self, reader: str, broker: str, message: BusMessage, now: int) -> Marks | None:
        """The marks that a message has lost on its way; None where it carries some, or is none of our copies."""
        if not len(self._copies) or marks.maybe_in(message.properties):
            return None
        if any(name in marks.NAMES for name, _ in message.headers):
            return None
        with self._lock:
            return self._copies.received(reader, broker, message.topic, message.payload, now)

    def joined_twice(self, source: str, target: str) -> bool:
        """Whether several bridges lead from one broker to the other, so that `first` is to be asked."""
        return (source, target) in self._shared

    def first(self, bridge: str, ends: tuple[str, str], message: BusMessage, copy: Outgoing, strength: int, now: int) -> bool:  # fmt: skip  # noqa: E501
        """Whether this bridge is the one to send a copy, see `Doubles`.

        The source's topic is part of the question: two messages from two topics that are led to one are no doubles.
        """
        topics = (loops.brief(message.topic), loops.brief(copy.topic.encode()))
        way = (*ends, *topics, hash(copy.key), hash(copy.payload), len(copy.payload or b""))
        with self._lock:
            return self._doubles.first(bridge, way, strength, now)

    # --- storms ------------------------------------------------------------------------------------------

    def storm(self, mark: Fingerprint, now: int) -> Storm:
        """Which bridges have seen the payload of that fingerprint often, whatever its topic."""
        with self._lock:
            leads = dict(self._leads)
        hit = [lead for lead, fuse in leads.items() if fuse.saw(mark, now)]
        names = tuple(dict.fromkeys(lead.name for lead in hit))
        return Storm(names, circle(hit))


def circle(leads: list[Lead]) -> tuple[str, ...]:
    """Connections and bridges in turn, from a broker back to itself; empty where the leads close no circle."""
    for start in leads:
        trail = [start]
        seen = {start.source}
        while trail[-1].target not in seen:
            seen.add(trail[-1].target)
            onward = next((lead for lead in leads if lead.source == trail[-1].target), None)
            if onward is None:
                break
            trail.append(onward)
        if trail[-1].target == start.source:
            names = [start.place[0]]
            for lead in trail:
                names += [lead.name, lead.place[1]]
            return tuple(names)
    return ()
