"""The row ids that match a filter, each at a position that it keeps while older and newer ones are found."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Ids = NDArray[np.int64]


class _Pile:
    """Row ids that grow at one end and may lose the other; indexes count from the first ever added."""

    def __init__(self) -> None:
        self.begin = 0
        self.end = 0
        self._base = 0  # the index of _data[0]
        self._data: Ids = np.empty(1024, np.int64)

    def __len__(self) -> int:
        return self.end - self.begin

    def add(self, ids: Ids) -> None:
        """Put ids at the growing end."""
        if self.end - self._base + len(ids) > len(self._data):
            kept = self.slice(self.begin, self.end)
            self._data = np.concatenate([kept, np.empty(len(kept) + 2 * len(ids) + 1024, np.int64)])
            self._base = self.begin
        at = self.end - self._base
        self._data[at : at + len(ids)] = ids
        self.end += len(ids)

    def slice(self, begin: int, end: int) -> Ids:
        """Ids at some indexes, a view on the data."""
        return self._data[begin - self._base : end - self._base]

    def live(self) -> Ids:
        """All ids, a view on the data."""
        return self.slice(self.begin, self.end)


class Matches:
    """Positions from `first` to `first + count - 1`, oldest first. One lock around it is the owner's business.

    Position 0 is the first match newer than the start; older ones are found backward from there at -1, -2, ...
    """

    def __init__(self, limit: int) -> None:
        self.capped = False
        self._limit = limit
        self._newer = _Pile()
        self._older = _Pile()  # descending: its index i is position -1 - i

    @property
    def count(self) -> int:
        """How many match."""
        return len(self._newer) + len(self._older)

    @property
    def first(self) -> int:
        """The position of the oldest match; that of the next one when there is none."""
        return -self._older.end if len(self._older) else self._newer.begin

    def add_newer(self, ids: Ids) -> None:
        """Matches newer than all others, ascending; beyond the limit the oldest go."""
        self._newer.add(ids)
        over = self.count - self._limit
        if over > 0:
            self.capped = True
            self._drop_oldest(over)

    def add_older(self, ids: Ids) -> bool:
        """Matches older than all others, ascending; False when the limit leaves no room for more."""
        room = max(self._limit - self.count, 0)
        self._older.add(ids[::-1][:room])
        self.capped = self.capped or len(ids) > room
        return not self.capped

    def forget_below(self, oldest: int) -> None:
        """The log no longer has rows below that id."""
        older, newer = self._older.live(), self._newer.live()
        if len(older) and older[-1] >= oldest:
            return
        gone = int((older < oldest).sum())
        if gone == len(older):
            gone += int(np.searchsorted(newer, oldest))
        if gone:
            self._drop_oldest(gone)

    def _drop_oldest(self, count: int) -> None:
        from_older = min(count, len(self._older))
        self._older.end -= from_older
        if not len(self._older) and count > from_older:
            self._newer.begin += min(count - from_older, len(self._newer))

    def page(self, first: int, count: int) -> tuple[Ids, Ids]:
        """Ids and positions of what there is of `count` positions from `first` on, both ascending."""
        begin = max(first, self.first)
        end = min(first + count, self.first + self.count)
        positions = np.arange(begin, max(begin, end), dtype=np.int64)
        old = positions[positions < 0]
        new = positions[len(old) :]
        parts = []
        if len(old):
            parts.append(self._older.slice(-1 - int(old[-1]), -int(old[0]))[::-1])
        if len(new):
            parts.append(self._newer.slice(int(new[0]), int(new[-1]) + 1))
        return (np.concatenate(parts) if parts else np.empty(0, np.int64)), positions
