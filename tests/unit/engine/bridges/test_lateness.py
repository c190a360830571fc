"""Bridges that run while it turns out which brokers are one: they begin anew, and a circle is refused by its path."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from bridgefakes import ENDPOINTS, FakeSource, fakes, listening, spec, to
from eventscope.core.bus import BusSpec, Source
from eventscope.core.busfigures import BridgeFigures
from eventscope.core.identity import identity
from eventscope.engine.bridges.ends import Endpoint
from eventscope.engine.bridges.probing import Findings
from eventscope.engine.bridges.service import Bridges

A, B, C = (identity(ENDPOINTS[name].bus) for name in ("a", "b", "c"))
BOTH_C = Findings(((A, C), (B,)), {})


class World:
    """`answer` is what a probe says; `asked` who was asked."""

    def __init__(self, folder: Path) -> None:
        self.answer = Findings((), {})
        self.asked: list[set[str]] = []
        self.maker, self.sources, self.targets = fakes(self.probe)
        self.feed, self.notices = listening()
        self.bridges = Bridges(self.feed, folder, "me", self.maker)

    async def probe(self, endpoints: Sequence[Endpoint], seconds: float) -> Findings:
        self.asked.append({item.bus.name for item in endpoints})
        return self.answer

    async def add(self, source: str, target: str, **more: str) -> None:
        name = source + target
        await self.bridges.put(spec(to(target), name=name, source=Source(source, "#"), **more), ENDPOINTS)

    def figures(self, name: str) -> BridgeFigures:
        return next(item for item in self.bridges.figures() if item.name == name)

    async def until(self, condition: Callable[[], object]) -> None:
        async with asyncio.timeout(20):
            while not condition():
                await asyncio.sleep(0.005)

    async def running(self, *names: str) -> None:
        await self.until(lambda: all(self.figures(name).state == "running" for name in names))


def play(folder: Path, scene: Callable[[World], Awaitable[None]]) -> None:
    async def run() -> None:
        world = World(folder)
        try:
            await scene(world)
        finally:
            await world.bridges.close()

    asyncio.run(run())


def test_a_start_that_would_close_a_circle_fails_with_the_path(tmp_path: Path) -> None:
    async def scene(world: World) -> None:
        world.answer = BOTH_C
        await world.add("a", "b")
        await world.running("ab")
        await world.add("b", "c")
        found = world.figures("bc")
        assert (found.state, found.code) == ("failed", "bridge-cycle")
        assert "a > ab > b > bc > c." in found.words
        await world.bridges.set("ab", "stop")
        await world.bridges.set("bc", "run")
        await world.running("bc")
        assert world.figures("bc").edges[0].target.broker == A

    play(tmp_path, scene)


def test_a_bus_fails_where_two_members_are_one(tmp_path: Path) -> None:
    async def scene(world: World) -> None:
        world.answer = Findings(((A, B),), {})
        await world.bridges.put_bus(BusSpec("bus", ("a", "b")), ENDPOINTS)
        assert (world.figures("bus").state, world.figures("bus").code) == ("failed", "bus-same-broker")

    play(tmp_path, scene)


def test_who_comes_up_late_begins_anew_and_the_last_of_a_circle_is_refused(tmp_path: Path) -> None:
    async def scene(world: World) -> None:
        await world.add("a", "b")
        await world.add("b", "c")
        await world.running("ab")
        world.answer = BOTH_C
        await world.until(lambda: world.figures("bc").state == "failed")
        await world.running("ab")
        assert world.figures("bc").code == "bridge-cycle"
        told = [item for item in world.notices if item.code == "broker-found"]
        assert [item.params["bridges"] for item in told] == ["bc"]

    class Away(World):
        """The first probe finds nobody, the next ones what is there."""

        async def probe(self, endpoints: Sequence[Endpoint], seconds: float) -> Findings:
            await super().probe(endpoints, seconds)
            return Findings((), dict.fromkeys((A, B, C), "Away.")) if len(self.asked) <= 2 else BOTH_C

    async def run() -> None:
        world = Away(tmp_path)
        try:
            await scene(world)
        finally:
            await world.bridges.close()

    asyncio.run(run())


def test_who_cannot_be_compared_is_told_and_runs(tmp_path: Path) -> None:
    async def scene(world: World) -> None:
        world.answer = Findings((), {A: "It closes at will.", B: "It closes at will."})
        await world.add("a", "b")
        await world.running("ab")
        await world.until(lambda: len([item for item in world.notices if item.code == "broker-unknown"]) == 2)
        asked = len(world.asked)
        await asyncio.sleep(0.6)  # two looks more
        assert len(world.asked) == asked
        assert "Whether b leads to the same broker" in world.notices[-1].words

    play(tmp_path, scene)


def test_a_lazy_target_and_a_bridge_that_rests_are_left_alone(tmp_path: Path) -> None:
    async def scene(world: World) -> None:
        await world.add("a", "b", start="lazy")
        await world.add("b", "c", start="manual")
        assert set().union(*world.asked) == {"a"}
        assert isinstance(world.sources.made[0], FakeSource)

    play(tmp_path, scene)
