"""The window's side of the door: verbs go out, answers and news come in and wait to be drained."""

from __future__ import annotations

import itertools
import logging
import queue
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from eventscope.core.errors import EventscopeError, Unavailable
from eventscope.core.news import News, Summary
from eventscope.core.verbs import Verb
from eventscope.door import wire
from eventscope.door.box import Box

log = logging.getLogger(__name__)
R = TypeVar("R")
Then = Callable[[Any], None]
Fail = Callable[[EventscopeError], None]


def engine_gone() -> EventscopeError:
    """What every open question is answered with when the engine ends."""
    return Unavailable("engine-gone", "The engine ended. It is being started again; try once more in a moment.")


class Client:
    """One duplex pipe to the engine.

    `wake` is called from the reading thread when something waits; the owner then calls `drain` on its own
    thread, which runs the callbacks of answered verbs and returns the news. Of several summaries only the
    latest is kept, so a window that was busy never works off a backlog. `submit` never blocks, also while the
    engine stands still.
    """

    def __init__(self, pipe: Connection, wake: Callable[[], None]) -> None:
        self._pipe = pipe
        self._wake = wake
        self._ids = itertools.count(1)
        self._open: dict[int, tuple[Then | None, Fail | None]] = {}
        self._lock = threading.Lock()
        self._calls: list[Callable[[], None]] = []
        self._box = Box()
        self._out: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._closed = False
        self._ended = False
        self.lost = False
        self._reader = threading.Thread(target=self._read, name="door-in", daemon=True)
        self._writer = threading.Thread(target=self._write, name="door-out", daemon=True)

    def start(self) -> None:
        """Begin to read and write."""
        self._reader.start()
        self._writer.start()

    def submit(self, verb: Verb[R], then: Callable[[R], None] | None = None, fail: Fail | None = None) -> None:
        """Ask; `then` or `fail` is called from `drain`. Without `fail` an error is only counted by the owner."""
        ident = next(self._ids)
        with self._lock:
            self._open[ident] = (then, fail)
            ended = self._ended
        if ended:
            self._answer(ident, "fail", engine_gone())
        else:
            self._out.put(wire.ask(ident, verb))

    def drain(self) -> list[News]:
        """Run what was answered and return the news, the latest summary last."""
        with self._lock:
            calls, self._calls = self._calls, []
        items: list[News] = self._box.take_all()
        for call in calls:
            call()
        return sorted(items, key=lambda item: isinstance(item, Summary))

    def close(self, timeout: float = 3.0) -> None:
        """Say goodbye: the engine then drains and ends. Returns when it has, or after `timeout` seconds."""
        self._closed = True
        self._out.put(wire.bye())
        self._out.put(None)
        # Closing a pipe under a thread that reads it does not close it for the other side, so wait for that.
        if self._reader.is_alive():
            self._reader.join(timeout)
        self._pipe.close()

    def _read(self) -> None:
        try:
            while True:
                self._take(self._pipe.recv_bytes())
        except (EOFError, OSError):
            log.debug("the engine closed its side")
        except TypeError:  # the pipe was closed under this thread: its handle is None
            log.debug("the door was closed")
        finally:
            self._end()

    def _take(self, frame: bytes) -> None:
        kind, ident, value = wire.read(frame)
        if kind == "news":
            self._box.tell(value)
            self._wake()
        else:
            self._answer(ident, kind, value)

    def _answer(self, ident: int, kind: str, value: Any) -> None:
        with self._lock:
            then, fail = self._open.pop(ident, (None, None))
            call = then if kind == "tell" else fail
            if call is not None:
                self._calls.append(lambda: call(value))
        self._wake()

    def _end(self) -> None:
        with self._lock:
            self._ended = True
            self.lost = not self._closed
            left = list(self._open)
        self._out.put(None)
        for ident in left:
            self._answer(ident, "fail", engine_gone())
        self._wake()

    def _write(self) -> None:
        try:
            while (frame := self._out.get()) is not None:
                self._pipe.send_bytes(frame)
        except (OSError, ValueError):
            log.debug("the engine does not read any more")
