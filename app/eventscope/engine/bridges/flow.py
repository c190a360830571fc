"""One bridge or bus over its life: started, paused, drained, stopped; what state it is in, and since when."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Literal

from eventscope.base import clock, tasks
from eventscope.core.busfigures import BridgeState
from eventscope.core.errors import EventscopeError
from eventscope.core.signs import Sign
from eventscope.engine.bridges import works
from eventscope.engine.bridges.defences import Defences
from eventscope.engine.bridges.design import Design
from eventscope.engine.bridges.facts import gather, loop_reason, sign
from eventscope.engine.bridges.homes import Home
from eventscope.engine.bridges.inlet import Heard
from eventscope.engine.bridges.lazy import LazyTargets
from eventscope.engine.bridges.lifecycle import Phase, Reason, judge, reason
from eventscope.engine.bridges.lifesigns import LifeSigns
from eventscope.engine.bridges.making import Maker
from eventscope.engine.bridges.sides import Side
from eventscope.engine.bridges.works import Calls, Works
from eventscope.engine.feed import Feed
from eventscope.store.spoolcounts import Figures

Wanted = Literal["run", "pause", "drain", "stop"]
TEST = 0.03  # seconds between two looks at a breaker that tests
PEEK = 0.05  # seconds between two looks at what is left while draining


async def _unchanged(design: Design) -> Design:
    return design


@dataclass(frozen=True, slots=True)
class Ground:
    """What all flows of an engine stand on.

    `settle` is asked at each start: the design with its brokers as they are known now. It raises BadInput where the
    bridge must not start.
    """

    feed: Feed
    defences: Defences
    maker: Maker
    settle: Callable[[Design], Awaitable[Design]] = _unchanged


class Flow:
    """All methods run on the event loop; `told` is called there after each change of state."""

    def __init__(
        self, design: Design, home: Home, ground: Ground, told: Callable[[], None], heard: Heard | None = None
    ) -> None:
        self.design = design
        self.home = home
        self.works: Works | None = None
        self.before: Figures | None = None  # what its spool said while it does not run
        self.state: BridgeState = "disabled"
        self.why = reason("bridge-disabled")
        self.since = clock.mono_ns()
        self.signs = LifeSigns(design, home.ident)
        self._ground = ground
        self._told = told
        self._heard = heard
        self._phase: Phase = "disabled"
        self._phase_why = self.why
        self._ran = False
        self._loop = asyncio.get_running_loop()
        self._looking = False
        self._ending = asyncio.Lock()
        self._draining: asyncio.Task[None] | None = None
        self._listening: asyncio.Task[None] | None = None
        self._lazy_targets = LazyTargets(design.name, self._call, lambda: self._awake, self._fail)
        self._timer: asyncio.TimerHandle | None = None

    # --- what is wanted ----------------------------------------------------------------------------------

    @property
    def wanted(self) -> Wanted | None:
        """What it does now, to be done again after a change; None where nobody has started it yet."""
        doing: dict[Phase, Wanted | None] = {
            "disabled": None,
            "paused": "pause",
            "draining": "drain",
            "stopped": "stop",
        }
        return doing.get(self._phase, "run")

    @property
    def running(self) -> bool:
        """Whether something can cross it."""
        return self.works is not None and not self.works.closed

    @property
    def sides(self) -> list[Side]:
        """Its connections while it runs."""
        if self.works is None:
            return []
        inlets = [inlet.side for inlet in self.works.inlets]
        return [side for side in (*inlets, *(outlet.side for outlet in self.works.outlets)) if side is not None]

    async def set(self, wanted: Wanted) -> None:
        """As `SetBridge` says."""
        if wanted == "stop":
            await self.stop()
        elif wanted == "drain":
            self._drain()
        elif self._phase in ("disabled", "stopped", "failed", "draining"):
            await self._begin(wanted == "pause")
        elif self.works is not None and self._phase in ("up", "paused"):
            self._hold(wanted == "pause")

    async def _begin(self, paused: bool) -> None:
        await self._end()
        self.signs.begin()
        self._enter("validating")
        self._judge()
        try:
            self.design = await self._ground.settle(self.design)
            self.works = await self._built()
            self.signs.attach(self.works)
            self._enter("paused" if paused else "up")
            if paused:
                self.works.pause()
            if not self._lazy:
                for number in range(len(self.design.routes)):
                    await self.works.start_target(number)
            for route in [number for number, item in self.works.queue.figures().routes.items() if item.queued]:
                self._lazy_targets.woken(route)  # what was left by the last run
        except EventscopeError as error:
            await self._fail(error)
        self._advance()

    async def _built(self) -> Works:
        """Plans and queue in a thread: expressions are compiled and the disk is waited for."""
        design, home, ground = self.design, self.home, self._ground
        made = await asyncio.to_thread(works.plans, design, home.ident)
        queue = await asyncio.to_thread(works.open_queue, design, home, self._notice, self._loop)
        if home.routes != design.shapes:
            home.routes = design.shapes
            await self._remember()
        calls = Calls(self._soon(self._look), self._lazy_targets.woken, self._heard, self._notice)
        return Works(design, home, made, queue, ground.defences, ground.maker, calls)

    @property
    def _lazy(self) -> bool:
        """Targets are not made at once; a transfer sends by itself and has none."""
        return self.design.start == "lazy" or self.design.transfers

    @property
    def _awake(self) -> Works | None:
        """Where a lazy target may be made now."""
        wakes = self.design.start == "lazy" and not self.design.transfers and self._phase in ("up", "draining")
        return self.works if wakes else None

    def _hold(self, paused: bool) -> None:
        assert self.works is not None
        if paused:
            self.works.pause()
        else:
            self.works.resume()
        self._enter("paused" if paused else "up")
        self._advance()

    # --- its ends ----------------------------------------------------------------------------------------

    def _advance(self) -> None:
        """Do what is due now, and say what state that is."""
        if self.works is not None and self._phase in ("up", "paused"):
            if not self.works.listening and self._may_listen:
                self._listening = tasks.spawn(self._listen(self.works), f"bridge {self.design.name} listens")
            self._check_once()
        self._judge()

    @property
    def _may_listen(self) -> bool:
        """At its first start ever a bridge takes nothing before some target was there: its settings may be wrong.

        Later it listens at once, since what comes is kept until the targets are back.
        """
        assert self.works is not None
        ready = self.home.ready or self._lazy or any(outlet.side.ever for outlet in self.works.outlets)
        return ready and self._listening is None

    async def _listen(self, running: Works) -> None:
        try:
            await running.listen(self._phase == "paused")
        except EventscopeError as error:
            await self._fail(error)

    def _check_once(self) -> None:
        """`once` is over as soon as a side goes down after it ran."""
        if self.design.start != "once" or not self._ran or self._phase != "up":
            return
        down = next((side for side in self.sides if side.state in ("waiting", "refused")), None)
        if down is not None:
            self._enter("stopped", reason("bridge-once", connection=down.name))
            tasks.spawn(self._over(), f"bridge {self.design.name} ends")

    # --- the end -----------------------------------------------------------------------------------------

    def _drain(self) -> None:
        if self.works is not None and self._phase in ("up", "paused"):
            self._enter("draining")
            self._draining = tasks.spawn(self.drained(), f"bridge {self.design.name} drains")
            self._judge()

    async def drained(self, timeout: float | None = None) -> None:
        """Take nothing more, send what waits, stop; what is left after `timeout` seconds stays for the next run."""
        if self.works is None or self._phase not in ("up", "paused", "draining"):
            return
        self._enter("draining")
        self._judge()
        running = self.works
        await self._quiet(self._listening)
        await running.stop_sources()
        running.resume(taking=False)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(timeout):
                while self.works is running and self._phase == "draining" and _waits(running):
                    await asyncio.sleep(PEEK)
        if self.works is running and self._phase == "draining":
            left = running.queue.figures().queued
            await self._stop(reason("bridge-left", count=str(left)) if left else reason("bridge-drained"))

    async def stop(self) -> None:
        """At once; what waits in a spool stays there."""
        if self._phase in ("disabled", "stopped"):
            await self._over()
        else:
            await self._stop(Reason())

    async def _stop(self, why: Reason) -> None:
        self._enter("stopped", why)
        await self._end()
        left = self.works.queue.figures().queued if self.works is not None else 0
        if left and not why.code:
            self._enter("stopped", reason("bridge-left", count=str(left)))
        self._judge()
        await self.signs.end(self._sign())

    async def _fail(self, error: EventscopeError) -> None:
        params = {name: str(value) for name, value in error.params.items()}
        self._enter("failed", Reason(error.code, params, str(error)))
        await self._end()
        self._judge()
        await self.signs.end(self._sign())

    async def _over(self) -> None:
        """Close everything in a state that was told already."""
        await self._end()
        await self.signs.end(self._sign())

    async def _end(self) -> None:
        """Close everything; the figures stay."""
        for task in (self._draining, self._listening):
            if task is not asyncio.current_task():
                await self._quiet(task)
        self._draining = self._listening = None
        self._ran = False
        async with self._ending:  # a spool that is still closing cannot be opened again
            if self.works is not None and not self.works.closed:
                await self.works.close()

    @staticmethod
    async def _quiet(task: asyncio.Task[None] | None) -> None:
        if task is not None and not task.done():
            task.cancel()
            await asyncio.wait([task])

    # --- what is going on --------------------------------------------------------------------------------

    def tick(self, now: int) -> None:
        """A few times a second: what no call tells, and figures over time."""
        self._say(now)
        if self.works is None or self.works.closed:
            return
        self.works.sample(now)
        if self.design.start == "lazy" and self._phase == "up":
            self._lazy_targets.let_go(self.works, now)
        self.signs.tick(now, self._phase == "up" and self.state != "blocked")
        self._advance()

    def _soon(self, call: Callable[[], None]) -> Callable[[], None]:
        """`call` on the event loop, once for many."""

        def later() -> None:
            if not self._looking:
                self._looking = True
                self._call(call)

        return later

    def _call(self, call: Callable[[], None]) -> None:
        with contextlib.suppress(RuntimeError):  # the loop is closed: the engine has ended
            self._loop.call_soon_threadsafe(call)

    def _look(self) -> None:
        """A side or a breaker changed."""
        self._looking = False
        self._check_fuses()
        self._advance()

    def _check_fuses(self) -> None:
        if self.works is not None and self.works.test(clock.mono_ns()) and self._timer is None:
            self._timer = self._loop.call_later(TEST, self._test)

    def _test(self) -> None:
        self._timer = None
        self._look()

    def _judge(self) -> None:
        loop = loop_reason(self.works, self._ground.defences) if self.works is not None else None
        state, why = judge(gather(self._phase, self._phase_why, self.works, self._lazy, loop, self.signs.silent()))
        if state == "running":
            self._ran = True
            if not self.home.ready:
                self.home.ready = True
                tasks.spawn(self._remember(), f"bridge {self.design.name} remembers")
        if (state, why.code, why.params) == (self.state, self.why.code, self.why.params):
            return
        if why.code == "bridge-loop" and self.why.code != "bridge-loop":
            self._ground.feed.notice("bad", why.code, why.words, **why.params)
        self.since = clock.mono_ns() if state != self.state else self.since
        self.state, self.why = state, why
        self._say(clock.mono_ns())
        self._told()

    def _say(self, now: int) -> None:
        if self.design.announce:
            self.signs.tell(self._sign(), now)

    def _sign(self) -> Sign:
        books = self.works.queue.figures() if self.works is not None else self.before
        return sign(self.home.ident, self.design.name, (self.state, self.why, self.since), books)

    def _enter(self, phase: Phase, why: Reason | None = None) -> None:
        self._phase, self._phase_why = phase, why or Reason()

    async def _remember(self) -> None:
        try:
            await asyncio.to_thread(self.home.write)
        except EventscopeError as error:
            self._notice("bad", error.code, error.sentence, **error.params)

    def _notice(self, level: str, code: str, sentence: str, **params: object) -> None:
        """Of the spool, from any thread."""
        self._ground.feed.notice(level, code, sentence, **{"bridge": self.design.name, **params})
        if code == "spool-broken":
            error = EventscopeError(code, sentence, **params)
            self._call(lambda: self._broken(error))

    def _broken(self, error: EventscopeError) -> None:
        tasks.spawn(self._fail(error), f"bridge {self.design.name} fails")


def _waits(running: Works) -> bool:
    figures = running.queue.figures()
    return figures.queued > 0 or figures.blocked in ("queue", "disk")
