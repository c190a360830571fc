"""Between reading and the receiver: batches wait here, within bounds, so that reading can go on polling."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable
from typing import Any

from eventscope.base import clock
from eventscope.core.kafka import Record
from eventscope.links.kafka.records import weight

log = logging.getLogger(__name__)
Receive = Callable[[list[Record]], Any]


class Handoff:
    """Gives batches to the receiver in order, from a thread of its own.

    A receiver that fails stops the handing: what it did not take is never acknowledged, and `failed` says so once.
    """

    def __init__(self, receive: Receive, failed: Callable[[Exception], None], batches: int, size: int) -> None:
        self._receive = receive
        self._failed = failed
        self._batches, self._size = batches, size
        self._waiting: deque[tuple[list[Record], int]] = deque()
        self._bytes = 0
        self._full_since: int | None = None
        self._busy = self._ended = False
        self._lock = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="kafka handoff", daemon=True)
        self._thread.start()

    @property
    def full(self) -> bool:
        """No more should be put; one batch may pass the bounds."""
        return len(self._waiting) >= self._batches or self._bytes >= self._size

    @property
    def roomy(self) -> bool:
        """Half empty again."""
        return len(self._waiting) <= self._batches // 2 and self._bytes <= self._size // 2

    def full_for(self, seconds: float) -> bool:
        """Whether it has been full for so long."""
        if not self.full:
            self._full_since = None
        elif self._full_since is None:
            self._full_since = clock.mono_ns()
        return self._full_since is not None and clock.mono_ns() - self._full_since > seconds * 1e9

    def wait_room(self, timeout: float) -> bool:
        """Until it is not full, or the time (s) is over (False)."""
        with self._lock:
            return self._lock.wait_for(lambda: not self.full, timeout)

    def put(self, batch: list[Record]) -> None:
        """Never waits."""
        with self._lock:
            size = weight(batch)
            self._waiting.append((batch, size))
            self._bytes += size
            self._lock.notify_all()

    def drop(self) -> int:
        """Forget what waits (it will be read again); how many records."""
        with self._lock:
            dropped = sum(len(batch) for batch, _ in self._waiting)
            self._waiting.clear()
            self._bytes = 0
            return dropped

    def wait_idle(self, timeout: float) -> bool:
        """Until the receiver has taken what it was given; False when the time (s) is over first."""
        with self._lock:
            return self._lock.wait_for(lambda: not self._busy and not self._waiting, timeout)

    def stop(self, timeout: float) -> None:
        """End after the batch under way; the receiver may hold the thread longer than `timeout` seconds."""
        with self._lock:
            self._ended = True
            self._lock.notify_all()
        if self._thread is not threading.current_thread():
            self._thread.join(timeout)

    def _run(self) -> None:
        while (batch := self._next()) is not None:
            try:
                self._receive(batch)
            except Exception as error:
                log.exception("the receiver of %d records failed", len(batch))
                self._failed(error)
            del batch
            with self._lock:
                self._busy = False
                self._lock.notify_all()

    def _next(self) -> list[Record] | None:
        with self._lock:
            self._lock.wait_for(lambda: bool(self._waiting) or self._ended)
            if self._ended:
                return None
            batch, size = self._waiting.popleft()
            self._bytes -= size
            self._busy = True
            return batch
