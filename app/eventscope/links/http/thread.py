"""The thread on whose event loop all of HTTP runs: it begins with the first who needs it and ends with the last."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine
from concurrent.futures import Future
from typing import Any, TypeVar

from eventscope.links.http.listener import Listeners

T = TypeVar("T")
_lock = threading.Lock()
_current: list[_Thread] = []


class _Thread:
    """One event loop and how many need it."""

    def __init__(self) -> None:
        self.users = 0
        self.loop = asyncio.SelectorEventLoop()  # everywhere: that of Windows cannot tell when to accept
        self.listeners = Listeners()
        self._thread = threading.Thread(target=self._run, name="http", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        asyncio.set_event_loop(self.loop)
        try:
            self.loop.run_forever()
            self.loop.run_until_complete(_rest())
            self.loop.run_until_complete(self.loop.shutdown_asyncgens())
            self.loop.run_until_complete(self.loop.shutdown_default_executor())
        finally:
            self.loop.close()

    def end(self) -> None:
        self.loop.call_soon_threadsafe(self.loop.stop)
        if threading.current_thread() is not self._thread:
            self._thread.join()


class Hold:
    """Keeps the thread alive until `release`; any thread calls, but not the HTTP thread itself."""

    def __init__(self) -> None:
        with _lock:
            if not _current:
                _current.append(_Thread())
            self._thread: _Thread | None = _current[0]
            self._thread.users += 1
            self.loop = self._thread.loop
            self.listeners = self._thread.listeners

    def start(self, work: Coroutine[Any, Any, T]) -> Future[T]:
        """Run it there."""
        return asyncio.run_coroutine_threadsafe(work, self.loop)

    async def do(self, work: Coroutine[Any, Any, T]) -> T:
        """Run it there and wait on the loop of the caller."""
        return await asyncio.wrap_future(self.start(work))

    def release(self) -> None:
        """It is no longer needed; once is enough, and more do no harm. Blocks for an instant where it was the last."""
        with _lock:
            thread, self._thread = self._thread, None
            if thread is None:
                return
            thread.users -= 1
            if thread.users:
                return
            _current.remove(thread)
        thread.end()


async def _rest() -> None:
    """What is being closed, like connections that were turned away, is closed."""
    mine = asyncio.current_task()
    for _ in range(3):  # calls that are due, and those that they make due
        await asyncio.sleep(0)
    left = [task for task in asyncio.all_tasks() if task is not mine]
    for task in left:
        task.cancel()
    await asyncio.gather(*left, return_exceptions=True)
    await asyncio.sleep(0)
