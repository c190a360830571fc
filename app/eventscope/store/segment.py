"""One segment of the log: a SQLite file in which each row is one block of messages."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path

from eventscope.store.blocks import Packed

SUFFIX = ".segment"
DRAFT = ".new"  # ends the name of one that is being made; it never holds messages
APPLICATION = 0x45534C47  # "ESLG" in SQLite's header: a segment of ours
FORMAT = 1
PACKED = 2  # the format of one whose blocks are squeezed
LARGEST_ID = 1 << 62

TABLE = (
    "CREATE TABLE blocks (first INTEGER PRIMARY KEY, count INTEGER NOT NULL, oldest INTEGER NOT NULL, "
    'newest INTEGER NOT NULL, "check" INTEGER NOT NULL, rows BLOB NOT NULL, topics BLOB NOT NULL, blob BLOB NOT NULL)'
)
_COLUMNS = 'first, count, oldest, newest, "check", rows, topics, blob'
_SAFE = ("PRAGMA trusted_schema=OFF", "PRAGMA cell_size_check=ON")
_PAGE = 8192  # bytes
_CHECKPOINT = 512  # pages in the write-ahead log before they move into the file


class Segment:
    """Ids `first` to `last` (one less when empty), wall times up to `newest` (ns).

    One thread writes, any thread reads. What goes wrong comes as sqlite3.Error or Damaged.
    """

    def __init__(self, path: Path, first: int) -> None:
        self.path = path
        self.first = first
        self.last = first - 1
        self.newest = 0
        self.size = 0
        self.packed = False
        self.damaged = False  # found while reading: the writer begins another
        self._writer: sqlite3.Connection | None = None
        self._reader: sqlite3.Connection | None = None
        self._lock = threading.Lock()
        self._gone = False

    # --- writing ---------------------------------------------------------------------------------------

    @classmethod
    def create(cls, folder: Path, first: int) -> Segment:
        """A new, empty segment; names sort by row id. A kill at any moment leaves none that is half made."""
        segment = cls(folder / f"{first:019d}{SUFFIX}", first)
        if segment.path.exists():
            raise FileExistsError(f"{segment.path.name} is already there")
        draft = segment.path.with_name(segment.path.name + DRAFT)
        for path in companions(draft):
            path.unlink(missing_ok=True)
        with closing(connect(draft, "rwc")) as connection:
            prepare(connection, FORMAT)
            connection.execute("PRAGMA journal_mode=WAL")
        draft.rename(segment.path)
        segment._writer = connect(segment.path, "rw")
        # NORMAL: a commit is in the hands of the operating system, so it outlives a kill -9 of this process. A
        # power failure takes the commits that the system had not written out yet; the file stays whole.
        segment._writer.execute("PRAGMA synchronous=NORMAL")
        segment._writer.execute(f"PRAGMA wal_autocheckpoint={_CHECKPOINT}")
        segment.measure()
        return segment

    @property
    def writing(self) -> bool:
        """Whether this is the open segment."""
        return self._writer is not None

    def write(self, blocks: Sequence[Packed]) -> None:
        """All blocks or none; they are safe from a kill of this process when this returns."""
        writer = self._writer
        assert writer is not None
        try:
            writer.execute("BEGIN IMMEDIATE")
            insert(writer, blocks)
            writer.execute("COMMIT")
        except BaseException:
            if writer.in_transaction:
                writer.rollback()
            raise
        self.last = blocks[-1].first + blocks[-1].count - 1
        self.newest = max(self.newest, *(item.newest for item in blocks))
        self.measure()

    def measure(self) -> None:
        """How many bytes the segment takes on the disk; raises FileNotFoundError when somebody removed it."""
        journal = wal(self.path)
        self.size = self.path.stat().st_size + (journal.stat().st_size if journal.exists() else 0)

    def finish(self) -> None:
        """Write no more: everything moves into the one file."""
        writer, self._writer = self._writer, None
        if writer is None:
            return
        with self._lock, closing(writer):
            self._drop_reader()  # the next one reads without locks and side files
            writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.measure()

    def replace(self, packed: Path) -> bool:
        """Put a packed copy in this file's place; False when the log has forgotten the segment meanwhile.

        The file changes from one whole state to the other: a kill at any moment leaves either.
        """
        with self._lock:
            if self._gone:
                return False
            self._drop_reader()
            packed.replace(self.path)
            self.packed = True
        self.measure()
        return True

    # --- reading ---------------------------------------------------------------------------------------

    def holder(self, ident: int) -> int | None:
        """The first id of the block that holds a row id, or of the last one before it."""
        with self._lock:
            return self._holder(self._read(), ident)

    def read(self, first: int) -> Packed | None:
        """The block that begins with that id."""
        with self._lock:
            query = f"SELECT {_COLUMNS} FROM blocks WHERE first = ?"  # noqa: S608
            row = self._read().execute(query, (first,)).fetchone()
            return Packed.of(row, self.packed) if row else None

    def run(self, start: int, forward: bool, rows: int, size: int) -> list[Packed]:
        """Blocks from the one that holds `start` on, forward or backward, until `rows` messages or `size` bytes."""
        found: list[Packed] = []
        with self._lock:
            for item in self._between(*self._planned(start, forward, rows, size), forward):
                found.append(item)
                size -= item.size
                if size <= 0:
                    break
        return found if forward else found[::-1]

    def _planned(self, start: int, forward: bool, rows: int, size: int) -> tuple[int, int]:
        """The first ids of the lowest and the highest block of a run, by sizes alone.

        The last step of a query reads a whole row: without this, each run would read a block that nobody wants.
        """
        reader = self._read()
        if forward:
            begin = self._holder(reader, start)
            start, where = (start if begin is None else begin), "first >= ? ORDER BY first"
        else:
            where = "first <= ? ORDER BY first DESC"
        last = start
        query = f"SELECT first, count, length(blob) FROM blocks WHERE {where}"  # noqa: S608
        with closing(reader.execute(query, (start,))) as cursor:
            for first, count, length in cursor:
                last = first
                rows -= _number(count)
                size -= _number(length)
                if rows <= 0 or size <= 0:
                    break
        return min(start, last), max(start, last)

    def _between(self, low: int, high: int, forward: bool) -> Iterator[Packed]:
        query = f"SELECT {_COLUMNS} FROM blocks WHERE first BETWEEN ? AND ? ORDER BY first"  # noqa: S608
        with closing(self._read().execute(query if forward else query + " DESC", (low, high))) as cursor:
            for row in cursor:
                yield Packed.of(row, self.packed)

    @staticmethod
    def _holder(reader: sqlite3.Connection, ident: int) -> int | None:
        found: int | None = reader.execute("SELECT max(first) FROM blocks WHERE first <= ?", (ident,)).fetchone()[0]
        return found

    def _read(self) -> sqlite3.Connection:
        if self._gone:
            raise sqlite3.ProgrammingError("the segment is no longer part of the log")
        if self._reader is None:
            self._reader = connect(self.path, "rw") if self.writing else connect_closed(self.path)
            self._reader.execute("PRAGMA query_only=ON")
            self._reader.execute("PRAGMA cache_size=-256")  # KiB: what is worth keeping is kept decoded
        return self._reader

    # --- ending ----------------------------------------------------------------------------------------

    def rest(self) -> None:
        """Close what reading opened; the next read opens it again."""
        with self._lock:
            self._drop_reader()

    def close(self) -> None:
        """Close everything; nobody reads from now on."""
        writer, self._writer = self._writer, None
        with self._lock:
            self._gone = True
            self._drop_reader()
            if writer is not None:
                writer.close()

    def _drop_reader(self) -> None:
        reader, self._reader = self._reader, None
        if reader is not None:
            reader.close()


def _number(value: object) -> int:
    """A number of a file that may be foreign; Packed.of says what is wrong with it."""
    return value if isinstance(value, int) else 0


def prepare(connection: sqlite3.Connection, form: int) -> None:
    """Make an empty file one of ours."""
    connection.execute(f"PRAGMA page_size={_PAGE}")
    connection.execute("BEGIN IMMEDIATE")
    connection.execute(TABLE)
    connection.execute(f"PRAGMA application_id={APPLICATION}")
    connection.execute(f"PRAGMA user_version={form}")
    connection.execute("COMMIT")


def insert(connection: sqlite3.Connection, blocks: Iterable[Packed]) -> None:
    """Blocks as rows."""
    connection.executemany(
        f"INSERT INTO blocks ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608
        [
            (item.first, item.count, item.oldest, item.newest, item.check, item.rows, item.topics, item.blob)
            for item in blocks
        ],
    )


def stored(connection: sqlite3.Connection) -> Iterator[Packed]:
    """All blocks of a file that is not packed, oldest first."""
    for row in connection.execute(f"SELECT {_COLUMNS} FROM blocks ORDER BY first"):  # noqa: S608
        yield Packed.of(row)


def wal(path: Path) -> Path:
    """SQLite's write-ahead log beside a file."""
    return path.with_name(path.name + "-wal")


def companions(path: Path) -> list[Path]:
    """The file and what SQLite may have beside it."""
    return [path, wal(path), path.with_name(path.name + "-shm")]


def connect_closed(path: Path) -> sqlite3.Connection:
    """For a file that nobody writes to any more.

    Where a full disk or a kill left a part of it in the write-ahead log, that is read too; the exclusive
    mode spares SQLite's shared-memory file, for which there may be no space.
    """
    if not wal(path).exists():
        return connect(path, "frozen")
    connection = connect(path, "rw")
    connection.execute("PRAGMA locking_mode=EXCLUSIVE")
    return connection


def connect(path: Path, mode: str) -> sqlite3.Connection:
    """Mode "rw", "rwc" or "frozen": a file that nobody changes, read without locks or side files."""
    query = "mode=ro&immutable=1" if mode == "frozen" else f"mode={mode}"
    uri = f"{path.absolute().as_uri()}?{query}"
    connection = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False, timeout=5.0)
    for pragma in _SAFE:
        connection.execute(pragma)
    defensive = getattr(sqlite3, "SQLITE_DBCONFIG_DEFENSIVE", None)  # Python 3.12
    if defensive is not None:
        connection.setconfig(defensive, True)  # type: ignore[attr-defined]
    return connection
