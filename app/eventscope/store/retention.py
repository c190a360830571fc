"""Forgetting: the oldest segments go when the log is too large or too old."""

from __future__ import annotations

import logging
from pathlib import Path

from eventscope.base import clock
from eventscope.core.workspace import Retention
from eventscope.store.segment import Segment
from eventscope.store.shelf import Shelf
from eventscope.store.sqlitefile import companions

log = logging.getLogger(__name__)
DAY = 86_400 * 10**9  # ns


class Forgetter:
    """Used by the writer's thread. `forgotten` counts the messages that retention deleted since the start."""

    def __init__(self, folder: Path, shelf: Shelf) -> None:
        self.forgotten = 0
        self._folder = folder
        self._shelf = shelf
        self._left: list[Path] = []  # files that would not go, as on Windows while a scanner reads them

    def keep_to(self, retention: Retention) -> None:
        """Delete what is over the limits; never the open segment, and nothing outside of the log's own folder."""
        self._left = [path for path in self._left if not _unlink(path)]
        ours = [item for item in self._shelf.all() if item.path.parent == self._folder]
        size = sum(item.size for item in ours)
        oldest = clock.wall_ns() - int(retention.days * DAY)
        for segment in ours:
            if segment.writing or (size <= retention.bytes and segment.newest >= oldest):
                break
            size -= segment.size
            self.forgotten += segment.last - segment.first + 1
            self.delete(segment)

    def delete(self, segment: Segment) -> None:
        """Take a segment out of the log, and its files off the disk where they are ours."""
        self._shelf.remove(segment)
        segment.close()
        if segment.path.parent == self._folder:
            self._left += [path for path in companions(segment.path) if not _unlink(path)]


def _unlink(path: Path) -> bool:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        log.warning("%s cannot be deleted yet: %s", path.name, error)
        return False
    return True
