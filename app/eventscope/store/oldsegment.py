"""A segment of an earlier version: a file of SQLite in which each row is one block. It is read, never written."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from zlib import crc32

from eventscope.core.facts import Facts
from eventscope.store.frames import LARGEST_ID, Damaged, Head
from eventscope.store.segment import Gone, Segment
from eventscope.store.sqlitefile import connect_closed, wal
from eventscope.store.stored import Stored

APPLICATION = 0x45534C47  # "ESLG" in SQLite's header: a segment of ours
FORMAT = 1
PACKED = 2  # the format of one whose blocks are squeezed

TABLE = (
    "CREATE TABLE blocks (first INTEGER PRIMARY KEY, count INTEGER NOT NULL, oldest INTEGER NOT NULL, "
    'newest INTEGER NOT NULL, "check" INTEGER NOT NULL, rows BLOB NOT NULL, topics BLOB NOT NULL, blob BLOB NOT NULL)'
)
_HEAD = "first, count, oldest, newest, length(blob)"
_RATIO = 4  # how many times as large a squeezed blob is about, once it is unpacked


class OldSegment(Segment):
    """Ids `first` to `end` - 1. `newest` is the newest wall time of its last block.

    What goes wrong comes as sqlite3.Error, Damaged or Gone.
    """

    old = True

    def __init__(self, path: Path, first: int, end: int, newest: int, packed: bool) -> None:
        super().__init__(path, first)
        self.last, self.packed = end - 1, packed
        self.facts = Facts.unknown(end - first)
        self._newest = newest
        self._reader: sqlite3.Connection | None = None
        self.measure()

    @property
    def newest(self) -> int:
        """In ns."""
        return self._newest

    def measure(self) -> None:
        """The file with what SQLite has beside it."""
        journal = wal(self.path)
        self.size = self.path.stat().st_size + (journal.stat().st_size if journal.exists() else 0)

    def holder(self, ident: int) -> Stored | None:
        """The block that holds a row id, or the last one before it."""
        return self._first("first <= ? ORDER BY first DESC", ident)

    def along(self, start: int, forward: bool) -> Iterator[Stored]:
        """The block that holds `start`, and those after it, or before it."""
        at = self.holder(start)
        if forward and (at is None or at.end <= start):
            at = self._first("first > ? ORDER BY first", start)
        while at is not None:
            yield at
            at = self._first("first > ? ORDER BY first" if forward else "first < ? ORDER BY first DESC", at.first)

    def _first(self, where: str, ident: int) -> Stored | None:
        with self._lock:
            row = self._ask(f"SELECT {_HEAD} FROM blocks WHERE {where} LIMIT 1", ident)  # noqa: S608
        return OldStored(_head(row, self.packed), self._fetch) if row else None

    def _fetch(self, first: int) -> tuple[object, ...]:
        with self._lock:
            row = self._ask('SELECT rows, topics, blob, "check" FROM blocks WHERE first = ?', first)
        if row is None:
            raise Damaged("a block of it is missing")
        return row

    def _ask(self, query: str, ident: int) -> tuple[object, ...] | None:
        if self._gone:
            raise Gone(self.path.name)
        if self._reader is None:
            self._reader = connect_closed(self.path)
            self._reader.execute("PRAGMA query_only=ON")
            self._reader.execute("PRAGMA cache_size=-256")  # KiB: what is worth keeping is kept decoded
        row: tuple[object, ...] | None = self._reader.execute(query, (ident,)).fetchone()
        return row

    def _drop(self) -> None:
        reader, self._reader = self._reader, None
        if reader is not None:
            reader.close()


class OldStored(Stored):
    """Its parts are read together and have one checksum."""

    def __init__(self, head: Head, fetch: Callable[[int], tuple[object, ...]]) -> None:
        super().__init__(head, lambda which: b"")
        self._row = fetch
        self._parts: tuple[bytes, ...] = ()

    def _part(self, which: int) -> bytes:
        if not self._parts:
            *parts, wanted = self._row(self.first)
            if [type(part) for part in parts] != [bytes] * 3:
                raise Damaged("its columns hold other things than blocks")
            self._parts = tuple(parts)  # type: ignore[arg-type]
            if _check(self._parts) != wanted:
                raise Damaged("its checksum differs")
        return self._parts[which]


def _head(row: Sequence[object], packed: bool) -> Head:
    first, count, oldest, newest, size = (item if isinstance(item, int) else -1 for item in row)
    if not (0 < first < LARGEST_ID and 0 < count <= 1 << 32):
        raise Damaged("its columns hold other things than blocks")
    facts = Facts.unknown(count, oldest, newest)
    return Head(first, facts, (0, 0, 0), (0, 0, 0), size * (_RATIO if packed else 1), packed)


def _check(parts: Sequence[bytes]) -> int:
    value = 0
    for part in parts:
        value = crc32(part, value)
    return value
