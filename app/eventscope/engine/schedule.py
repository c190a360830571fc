"""One thread that calls at intended times: late calls are made up for, and no caller starves another."""

from __future__ import annotations

import heapq
import itertools
import logging
import threading
from collections.abc import Callable

from eventscope.base import clock

log = logging.getLogger(__name__)
# Called with the present time (monotonic ns) when it is due; answers when it is due next, None: never again.
# It works for a few milliseconds at most and answers a time that has passed when more is to be done.
Call = Callable[[int], int | None]


class Schedule:
    """A thread of its own, because an event loop wakes up to a millisecond late and stalls with its other work."""

    def __init__(self, name: str = "schedule") -> None:
        self._heap: list[tuple[int, int, Call]] = []
        self._order = itertools.count()
        self._more = threading.Condition()
        self._ended = False
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def at(self, due: int, call: Call) -> None:
        """Call when `due` (monotonic ns) has come; the thread starts with the first call."""
        with self._more:
            heapq.heappush(self._heap, (due, next(self._order), call))
            if not self._thread.is_alive() and not self._ended:
                self._thread.start()
            self._more.notify()

    def close(self, timeout: float = 1.0) -> None:
        """No more calls; returns when the present one has ended or the time (s) is over."""
        with self._more:
            self._ended = True
            self._heap.clear()
            self._more.notify()
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join(timeout)

    def _run(self) -> None:
        while (calls := self._due()) is not None:
            for call in calls:
                self._make(call)

    def _due(self) -> list[Call] | None:
        """All calls whose time has come, each once, so that a caller far behind does not hold up the others."""
        with self._more:
            while not self._ended:
                wait = self._heap[0][0] - clock.mono_ns() if self._heap else None
                if wait is not None and wait <= 0:
                    return self._taken(clock.mono_ns())
                self._more.wait(wait / 1e9 if wait is not None else None)
        return None

    def _taken(self, now: int) -> list[Call]:
        calls = []
        while self._heap and self._heap[0][0] <= now:
            calls.append(heapq.heappop(self._heap)[2])
        return calls

    def _make(self, call: Call) -> None:
        try:
            due = call(clock.mono_ns())
        except Exception:
            log.exception("a scheduled call failed and is not made again")
            return
        if due is not None:
            self.at(due, call)
