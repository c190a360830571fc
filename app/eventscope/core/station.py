"""A service station: one line of waiting items before some servers. Pure: it is told the time and never late."""

from __future__ import annotations

import heapq
import itertools
from collections import deque
from collections.abc import Callable
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")


class Work(NamedTuple, Generic[T]):
    """Work on one item that has ended: begun and planned to end at monotonic ns, after so many attempts."""

    item: T
    begun: int
    end: int
    attempts: int
    failed: bool


class Station(Generic[T]):
    """`servers` work side by side, first come first served; with none, items wait until they are taken out.

    `service` draws the ns of one attempt and `fails` whether it is in vain; what fails is tried again by the same
    server at once, up to `retries` times. A server whose work ended goes on with the next item at the time at which
    that work was due to end, however late `finished` is called: lateness costs latency but no capacity.
    """

    def __init__(
        self,
        servers: int = 0,
        service: Callable[[], int] = lambda: 0,
        fails: Callable[[], bool] = lambda: False,
        retries: int = 0,
    ) -> None:
        self._idle = servers
        self._service, self._fails, self._retries = service, fails, retries
        self._line: deque[tuple[int, T]] = deque()
        self._works: list[tuple[int, int, Work[T]]] = []
        self._order = itertools.count()

    @property
    def waiting(self) -> int:
        """Items in the line."""
        return len(self._line)

    @property
    def busy(self) -> int:
        """Servers at work."""
        return len(self._works)

    @property
    def due(self) -> int | None:
        """When the next work ends (monotonic ns); None while nobody works."""
        return self._works[0][0] if self._works else None

    def arrive(self, item: T, now: int) -> None:
        """An item comes; it is begun at once where a server is free."""
        self._line.append((now, item))
        self._fill(now)

    def put_back(self, item: T, now: int) -> None:
        """An item that was taken out comes back, to the head of the line."""
        self._line.appendleft((now, item))
        self._fill(now)

    def take(self) -> T | None:
        """The oldest waiting item, out of the line; None where nothing waits."""
        return self._line.popleft()[1] if self._line else None

    def remove(self, gone: Callable[[T], bool]) -> list[T]:
        """Take such items out of the line; what is being worked on goes on."""
        removed = [item for _, item in self._line if gone(item)]
        if removed:
            self._line = deque(entry for entry in self._line if not gone(entry[1]))
        return removed

    def finished(self, now: int) -> list[Work[T]]:
        """All work that has ended by now, in the order of its end."""
        ended: list[Work[T]] = []
        while self._works and self._works[0][0] <= now:
            work = heapq.heappop(self._works)[2]
            ended.append(work)
            self._idle += 1
            self._fill(work.end)
        return ended

    def abandon(self) -> list[T]:
        """Stop: what waits and what is being worked on, in order of arrival as far as it is known."""
        items = [work.item for *_, work in sorted(self._works, key=lambda entry: entry[1])]
        items += [item for _, item in self._line]
        self._idle += len(self._works)
        self._works.clear()
        self._line.clear()
        return items

    def _fill(self, free: int) -> None:
        """Free servers take what waits; `free` is since when they are."""
        while self._idle and self._line:
            arrived, item = self._line.popleft()
            self._idle -= 1
            begun = max(arrived, free)
            took, attempts, failed = self._attempts()
            work = Work(item, begun, begun + took, attempts, failed)
            heapq.heappush(self._works, (work.end, next(self._order), work))

    def _attempts(self) -> tuple[int, int, bool]:
        """(ns in all, attempts, whether the last one was in vain too)."""
        took = 0
        for attempt in range(1, self._retries + 2):
            took += self._service()
            if not self._fails():
                return took, attempt, False
        return took, self._retries + 1, True
