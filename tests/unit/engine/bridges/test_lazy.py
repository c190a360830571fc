"""Lazy targets: made when something waits, let go when nothing has for a while."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from eventscope.core.errors import BadInput, EventscopeError
from eventscope.engine.bridges.lazy import IDLE, LazyTargets


class FakeWorks:
    def __init__(self) -> None:
        self.targets: dict[int, str] = {}
        self.waiting = 0
        self.refuses = False
        self.calls: list[str] = []
        side = SimpleNamespace(ended=lambda: self.calls.append("ended"))
        self.outlets = [SimpleNamespace(used=0, in_flight=0, side=side)]
        self.queue = SimpleNamespace(oldest=lambda number: self.waiting)

    async def start_target(self, number: int) -> None:
        self.calls.append("start")
        if self.refuses:
            raise BadInput("bad", "Bad.")
        self.targets[number] = "end"

    async def stop_target(self, number: int) -> None:
        self.calls.append("stop")
        self.targets.pop(number)


def play(scene: Callable[[FakeWorks, LazyTargets, list[EventscopeError]], Any], awake: bool = True) -> FakeWorks:
    async def run() -> FakeWorks:
        running, failures = FakeWorks(), []

        async def failed(error: EventscopeError) -> None:
            failures.append(error)

        found: Any = running if awake else None
        lazy = LazyTargets("b", asyncio.get_running_loop().call_soon, lambda: found, failed)  # type: ignore[arg-type]
        await scene(running, lazy, failures)
        return running

    return asyncio.run(run())


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


def test_many_rows_wake_one_target() -> None:
    async def scene(running: FakeWorks, lazy: LazyTargets, failures: list[EventscopeError]) -> None:
        for _ in range(3):
            lazy.woken(0)
        await settle()
        assert running.targets == {0: "end"}
        assert running.outlets[0].used > 0

    assert play(scene).calls == ["start"]


def test_nothing_wakes_while_the_bridge_may_not() -> None:
    async def scene(running: FakeWorks, lazy: LazyTargets, failures: list[EventscopeError]) -> None:
        lazy.woken(0)
        await settle()

    assert play(scene, awake=False).calls == []


def test_settings_that_cannot_work_are_told() -> None:
    async def scene(running: FakeWorks, lazy: LazyTargets, failures: list[EventscopeError]) -> None:
        running.refuses = True
        lazy.woken(0)
        await settle()
        assert [error.code for error in failures] == ["bad"]
        lazy.woken(0)  # it may be tried again
        await settle()

    assert play(scene).calls == ["start", "start"]


def test_an_idle_target_goes_and_what_came_meanwhile_wakes_it_again() -> None:
    async def scene(running: FakeWorks, lazy: LazyTargets, failures: list[EventscopeError]) -> None:
        running.targets[0] = "end"
        now = int(IDLE * 1e9)
        lazy.let_go(running, now)  # type: ignore[arg-type]
        running.outlets[0].in_flight = 1
        lazy.let_go(running, now + 1)  # type: ignore[arg-type]
        running.outlets[0].in_flight, running.waiting = 0, 5
        lazy.let_go(running, now + 1)  # type: ignore[arg-type]
        await settle()
        assert running.calls == []
        running.waiting = 0
        lazy.let_go(running, now + 1)  # type: ignore[arg-type]
        running.waiting = 7
        await settle()
        await settle()

    assert play(scene).calls == ["stop", "ended", "start"]
