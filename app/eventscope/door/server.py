"""The engine's side of the door: verbs come in on a thread, answers and news leave on another."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Coroutine
from multiprocessing.connection import Connection
from typing import Any

from eventscope.base import tasks
from eventscope.core.errors import EventscopeError, Unavailable
from eventscope.core.news import News
from eventscope.core.verbs import Verb
from eventscope.door import wire
from eventscope.door.box import Box

log = logging.getLogger(__name__)
Do = Callable[[Verb[Any]], Coroutine[Any, Any, Any]]


class Server:
    """Serves one window. `do` runs a verb on the event loop; `on_closed(in_order)` is called there at the end.

    A window that does not read never blocks the engine nor makes it grow, see `door.box`.
    """

    def __init__(self, pipe: Connection, do: Do, on_closed: Callable[[bool], None]) -> None:
        self._pipe = pipe
        self._do = do
        self._on_closed = on_closed
        self._loop = asyncio.get_running_loop()
        self._box = Box()

    def start(self) -> None:
        """Begin to read and write."""
        for target, name in ((self._read, "door-in"), (self._write, "door-out")):
            threading.Thread(target=target, name=name, daemon=True).start()

    def tell(self, item: News) -> None:
        """Offer news to the window; from any thread."""
        self._box.tell(item)

    def close(self) -> None:
        """Write what waits and stop."""
        self._box.end()

    def _read(self) -> None:
        in_order = False
        try:
            while not in_order:
                kind, ident, verb = wire.read(self._pipe.recv_bytes())
                in_order = kind == "bye"
                if not in_order:
                    self._loop.call_soon_threadsafe(self._begin, ident, verb)
        except (EOFError, OSError):
            log.info("the window is gone")
        except RuntimeError:
            log.info("a verb came after the end of the loop")
        finally:
            self._finish(in_order)

    def _finish(self, in_order: bool) -> None:
        self.close()
        try:
            self._loop.call_soon_threadsafe(self._on_closed, in_order)
        except RuntimeError:
            log.debug("the loop ended before the door did")

    def _begin(self, ident: int, verb: Verb[Any]) -> None:
        tasks.spawn(self._answer(ident, verb), f"verb {type(verb).__name__}")

    async def _answer(self, ident: int, verb: Verb[Any]) -> None:
        name = type(verb).__name__
        try:
            self._box.put(wire.tell(ident, name, await self._do(verb)))
        except EventscopeError as error:
            self._box.put(wire.fail(ident, error))
        except Exception as bug:
            sentence = "The engine failed at {verb}: {words}. Please report it; details are in the log file."
            failure = Unavailable("engine-bug", sentence, verb=name, words=repr(bug)[:200])
            self._box.put(wire.fail(ident, failure))
            raise

    def _write(self) -> None:
        try:
            while (item := self._box.take()) is not None:
                self._pipe.send_bytes(item if isinstance(item, bytes) else wire.news(item))
        except (OSError, ValueError):
            log.debug("the window closed its side")
