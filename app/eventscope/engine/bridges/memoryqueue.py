"""The queue of at-most-once bridges: in memory and bounded; what is lost with it was never promised, but is counted."""

from __future__ import annotations

from bisect import insort
from collections import Counter, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from threading import Lock

from eventscope.base import clock
from eventscope.core.errors import Unavailable
from eventscope.engine.bridges.memorydead import MemoryDead
from eventscope.engine.bridges.queue import Done
from eventscope.store.spoolcounts import BYTES, DROPPED, EXPIRED, IN, NOWHERE, OUT, QUEUED, Counts, Deltas, Figures
from eventscope.store.spoolrows import Corpse, Drop, Entry, Limits, Marks, Row, pack

Put = tuple[Sequence[Entry], Done | None]


class MemoryQueue:
    """See `queue.Queue`. `later` runs a call soon, on the event loop, because no `done` may come inside its own call.

    While it is full: "drop-oldest" lets the oldest go, "drop-newest" what comes, "to-dead-letters" keeps that apart;
    "block" lets sources wait that can, while those of QoS 0 drop by themselves.
    """

    restored: Sequence[Row] = ()
    epoch = 0
    commits = (0, 0)

    def __init__(self, limits: Limits, later: Callable[[Callable[[], None]], None]) -> None:
        self._limits = limits
        self._later = later
        self._lock = Lock()
        self._lanes: dict[int, deque[Row]] = {}
        self._taken: dict[int, Row] = {}
        self._waiting: deque[Put] = deque()
        self._listeners: dict[int, Callable[[], None]] = {}
        self._counts = Counts()
        self._rows = self._bytes = self._next = 0
        self._closed = False
        self.offsets: Mapping[tuple[str, int], int] = {}
        self.dead = MemoryDead(self._counts, self._lock, limits, self._revive)

    # --- in ------------------------------------------------------------------------------------------------

    def put(
        self,
        entries: Sequence[Entry],
        marks: Marks | None = None,
        drops: Sequence[Drop] = (),
        corpses: Sequence[Corpse] = (),
        done: Done | None = None,
    ) -> None:
        """Marks are not kept: nothing is remembered over a restart."""
        with self._lock:
            if self._closed:
                raise Unavailable("queue-closed", "The queue of this bridge is closed.")
            self._drop(drops)
            for corpse in corpses:
                self.dead.add(self._row(corpse.entry), corpse.reason, corpse.words, came_in=True)
            waits = bool(self._waiting) or (self._full and self._limits.when_full == "block" and bool(entries))
            if waits:
                self._waiting.append((entries, done))
                return
            self._enter(entries)
        self._settle(done)
        self._tell({entry.route for entry in entries})

    def _enter(self, entries: Sequence[Entry]) -> None:
        deltas: Deltas = Counter()
        for entry in entries:
            deltas[entry.route, IN] += 1
            if self._full and self._refuse(entry, deltas):
                continue
            self._append(self._row(entry), deltas)
        if self._limits.when_full == "drop-oldest":
            self._make_room(deltas)
        self._counts.add(deltas)

    def _refuse(self, entry: Entry, deltas: Deltas) -> bool:
        if self._limits.when_full == "drop-newest":
            deltas[entry.route, DROPPED + "queue_full"] += 1
            return True
        if self._limits.when_full != "to-dead-letters":
            return False
        self.dead.add(self._row(entry), "queue_full", "The queue of the bridge was full.", came_in=False)
        return True

    def _append(self, row: Row, deltas: Deltas) -> None:
        self._lanes.setdefault(row.route, deque()).append(row)
        self._weigh(row, 1, deltas)

    def _make_room(self, deltas: Deltas) -> None:
        while self._rows > self._limits.messages or self._bytes > self._limits.bytes:
            lanes = [lane for lane in self._lanes.values() if lane]
            if not lanes:
                return
            row = min(lanes, key=lambda lane: lane[0].id).popleft()
            self._weigh(row, -1, deltas)
            deltas[row.route, DROPPED + "queue_full"] += 1

    def _weigh(self, row: Row, sign: int, deltas: Deltas) -> None:
        self._rows += sign
        self._bytes += sign * row.size
        deltas[row.route, QUEUED] += sign
        deltas[row.route, BYTES] += sign * row.size

    def _drop(self, drops: Sequence[Drop]) -> None:
        deltas: Deltas = Counter()
        for drop in drops:
            route = NOWHERE if drop.route is None else drop.route
            deltas[route, IN] += drop.number
            deltas[route, DROPPED + drop.reason if drop.name.startswith("dropped") else drop.name] += drop.number
        self._counts.add(deltas)

    def _row(self, entry: Entry) -> Row:
        self._next += 1
        return Row(
            self._next, self.epoch, entry.route, entry.topic, entry.payload, entry.key, pack(entry.headers), entry.qos,
            entry.retain, entry.properties, entry.source, entry.expires, entry.order, clock.steady_ns(), entry.size,
        )  # fmt: skip

    @property
    def _full(self) -> bool:
        return self._rows >= self._limits.messages or self._bytes >= self._limits.bytes

    def _settle(self, done: Done | None, error: Exception | None = None) -> None:
        if done is not None:
            self._later(lambda: done(error))

    def mark(self, marks: Marks, done: Done | None = None) -> None:
        """Nothing outlives the process."""
        self._settle(done)

    def inbox(self, session: str) -> set[int]:
        """Nothing is held over a restart."""
        return set()

    # --- out -----------------------------------------------------------------------------------------------

    def listen(self, route: int, ready: Callable[[], None]) -> None:
        """On the thread that put, or on the event loop."""
        self._listeners[route] = ready

    def take(self, route: int, count: int) -> list[Row]:
        """Those whose time is over leave here and are counted."""
        now = clock.steady_ns()
        before = now - int(self._limits.age * 1e9) if self._limits.age else 0
        rows: list[Row] = []
        deltas: Deltas = Counter()
        with self._lock:
            lane = self._lanes.get(route) or ()
            while lane and len(rows) < count:
                row = lane.popleft()
                if row.since < before or 0 < row.expires <= now:
                    self._weigh(row, -1, deltas)
                    deltas[route, EXPIRED] += 1
                    continue
                rows.append(row)
                self._taken[row.id] = row
            self._counts.add(deltas)
        if deltas:
            self._admit()
        return rows

    def sent(self, pairs: Sequence[tuple[int, int]], done: Done | None = None) -> None:
        """Nothing to remember."""
        self._settle(done)

    def received(self, pairs: Sequence[tuple[int, int]], done: Done | None = None) -> None:
        """Nothing to remember."""
        self._settle(done)

    def done(self, ids: Iterable[int], done: Done | None = None) -> None:
        """Through."""
        self._leave(ids, OUT)
        self._settle(done)

    def drop(self, ids: Iterable[int], reason: str, done: Done | None = None) -> None:
        """Given up."""
        self._leave(ids, DROPPED + reason)
        self._settle(done)

    def retry(self, id_: int, seconds: float, reason: str, sentence: str, done: Done | None = None) -> None:
        """What may have arrived is not sent twice: it is dropped, for this reason."""
        self.drop((id_,), reason, done)

    def back(self, ids: Sequence[int], done: Done | None = None) -> None:
        """Not tried; the next again."""
        with self._lock:
            rows = [row for id_ in ids if (row := self._taken.pop(id_, None)) is not None]
            for row in reversed(rows):
                insort(self._lanes.setdefault(row.route, deque()), row, key=lambda item: item.id)
        self._settle(done)
        routes = {row.route for row in rows}
        self._later(lambda: self._tell(routes))

    def bury(self, id_: int, reason: str, sentence: str, done: Done | None = None) -> None:
        """To the dead letters."""
        deltas: Deltas = Counter()
        with self._lock:
            row = self._taken.pop(id_, None)
            if row is not None:
                self._weigh(row, -1, deltas)
                self._counts.add(deltas)
                self.dead.add(row, reason, sentence, came_in=False)
        self._settle(done)
        self._admit()

    def _leave(self, ids: Iterable[int], name: str) -> None:
        deltas: Deltas = Counter()
        with self._lock:
            for id_ in ids:
                row = self._taken.pop(id_, None)
                if row is not None:
                    self._weigh(row, -1, deltas)
                    deltas[row.route, name] += 1
            self._counts.add(deltas)
        self._admit()

    def _admit(self) -> None:
        """Let in what waits, as far as there is room."""
        while self._waiting:
            with self._lock:
                if not self._waiting or self._full:
                    return
                entries, done = self._waiting.popleft()
                self._enter(entries)
            self._settle(done)
            self._tell({entry.route for entry in entries})

    def _tell(self, routes: set[int]) -> None:
        for route in routes:
            listener = self._listeners.get(route)
            if listener is not None:
                listener()

    def _revive(self, rows: Sequence[Row], entries: Sequence[Entry]) -> None:
        """Dead letters come back: `rows` as they are (the lock is held), `entries` as new ones."""
        deltas: Deltas = Counter()
        for row in rows:
            self._next += 1
            self._append(row._replace(id=self._next, since=clock.steady_ns(), expires=0), deltas)
        self._counts.add(deltas)
        self._enter(entries)
        routes = {row.route for row in rows} | {entry.route for entry in entries}
        self._later(lambda: self._tell(routes))

    # --- what is known -------------------------------------------------------------------------------------

    def figures(self) -> Figures:
        """The books at this instant."""
        with self._lock:
            firsts = [lane[0].since for lane in self._lanes.values() if lane]
            firsts += [row.since for row in self._taken.values()]
            return self._counts.figures(min(firsts, default=0), self.epoch, "queue" if self._waiting else "")

    def oldest(self, route: int) -> int:
        """When the oldest row of a route came."""
        with self._lock:
            known = [row.since for row in self._taken.values() if row.route == route]
            lane = self._lanes.get(route)
            return min([*known, lane[0].since]) if lane else min(known, default=0)

    def note(self, name: str, count: int = 1) -> None:
        """Count what moves no message."""
        with self._lock:
            self._counts.note(name, count)

    def close(self) -> None:
        """What waits is lost, and counted so; what waits to come in was never taken from its source."""
        deltas: Deltas = Counter()
        with self._lock:
            self._closed = True
            for row in [*self._taken.values(), *(row for lane in self._lanes.values() for row in lane)]:
                self._weigh(row, -1, deltas)
                deltas[row.route, DROPPED + "stopped"] += 1
            self._taken.clear()
            self._lanes.clear()
            self._counts.add(deltas)
            waiting = list(self._waiting)
            self._waiting.clear()
        for _, done in waiting:
            self._settle(done, ConnectionAbortedError("the bridge was stopped"))
