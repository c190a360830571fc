"""Is a file of SQLite found in the log's folder a segment of an earlier version, whole, and safe to read?"""

from __future__ import annotations

import logging
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from eventscope.store.frames import LARGEST_ID, Damaged, Newer
from eventscope.store.oldsegment import APPLICATION, PACKED, TABLE, OldSegment
from eventscope.store.sqlitefile import connect_closed, wal

log = logging.getLogger(__name__)

MAGIC = b"SQLite format 3\0"
_SCHEMA = [("table", "blocks", TABLE)]


def load(path: Path, spare: Path | None = None) -> OldSegment | None:
    """A closed segment, None when it is whole but empty.

    What an engine that was killed left in SQLite's write-ahead log moves into the file first; in a folder
    that cannot be written this happens on a copy in `spare`. Only then all pages are checked; else what
    lies deeper is checked when it is read. Raises Damaged, Newer, OSError, sqlite3.Error.
    """
    _check_header(path)
    journal = wal(path)
    if journal.exists() and journal.stat().st_size > 0:
        path = _copy(path, journal, spare) if spare is not None else path
        _recover(path)
    if not wal(path).exists():
        _check_end(path)
    with closing(connect_closed(path)) as reader:
        _check_schema(reader)
        first = reader.execute("SELECT min(first) FROM blocks").fetchone()[0]
        if first is None:
            return None
        last, count = reader.execute("SELECT first, count FROM blocks ORDER BY first DESC LIMIT 1").fetchone()
        newest = reader.execute("SELECT newest FROM blocks ORDER BY first DESC LIMIT 1").fetchone()[0]
    return _found(path, first, last, count, newest)


def _found(path: Path, first: object, last: object, count: object, newest: object) -> OldSegment:
    if not (isinstance(first, int) and isinstance(last, int) and isinstance(count, int) and isinstance(newest, int)):
        raise Damaged("its ids are no numbers")
    if not (0 < first <= last and 0 < count <= 1 << 32 and last + count < LARGEST_ID):
        raise Damaged("its ids are out of range")
    return OldSegment(path, first, last + count, newest, packed=_format(_header(path)) == PACKED)


def _check_header(path: Path) -> None:
    """Without SQLite: magic, user version, application id [sqlite.org/fileformat2 1.3]."""
    header = _header(path)
    if not header.startswith(MAGIC):
        raise Damaged("it is no SQLite file" if header else "it is empty")
    if int.from_bytes(header[68:72]) != APPLICATION:
        raise Damaged("it was not written by Eventscope")
    if _format(header) > PACKED:
        raise Newer


def _check_end(path: Path) -> None:
    """Whether all pages are there, by page size and number of pages in the header.

    While a journal is left, the header may already count pages that are still in there.
    """
    header = _header(path)
    page = int.from_bytes(header[16:18])
    if path.stat().st_size < int.from_bytes(header[28:32]) * (65_536 if page == 1 else page):
        raise Damaged("its end is missing")


def _format(header: bytes) -> int:
    return int.from_bytes(header[60:64])


def _header(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(100)


def _check_schema(reader: sqlite3.Connection) -> None:
    if reader.execute("SELECT type, name, sql FROM sqlite_master").fetchall() != _SCHEMA:
        raise Damaged("it holds more than messages, or less")


def _recover(path: Path) -> None:
    with closing(connect_closed(path)) as connection:
        _check_schema(connection)
        if connection.execute("PRAGMA quick_check(1)").fetchall() != [("ok",)]:
            raise Damaged("pages of it are broken")
        try:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        except sqlite3.OperationalError as error:  # a full disk: it stays readable as it is
            log.warning("%s keeps its journal: %s", path.name, error)


def _copy(path: Path, journal: Path, spare: Path) -> Path:
    shutil.copyfile(journal, spare / journal.name)
    return Path(shutil.copyfile(path, spare / path.name))
