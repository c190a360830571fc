"""Files of SQLite: opened so that a foreign one can do no harm, with what belongs to them."""

from __future__ import annotations

import sqlite3
from pathlib import Path

_SAFE = ("PRAGMA trusted_schema=OFF", "PRAGMA cell_size_check=ON")


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
