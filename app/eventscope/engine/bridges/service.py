"""All bridges and buses of one engine: started and changed by name, watched, and ended in order."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from eventscope.base import clock, tasks
from eventscope.core.bus import BridgeSpec, BusConnection, BusMessage, BusSpec
from eventscope.core.busfigures import BridgeFigures
from eventscope.core.deadletter import DeadEdit, DeadLetter
from eventscope.core.errors import BadInput
from eventscope.engine.bridges import circles, design as designs, lifesigns, resting, works
from eventscope.engine.bridges.books import Auditor
from eventscope.engine.bridges.brokers import Brokers
from eventscope.engine.bridges.defences import Defences
from eventscope.engine.bridges.design import Design
from eventscope.engine.bridges.ends import Done, Endpoint
from eventscope.engine.bridges.flow import Flow, Ground, Wanted
from eventscope.engine.bridges.homes import Homes
from eventscope.engine.bridges.lateness import Lateness
from eventscope.engine.bridges.letters import BridgeLetters
from eventscope.engine.bridges.making import Maker
from eventscope.engine.bridges.port import Port
from eventscope.engine.bridges.report import report
from eventscope.engine.feed import Feed

EVERY = 0.25  # seconds between two looks, and two news
Heard = Callable[[tuple[BridgeFigures, ...]], None]


class Letters(Protocol):
    """The dead letters of one bridge. Every call may wait for the disk: call it from a thread, see DeadLetters."""

    def page(self, after: int = 0, count: int = 256, route: int | None = None, reason: str = "") -> list[DeadLetter]:
        """The next ones behind an id, oldest first."""

    def reasons(self) -> dict[str, int]:
        """How many there are of each reason."""

    def replay(self, ids: Sequence[int] | None, edit: DeadEdit | None = None) -> int:
        """Send them again; answers how many."""

    def purge(self, ids: Sequence[int] | None = None) -> int:
        """Throw them away; answers how many."""

    def export(self, route: int | None = None, reason: str = "") -> Iterator[str]:
        """As JSON lines."""


class BusPort(Protocol):
    """A bus as something to publish to and to subscribe at. Any thread calls."""

    def put(self, messages: Sequence[BusMessage], done: Done | None = None) -> None:
        """Publish at the bus: each goes to every member. `done` is called on another thread, after the commit."""

    def listen(self, heard: Callable[[Sequence[BusMessage]], None]) -> None:
        """Hear every message once as it enters, by a member or at the bus itself; called on any thread."""

    def ignore(self, heard: Callable[[Sequence[BusMessage]], None]) -> None:
        """Hear no more."""


class Bridges:
    """`feed` hears notices; spools lie below `folder`, `install` tells our marks and client ids from another's.

    All coroutines run on one event loop, which is the one that the ends live on.
    """

    def __init__(self, feed: Feed, folder: Path, install: str, maker: Maker | None = None) -> None:
        self._feed = feed
        self._homes = Homes(folder, install)
        self._ground = Ground(feed, Defences(), maker or Maker(), self._settled)
        self._brokers = Brokers(folder, self._ground.maker)
        self._flows: dict[str, Flow] = {}
        self._ports: dict[str, Port] = {}
        self._locks: dict[str, asyncio.Lock] = {}
        self._listeners: list[Heard] = []
        self._auditor = Auditor(feed)
        self._last: tuple[BridgeFigures, ...] = ()
        self._ticker: asyncio.Task[None] | None = None
        self._late = Lateness(self._brokers, feed, lambda: list(self._flows.values()), self._lock)

    # --- which broker is which ---------------------------------------------------------------------------

    async def meet(self, endpoints: Iterable[Endpoint]) -> bool:
        """Find out which of them lead to one and the same broker, or to one of those that bridges run over.

        Takes a second at most, and once for each; whether something was found. Every bridge asks for its own when it
        starts, so this is for who wants to know before, or spares several bridges the time.
        """
        return await self._brokers.meet(endpoints, circles.endpoints(self._running()))

    def brokers(self, connections: Iterable[BusConnection]) -> dict[str, str]:
        """The identities of their brokers, by the name of the connection."""
        return self._brokers.names(connections)

    async def _settled(self, design: Design) -> Design:
        """See `Ground`. A bridge that does not run feeds nothing, and a lazy target is not to be disturbed."""
        await self.meet(circles.endpoints([design], targets=design.start != "lazy"))
        running = [item for item in self._running() if item.name != design.name]
        await asyncio.to_thread(circles.refuse, [*running, design], self._brokers)
        return self._brokers.settled(design)

    def _running(self) -> list[Design]:
        return [flow.design for flow in self._flows.values() if flow.running]

    # --- what there is -----------------------------------------------------------------------------------

    async def put(self, spec: BridgeSpec, endpoints: Mapping[str, Endpoint], bus: str = "", before: str = "") -> None:
        """Add or change a bridge by its name (`before`: the name that it has had) and run it as its `start` says.

        A changed one goes on as it was: running, paused or stopped. Settings that cannot work are its state (failed,
        with the reason), not an error. `endpoints` are by the name of connection. Raises BadInput for a connection
        that is missing there.
        """
        await self._put(designs.of_bridge(spec, self._named(endpoints), bus), before or spec.name)

    async def put_bus(self, spec: BusSpec, endpoints: Mapping[str, Endpoint]) -> None:
        """Add or change a bus and run it. Raises BadInput as `put`."""
        await self._put(designs.of_bus(spec, self._named(endpoints)), spec.name)

    def _named(self, endpoints: Mapping[str, Endpoint]) -> dict[str, Endpoint]:
        return {name: self._brokers.named(item) for name, item in endpoints.items()}

    async def _put(self, design: Design, before: str) -> None:
        async with self._lock(design.name):
            old = self._flows.get(before)
            if old is not None and old.design == design and old.state != "failed":
                return
            wanted = (old.wanted if old is not None else None) or ("run" if design.start != "manual" else None)
            if old is not None:
                await old.stop()
                if not design.announce:
                    await self._unsay(old)
            flow = await self._made(design, before)
            self._set(before, flow)
            self._watch()
            if wanted is not None and wanted != "stop":
                await flow.set(wanted)
            else:
                flow.before = await asyncio.to_thread(resting.figures, flow)

    def _set(self, before: str, flow: Flow) -> None:
        """In the place of the one before, so that the order of the workspace stays."""
        former = list(self._flows.items()) if before in self._flows else [*self._flows.items(), (before, flow)]
        self._flows.clear()
        for name, item in former:
            self._flows[flow.design.name if name == before else name] = flow if name == before else item

    async def _unsay(self, flow: Flow) -> None:
        """What its brokers retain of its state would be told for ever."""
        places = lifesigns.said(flow.design, flow.home.ident)
        await asyncio.gather(*(self._ground.maker.forget(*place) for place in places))

    async def _made(self, design: Design, before: str) -> Flow:
        if before != design.name:
            await asyncio.to_thread(self._homes.rename, before, design.name)
        home = await asyncio.to_thread(self._homes.get, design.name)
        heard = self._ports.setdefault(design.name, Port(design.name)).heard if design.hub else None
        flow = Flow(design, home, self._ground, self._news, heard)
        if design.hub:
            self._ports[design.name].flow = flow
        return flow

    def bus(self, name: str) -> BusPort:
        """The bus of that name; BadInput where there is none."""
        if name not in self._ports:
            raise BadInput("no-bus", "There is no bus {name!r} here.", name=name)
        return self._ports[name]

    async def remove(self, name: str, forget: bool = False) -> None:
        """Stop a bridge or bus; with `forget` its spool, its dead letters and its sessions at brokers are deleted."""
        async with self._lock(name):
            flow = self._flows.pop(name, None)
            if flow is not None:
                await flow.stop()
            self._ports.pop(name, None)
            if forget and flow is not None:
                ends = works.sessions(flow.design, flow.home.ident)
                await asyncio.gather(*(self._ground.maker.forget(*end) for end in ends), self._unsay(flow))
            if forget:
                await asyncio.to_thread(self._homes.forget, name)
        self._locks.pop(name, None)
        self._news()

    async def set(self, name: str, wanted: Wanted) -> None:
        """As SetBridge says; BadInput for an unknown name."""
        flow = self._flow(name)
        async with self._lock(name):
            await flow.set(wanted)

    def _flow(self, name: str) -> Flow:
        if name not in self._flows:
            raise BadInput("no-bridge", "There is no bridge {name!r} here.", name=name)
        return self._flows[name]

    def _lock(self, name: str) -> asyncio.Lock:
        return self._locks.setdefault(name, asyncio.Lock())

    async def close(self, drain: bool = False, timeout: float = 10.0) -> None:
        """End all of them; with `drain` take nothing more and send what waits first, for at most `timeout` seconds."""
        flows = list(self._flows.values())
        if drain:
            await asyncio.gather(*(flow.drained(timeout) for flow in flows))
        if self._ticker is not None:
            self._ticker.cancel()
            await asyncio.wait([self._ticker])
            self._ticker = None
        await self._late.close()
        await asyncio.gather(*(flow.stop() for flow in flows))
        self._tell()

    async def clear(self) -> None:
        """End and forget all of them, but not their spools: another workspace opens."""
        await self.close()
        self._flows.clear()
        self._ports.clear()
        self._locks.clear()
        self._tell()

    # --- what is known -----------------------------------------------------------------------------------

    def figures(self) -> tuple[BridgeFigures, ...]:
        """All bridges now.

        A bus gives several, all with `bus` set: first itself, with what was published at it and without edges, then
        each member, whose `source` and only edge are both that member.
        """
        return tuple(item for flow in self._flows.values() for item in report(flow))

    def dead(self, name: str) -> Letters:
        """The dead letters of a bridge or bus, also of one that is not running, or known by its spool only.

        BadInput where there is neither.
        """
        flow = self._flows.get(name)
        if flow is None:
            home = self._homes.find(name)
            if home is None:
                raise BadInput("no-bridge", "There is no bridge {name!r} here.", name=name)
            return BridgeLetters(name, lambda: resting.opened(home, None, self._feed.notice))
        return BridgeLetters(name, lambda: self._opened(flow))

    @contextlib.contextmanager
    def _opened(self, flow: Flow) -> Iterator[resting.Found]:
        running = flow.works
        if running is not None and not running.closed:
            yield running.queue.dead, running.planners
        elif flow.design.delivery == "at-most-once":
            raise BadInput("dead-gone", "{name} keeps its dead letters in memory while it runs.", name=flow.design.name)
        else:
            with resting.opened(flow.home, flow.design, self._feed.notice) as found:
                yield found

    def listen(self, heard: Heard) -> None:
        """Hear all figures, at most four times a second, when something changed; called on the event loop."""
        self._listeners.append(heard)

    def ignore(self, heard: Heard) -> None:
        """Hear no more."""
        self._listeners = [item for item in self._listeners if item != heard]

    # --- the clock ---------------------------------------------------------------------------------------

    def _watch(self) -> None:
        if self._ticker is None or self._ticker.done():
            self._ticker = tasks.spawn(self._tick(), "bridges watch")

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(EVERY)
            now = clock.mono_ns()
            for flow in list(self._flows.values()):
                flow.tick(now)
            self._late.look()
            self._tell()

    def _news(self) -> None:
        """A state changed: heard with the next tick, so that there are no more than four news a second."""

    def _tell(self) -> None:
        figures = self.figures()
        self._auditor.check(figures)
        if figures == self._last:
            return
        self._last = figures
        for heard in self._listeners:
            heard(figures)
