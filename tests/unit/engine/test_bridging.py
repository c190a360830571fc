"""The bridges of the workspace: checked, saved, following its connections."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bridgefakes import fakes, listening, message, spec, to
from eventscope.core.bus import BridgeSpec, Source, Target
from eventscope.core.errors import BadInput, Unavailable
from eventscope.core.workspace import Connection
from eventscope.engine.bridges.service import Bridges
from eventscope.engine.bridging import Bridging

A, B, C = (Connection(f"id-{name}", name, port=port) for name, port in (("a", 1001), ("b", 1002), ("c", 1003)))
BUS = Connection("id-bus", "bus", "bus", members=("id-a", "id-b"))


class World:
    def __init__(self, folder: Path) -> None:
        self.maker, self.sources, self.targets = fakes()
        self.feed, self.notices = listening()
        self.connections: tuple[Connection, ...] = (A, B, C)
        self.bridges = Bridges(self.feed, folder, "me", self.maker)
        self.bridging = Bridging(self.bridges, lambda: self.connections, lambda item: b"word", self.feed)

    async def running(self) -> None:
        async with asyncio.timeout(20):
            while not all(item.state == "running" for item in self.bridges.figures()):
                await asyncio.sleep(0.005)


def play(work: Callable[[World], Awaitable[None]], folder: Path) -> World:
    async def scene() -> World:
        world = World(folder)
        try:
            await work(world)
        finally:
            await world.bridging.leave()
        return world

    return asyncio.run(scene())


def bridge(name: str, source: str, target: str, topic: str = "{topic}") -> BridgeSpec:
    return spec(to(target, topic), name=name, source=Source(source, "#"))


def test_the_workspace_brings_its_bridges(tmp_path: Path) -> None:
    async def scene(world: World) -> None:
        await world.bridging.enter([bridge("one", "a", "b"), bridge("two", "a", "nowhere")])
        await world.running()
        assert [item.name for item in world.bridges.figures()] == ["one"]
        assert [item.code for item in world.notices] == ["bridge-no-connection"]
        assert world.sources.made[0].endpoint.mqtt == replace(A, name="a")
        await world.bridging.leave()
        assert world.bridges.figures() == ()
        assert world.bridging.specs == ()

    play(scene, tmp_path)


def test_saving_adds_changes_and_renames(tmp_path: Path) -> None:
    async def scene(world: World) -> None:
        assert await world.bridging.save(bridge("one", "a", "b")) == ()
        await world.running()
        await world.bridging.save(bridge("two", "a", "c"))
        await world.bridging.save(replace(bridge("uno", "a", "b"), tries=5), before="one")
        assert [item.name for item in world.bridging.specs] == ["uno", "two"]
        assert {item.name for item in world.bridges.figures()} == {"uno", "two"}
        with pytest.raises(BadInput, match="already"):
            await world.bridging.save(bridge("two", "a", "b"), before="uno")
        with pytest.raises(BadInput, match="already"):
            await world.bridging.save(bridge("two", "a", "b"))
        with pytest.raises(BadInput, match="no bridge"):
            await world.bridging.save(bridge("x", "a", "b"), before="gone")

    play(scene, tmp_path)


def test_what_cannot_work_is_refused(tmp_path: Path) -> None:
    async def scene(world: World) -> None:
        with pytest.raises(BadInput):
            world.bridging.check(bridge("one", "a", "nowhere"))
        with pytest.raises(BadInput):
            world.bridging.check(replace(bridge("one", "a", "b"), source=Source("a", "a/#/b")))
        await world.bridging.save(bridge("one", "a", "b"))
        with pytest.raises(BadInput) as caught:
            await world.bridging.save(bridge("back", "b", "a"))
        assert caught.value.code == "bridge-cycle"
        assert len(world.bridging.specs) == 1
        assert world.bridging.check(replace(bridge("back", "b", "a"), hop_limit=2)) == ()
        (note,) = world.bridging.check(bridge("again", "a", "b"))
        assert note.code == "arrives-twice"
        assert world.bridging.check(bridge("one", "b", "a"), before="one") == ()  # turned round, it is no circle

    play(scene, tmp_path)


def test_a_bus_counts_in_circles(tmp_path: Path) -> None:
    async def scene(world: World) -> None:
        world.connections = (A, B, C, BUS)
        with pytest.raises(BadInput) as caught:
            world.bridging.check(bridge("one", "a", "b"))
        assert caught.value.code == "bridge-cycle"
        world.connections = (A, B, C, replace(BUS, members=("id-a", "gone")))
        assert world.bridging.check(bridge("one", "a", "b")) == ()

    play(scene, tmp_path)


def test_a_circle_that_a_file_brought_is_a_note(tmp_path: Path) -> None:
    async def scene(world: World) -> None:
        await world.bridging.enter([bridge("one", "a", "b"), bridge("back", "b", "a")])
        (note,) = world.bridging.notes()
        assert note.code == "bridge-cycle"
        assert "circle: a > one > b > back > a" in str(note)

    play(scene, tmp_path)


def test_bridges_follow_their_connections(tmp_path: Path) -> None:
    async def scene(world: World) -> None:
        await world.bridging.save(bridge("one", "a", "b"))
        await world.bridging.save(bridge("two", "a", "c"))
        await world.running()
        made = len(world.targets.made)
        world.connections = (A, replace(B, port=2_000), C)
        await world.bridging.connection_changed("id-b")
        await world.running()
        assert len(world.targets.made) == made + 1
        assert world.targets.made[-1].endpoint.mqtt is not None
        assert world.targets.made[-1].endpoint.mqtt.port == 2_000
        await world.bridging.connection_changed("id-b")
        assert len(world.targets.made) == made + 1

    play(scene, tmp_path)


def test_a_renamed_connection_keeps_its_bridges(tmp_path: Path) -> None:
    async def scene(world: World) -> None:
        await world.bridging.save(bridge("one", "a", "b"))
        world.bridging.connection_renamed("", "x")
        world.bridging.connection_renamed("b", "bee")
        (found,) = world.bridging.specs
        assert found.routes[0].to == Target("bee", "{topic}")
        assert found.source.connection == "a"
        with pytest.raises(Unavailable, match="needed by the bridge one"):
            world.bridging.refuse_used("bee")
        world.bridging.refuse_used("c")

    play(scene, tmp_path)


def test_removing_asks_for_force_while_something_is_in_it(tmp_path: Path) -> None:
    async def scene(world: World) -> None:
        world.targets.stuck = True
        await world.bridging.save(bridge("one", "a", "b"))
        await world.running()
        world.sources.made[-1].inlet.put([message()])
        async with asyncio.timeout(20):
            while not world.bridges.figures()[0].queued:
                await asyncio.sleep(0.005)
        with pytest.raises(Unavailable, match="1 messages wait"):
            await world.bridging.remove("one", force=False)
        await world.bridging.remove("one", force=True)
        assert world.bridging.specs == ()
        with pytest.raises(BadInput):
            await world.bridging.remove("one", force=True)

    play(scene, tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_plan_for_a_dry_run_needs_no_name(tmp_path: Path) -> None:
    async def scene(world: World) -> None:
        plan, kind = world.bridging.plan(bridge("", "a", "b", "x/{topic}"))
        assert kind == "mqtt"
        assert [copy.topic for copy in plan.route(message())[0]] == ["x/t"]
        with pytest.raises(BadInput):
            world.bridging.plan(bridge("", "a", "b", "{"))

    play(scene, tmp_path)
