"""Targets that are connected when something waits for them, and let go when nothing has for a while."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

from eventscope.base import clock, tasks
from eventscope.core.errors import EventscopeError
from eventscope.engine.bridges.works import Works

IDLE = 60.0  # seconds without a message


class LazyTargets:
    """`call` runs something on the event loop, `awake` answers the parts while targets may be made."""

    def __init__(
        self,
        name: str,
        call: Callable[[Callable[[], None]], None],
        awake: Callable[[], Works | None],
        failed: Callable[[EventscopeError], Awaitable[None]],
    ) -> None:
        self._name = name
        self._call = call
        self._awake = awake
        self._failed = failed
        self._waking: set[int] = set()
        self._letting_go: set[int] = set()

    def woken(self, number: int) -> None:
        """Rows wait at a route without an end (any thread)."""
        if number not in self._waking and self._awake() is not None:
            self._waking.add(number)
            self._call(partial(self._wake, number))

    def _wake(self, number: int) -> None:
        tasks.spawn(self._start(number), f"bridge {self._name} target {number}")

    async def _start(self, number: int) -> None:
        running = self._awake()
        try:
            if running is not None:
                running.outlets[number].used = clock.mono_ns()
                await running.start_target(number)
        except EventscopeError as error:
            await self._failed(error)
        finally:
            self._waking.discard(number)

    def let_go(self, running: Works, now: int) -> None:
        """To be called often: what has had nothing to do for IDLE seconds."""
        for number in set(running.targets) - self._letting_go:
            outlet = running.outlets[number]
            if now - outlet.used > IDLE * 1e9 and not outlet.in_flight and not running.queue.oldest(number):
                self._letting_go.add(number)
                tasks.spawn(self._stop(running, number), f"bridge {self._name} lets target {number} go")

    async def _stop(self, running: Works, number: int) -> None:
        try:
            await running.stop_target(number)
            running.outlets[number].side.ended()
        finally:
            self._letting_go.discard(number)
        if running.queue.oldest(number):  # came while it went
            self.woken(number)
