"""What waits for one WebSocket: bounded, however slowly its client reads; what had to go is counted and said."""

from __future__ import annotations

import threading
from collections import Counter, OrderedDict
from collections.abc import Callable
from typing import Any

from eventscope.api.plain import kind_of
from eventscope.core import newsqueue
from eventscope.core.news import News

LIMIT = 1000  # pieces of news that stand for themselves


class Outqueue:
    """From any thread to the socket's loop. `wake` is called whenever there is something to take.

    News of which only the latest counts replace each other; of all others the oldest go when there are too many.
    `overflowed` turns true then.
    """

    def __init__(self, wake: Callable[[], None], limit: int = LIMIT) -> None:
        self._wake = wake
        self._limit = limit
        self._lock = threading.Lock()
        self._latest: OrderedDict[Any, News] = OrderedDict()
        self._each: OrderedDict[int, News] = OrderedDict()
        self._number = 0
        self._dropped: Counter[str] = Counter()
        self._kinds: frozenset[str] | None = None
        self.overflowed = False

    def select(self, kinds: frozenset[str] | None) -> None:
        """Hear only these kinds from now on (None: all)."""
        with self._lock:
            self._kinds = kinds

    def tell(self, item: News) -> None:
        """Put news."""
        with self._lock:
            if self._kinds is not None and kind_of(type(item)) not in self._kinds:
                return
            self._put(item)
        self._wake()

    def take(self) -> tuple[list[News], dict[str, int]]:
        """All that waits, those that stand for themselves first, and how many of each kind had to go before them."""
        with self._lock:
            items = [*self._each.values(), *self._latest.values()]
            dropped = dict(self._dropped)
            self._each.clear()
            self._latest.clear()
            self._dropped.clear()
        return items, dropped

    def _put(self, item: News) -> None:
        subject = newsqueue.subject(item)
        if subject is not None:
            waiting = self._latest.get(subject)
            self._latest[subject] = item if waiting is None else newsqueue.joined(waiting, item)
            return
        self._number += 1
        self._each[self._number] = item
        if len(self._each) > self._limit:
            _, gone = self._each.popitem(last=False)
            self._dropped[kind_of(type(gone))] += 1
            self.overflowed = True
