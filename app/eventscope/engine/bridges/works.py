"""The parts of one running bridge or bus: queue, plans, sides, breakers, inlets and outlets, and the ends on them."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

from eventscope.core.bridge import Plan, compile as compile_bridge
from eventscope.core.bus import BusConnection, QueueLimits
from eventscope.core.identity import identity
from eventscope.engine.bridges.defences import Defences, Lead
from eventscope.engine.bridges.design import HUB, Design, Entrance
from eventscope.engine.bridges.ends import Endpoint, SourceEnd, TargetEnd
from eventscope.engine.bridges.fuse import Fuse
from eventscope.engine.bridges.homes import Home
from eventscope.engine.bridges.inlet import Heard, SourceInlet
from eventscope.engine.bridges.making import Maker
from eventscope.engine.bridges.memoryqueue import MemoryQueue
from eventscope.engine.bridges.meters import Pace
from eventscope.engine.bridges.outlet import RouteOutlet
from eventscope.engine.bridges.patience import Patience
from eventscope.engine.bridges.planner import Planner
from eventscope.engine.bridges.queue import Queue
from eventscope.engine.bridges.sides import Side
from eventscope.store.folder import Notice
from eventscope.store.spool import Spool
from eventscope.store.spoolrows import Limits


@dataclass(frozen=True, slots=True)
class Calls:
    """What the parts tell, each from any thread."""

    changed: Callable[[], None]  # a side, a breaker
    woken: Callable[[int], None]  # rows wait at a route that has no end yet
    heard: Heard | None  # messages entered; of a bus
    notice: Notice


def limits(queue: QueueLimits) -> Limits:
    """As the spool has them."""
    return Limits(queue.messages, queue.bytes, queue.age, queue.when_full)


def open_queue(design: Design, home: Home, notice: Notice, loop: asyncio.AbstractEventLoop) -> Queue:
    """The spool, or the memory of at most once. Waits for the disk; raises Unavailable."""
    if design.delivery == "at-most-once":
        return MemoryQueue(limits(design.queue), lambda call: _soon(loop, call))
    home.write()
    return Spool.open(home.folder, limits(design.queue), notice, partial(_stray, design, home))


def _soon(loop: asyncio.AbstractEventLoop, call: Callable[[], None]) -> None:
    loop.call_soon_threadsafe(call)


def _stray(design: Design, home: Home, route: int) -> str:
    if not 0 <= route < len(design.routes):
        return "The route that it was to be sent by is gone."
    before = home.routes[route] if route < len(home.routes) else design.shapes[route]
    if before != design.shapes[route]:
        return "Its route leads to another kind of middleware now, for which it was not made."
    return ""


def plans(design: Design, ident: str) -> list[Plan]:
    """One a source. Raises BadInput."""
    hub = BusConnection(HUB, "mqtt://bus")
    endpoints = [*design.exits, *(item.endpoint for item in design.entrances if item.endpoint is not None)]
    connections = {HUB: hub} | {item.bus.name: item.bus for item in endpoints}
    brokers = {HUB: f"bus-{ident}"} | {item.bus.name: item.broker for item in endpoints}
    return [compile_bridge(item.spec, connections, "", brokers, ident) for item in design.entrances]


def strength(design: Design) -> int:
    """How far the bridge can be relied on to deliver what it took, see `loops.Doubles`."""
    if design.delivery == "at-most-once" or design.queue.when_full.startswith("drop"):
        return 0
    return 2 if design.delivery == "effectively-once" else 1


def planners(
    design: Design, made: list[Plan], fuses: list[Fuse], defences: Defences, queue: Queue, changed: Callable[[], None]
) -> list[Planner]:
    """One a source."""
    return [
        Planner(
            number, plan, entrance.routes, [fuses[route] for route in entrance.routes], defences, queue.note, changed,
            strength(design), identity(entrance.endpoint.bus) if entrance.endpoint is not None else plan.source,
            entrance.endpoint.bus.kind if entrance.endpoint is not None else "mqtt",
            design.delivery == "effectively-once", entrance.takes, entrance.leaves,
        )
        for number, (entrance, plan) in enumerate(zip(design.entrances, made, strict=True))
    ]  # fmt: skip


def sessions(design: Design, ident: str) -> list[tuple[Endpoint, str]]:
    """The ends of a bridge by the names that their middlewares know them by."""
    sources = [(item.endpoint, f"es-{ident}-s{number}") for number, item in enumerate(design.entrances)]
    targets = [(endpoint, f"es-{ident}-t{number}") for number, endpoint in enumerate(design.exits)]
    return [(endpoint, name) for endpoint, name in (*sources, *targets) if endpoint is not None]


class Works:
    """Made with an open queue, off the event loop or on it; its coroutines run on the loop."""

    def __init__(
        self, design: Design, home: Home, made: list[Plan], queue: Queue, defences: Defences, maker: Maker, calls: Calls
    ) -> None:
        self.design = design
        self.queue = queue
        self.plans = made
        self.fuses = [Fuse() for _ in design.routes]
        self._ident = home.ident
        self._former = home.asked
        self._maker = maker
        self._defences = defences
        self.planners = planners(design, made, self.fuses, defences, queue, calls.changed)
        self.inlets: list[SourceInlet] = []
        self.hub: SourceInlet | None = None
        for entrance, planner in zip(design.entrances, self.planners, strict=True):
            self._add_inlet(entrance, planner, calls)
        self.outlets = [self._outlet(number, calls) for number in range(len(design.routes))]
        self._join()
        self.sources: list[SourceEnd] = []
        self.targets: dict[int, TargetEnd] = {}
        self.commits = Pace()
        self.listening = False
        self.closed = False

    def _add_inlet(self, entrance: Entrance, planner: Planner, calls: Calls) -> None:
        if entrance.endpoint is None:
            self.hub = SourceInlet(planner, self.queue, None, calls.heard)
        else:
            side = Side(entrance.endpoint, calls.changed)
            self.inlets.append(SourceInlet(planner, self.queue, side, calls.heard, self._former))

    def _outlet(self, number: int, calls: Calls) -> RouteOutlet:
        ways = [
            way
            for entrance, plan in zip(self.design.entrances, self.plans, strict=True)
            for way in plan.ways
            if entrance.routes[way.number] == number
        ]
        side = Side(self.design.exits[number], calls.changed)
        patience = Patience(self.design.tries)
        return RouteOutlet(
            number, ways, self.queue, side, self.fuses[number], self._defences, patience, partial(calls.woken, number)
        )

    def _join(self) -> None:
        for entrance in self.design.entrances:
            if entrance.endpoint is None:
                continue
            for route in entrance.routes:
                exit_ = self.design.exits[route]
                place = (entrance.endpoint.bus.name, exit_.bus.name)
                lead = Lead(self._ident, self.design.name, entrance.endpoint.broker, exit_.broker, place)
                self._defences.join(lead, self.fuses[route])

    # --- ends --------------------------------------------------------------------------------------------

    async def start_target(self, number: int) -> None:
        """The end of a route. Raises EventscopeError for settings that cannot work."""
        design, outlet = self.design, self.outlets[number]
        if number in self.targets or self.closed:
            return
        spec = design.entrances[0].spec
        name = f"es-{self._ident}-t{number}"
        end = self._maker.target(design.exits[number], spec, design.routes[number], number, outlet, name)
        self.targets[number] = end
        await end.start()

    async def stop_target(self, number: int) -> None:
        """A lazy one has nothing more to do."""
        end = self.targets.pop(number, None)
        if end is not None:
            await end.close()
            self.outlets[number].ignore()

    async def listen(self, paused: bool) -> None:
        """The sources. Raises EventscopeError."""
        self.listening = True
        for number, inlet in enumerate(self.inlets):
            entrance = self.design.entrances[number]
            assert entrance.endpoint is not None
            name = f"es-{self._ident}-s{number}"
            if self.design.transfers:
                end = self._maker.transfer(entrance.endpoint, entrance.spec, number, inlet, self.outlets, name)
            else:
                end = self._maker.source(entrance.endpoint, entrance.spec, number, inlet, name)
            self.sources.append(end)
            if paused:
                end.pause()
            await end.start()

    def pause(self) -> None:
        """Neither take nor send; sessions stay."""
        for outlet in self.outlets:
            outlet.open = False
        for end in self.sources:
            end.pause()

    def resume(self, taking: bool = True) -> None:
        """Both again, also where a breaker stood open; without `taking` only what waits is sent."""
        for fuse in self.fuses:
            if fuse.tripped:
                fuse.reset()
        for outlet in self.outlets:
            outlet.open = True
            outlet.ready()
        for end in self.sources if taking else ():
            end.resume()

    def test(self, now: int) -> bool:
        """Breakers go on with time; whether one of them is still finding something out."""
        for outlet in self.outlets:
            before = outlet.fuse.stage
            outlet.fuse.look(now)
            if outlet.fuse.stage != before and not outlet.fuse.tripped:
                outlet.again()
        return any(fuse.testing for fuse in self.fuses)

    def sample(self, now: int) -> None:
        """Rates and latencies move on."""
        for inlet in self.inlets if self.hub is None else (*self.inlets, self.hub):
            inlet.rate.sample(inlet.incoming, now)
            inlet.lag.turn(now)
        for outlet in self.outlets:
            outlet.rate.sample(outlet.moved, now)
            outlet.latency.turn(now)
        self.commits.sample(self.queue.commits, now)

    async def stop_sources(self) -> None:
        """Take nothing more."""
        sources, self.sources = self.sources, []
        await together(end.close() for end in sources)
        for inlet in self.inlets:
            if inlet.side is not None:
                inlet.side.ended()

    async def close(self) -> None:
        """Sources, then targets, then the queue; what waits in a spool stays there."""
        self.closed = True
        self._defences.leave(self._ident)
        try:
            await self.stop_sources()
            targets, self.targets = self.targets, {}
            await together(end.close() for end in targets.values())
        finally:
            for outlet in self.outlets:
                outlet.ignore()
                outlet.side.ended()
            await asyncio.to_thread(self.queue.close)


async def together(work: Iterable[object]) -> None:
    """Side by side, each to its end; then the first failure."""
    results = await asyncio.gather(*work, return_exceptions=True)  # type: ignore[call-overload]
    for result in results:
        if isinstance(result, BaseException):
            raise result
