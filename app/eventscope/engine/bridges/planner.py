"""What one source's messages become: entries for the routes, dead letters, and counts of what leaves by none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Lock

from eventscope.base import clock
from eventscope.core import bus, topics
from eventscope.core.bridge import Plan
from eventscope.core.bus import BusMessage, Exit, Outgoing
from eventscope.core.deadletter import DeadLetter
from eventscope.core.loops import Retained
from eventscope.engine.bridges.defences import Defences
from eventscope.engine.bridges.ends import Planned
from eventscope.engine.bridges.fuse import Fuse
from eventscope.store.spoolcounts import LOOP_STOPPED, NOWHERE
from eventscope.store.spooldead import Arrival
from eventscope.store.spoolrows import Corpse, Drop, Entry, as_it_came

SECOND = 10**9
_ES_ID = b"es-id"


@dataclass(slots=True)
class Load:
    """What a batch becomes. `fresh` are the messages that are no echo of our own copies."""

    entries: list[Entry] = field(default_factory=list)
    corpses: list[Corpse] = field(default_factory=list)
    drops: dict[tuple[int | None, str, str], Drop] = field(default_factory=dict)
    fresh: list[BusMessage] = field(default_factory=list)
    bytes: int = 0

    def drop(self, route: int | None, name: str, reason: str, message: BusMessage) -> None:
        """Count a message; the first of each reason is the example."""
        key = (route, name, reason)
        known = self.drops.get(key)
        if known is None:
            self.drops[key] = Drop(route, name, reason, 1, message.topic, message.payload or b"")
        else:
            self.drops[key] = known._replace(number=known.number + 1)


@dataclass(slots=True)
class Planner:
    """One source of a bridge or bus; any thread calls.

    `routes` are the numbers in the books of the plan's routes, `fuses` theirs. `takes` and `leaves` are filters of a
    bus: what the source gives beyond the first, or another source of the same member brings, is not taken.
    """

    number: int
    plan: Plan
    routes: Sequence[int]
    fuses: Sequence[Fuse]
    defences: Defences
    note: Callable[[str, int], None]
    tripped: Callable[[], None]
    strength: int
    home: str  # what the source's broker is called in the window of repeats: its address, which no probe changes
    kind: bus.Kind = "mqtt"
    dedupes: bool = False
    takes: str = ""
    leaves: Sequence[str] = ()
    retained: Retained = field(default_factory=Retained)
    _lock: Lock = field(default_factory=Lock)

    def load(self, messages: Sequence[BusMessage]) -> Load:
        """Plan a batch."""
        found = Load()
        now, wall = clock.mono_ns(), clock.steady_ns()
        with self._lock:
            for message in messages:
                if self._wanted(message):
                    self._one(found, message, now, wall)
        return found

    def planned(self, messages: Sequence[BusMessage]) -> Planned:
        """The same for a transfer, which sends by itself."""
        result = Planned([], [])
        now = clock.mono_ns()
        with self._lock:
            for message in messages:
                copies, exits = self._decide(message, now)
                result.copies.extend((message, copy) for copy in copies)
                result.exits.extend((message, item) for item in exits)
        return result

    def subscribing(self) -> None:
        """The source will give again what it retains."""
        with self._lock:
            self.retained.subscribed()

    # --- one message -------------------------------------------------------------------------------------

    def _wanted(self, message: BusMessage) -> bool:
        if message.retain and self.retained.again(message.topic, message.payload):
            self.note("retained_again", 1)
            return False
        if not self.takes:
            return True
        topic = message.topic.decode("utf-8", "surrogateescape")
        topic = topic.replace(".", "/") if message.kind == "kafka" else topic
        return topics.matches(self.takes, topic) and not any(topics.matches(item, topic) for item in self.leaves)

    def _one(self, found: Load, message: BusMessage, now: int, wall: int) -> None:
        copies, exits = self._decide(message, now)
        came = _origin(message)
        for copy in copies:
            found.entries.append(self._entry(message, copy, came, wall))
        for item in exits:
            self.exit(found, message, item)
        if copies or any(item.reason != bus.LOOP for item in exits):
            found.fresh.append(message)
        found.bytes += len(message.payload or b"")

    def _decide(self, message: BusMessage, now: int) -> tuple[list[Outgoing], list[Exit]]:
        """The plan's answer, less what the defences stop."""
        plan = self.plan
        restored = self.defences.restored(plan.id, plan.source, message, now)
        copies, exits = plan.route(message, restored)
        kept = []
        for copy in copies:
            stop = self._double(message, copy, now)
            if stop is not None:
                exits.append(stop)
                continue
            kept.append(copy)
            fuse = self.fuses[copy.route]
            if fuse.arrived(copy.topic.encode(), copy.payload, now):
                self.tripped()
        return kept, exits

    def _double(self, message: BusMessage, copy: Outgoing, now: int) -> Exit | None:
        ends = (self.plan.source, self.plan.ways[copy.route].broker)
        if not self.defences.joined_twice(*ends):
            return None
        if self.defences.first(self.plan.id, ends, message, copy, self.strength, now):
            return None
        return Exit(copy.route, bus.LOOP, "Another bridge has sent the same message to the same topic.")

    # --- into the books ----------------------------------------------------------------------------------

    def _entry(self, message: BusMessage, copy: Outgoing, came: str, wall: int) -> Entry:
        route = self.routes[copy.route]
        expires = wall + copy.expiry * SECOND if copy.expiry is not None else 0
        name = _name(message) if self.dedupes else b""
        return Entry(
            route, copy.topic.encode(), copy.payload, copy.key, copy.headers, copy.qos, copy.retain, copy.properties,
            came, expires, f"{self.home}>{route}" if name else "", name,
        )  # fmt: skip

    def exit(self, found: Load, message: BusMessage, item: Exit) -> None:
        """A message that does not leave by a route, or by none."""
        route = None if item.route is None else self.routes[item.route]
        if item.dead:
            found.corpses.append(Corpse(self.as_it_came(message, route), item.reason, item.words))
        elif item.reason == bus.LOOP:
            found.drop(route, LOOP_STOPPED, item.reason, message)
        else:
            found.drop(route, "dropped", item.reason, message)

    def as_it_came(self, message: BusMessage, route: int | None) -> Entry:
        """For the dead letters: byte for byte."""
        return Entry(
            NOWHERE if route is None else route, message.topic, message.payload, message.key, message.headers,
            message.qos, message.retain, message.properties, _origin(message), order=as_it_came(self.number),
        )  # fmt: skip

    def again(self, letter: DeadLetter) -> Arrival:
        """What a dead letter that lies there as it came becomes now, but by no more routes than it missed."""
        message = BusMessage(
            self.kind, letter.topic, letter.payload, letter.key, letter.headers, letter.qos, letter.retain,
            letter.properties, timestamp_ns=letter.since,
        )  # fmt: skip
        found, wall = Load(), clock.steady_ns()
        with self._lock:
            copies, exits = self.plan.route(message)
        missed = self._missed(letter.route)
        for copy in copies:
            if copy.route in missed:
                found.entries.append(self._entry(message, copy, letter.source, wall)._replace(origin="", dedupe=b""))
        for item in exits:
            if item.route is None or item.route in missed:
                self.exit(found, message, item)
        return found.entries, list(found.drops.values()), found.corpses

    def _missed(self, route: int) -> set[int]:
        """Routes of the plan that share their fate with one in the books."""
        if route == NOWHERE:
            return set(range(len(self.routes)))
        for group in self.plan.groups:
            numbers = {way.number for family in group for way in family.ways}
            if route in {self.routes[number] for number in numbers}:
                return numbers
        return set()


def _origin(message: BusMessage) -> str:
    """Where a message came from, for people."""
    topic = message.topic.decode("utf-8", "backslashreplace")
    if message.kind != "kafka":
        return topic
    return f"{topic}/{message.partition}@{message.offset}"


def _name(message: BusMessage) -> bytes:
    """What names a message for ever: the id that a bridge of ours gave it, or its place in Kafka; empty for none."""
    given = next((value for name, value in message.headers if name == _ES_ID), None)
    if given:
        return given[:256]
    if message.kind == "kafka" and message.offset is not None:
        return b"%s/%d/%d" % (message.topic, message.partition or 0, message.offset)
    return b""
