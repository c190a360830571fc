"""The changes of a spool: each is applied to the file inside a transaction and to memory once that is committed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Lock

from eventscope.base import clock
from eventscope.store.spoolcounts import (
    BYTES,
    DEAD,
    DEAD_BYTES,
    DROPPED,
    EXPIRED,
    IN,
    NOWHERE,
    OUT,
    QUEUED,
    Counts,
    Deltas,
)
from eventscope.store.spoolfile import File
from eventscope.store.spoollane import Lane
from eventscope.store.spoolrows import QUEUED as WAITING, SENT, Corpse, Drop, Entry, Limits, Marks, Row, pack

Done = Callable[[Exception | None], None]
WINDOW, WINDOW_TOTAL, WINDOW_NS = 100_000, 1_000_000, 600 * 10**9  # ids of one origin, of all, and for how long
_PRUNE_EVERY = 5_000


class Books:
    """What the writer and the callers share; everything here is touched under `lock`."""

    def __init__(self, limits: Limits) -> None:
        self.lock = Lock()
        self.limits = limits
        self.counts = Counts()
        self.lanes: dict[int, Lane] = {}
        self.next_id = 1
        self.epoch = 0
        self.oldest = 0
        self.blocked = ""
        self.seen = 0  # entries with a name since the window was last narrowed

    def lane(self, route: int) -> Lane:
        """That of a route, made when it is first asked for."""
        lane = self.lanes.get(route)
        if lane is None:
            lane = self.lanes[route] = Lane(route)
        return lane

    def lanes_taken(self, id_: int) -> Row | None:
        """The row on its way that has this id."""
        for lane in self.lanes.values():
            if (row := lane.taken.get(id_)) is not None:
                return row
        return None

    def full(self, deltas: Deltas) -> bool:
        """Whether a limit of the queue is reached, counting what this transaction has done so far."""
        rows, size = self._waiting(deltas, QUEUED), self._waiting(deltas, BYTES)
        return rows >= self.limits.messages or size >= self.limits.bytes

    def over(self, deltas: Deltas) -> bool:
        """Whether a limit of the queue is passed."""
        rows, size = self._waiting(deltas, QUEUED), self._waiting(deltas, BYTES)
        return rows > self.limits.messages or size > self.limits.bytes

    def dead_full(self, deltas: Deltas) -> bool:
        """Whether there is no room among the dead letters."""
        rows, size = self._waiting(deltas, DEAD), self._waiting(deltas, DEAD_BYTES)
        return rows >= self.limits.dead_messages or size >= self.limits.dead_bytes

    def _waiting(self, deltas: Deltas, name: str) -> int:
        return self.counts.total(name) + sum(count for (_, known), count in deltas.items() if known == name)


@dataclass(slots=True, eq=False)
class Op:
    """One change. `done` hears of its commit, or why it will never be."""

    done: Done | None

    def apply(self, file: File, books: Books, deltas: Deltas) -> None:
        """Inside the transaction; may be called again after a rollback."""

    def commit(self, books: Books) -> None:
        """After the transaction, under the lock."""

    def undo(self, books: Books) -> None:
        """After a rollback, under the lock."""


@dataclass(slots=True, eq=False)
class Put(Op):
    """Messages come in, with what is to be remembered of the source."""

    entries: Sequence[Entry] = ()
    marks: Marks | None = None
    drops: Sequence[Drop] = ()
    corpses: Sequence[Corpse] = ()
    size: int = 0  # bytes that the disk must take
    rows: list[Row] = field(default_factory=list)
    victims: list[Row] = field(default_factory=list)

    def apply(self, file: File, books: Books, deltas: Deltas) -> None:
        now = clock.steady_ns()
        self.rows = []
        for entry in self.entries:
            self._enter(file, books, deltas, entry, now)
        file.insert(self.rows)
        for corpse in self.corpses:
            entry = corpse.entry
            if entry.dedupe and not file.first_seen(entry.origin, entry.dedupe, now):
                continue  # it lies there, and was counted
            deltas[entry.route, IN] += 1
            self._bury(file, books, deltas, corpse, now)
        for drop in self.drops:
            self._drop(file, deltas, drop, now)
        if self.marks is not None:
            file.mark(self.marks)
        if self.rows and books.limits.when_full == "drop-oldest":
            self._make_room(file, books, deltas, now)

    def _enter(self, file: File, books: Books, deltas: Deltas, entry: Entry, now: int) -> None:
        route = entry.route
        if entry.dedupe:
            books.seen += 1
            if books.seen % _PRUNE_EVERY == 0:
                file.prune_seen(entry.origin, WINDOW, WINDOW_TOTAL, now - WINDOW_NS)
            if not file.first_seen(entry.origin, entry.dedupe, now):
                self._drop(file, deltas, Drop(route, DROPPED, "duplicate", 1, entry.topic, entry.payload or b""), now)
                return
        policy = books.limits.when_full
        if policy in ("drop-newest", "to-dead-letters") and books.full(deltas):
            if policy == "drop-newest":
                self._drop(file, deltas, Drop(route, DROPPED, "queue_full", 1, entry.topic, entry.payload or b""), now)
                return
            deltas[route, IN] += 1
            self._bury(file, books, deltas, Corpse(entry, "queue_full", "The queue of the bridge was full."), now)
            return
        row = _row(entry, books, now)
        self.rows.append(row)
        deltas[route, IN] += 1
        deltas[route, QUEUED] += 1
        deltas[route, BYTES] += row.size

    @staticmethod
    def _bury(file: File, books: Books, deltas: Deltas, corpse: Corpse, now: int) -> None:
        row = _row(corpse.entry, books, now)
        file.stillborn(row, corpse.reason, now)
        file.error(row.id, now, corpse.reason, corpse.words)
        deltas[row.route, DEAD] += 1
        deltas[row.route, DEAD_BYTES] += row.size

    @staticmethod
    def _drop(file: File, deltas: Deltas, drop: Drop, now: int) -> None:
        route = NOWHERE if drop.route is None else drop.route
        deltas[route, IN] += drop.number
        deltas[route, DROPPED + drop.reason if drop.name.startswith("dropped") else drop.name] += drop.number
        file.keep_first(drop.reason, now, drop.topic, drop.payload)

    def _make_room(self, file: File, books: Books, deltas: Deltas, now: int) -> None:
        """Drop the oldest rows that are not on their way, of this very batch too, but its last one."""
        unborn: list[Row] = []
        with books.lock:
            while books.over(deltas):
                ready = [lane for lane in books.lanes.values() if lane.first is not None]
                if ready:
                    row = min(ready, key=lambda lane: lane.first or 0).drop_oldest()
                    self.victims.append(row)
                elif len(self.rows) > 1:
                    row = self.rows.pop(0)
                    unborn.append(row)
                else:
                    break
                deltas[row.route, QUEUED] -= 1
                deltas[row.route, BYTES] -= row.size
                deltas[row.route, DROPPED + "queue_full"] += 1
        if gone := self.victims + unborn:
            file.delete(row.id for row in gone)
            file.keep_first("queue_full", now, gone[0].topic, gone[0].payload or b"")

    def undo(self, books: Books) -> None:
        for row in reversed(self.victims):
            books.lane(row.route).put_back(row)
        self.victims = []

    def commit(self, books: Books) -> None:
        for route in {row.route for row in self.rows}:
            books.lane(route).committed([row for row in self.rows if row.route == route])


def _row(entry: Entry, books: Books, now: int) -> Row:
    id_, books.next_id = books.next_id, books.next_id + 1
    route, topic, payload, key, headers, qos, retain, properties, source, expires, _, _, order = entry
    packed = pack(headers) if headers else b""
    size = entry.size
    return Row(id_, books.epoch, route, topic, payload, key, packed, qos, retain, properties, source, expires, order,
               now, size)  # fmt: skip


@dataclass(slots=True, eq=False)
class Leave(Op):
    """Rows leave: they were delivered ("out"), expired, or were dropped ("dropped:reason")."""

    rows: Sequence[Row] = ()
    name: str = OUT

    def apply(self, file: File, books: Books, deltas: Deltas) -> None:
        file.delete([row.id for row in self.rows])
        file.forget_errors([row.id for row in self.rows if row.tries])
        for row in self.rows:
            deltas[row.route, self.name] += 1
            deltas[row.route, QUEUED] -= 1
            deltas[row.route, BYTES] -= row.size
        if self.name == EXPIRED:
            file.keep_first(EXPIRED, clock.steady_ns(), self.rows[0].topic, self.rows[0].payload or b"")


@dataclass(slots=True, eq=False)
class State(Op):
    """Rows on their way get a state and a packet id."""

    pairs: Sequence[tuple[int, int]] = ()
    state: int = SENT

    def apply(self, file: File, books: Books, deltas: Deltas) -> None:
        file.state(self.state, self.pairs)


@dataclass(slots=True, eq=False)
class Retry(Op):
    """A row failed and is tried again at `due` (wall ns)."""

    row: Row | None = None
    due: int = 0
    reason: str = ""
    words: str = ""

    def apply(self, file: File, books: Books, deltas: Deltas) -> None:
        assert self.row is not None
        file.retry(self.row.id, self.due)
        file.error(self.row.id, clock.steady_ns(), self.reason, self.words)

    def commit(self, books: Books) -> None:
        assert self.row is not None
        again = self.row._replace(state=WAITING, mid=0, tries=self.row.tries + 1, due=self.due)
        books.lane(again.route).retry(again)
        books.counts.note("retries")


@dataclass(slots=True, eq=False)
class Back(Op):
    """Rows of one route were taken and not tried: behind every retry that was told before, they are the next again."""

    rows: Sequence[Row] = ()

    def commit(self, books: Books) -> None:
        if self.rows:
            books.lane(self.rows[0].route).back(self.rows)


@dataclass(slots=True, eq=False)
class Bury(Op):
    """A row goes to the dead letters; until there is room, its route stands still."""

    row: Row | None = None
    reason: str = ""
    words: str = ""

    def apply(self, file: File, books: Books, deltas: Deltas) -> None:
        row = self.row
        assert row is not None
        now = clock.steady_ns()
        file.error(row.id, now, self.reason, self.words)
        file.bury(row.id, self.reason, now)
        deltas[row.route, QUEUED] -= 1
        deltas[row.route, BYTES] -= row.size
        deltas[row.route, DEAD] += 1
        deltas[row.route, DEAD_BYTES] += row.size

    def commit(self, books: Books) -> None:
        assert self.row is not None
        books.lane(self.row.route).stopped -= 1
        books.lane(self.row.route).finish(self.row)


@dataclass(slots=True, eq=False)
class Call(Op):
    """Something that is done inside a transaction and may change counts; `rows` of its answer come into the queue."""

    work: Callable[[File, Books, Deltas], list[Row]] | None = None
    rows: list[Row] = field(default_factory=list)

    def apply(self, file: File, books: Books, deltas: Deltas) -> None:
        assert self.work is not None
        self.rows = self.work(file, books, deltas)

    def commit(self, books: Books) -> None:
        for row in self.rows:
            books.lane(row.route).committed([row])
