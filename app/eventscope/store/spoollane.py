"""The near end of one route's queue in memory: what is ready, on its way or held back; is more on disk? Pure."""

from __future__ import annotations

import heapq
from bisect import insort
from collections import deque
from collections.abc import Iterable, Sequence

from eventscope.store.spoolrows import Row

ROWS, BYTES = 4_000, 8 << 20  # what one lane keeps in memory; one row always
PARKED = 10_000  # rows that may wait behind others that are tried again


class Lane:
    """Rows of a route in order. `last` is the newest id it has seen; with `behind`, newer ones lie on disk only."""

    def __init__(self, route: int) -> None:
        self.route = route
        self.last = 0
        self.behind = False
        self.stopped = 0  # dead letters that find no room: nothing leaves before they do
        self.taken: dict[int, Row] = {}
        self._ready: deque[Row] = deque()
        self._bytes = 0
        self._waiting: list[tuple[int, int, Row]] = []  # heap by due time: tried again then
        self._parked: dict[bytes, deque[Row]] = {}  # by key: an earlier row of that key is tried again
        self._parked_count = 0
        self._tried: dict[bytes, set[int]] = {}  # by key: rows that are tried again and not yet through

    # --- filling -----------------------------------------------------------------------------------------

    def committed(self, rows: Iterable[Row]) -> None:
        """Rows were stored just now."""
        for row in rows:
            if self.behind or len(self._ready) >= ROWS or (self._ready and self._bytes >= BYTES):
                self.behind = True
                return
            self._append(row)

    def loaded(self, rows: Sequence[Row], complete: bool) -> None:
        """Rows came from the disk; `complete`: there are no more."""
        for row in rows:
            if row.tries:
                self.last = row.id
                self.retry(row)
            else:
                self._append(row)
        if complete:
            self.behind = False

    def restored(self, rows: Iterable[Row]) -> None:
        """Rows that were on their way when the last process ended."""
        self.taken.update((row.id, row) for row in rows)

    @property
    def hungry(self) -> bool:
        """More should be loaded from the disk."""
        return self.behind and len(self._ready) < ROWS // 2 and self._bytes < BYTES // 2

    def _append(self, row: Row) -> None:
        self._ready.append(row)
        self._bytes += row.size
        self.last = row.id

    # --- emptying ----------------------------------------------------------------------------------------

    def take(self, count: int, now: int, before: int) -> tuple[list[Row], list[Row]]:
        """Up to `count` rows to send, and those whose time is over: they expired at `now` or came before `before`."""
        rows: list[Row] = []
        over: list[Row] = []
        while len(rows) < count and not self.stopped:
            row = self._next(now)
            if row is None:
                break
            if row.since < before or 0 < row.expires <= now:
                over.append(row)
            else:
                rows.append(row)
            self.taken[row.id] = row
        return rows, over

    def _next(self, now: int) -> Row | None:
        if self._waiting and self._waiting[0][0] <= now:
            return heapq.heappop(self._waiting)[2]
        while self._ready and self._parked_count < PARKED:
            row = self._ready.popleft()
            self._bytes -= row.size
            queue = self._parked.get(row.lane_key) if self._parked else None
            if queue is None or row.id < min(self._tried[row.lane_key]):
                return row
            queue.append(row)
            self._parked_count += 1
        return None

    def gone(self, id_: int) -> Row | None:
        """A row is through; None when it was not on its way."""
        row = self.taken.pop(id_, None)
        if row is not None and row.tries:
            self.finish(row)
        return row

    def retry(self, row: Row) -> None:
        """A row waits for `row.due`, and with it all of its key that come after."""
        self.taken.pop(row.id, None)
        self._tried.setdefault(row.lane_key, set()).add(row.id)
        self._parked.setdefault(row.lane_key, deque())
        heapq.heappush(self._waiting, (row.due, row.id, row))

    def back(self, rows: Sequence[Row]) -> None:
        """Rows that were taken and not tried: first again, in order, or behind one of their key that is tried again."""
        for row in reversed(rows):
            if self.taken.pop(row.id, None) is None:
                continue
            queue = self._parked.get(row.lane_key)
            if row.tries:
                heapq.heappush(self._waiting, (row.due, row.id, row))
            elif queue is not None and row.id > min(self._tried[row.lane_key]):
                insort(queue, row, key=_number)
                self._parked_count += 1
            else:
                insort(self._ready, row, key=_number)
                self._bytes += row.size

    def drop_oldest(self) -> Row:
        """Take away the oldest row that is not on its way; ask `first` before."""
        row = self._ready.popleft()
        self._bytes -= row.size
        return row

    def put_back(self, row: Row) -> None:
        """A row that was dropped is not, after all."""
        self._ready.appendleft(row)
        self._bytes += row.size

    @property
    def first(self) -> int | None:
        """The id of the oldest ready row."""
        return self._ready[0].id if self._ready else None

    @property
    def oldest(self) -> int:
        """When the oldest row came (wall ns), 0 where there is none."""
        known = [row.since for row in self.taken.values()]
        known += [row.since for _, _, row in self._waiting]
        return min([*known, self._ready[0].since]) if self._ready else min(known, default=0)

    def overdue(self, now: int, before: int) -> list[Row]:
        """Rows at the front whose time is over while nobody takes any."""
        over: list[Row] = []
        while self._ready and (self._ready[0].since < before or 0 < self._ready[0].expires <= now):
            row = self._ready.popleft()
            self._bytes -= row.size
            self.taken[row.id] = row
            over.append(row)
        return over

    def due(self) -> int | None:
        """When the next row is to be tried again, wall time in ns."""
        return self._waiting[0][0] if self._waiting else None

    @property
    def any_ready(self) -> bool:
        """Whether `take` would give something now or soon."""
        return bool(self._ready) and not self.stopped

    def finish(self, row: Row) -> None:
        """Those that waited behind a row are the next by their ids, once no row of their key is tried again."""
        tried = self._tried.get(row.lane_key, set())
        tried.discard(row.id)
        if tried:
            return
        self._tried.pop(row.lane_key, None)
        queue = self._parked.pop(row.lane_key, deque())
        self._parked_count -= len(queue)
        if queue and self._ready and queue[-1].id > self._ready[0].id:
            self._ready = deque(heapq.merge(queue, self._ready, key=_number))  # `back` relies on this order
        else:
            self._ready.extendleft(reversed(queue))
        self._bytes += sum(item.size for item in queue)


def _number(row: Row) -> int:
    return row.id
