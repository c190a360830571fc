"""The SQLite file of a spool: its tables, and each change of them as one call inside a transaction of the writer."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from functools import cache
from pathlib import Path

from eventscope.store.blocks import Damaged
from eventscope.store.spoolcounts import BYTES, DEAD, DEAD_BYTES, QUEUED
from eventscope.store.spoolrows import Marks, Row
from eventscope.store.sqlitefile import companions, connect, wal

APPLICATION = 0x45535350  # "ESSP" in SQLite's header: a spool of ours
FORMAT = 1
CHECKPOINT = 256  # pages; the write-ahead log stays near 1 MiB, so that a full disk leaves room to drain
# Small columns come first: SQLite walks over a large payload to reach what lies behind it.
_SMALL = (
    "epoch INTEGER NOT NULL, route INTEGER NOT NULL, qos INTEGER NOT NULL, retain INTEGER NOT NULL, "
    "expires INTEGER NOT NULL, since INTEGER NOT NULL, size INTEGER NOT NULL"
)
_STATE = "state INTEGER NOT NULL, mid INTEGER NOT NULL, tries INTEGER NOT NULL, due INTEGER NOT NULL"
_LARGE = (
    "source TEXT NOT NULL, topic BLOB NOT NULL, key BLOB, ord BLOB NOT NULL, headers BLOB NOT NULL, "
    "properties BLOB NOT NULL, payload BLOB"
)
_COLUMNS = "epoch, route, topic, payload, key, headers, qos, retain, properties, source, expires, ord, since, size"
_TABLES = {
    # AUTOINCREMENT: an id is never used again, so that epoch and id name a message for ever.
    "queue": f"CREATE TABLE queue (id INTEGER PRIMARY KEY AUTOINCREMENT, {_SMALL}, {_STATE}, {_LARGE})",
    "dead": f"CREATE TABLE dead (id INTEGER PRIMARY KEY, {_SMALL}, died INTEGER NOT NULL, reason TEXT NOT NULL, "
    f"{_LARGE})",
    "errors": "CREATE TABLE errors (n INTEGER PRIMARY KEY, row INTEGER NOT NULL, at INTEGER NOT NULL, "
    "reason TEXT NOT NULL, words TEXT NOT NULL)",
    "errors_row": "CREATE INDEX errors_row ON errors (row)",
    "inbox": "CREATE TABLE inbox (session TEXT NOT NULL, mid INTEGER NOT NULL, PRIMARY KEY (session, mid)) "
    "WITHOUT ROWID",
    "offsets": "CREATE TABLE offsets (topic TEXT NOT NULL, part INTEGER NOT NULL, next INTEGER NOT NULL, "
    "PRIMARY KEY (topic, part)) WITHOUT ROWID",
    "seen": "CREATE TABLE seen (n INTEGER PRIMARY KEY, origin TEXT NOT NULL, key BLOB NOT NULL, at INTEGER NOT NULL, "
    "UNIQUE (origin, key))",
    "seen_order": "CREATE INDEX seen_order ON seen (origin, n)",
    "counts": "CREATE TABLE counts (route INTEGER NOT NULL, name TEXT NOT NULL, n INTEGER NOT NULL, "
    "PRIMARY KEY (route, name)) WITHOUT ROWID",
    "firsts": "CREATE TABLE firsts (reason TEXT PRIMARY KEY, at INTEGER NOT NULL, topic BLOB NOT NULL, "
    "payload BLOB NOT NULL) WITHOUT ROWID",
    "meta": "CREATE TABLE meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID",
}
_ROW = f"id, {_COLUMNS}, state, mid, tries, due"
DEAD_ROW = f"id, {_COLUMNS}, reason, died"
_INSERT = f"INSERT INTO queue ({_ROW}) VALUES ({', '.join('?' * 19)})"  # noqa: S608


_LAYOUT = (
    "SELECT m.type, m.name, c.name FROM sqlite_master m LEFT JOIN pragma_table_xinfo(m.name) c ON m.type = 'table' "
    "WHERE m.name NOT LIKE 'sqlite%' ORDER BY m.name, c.cid"
)


@cache
def _layout() -> list[tuple[str, str, str | None]]:
    """Tables with their columns, and indexes, as a new spool has them."""
    with closing(sqlite3.connect(":memory:")) as db:
        for statement in _TABLES.values():
            db.execute(statement)
        return db.execute(_LAYOUT).fetchall()


class File:
    """Open, locked for this process, used by the writer's thread only. What goes wrong comes as sqlite3.Error."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._db = connect(path, "rw")
        self._db.execute("PRAGMA locking_mode=EXCLUSIVE")  # a second process is turned away; no shared-memory file
        self._db.execute("PRAGMA synchronous=FULL")  # a commit outlives a power failure
        self._db.execute(f"PRAGMA wal_autocheckpoint={CHECKPOINT}")
        self._db.execute("PRAGMA cache_size=-4096")  # KiB
        self._db.execute("PRAGMA journal_size_limit=4194304")

    @classmethod
    def open(cls, path: Path) -> File:
        """An existing spool or a new one; raises Damaged, Newer, sqlite3.Error, OSError."""
        if not path.exists():
            _create(path)
        found = cls(path)
        try:
            found._check()
        except BaseException:
            found._db.close()
            raise
        return found

    def _check(self) -> None:
        one = self._db.execute
        if one("PRAGMA application_id").fetchone()[0] != APPLICATION:
            raise Damaged("it was not written by Eventscope")
        if one("PRAGMA user_version").fetchone()[0] > FORMAT:
            raise Newer
        # Names alone would do for a view, whose query may have no end, and for a table that lacks a column.
        if one(_LAYOUT).fetchall() != _layout():
            raise Damaged("it holds more than a spool, or less")
        if not self.meta("closed") and one("PRAGMA quick_check(1)").fetchall() != [("ok",)]:
            raise Damaged("pages of it are broken")

    def begin_epoch(self) -> int:
        """One more start; answers its number."""
        with self.transaction():
            epoch = self.meta("epoch") + 1
            self._set("epoch", epoch)
            self._set("closed", 0)
        return epoch

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of it or nothing; safe from kill and power failure when it ends."""
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self._db.execute("COMMIT")
        except BaseException:
            if self._db.in_transaction:
                self._db.rollback()
            raise

    def close(self) -> None:
        """Move everything into the one file; where a full disk does not allow that, it stays whole in two."""
        with closing(self._db), suppress(sqlite3.OperationalError):
            with self.transaction():
                self._set("closed", 1)
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def abandon(self) -> None:
        """Close a file that is beyond hope."""
        self._db.close()

    # --- what is read ------------------------------------------------------------------------------------

    def meta(self, name: str) -> int:
        """A number kept under a name, 0 where there is none."""
        found = self._db.execute("SELECT value FROM meta WHERE name = ?", (name,)).fetchone()
        return int(found[0]) if found else 0

    def newest_id(self) -> int:
        """The last id that was ever given to a row."""
        found = self._db.execute("SELECT seq FROM sqlite_sequence WHERE name = 'queue'").fetchone()
        dead = self._db.execute("SELECT max(id) FROM dead").fetchone()[0]
        return max(int(found[0]) if found else 0, dead or 0, self.meta("newest"))

    def counts(self) -> list[tuple[int, str, int]]:
        """What was ever counted."""
        return self._db.execute("SELECT route, name, n FROM counts").fetchall()

    def present(self) -> Iterator[tuple[int, str, int]]:
        """What is there now, by route."""
        for table, number, weight in (("queue", QUEUED, BYTES), ("dead", DEAD, DEAD_BYTES)):
            query = f"SELECT route, count(*), sum(size) FROM {table} GROUP BY route"  # noqa: S608
            for route, count, size in self._db.execute(query):
                yield route, number, count
                yield route, weight, size

    def rows(self, route: int, after: int, count: int, size: int) -> list[Row]:
        """The next rows of a route behind an id, until `count` or `size` bytes."""
        query = f"SELECT {_ROW} FROM queue WHERE id > ? AND route = ? AND state = 0 ORDER BY id LIMIT ?"  # noqa: S608
        found: list[Row] = []
        with closing(self._db.execute(query, (after, route, count))) as cursor:
            for values in cursor:
                found.append(Row(*values))
                size -= found[-1].size
                if size <= 0:
                    break
        return found

    def in_flight(self) -> list[Row]:
        """Rows that a stored packet id was given to, in order."""
        return [Row(*values) for values in self._db.execute(f"SELECT {_ROW} FROM queue WHERE state > 0 ORDER BY id")]  # noqa: S608

    def routes(self) -> list[int]:
        """Those that have rows."""
        return [route for (route,) in self._db.execute("SELECT DISTINCT route FROM queue")]

    def oldest(self) -> int:
        """When the oldest row came, wall time in ns; 0 where nothing waits."""
        found = self._db.execute("SELECT since FROM queue ORDER BY id LIMIT 1").fetchone()
        return int(found[0]) if found else 0

    def slack(self) -> int:
        """Bytes inside the file that the next rows may take: it does not shrink while it is in use."""
        pages, size = (
            int(self._db.execute(f"PRAGMA {name}").fetchone()[0]) for name in ("freelist_count", "page_size")
        )
        return pages * size

    def shrink(self, pages: int) -> None:
        """Give some of the slack back to the disk."""
        # Each step frees one page and gives no row: `execute` would stop after the first.
        self._db.executescript(f"PRAGMA incremental_vacuum({pages})")
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def inbox(self, session: str) -> set[int]:
        """QoS 2 packet ids of a source session that are stored and not released."""
        return {mid for (mid,) in self._db.execute("SELECT mid FROM inbox WHERE session = ?", (session,))}

    def offsets(self) -> dict[tuple[str, int], int]:
        """The next offset to read of each topic and partition."""
        return {
            (topic, part): offset for topic, part, offset in self._db.execute("SELECT topic, part, next FROM offsets")
        }

    def firsts(self) -> dict[str, tuple[int, bytes, bytes]]:
        """The first message dropped for each reason: wall time in ns, topic, payload."""
        return {reason: (at, topic, body) for reason, at, topic, body in self._db.execute("SELECT * FROM firsts")}

    # --- what is changed, inside a transaction -------------------------------------------------------------

    def insert(self, rows: Sequence[Row]) -> None:
        """Rows in order."""
        self._db.executemany(_INSERT, rows)

    def delete(self, ids: Iterable[int]) -> None:
        """Rows that are through, and the errors they met."""
        self._db.executemany("DELETE FROM queue WHERE id = ?", [(id_,) for id_ in ids])

    def forget_errors(self, ids: Iterable[int]) -> None:
        """The errors of rows that met some and are through at last."""
        self._db.executemany("DELETE FROM errors WHERE row = ?", [(id_,) for id_ in ids])

    def state(self, state: int, pairs: Iterable[tuple[int, int]]) -> None:
        """Rows (id, mid) get a state and a packet id."""
        self._db.executemany(
            "UPDATE queue SET state = ?, mid = ? WHERE id = ?", [(state, mid, id_) for id_, mid in pairs]
        )

    def retry(self, id_: int, due: int) -> None:
        """A row is to be sent again, as a new packet, not before `due` (wall ns)."""
        self._db.execute("UPDATE queue SET state = 0, mid = 0, tries = tries + 1, due = ? WHERE id = ?", (due, id_))

    def error(self, id_: int, at: int, reason: str, words: str) -> None:
        """A try of a row failed."""
        self._db.execute("INSERT INTO errors (row, at, reason, words) VALUES (?, ?, ?, ?)", (id_, at, reason, words))

    def bury(self, id_: int, reason: str, at: int) -> None:
        """Move a row to the dead letters."""
        copy = f"INSERT INTO dead ({DEAD_ROW}) SELECT id, {_COLUMNS}, ?, ? FROM queue WHERE id = ?"  # noqa: S608
        self._db.execute(copy, (reason, at, id_))
        self._db.execute("DELETE FROM queue WHERE id = ?", (id_,))

    def bury_route(self, route: int, reason: str, words: str, at: int) -> None:
        """Move all rows of a route to the dead letters."""
        self._db.execute(
            "INSERT INTO errors (row, at, reason, words) SELECT id, ?, ?, ? FROM queue WHERE route = ?",
            (at, reason, words, route),
        )
        copy = f"INSERT INTO dead ({DEAD_ROW}) SELECT id, {_COLUMNS}, ?, ? FROM queue WHERE route = ?"  # noqa: S608
        self._db.execute(copy, (reason, at, route))
        self._db.execute("DELETE FROM queue WHERE route = ?", (route,))

    def stillborn(self, row: Row, reason: str, at: int) -> None:
        """A dead letter that never was in the queue."""
        slots = ", ".join("?" * 17)
        self._db.execute(f"INSERT INTO dead ({DEAD_ROW}) VALUES ({slots})", (*row[:15], reason, at))  # noqa: S608
        self._set("newest", row.id)

    def mark(self, marks: Marks) -> None:
        """What the source has given."""
        if marks.forget:
            self._db.execute("DELETE FROM inbox WHERE session = ?", (marks.session,))
        if marks.inbox:
            held = [(marks.session, mid) for mid, holds in marks.inbox.items() if holds]
            freed = [(marks.session, mid) for mid, holds in marks.inbox.items() if not holds]
            self._db.executemany("DELETE FROM inbox WHERE session = ? AND mid = ?", freed)
            self._db.executemany("INSERT OR IGNORE INTO inbox VALUES (?, ?)", held)
        self._db.executemany("INSERT OR REPLACE INTO offsets VALUES (?, ?, ?)", marks.offsets)

    def first_seen(self, origin: str, key: bytes, at: int) -> bool:
        """Whether a message of that name comes for the first time in the window."""
        done = self._db.execute("INSERT OR IGNORE INTO seen (origin, key, at) VALUES (?, ?, ?)", (origin, key, at))
        return done.rowcount == 1

    def prune_seen(self, origin: str, keep: int, total: int, before: int) -> None:
        """Narrow the window: newer than `before` (wall ns), `keep` of this origin, `total` of all."""
        self._db.execute("DELETE FROM seen WHERE at < ?", (before,))
        edge = "SELECT n FROM seen WHERE origin = ? ORDER BY n DESC LIMIT 1 OFFSET ?"
        found = self._db.execute(edge, (origin, keep)).fetchone()
        if found:
            self._db.execute("DELETE FROM seen WHERE origin = ? AND n <= ?", (origin, found[0]))
        self._db.execute("DELETE FROM seen WHERE n <= (SELECT max(n) FROM seen) - ?", (total,))

    def count(self, changes: Iterable[tuple[int, str, int]]) -> None:
        """Add to the lasting counts."""
        upsert = "INSERT INTO counts VALUES (?, ?, ?) ON CONFLICT (route, name) DO UPDATE SET n = n + excluded.n"
        self._db.executemany(upsert, changes)

    def keep_first(self, reason: str, at: int, topic: bytes, payload: bytes) -> None:
        """The first message of each reason for which something is dropped."""
        self._db.execute("INSERT OR IGNORE INTO firsts VALUES (?, ?, ?, ?)", (reason, at, topic, payload))

    def execute(self, query: str, values: Sequence[object] = ()) -> list[tuple[object, ...]]:
        """For `spooldead`, which has queries of its own."""
        return self._db.execute(query, values).fetchall()

    def _set(self, name: str, value: int) -> None:
        self._db.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (name, value))


class Newer(Exception):
    """A spool that a newer version of Eventscope wrote."""


def _create(path: Path) -> None:
    """A kill at any moment leaves none that is half made."""
    draft = path.with_name(path.name + ".new")
    for item in (*companions(draft), wal(path)):
        item.unlink(missing_ok=True)
    with closing(connect(draft, "rwc")) as db:
        db.execute("PRAGMA auto_vacuum=INCREMENTAL")  # so that a drained queue can give a full disk its space back
        db.execute("BEGIN IMMEDIATE")
        for statement in _TABLES.values():
            db.execute(statement)
        db.execute(f"PRAGMA application_id={APPLICATION}")
        db.execute(f"PRAGMA user_version={FORMAT}")
        db.execute("COMMIT")
        db.execute("PRAGMA journal_mode=WAL")
    draft.rename(path)
