"""A bridge's spool: messages on disk between source and target, committed before anything is acknowledged or sent."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from eventscope.base import clock
from eventscope.core.errors import Unavailable
from eventscope.store.blocks import Damaged
from eventscope.store.folder import Notice, put_aside, words
from eventscope.store.spoolcounts import EXPIRED, OUT, Deltas, Figures
from eventscope.store.spooldead import DeadLetters, Work
from eventscope.store.spoolfile import File, Newer
from eventscope.store.spoolops import Back, Books, Bury, Call, Done, Leave, Put, Retry, State
from eventscope.store.spoolrows import RECEIVED, SENT, Corpse, Drop, Entry, Limits, Marks, Row
from eventscope.store.spoolwriter import Writer

NAME = "bridge.spool"
Ready = Callable[[], None]
Stray = Callable[[int], str]  # route -> why its rows fit nothing any more; an empty text where they do
Opened = tuple[File, Books, list[Row]]  # with what was on its way
T = TypeVar("T")


class Spool:
    """Any thread calls; one thread of the spool's own writes. Nothing here blocks but `open`, `close` and `dead`.

    Each `done` is called once, on the spool's thread: with None after the commit, or with the error for which the
    change will never be made. A `put` that finds the queue, the dead letters or the disk full waits until it fits
    (`when_full` "block") - its `done` comes late, so nothing is acknowledged: that is the back-pressure.
    """

    def __init__(self, file: File, books: Books, notice: Notice, restored: Sequence[Row]) -> None:
        self._file = file
        self._books = books
        self._listeners: dict[int, Ready] = {}
        self._writer = Writer(file, books, notice, self._tell)
        self.restored = tuple(restored)
        self.offsets = file.offsets()  # (topic, partition) -> the next offset to read, as it was at the start
        self.dead = DeadLetters(self._call)

    @classmethod
    def open(cls, folder: Path, limits: Limits, notice: Notice, stray: Stray | None = None) -> Spool:
        """The spool in a folder, made where there is none; a damaged one is set aside and told.

        `stray` says why rows of a route can no longer be sent, which then begin among the dead letters. Raises
        Unavailable when the folder cannot be written or another process uses the spool.
        """
        try:
            folder.mkdir(parents=True, exist_ok=True)
            file, books, restored = _open(folder / NAME, limits, notice, stray)
        except (sqlite3.OperationalError, OSError) as error:
            raise _unavailable(folder, error) from error
        spool = cls(file, books, notice, restored)
        spool._writer.start()
        return spool

    def close(self) -> None:
        """Write what is under way and end; what still waits to come in hears an error and is not acknowledged."""
        self._writer.close()

    # --- in ------------------------------------------------------------------------------------------------

    def put(
        self,
        entries: Sequence[Entry],
        marks: Marks | None = None,
        drops: Sequence[Drop] = (),
        corpses: Sequence[Corpse] = (),
        done: Done | None = None,
    ) -> None:
        """All of it in one transaction. Raises Unavailable once the spool is closed or broken."""
        size = sum([entry.size for entry in entries]) + sum(corpse.entry.size for corpse in corpses)
        self._writer.add(Put(done, entries, marks, drops, [_clean(corpse) for corpse in corpses], size))

    def mark(self, marks: Marks, done: Done | None = None) -> None:
        """Remember marks; unlike `put` it never waits for room, and what was told to `done` before is stored before."""

        def work(file: File, books: Books, deltas: Deltas) -> list[Row]:
            file.mark(marks)
            return []

        self._writer.add(Call(done, work))

    def inbox(self, session: str) -> set[int]:
        """QoS 2 packet ids of a source session that were held when the spool was opened."""
        return self._ask(lambda file: file.inbox(session))

    # --- out -----------------------------------------------------------------------------------------------

    def listen(self, route: int, ready: Ready) -> None:
        """`ready` is called on the spool's thread whenever `take` may give something for that route."""
        with self._books.lock:
            self._listeners[route] = ready
            self._books.lane(route)

    def take(self, route: int, count: int) -> list[Row]:
        """The next rows in order; they are on their way until `done`, `retry`, or `bury` names them.

        What expired meanwhile leaves here and is counted.
        """
        now = clock.steady_ns()
        books = self._books
        age = books.limits.age
        with books.lock:
            lane = books.lane(route)
            rows, over = lane.take(count, now, now - int(age * 1e9) if age else 0)
            for row in over:
                lane.gone(row.id)
            hungry = lane.hungry
        if over:
            self._writer.add(Leave(None, over, EXPIRED))
        elif hungry:
            self._writer.poke()
        return rows

    def sent(self, pairs: Sequence[tuple[int, int]], done: Done | None = None) -> None:
        """Rows (id, packet id) are about to be sent with QoS 2: send after `done`."""
        self._writer.add(State(done, pairs, SENT))

    def received(self, pairs: Sequence[tuple[int, int]], done: Done | None = None) -> None:
        """The target answered PUBREC: send PUBREL after `done`."""
        self._writer.add(State(done, pairs, RECEIVED))

    def done(self, ids: Iterable[int], done: Done | None = None) -> None:
        """Rows were delivered; ids that are not on their way are ignored."""
        if rows := self._gone(ids):
            self._writer.add(Leave(done, rows, OUT))

    def drop(self, ids: Iterable[int], reason: str, done: Done | None = None) -> None:
        """Rows on their way are given up for a reason that a person or a policy chose."""
        if rows := self._gone(ids):
            self._writer.add(Leave(done, rows, "dropped:" + reason))

    def retry(self, id_: int, seconds: float, reason: str, sentence: str, done: Done | None = None) -> None:
        """Send a row again in so many seconds; those of its key that come after wait, others pass."""
        with self._books.lock:
            row = self._books.lanes_taken(id_)
        if row is not None:
            due = clock.steady_ns() + int(seconds * 1e9)
            self._writer.add(Retry(done, row, due, reason, _text(sentence)))

    def back(self, ids: Sequence[int], done: Done | None = None) -> None:
        """Rows of one route, in their order, were taken and not tried: they come again, before those behind them."""
        with self._books.lock:
            rows = [row for id_ in ids if (row := self._books.lanes_taken(id_)) is not None]
        self._writer.add(Back(done, rows))

    def bury(self, id_: int, reason: str, sentence: str, done: Done | None = None) -> None:
        """A row goes to the dead letters. Where these are full its route stands still until there is room."""
        with self._books.lock:
            row = self._books.lanes_taken(id_)
            if row is None:
                return
            lane = self._books.lane(row.route)
            lane.taken.pop(id_)
            lane.stopped += 1
        self._writer.add(Bury(done, row, reason, _text(sentence)))

    def _gone(self, ids: Iterable[int]) -> list[Row]:
        with self._books.lock:
            lanes = list(self._books.lanes.values())
            return [row for id_ in ids for lane in lanes if (row := lane.gone(id_)) is not None]

    # --- what is known -------------------------------------------------------------------------------------

    @property
    def epoch(self) -> int:
        """Counts the starts; with a row's own epoch and id a message is named for ever."""
        return self._books.epoch

    def figures(self) -> Figures:
        """The books at this instant; their law holds in each answer."""
        books = self._books
        with books.lock:
            return books.counts.figures(books.oldest, books.epoch, books.blocked)

    @property
    def commits(self) -> tuple[int, int]:
        """How many transactions were committed since the start, and how long they took in all (ns)."""
        return self._writer.commits, self._writer.commit_ns

    def oldest(self, route: int) -> int:
        """When the oldest row of a route came, wall time in ns; 0 where nothing waits there."""
        with self._books.lock:
            return self._books.lane(route).oldest

    def note(self, name: str, count: int = 1) -> None:
        """Count something that moves no message: session_lost, ambiguous_resends, duplicates …"""
        with self._books.lock:
            self._books.counts.note(name, count)

    def firsts(self) -> dict[str, tuple[int, bytes, bytes]]:
        """The first message that was dropped for each reason: wall time in ns, topic, payload."""
        return self._ask(File.firsts)

    # --- inside --------------------------------------------------------------------------------------------

    def _tell(self, routes: set[int]) -> None:
        for route in routes:
            listener = self._listeners.get(route)
            if listener is not None:
                listener()

    def _ask(self, query: Callable[[File], T]) -> T:
        found: list[T] = []

        def work(file: File, books: Books, deltas: Deltas) -> list[Row]:
            found.append(query(file))
            return []

        self._call(work)
        return found[-1]

    def _call(self, work: Work, timeout: float = 30.0) -> None:
        """Do something inside a transaction and wait for it; raises what it raised."""
        over = threading.Event()
        errors: list[Exception] = []

        def done(error: Exception | None) -> None:
            if error is not None:
                errors.append(error)
            over.set()

        self._writer.add(Call(done, work))
        if not over.wait(timeout):
            raise Unavailable("spool-busy", "The spool did not answer in time. Is its disk full? Try again.")
        if errors:
            raise errors[0]


def _open(path: Path, limits: Limits, notice: Notice, stray: Stray | None) -> Opened:
    try:
        return _read(path, limits, stray)
    except Newer:
        word, why = "newer", "a newer version of Eventscope wrote it"
    except Damaged as error:
        word, why = "damaged", words(error)
    aside = put_aside(path, word)
    if aside is None:
        raise OSError(f"{path.name} cannot be read ({why}) nor set aside")
    notice(
        "bad",
        f"spool-{word}",
        "The spool {name} cannot be read ({words}). It is kept as {aside}; the messages that waited in it are not "
        "sent, and messages under way at that time may arrive twice.",
        name=path.name,
        words=why,
        aside=aside.name,
    )
    return _read(path, limits, stray)


def _read(path: Path, limits: Limits, stray: Stray | None) -> Opened:
    """Raises Newer, OSError, OperationalError where it cannot be used now, and Damaged for all that is wrong in it."""
    file: File | None = None
    try:
        file = File.open(path)
        books = Books(limits)
        books.epoch = file.begin_epoch()
        _part(file, stray)
        return file, books, _load(file, books)
    except Exception as error:
        if file is not None:
            file.abandon()
        if _is_damage(error):
            raise Damaged(words(error)) from error
        raise


def _is_damage(error: Exception) -> bool:
    """Pages that are broken (one that was closed is not checked page by page), or values that we never write."""
    if isinstance(error, sqlite3.OperationalError):  # the disk, rights, another process; but for the two of its content
        return getattr(error, "sqlite_errorcode", None) in (None, sqlite3.SQLITE_ERROR)
    return isinstance(error, sqlite3.DatabaseError | ValueError | TypeError | OverflowError)


def _part(file: File, stray: Stray | None) -> None:
    """Rows that fit their route no longer die here, so that what waits is kept whatever a person changes."""
    gone = [(route, words) for route in file.routes() if stray is not None and (words := stray(route))]
    if gone:
        with file.transaction():
            for route, words in gone:
                file.bury_route(route, "route_changed", words, clock.steady_ns())


def _load(file: File, books: Books) -> list[Row]:
    books.next_id = file.newest_id() + 1
    books.counts.load(file.counts(), file.present())
    books.oldest = file.oldest()
    restored = file.in_flight()
    for route in file.routes():
        lane = books.lane(route)
        lane.behind = True
        lane.restored(row for row in restored if row.route == route)
    return restored


def _unavailable(folder: Path, error: Exception) -> Unavailable:
    if (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return Unavailable(
            "spool-in-use",
            "Another process runs this bridge: its spool in {folder} is in use. Stop that one first.",
            folder=str(folder),
        )
    return Unavailable(
        "spool-unwritable",
        "The spool in {folder} cannot be used ({words}). Make the folder writable, or choose another.",
        folder=str(folder),
        words=words(error),
    )


def _clean(corpse: Corpse) -> Corpse:
    return corpse._replace(words=_text(corpse.words))


def _text(sentence: str) -> str:
    """What a broker said may hold half surrogates, which no file can."""
    return sentence.encode("utf-8", "backslashreplace").decode()
