"""What waits to cross the pipe, or to be drained behind it: bounded, however long the reader takes.

News of one kind about one subject replace each other, so a window that was busy, or an engine whose window
stands still, never works off a backlog and never grows.
"""

from __future__ import annotations

import itertools
import threading
from collections import OrderedDict
from dataclasses import replace
from typing import Any

from eventscope.core import newsqueue
from eventscope.core.news import News, Notice

NOTICES = 500  # the newest ones are kept; how many were lost is said


class Box:
    """From any thread to any thread. Items come out in order of their first arrival."""

    def __init__(self) -> None:
        self._items: OrderedDict[Any, Any] = OrderedDict()
        self._more = threading.Condition()
        self._numbers = itertools.count()
        self._notices: list[Any] = []
        self._lost = 0
        self._ended = False

    def put(self, item: object) -> None:
        """Put something that is neither replaced nor joined (an answer)."""
        with self._more:
            self._items[next(self._numbers)] = item
            self._more.notify()

    def tell(self, item: News) -> None:
        """Put news; what they make out of date goes."""
        with self._more:
            key = newsqueue.state(item)
            if key is None:
                self._notice(item)
            else:
                waiting = self._items.get(key)
                self._items[key] = item if waiting is None else newsqueue.joined(waiting, item)
            self._more.notify()

    def end(self) -> None:
        """Nothing more will come: `take` answers None once it is empty."""
        with self._more:
            self._ended = True
            self._more.notify_all()

    def take(self) -> Any:
        """The next item, waiting for it; None after the end."""
        with self._more:
            while not self._items and not self._ended:
                self._more.wait()
            return self._pop() if self._items else None

    def take_all(self) -> list[Any]:
        """Everything that waits, at once."""
        with self._more:
            return [self._pop() for _ in range(len(self._items))]

    def _notice(self, item: News) -> None:
        number = next(self._numbers)
        self._items[number] = item
        self._notices.append(number)
        if len(self._notices) > NOTICES:
            self._items.pop(self._notices.pop(0), None)
            self._lost += 1

    def _pop(self) -> Any:
        key, item = self._items.popitem(last=False)
        if self._notices and self._notices[0] == key:
            self._notices.pop(0)
            if self._lost and isinstance(item, Notice):
                words = f"{self._lost} older messages like this were not shown: there were too many. {item.words}"
                item, self._lost = replace(item, words=words), 0
        return item
