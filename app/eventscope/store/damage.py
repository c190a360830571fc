"""What happens to the log when a part of it turns out to be damaged while it is in use."""

from __future__ import annotations

import sqlite3
import threading

from eventscope.store.folder import Notice, put_aside, words
from eventscope.store.segment import Segment
from eventscope.store.shelf import Shelf

_BROKEN = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR, sqlite3.SQLITE_MISMATCH}


def broken(error: Exception) -> bool:
    """Whether SQLite says that the file itself is wrong, not the disk or the moment."""
    return (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF in _BROKEN


class Damage:
    """Any thread may find it; each file is told once."""

    def __init__(self, shelf: Shelf, notice: Notice) -> None:
        self._shelf = shelf
        self._notice = notice
        self._told: set[str] = set()
        self._lock = threading.Lock()

    def block(self, segment: Segment, error: Exception) -> None:
        """Some messages of a segment cannot be read; the others can."""
        if self._first(f"block {segment.path}"):
            self._notice(
                "warn",
                "log-block-damaged",
                "A part of the message log {name} is damaged ({words}); the messages in it are left out.",
                name=segment.path.name,
                words=words(error),
            )

    def file(self, segment: Segment, error: Exception) -> None:
        """A whole segment cannot be read any more: it leaves the log and is set aside."""
        segment.damaged = True
        self._shelf.remove(segment)
        if not segment.writing:  # else the writer does the rest
            self.put_aside(segment, error)

    def put_aside(self, segment: Segment, error: Exception | None = None) -> None:
        """Close a segment that has left the log, keep its file under another name, and tell."""
        segment.close()
        aside = put_aside(segment.path) if segment.path.exists() else None
        if self._first(f"file {segment.path}"):
            self._notice(
                "warn",
                "log-damaged",
                "The message log {name} cannot be read ({words}) and is left out. It is kept as {aside}.",
                name=segment.path.name,
                words=words(error) if error else "it is damaged",
                aside=aside.name if aside else segment.path.name,
            )

    def _first(self, what: str) -> bool:
        with self._lock:
            if what in self._told:
                return False
            self._told.add(what)
            return True
