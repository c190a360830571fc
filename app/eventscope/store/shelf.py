"""The segments of a log in order of their ids."""

from __future__ import annotations

import bisect
import threading
from collections import OrderedDict

from eventscope.store.segment import Segment

READERS = 8  # segments whose file stays open for reading


class Shelf:
    """Shared by the writer, which adds and removes, and by readers. `next` is the next row id."""

    def __init__(self, segments: list[Segment], next_: int = 1) -> None:
        self._segments = sorted(segments, key=lambda item: item.first)
        self._next = max([next_, *(item.last + 1 for item in segments)])
        self._reading: OrderedDict[int, Segment] = OrderedDict()
        self._lock = threading.Lock()

    @property
    def next(self) -> int:
        """The id of the next row; ids continue over sessions and after everything was forgotten."""
        with self._lock:
            return self._next

    @property
    def oldest(self) -> int:
        """The oldest stored id; `next` when nothing is stored."""
        with self._lock:
            return next((item.first for item in self._segments if item.last >= item.first), self._next)

    @property
    def bytes(self) -> int:
        """What all segments take on the disk."""
        with self._lock:
            return sum(item.size for item in self._segments)

    def all(self) -> list[Segment]:
        """Oldest first."""
        with self._lock:
            return list(self._segments)

    def add(self, segment: Segment) -> None:
        """A new one, at the end."""
        with self._lock:
            self._segments.append(segment)

    def grew(self, next_: int) -> None:
        """Rows up to `next_` - 1 are stored."""
        with self._lock:
            self._next = next_

    def remove(self, segment: Segment) -> None:
        """No longer part of the log."""
        with self._lock:
            self._segments = [item for item in self._segments if item is not segment]
            self._reading.pop(id(segment), None)

    def at_or_after(self, ident: int) -> Segment | None:
        """The segment that holds a row id, else the next one."""
        with self._lock:
            place = bisect.bisect_left(self._segments, ident, key=lambda item: item.last)
            return self._use(self._segments[place]) if place < len(self._segments) else None

    def at_or_before(self, ident: int) -> Segment | None:
        """The segment that holds a row id, else the one before."""
        with self._lock:
            place = bisect.bisect_right(self._segments, ident, key=lambda item: item.first) - 1
            while place >= 0 and self._segments[place].last < self._segments[place].first:
                place -= 1
            return self._use(self._segments[place]) if place >= 0 else None

    def _use(self, segment: Segment) -> Segment:
        self._reading[id(segment)] = segment
        self._reading.move_to_end(id(segment))
        while len(self._reading) > READERS:
            self._reading.popitem(last=False)[1].rest()
        return segment
