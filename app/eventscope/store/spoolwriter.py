"""The spool's only writer: gathers what waits into one transaction, commits, tells; drains while the disk is full."""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections import Counter, deque
from collections.abc import Callable, Sequence

from eventscope.base import clock
from eventscope.core.errors import Unavailable
from eventscope.store.damage import broken
from eventscope.store.folder import Notice
from eventscope.store.spoolcounts import EXPIRED, Deltas, lasting
from eventscope.store.spooldisk import Disk
from eventscope.store.spoolfile import File
from eventscope.store.spoollane import BYTES, ROWS
from eventscope.store.spoolops import Books, Bury, Leave, Op, Put

log = logging.getLogger(__name__)

GROUP = 2_000  # messages of one transaction at most; what waits meanwhile makes the next one
TICK = 0.5  # s between two looks at the disk, at what expires and at what is due
_OURS = (sqlite3.IntegrityError, sqlite3.InterfaceError, sqlite3.ProgrammingError, sqlite3.DataError)


class Writer:
    """One thread. Nothing is delayed on purpose: while one transaction is on its way to the disk, the next gathers.

    Three queues: what drains always goes, in order; what comes in waits while the queue or the disk is full; what
    dies waits while the dead letters are full.
    """

    def __init__(self, file: File, books: Books, notice: Notice, ready: Callable[[set[int]], None]) -> None:
        self._file = file
        self._books = books
        self._notice = notice
        self._ready = ready
        self._disk = Disk(file, notice)
        self._news = threading.Condition()
        self._drains: deque[Op] = deque()
        self._puts: deque[Put] = deque()
        self._graves: deque[Bury] = deque()
        self._closed = False
        self._oldest = 0
        self._poked = False
        self.failed: Exception | None = None
        self.commits = self.commit_ns = 0  # how many, and how long they took in all
        self._thread = threading.Thread(target=self._run, name="spool-writer", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._disk.begin()
        self._thread.start()

    def add(self, op: Op) -> None:
        """From any thread; raises Unavailable when the spool is closed or broken."""
        with self._news:
            if self._closed:
                raise self.failed or Unavailable("spool-closed", "The spool of this bridge is closed.")
            queue: deque[Op] = self._queue(op)
            queue.append(op)
            self._news.notify()

    def _queue(self, op: Op) -> deque[Op]:
        if isinstance(op, Put):
            return self._puts  # type: ignore[return-value]
        return self._graves if isinstance(op, Bury) else self._drains  # type: ignore[return-value]

    def poke(self) -> None:
        """More rows may be loaded from the disk."""
        with self._news:
            self._poked = True
            self._news.notify()

    def close(self) -> None:
        """Write what drains, refuse what waits, and end."""
        with self._news:
            self._closed = True
            self._news.notify()
        self._thread.join()

    # --- the thread ------------------------------------------------------------------------------------

    def _run(self) -> None:
        try:
            looked = clock.mono_ns()
            while True:
                ops = self._gather()
                if ops:
                    self._store(ops)
                elif self._closed:
                    break
                if not ops or clock.mono_ns() - looked > TICK * 1e9:
                    self._look()
                    looked = clock.mono_ns()
                self._refill()
            self._refuse(Unavailable("spool-closed", "The spool of this bridge is closed."))
            self._file.close()
        except BaseException as error:  # noqa: BLE001 - told, and raised again where it is a bug
            self._end(error)

    def _gather(self) -> list[Op]:
        """What the next transaction does; empty after a while without anything to do."""
        with self._news:
            ops = self._pick()
            if not ops and not self._closed and not self._poked:
                self._news.wait(self._patience())
                ops = self._pick()
            self._poked = False
            return ops

    def _pick(self) -> list[Op]:
        ops: list[Op] = list(self._drains)
        self._drains.clear()
        books = self._books
        nothing: Deltas = Counter()
        blocked = "disk" if self._disk.full else ""
        with books.lock:
            room = books.limits.when_full in ("drop-oldest", "drop-newest") or not books.full(nothing)
            graves = not books.dead_full(nothing)
        if self._graves and graves and not self._disk.full:
            ops.append(self._graves.popleft())
        elif self._graves:
            blocked = blocked or "dead-letters"
        taken = 0
        while self._puts and taken < GROUP and not self._disk.full:
            put = self._puts[0]
            if not self._may_come(put, room, graves):
                blocked = "queue" if graves else "dead-letters"
                break
            if taken and books.limits.when_full in ("block", "drop-oldest") and self._near(taken + len(put.entries)):
                break
            taken += max(1, len(put.entries))
            ops.append(self._puts.popleft())
        with books.lock:
            books.blocked = blocked
        return ops

    def _may_come(self, put: Put, room: bool, graves: bool) -> bool:
        if put.corpses and not graves:
            return False
        if not put.entries:
            return True
        return room or (self._books.limits.when_full == "to-dead-letters" and graves)

    def _near(self, count: int) -> bool:
        """Whether so many more would pass the limit: then the next one waits for this transaction."""
        return self._books.counts.total("queued") + count > self._books.limits.messages

    def _patience(self) -> float:
        with self._books.lock:
            dues = [due for lane in self._books.lanes.values() if (due := lane.due()) is not None]
        # What is due and taken by nobody, as in a pause, is told again with each look: no reason to hurry.
        now = clock.steady_ns()
        return min([TICK, *((due - now) / 1e9 for due in dues if due > now)])

    def _store(self, ops: list[Op]) -> None:
        puts = [op for op in ops if isinstance(op, Put)]
        if puts and not self._disk.fits(sum(put.size for put in puts)):
            if self._disk.fits(puts[0].size):  # alone it fits, so the disk is not yet told to be full
                late = puts[1:]
                with self._news:
                    self._puts.extendleft(reversed(late))
            else:
                late = puts
                self._hold(late, None)
            ops = [op for op in ops if op not in late]
        if ops:
            self._try(ops)

    def _try(self, ops: list[Op]) -> None:
        try:
            deltas = self._transact(ops)
        except (sqlite3.Error, OSError) as error:
            self._undo(ops)
            if isinstance(error, _OURS):
                self._survive(ops, error)
            elif broken(error):
                _refuse(ops, error)
                raise
            else:
                self._refused(ops, error)
            return
        except Exception as bug:  # noqa: BLE001
            self._undo(ops)
            self._survive(ops, bug)
            return
        self._committed(ops, deltas)

    def _transact(self, ops: Sequence[Op]) -> Deltas:
        deltas: Deltas = Counter()
        began = clock.mono_ns()
        with self._file.transaction():
            for op in ops:
                op.apply(self._file, self._books, deltas)
            self._file.count(lasting(deltas))
            self._oldest = self._file.oldest()
        self.commits += 1
        self.commit_ns += clock.mono_ns() - began
        return deltas

    def _committed(self, ops: Sequence[Op], deltas: Deltas) -> None:
        books = self._books
        now = clock.steady_ns()
        with books.lock:
            books.counts.add(deltas)
            books.oldest = self._oldest
            for op in ops:
                op.commit(books)
            ready = {route for route, lane in books.lanes.items() if lane.any_ready or (lane.due() or now + 1) <= now}
        for op in ops:
            if op.done is not None:
                _call(op.done, None)
        if ready:
            self._ready(ready)

    def _undo(self, ops: Sequence[Op]) -> None:
        with self._books.lock:
            for op in ops:
                op.undo(self._books)

    def _survive(self, ops: Sequence[Op], bug: Exception) -> None:
        """A change that cannot be made at all takes no other with it."""
        if len(ops) > 1:
            for op in ops:
                self._try([op])
            return
        log.error("a change of the spool cannot be made", exc_info=bug)
        if ops[0].done is not None:
            _call(ops[0].done, bug)

    # --- a disk that takes nothing ---------------------------------------------------------------------

    def _refused(self, ops: Sequence[Op], error: Exception) -> None:
        """The disk did not take a transaction: what comes in is held, what drains is tried again."""
        self._hold([op for op in ops if isinstance(op, Put)], error)
        with self._news:
            self._graves.extendleft(reversed([op for op in ops if isinstance(op, Bury)]))
            drains = [op for op in ops if not isinstance(op, Put | Bury)]
            self._drains.extendleft(reversed(drains))
            if drains and not self._closed:
                self._disk.release()
                self._news.wait(TICK / 10)
            elif drains:
                self._drains.clear()  # closing on a disk that takes nothing: the rows stay and are sent again
                _refuse(drains, error)

    def _hold(self, puts: Sequence[Put], error: Exception | None) -> None:
        with self._news:
            self._puts.extendleft(reversed(puts))
        self._disk.refuses(error)

    def _look(self) -> None:
        """At the disk and the clock, while nothing else is to be done."""
        if self._disk.full and not self._drains:
            with self._news:
                first = self._puts[0].size if self._puts else 0
            self._disk.look(first)
        now = clock.steady_ns()
        age = self._books.limits.age
        before = now - int(age * 1e9) if age else 0
        with self._books.lock:
            over = [row for lane in self._books.lanes.values() for row in lane.overdue(now, before)]
            for row in over:
                self._books.lane(row.route).gone(row.id)
            due = {route for route, lane in self._books.lanes.items() if (at := lane.due()) is not None and at <= now}
        if over:
            self._try([Leave(None, over, EXPIRED)])
        if due:
            self._ready(due)

    def _refill(self) -> None:
        ready = set()
        for lane in list(self._books.lanes.values()):
            if not lane.hungry:
                continue
            rows = self._file.rows(lane.route, lane.last, ROWS // 2, BYTES // 2)
            complete = len(rows) < ROWS // 2 and sum(row.size for row in rows) < BYTES // 2
            with self._books.lock:
                lane.loaded(rows, complete)
            ready.add(lane.route)
        if ready:
            self._ready(ready)

    # --- the end ---------------------------------------------------------------------------------------

    def _refuse(self, error: Exception) -> None:
        with self._news:
            waiting = [*self._drains, *self._puts, *self._graves]
            self._drains.clear()
            self._puts.clear()
            self._graves.clear()
        _refuse(waiting, error)

    def _end(self, error: BaseException) -> None:
        """The file is beyond hope, or we are: nobody waits for a dead thread."""
        name = self._file.path.name
        self.failed = Unavailable(
            "spool-broken",
            "The spool {name} cannot be used any more ({words}). Stop the bridge and start it again.",
            name=name,
            words=str(error),
        )
        with self._news:
            self._closed = True
        self._refuse(self.failed)
        self._file.abandon()
        self._notice("bad", "spool-broken", self.failed.sentence, **self.failed.params)
        if not isinstance(error, sqlite3.Error | OSError):
            raise error


def _refuse(ops: Sequence[Op], error: Exception) -> None:
    for op in ops:
        if op.done is not None:
            _call(op.done, error)


def _call(done: Callable[[Exception | None], None], error: Exception | None) -> None:
    try:
        done(error)
    except Exception:
        log.exception("what should hear of a commit failed")
