"""All bridges of an engine, with ends that are fakes and spools that are real."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from bridgefakes import ENDPOINTS, FakeSource, FakeTarget, fakes, listening, message, spec, to
from eventscope.core.bus import BusSpec, QueueLimits
from eventscope.core.busfigures import BridgeFigures
from eventscope.core.deadletter import DeadEdit
from eventscope.core.errors import BadInput, Unavailable
from eventscope.core.news import Notice
from eventscope.engine.bridges.service import Bridges


class World:
    """A service with its fakes."""

    def __init__(self, folder: Path) -> None:
        self.maker, self.sources, self.targets = fakes()
        self.feed, self.notices = listening()
        self.bridges = Bridges(self.feed, folder, "me", self.maker)

    @property
    def source(self) -> FakeSource:
        return self.sources.made[-1]

    @property
    def target(self) -> FakeTarget:
        return self.targets.made[-1]

    def figures(self, name: str = "ab") -> BridgeFigures:
        return next(item for item in self.bridges.figures() if item.name == name)

    async def until(self, condition: Callable[[], object], seconds: float = 20.0) -> None:
        async with asyncio.timeout(seconds):
            while not condition():
                await asyncio.sleep(0.005)

    async def put(self, *payloads: bytes, source: FakeSource | None = None) -> None:
        loop, done = asyncio.get_running_loop(), asyncio.Event()
        batch = [message(payload) for payload in payloads]
        (source or self.source).inlet.put(batch, None, lambda error: loop.call_soon_threadsafe(done.set) and None)
        async with asyncio.timeout(20):
            await done.wait()


def play(work: Callable[[World], Awaitable[Any]], folder: Path) -> World:
    """Run a scene in a world, and end the world."""

    async def scene() -> World:
        world = World(folder)
        try:
            await work(world)
        finally:
            await world.bridges.close()
        return world

    return asyncio.run(scene())


def test_a_bridge_runs_and_its_books_are_right(tmp_path: Path) -> None:
    async def scene(world: World) -> None:
        await world.bridges.put(spec(), ENDPOINTS)
        await world.until(lambda: world.figures().state == "running")
        await world.put(b"1", b"2")
        await world.until(lambda: world.figures().edges[0].out == 2)
        found = world.figures()
        assert (found.incoming, found.queued, found.error, found.id) == (2, 0, 0, world.source.name[3:-3])
        assert [row.payload for row in world.target.rows] == [b"1", b"2"]
        assert (world.source.name, world.target.name) == (f"es-{found.id}-s0", f"es-{found.id}-t0")

    world = play(scene, tmp_path)
    assert world.target.closed
    assert world.source.calls == ["start", "close"]
    assert world.figures().state == "stopped"


def test_news_come_at_most_four_times_a_second_and_only_when_something_changed(tmp_path: Path) -> None:
    async def scene(world: World) -> None:
        heard: list[tuple[BridgeFigures, ...]] = []
        world.bridges.listen(heard.append)
        await world.bridges.put(spec(), ENDPOINTS)
        await world.until(lambda: heard and heard[-1][0].state == "running")
        count = len(heard)
        for _ in range(20):
            await world.put(b"x")
        await world.until(lambda: heard[-1][0].incoming == 20)
        assert len(heard) < count + 10

    play(scene, tmp_path)


def test_pause_run_stop(tmp_path: Path) -> None:
    async def scene(world: World) -> None:
        await world.bridges.put(spec(), ENDPOINTS)
        await world.until(lambda: world.figures().state == "running")
        await world.bridges.set("ab", "pause")
        assert world.figures().state == "paused"
        await world.put(b"1")
        assert not world.target.rows
        await world.bridges.set("ab", "run")
        await world.until(lambda: len(world.target.rows) == 1)
        assert world.source.calls == ["start", "pause", "resume"]
        await world.bridges.set("ab", "stop")
        assert world.figures().state == "stopped"
        with pytest.raises(BadInput):
            await world.bridges.set("other", "run")

    play(scene, tmp_path)


def test_drain_waits_for_the_target(tmp_path: Path) -> None:
    async def scene(world: World) -> None:
        world.targets.stuck = True
        await world.bridges.put(spec(), ENDPOINTS)
        await world.until(lambda: world.figures().state == "running")
        await world.put(b"1", b"2")
        await world.bridges.set("ab", "drain")
        await world.until(lambda: "close" in world.source.calls)
        assert world.figures().state == "draining"
        world.target.outlet.done([row.id for row in world.target.rows])
        await world.until(lambda: world.figures().state == "stopped")
        assert world.figures().code == "bridge-drained"

    play(scene, tmp_path)


def test_a_paused_bridge_drains_too(tmp_path: Path) -> None:
    async def scene(world: World) -> None:
        await world.bridges.put(spec(), ENDPOINTS)
        await world.until(lambda: world.figures().state == "running")
        await world.bridges.set("ab", "pause")
        await world.put(b"1")
        await world.bridges.close(drain=True)
        assert (world.figures().code, len(world.target.rows)) == ("bridge-drained", 1)
        assert "resume" not in world.source.calls

    play(scene, tmp_path)


def test_closing_with_a_drain_that_takes_too_long_says_what_is_left(tmp_path: Path) -> None:
    async def scene(world: World) -> None:
        world.targets.stuck = True
        await world.bridges.put(spec(), ENDPOINTS)
        await world.until(lambda: world.figures().state == "running")
        await world.put(b"1", b"2")
        await world.bridges.close(drain=True, timeout=0.1)
        assert world.figures().code == "bridge-left"
        assert world.figures().params == {"count": "2"}

    play(scene, tmp_path)
    world = play(lambda world: world.bridges.put(spec(start="manual"), ENDPOINTS), tmp_path)
    assert world.figures().queued == 2  # of a bridge that does not run, as its spool says


def test_settings_that_cannot_work_are_a_state(tmp_path: Path) -> None:
    async def scene(world: World) -> None:
        world.targets.refuses = True
        await world.bridges.put(spec(), ENDPOINTS)
        found = world.figures()
        assert (found.state, found.code, found.params) == ("failed", "bad-settings", {"file": "x.pem"})
        world.targets.refuses = False
        await world.bridges.put(spec(), ENDPOINTS)
        await world.until(lambda: world.figures().state == "running")

    play(scene, tmp_path)


def test_a_template_that_cannot_be_compiled_is_a_state(tmp_path: Path) -> None:
    async def scene(world: World) -> None:
        await world.bridges.put(spec(to(topic="{nonsense}")), ENDPOINTS)
        assert world.figures().state == "failed"

    play(scene, tmp_path)


def test_two_engines_do_not_run_one_bridge(tmp_path: Path) -> None:
    async def scene(world: World) -> None:
        await world.bridges.put(spec(), ENDPOINTS)
        other = World(tmp_path)
        await other.bridges.put(spec(), ENDPOINTS)
        assert (other.figures().state, other.figures().code) == ("failed", "spool-in-use")
        await other.bridges.close()

    play(scene, tmp_path)


def test_unchanged_is_untouched_and_changed_goes_on_as_it_was(tmp_path: Path) -> None:
    async def scene(world: World) -> None:
        await world.bridges.put(spec(), ENDPOINTS)
        await world.bridges.put(spec(), dict(ENDPOINTS))
        assert len(world.sources.made) <= 1
        await world.bridges.set("ab", "pause")
        await world.bridges.put(spec(tries=3), ENDPOINTS)
        assert world.figures().state == "paused"
        await world.bridges.set("ab", "stop")
        await world.bridges.put(spec(tries=4), ENDPOINTS)
        assert world.figures().state == "disabled"

    play(scene, tmp_path)


def test_what_is_changed_or_renamed_keeps_its_place(tmp_path: Path) -> None:
    async def scene(world: World) -> None:
        for name in ("one", "two", "three"):
            await world.bridges.put(spec(name=name), ENDPOINTS)
        await world.bridges.put(spec(name="one", tries=3), ENDPOINTS)
        await world.bridges.put(spec(name="zwei"), ENDPOINTS, before="two")
        assert [item.name for item in world.bridges.figures()] == ["one", "zwei", "three"]

    play(scene, tmp_path)


def test_rows_whose_route_changed_its_kind_die_and_nothing_else(tmp_path: Path) -> None:
    async def scene(world: World) -> None:
        world.targets.up = False
        world.sources.made.clear()
        await world.bridges.put(spec(to(), to("c"), to("b", "x"), start="lazy"), ENDPOINTS)
        world.targets.stuck = True
        await world.until(lambda: world.sources.made and world.source.calls)
        await world.put(b"1")
        await world.bridges.put(spec(to(), to("stream", "s"), start="lazy"), ENDPOINTS)
        await world.until(lambda: world.figures().dead == 2)
        found = world.figures()
        assert (found.queued, found.error) == (1, 0)
        letters = await asyncio.to_thread(world.bridges.dead("ab").page)
        assert {(letter.route, letter.reason) for letter in letters} == {(1, "route_changed"), (2, "route_changed")}

    play(scene, tmp_path)


def test_removing_keeps_or_forgets(tmp_path: Path) -> None:
    async def scene(world: World) -> None:
        await world.bridges.put(spec(), ENDPOINTS)
        await world.bridges.remove("ab")
        assert not world.bridges.figures()
        assert await asyncio.to_thread(world.bridges.dead("ab").page) == []
        await world.bridges.remove("ab", forget=True)
        with pytest.raises(BadInput):
            world.bridges.dead("ab")

    play(scene, tmp_path)
    assert not list(tmp_path.iterdir())


def test_dead_letters_of_a_running_and_of_a_resting_bridge(tmp_path: Path) -> None:
    given = spec(to(when="payload.a > 0", on_error="dead-letter"))

    async def scene(world: World) -> None:
        await world.bridges.put(given, ENDPOINTS)
        await world.until(lambda: world.figures().state == "running")
        await world.put(b"no", b'{"a": 1}', b"no more")
        letters = world.bridges.dead("ab")
        assert await asyncio.to_thread(letters.reasons) == {"unreadable": 2}
        first = (await asyncio.to_thread(letters.page))[0]
        assert await asyncio.to_thread(letters.replay, [first.id], DeadEdit(payload=b'{"a": 2}')) == 1
        await world.until(lambda: len(world.target.rows) == 2)
        await world.bridges.set("ab", "stop")
        (left,) = await asyncio.to_thread(letters.page)
        assert left.payload == b"no more"
        lines = await asyncio.to_thread(lambda: list(letters.export()))
        assert [json.loads(line)["reason"] for line in lines] == ["unreadable"]
        edit = DeadEdit(payload=b'{"a": 3}')
        assert await asyncio.to_thread(letters.replay, None, edit) == 1
        await world.bridges.set("ab", "run")
        await world.until(lambda: world.target.rows and world.target.rows[-1].payload == b'{"a": 3}')
        assert world.figures().error == 0

    play(scene, tmp_path)


def test_letters_that_nobody_can_plan_any_more(tmp_path: Path) -> None:
    given = spec(to(when="payload.a > 0", on_error="dead-letter"))

    async def scene(world: World) -> None:
        await world.bridges.put(given, ENDPOINTS)
        await world.until(lambda: world.figures().state == "running")
        await world.put(b"no")
        await world.bridges.remove("ab")
        letters = world.bridges.dead("ab")
        assert len(await asyncio.to_thread(letters.page)) == 1
        with pytest.raises(BadInput, match="Nobody knows"):
            await asyncio.to_thread(letters.replay, None)
        assert await asyncio.to_thread(letters.purge) == 1

    play(scene, tmp_path)


def test_at_most_once_keeps_no_message_on_disk(tmp_path: Path) -> None:
    async def scene(world: World) -> None:
        await world.bridges.put(spec(delivery="at-most-once"), ENDPOINTS)
        await world.until(lambda: world.figures().state == "running")
        await world.put(b"1")
        await world.until(lambda: world.figures().edges[0].out == 1)
        assert not world.figures().persistent
        await world.bridges.set("ab", "stop")
        with pytest.raises(BadInput, match="in memory"):
            await asyncio.to_thread(world.bridges.dead("ab").page)

    play(scene, tmp_path)
    assert not list(tmp_path.glob("*/*.spool*"))


def test_a_full_queue_is_said(tmp_path: Path) -> None:
    async def scene(world: World) -> None:
        world.targets.stuck = True
        await world.bridges.put(spec(queue=QueueLimits(messages=1)), ENDPOINTS)
        await world.until(lambda: world.figures().state == "running")
        await world.put(b"1")
        world.source.inlet.put([message(b"2")])
        await world.until(lambda: world.figures().code == "bridge-queue-full")
        world.target.outlet.done([world.target.rows[0].id])
        await world.until(lambda: world.figures().state == "running")

    play(scene, tmp_path)


def test_lazy_begins_when_something_waits_and_with_what_was_left(tmp_path: Path) -> None:
    async def scene(world: World) -> None:
        await world.bridges.put(spec(start="lazy"), ENDPOINTS)
        await world.until(lambda: world.figures().state == "running")
        assert not world.targets.made
        world.targets.stuck = True
        await world.put(b"1")
        await world.until(lambda: world.targets.made and world.target.rows)
        await world.bridges.set("ab", "stop")
        world.targets.made.clear()
        world.targets.stuck = False
        await world.bridges.set("ab", "run")
        await world.until(lambda: world.figures().edges[0].out == 1)
        flow = world.bridges._flows["ab"]
        assert flow.works is not None
        flow.works.outlets[0].used = -(10**12)
        await world.until(lambda: world.target.closed and not flow.works.targets)
        assert world.figures().state == "running"
        await world.put(b"2")
        await world.until(lambda: world.figures().edges[0].out == 2)
        assert len(world.targets.made) == 2

    play(scene, tmp_path)


def test_once_is_over_when_a_side_goes_down(tmp_path: Path) -> None:
    async def scene(world: World) -> None:
        await world.bridges.put(spec(start="once"), ENDPOINTS)
        await world.until(lambda: world.figures().state == "running")
        world.target.outlet.standing("waiting", "closed", "It closed.")
        await world.until(lambda: world.figures().state == "stopped" and world.target.closed)
        assert world.figures().code == "bridge-once"

    play(scene, tmp_path)


def test_states_tell_which_side_is_missing(tmp_path: Path) -> None:
    async def scene(world: World) -> None:
        world.targets.up = False
        await world.bridges.put(spec(), ENDPOINTS)
        await world.until(lambda: world.targets.made)
        assert (world.figures().state, world.figures().code) == ("connecting", "bridge-connecting")
        assert not world.sources.made  # at its first start it takes nothing before a target was there
        world.target.outlet.standing("up")
        await world.until(lambda: world.figures().state == "running")
        world.target.outlet.standing("waiting", "closed", "It closed.")
        await world.until(lambda: world.figures().code == "bridge-target-down")
        world.target.outlet.standing("up")
        world.source.inlet.standing("waiting", "closed", "It closed.")
        await world.until(lambda: world.figures().code == "bridge-source-down")
        world.source.inlet.standing("up")
        world.source.inlet.subscribed(False, "Not authorised.")
        await world.until(lambda: world.figures().code == "bridge-refused")
        await world.bridges.set("ab", "stop")
        await world.bridges.set("ab", "run")
        await world.until(lambda: len(world.sources.made) == 2)  # it ran before, so it listens at once

    play(scene, tmp_path)


def test_a_loop_without_marks_opens_the_breaker_and_names_the_circle(tmp_path: Path) -> None:
    async def scene(world: World) -> None:
        known = [("ab", "a", "b"), ("ba", "b", "a")]
        for name, source, target in known:
            route = to(target)
            await world.bridges.put(spec(route, name=name, source=spec().source.__class__(source, "#")), ENDPOINTS)
        await world.until(lambda: all(item.state == "running" for item in world.bridges.figures()))
        inlets = {item.endpoint.bus.name: item.inlet for item in world.sources.made}
        for target in world.targets.made:
            round_(target, inlets[target.endpoint.bus.name])
        inlets["a"].put([message(b"storm")])
        await world.until(lambda: any(item.code == "bridge-loop" for item in world.bridges.figures()))
        found = next(item for item in world.bridges.figures() if item.code == "bridge-loop")
        assert found.state == "blocked"
        assert found.edges[0].tripped
        assert found.params["topic"] == "t"
        assert set(found.params["bridges"].split(", ")) == {"ab", "ba"}
        assert found.params["cycle"] in (": a > ab > b > ba > a", ": b > ba > a > ab > b")
        assert [item.code for item in world.notices if item.level == "bad"][:1] == ["bridge-loop"]
        await world.bridges.set(found.name, "run")
        assert not world.figures(found.name).edges[0].tripped

    play(scene, tmp_path)


def round_(target: FakeTarget, inlet: Any) -> None:
    """What the target gets arrives at its broker's source again, without marks."""

    def pull() -> None:
        while not target.closed and (rows := target.outlet.take(10)):
            target.outlet.done([row.id for row in rows])
            try:
                inlet.put([message(row.payload or b"", row.topic) for row in rows])
            except Unavailable:
                return

    target.outlet.listen(pull)


def test_a_bus_gives_its_own_figures_and_one_of_each_member(tmp_path: Path) -> None:
    async def scene(world: World) -> None:
        await world.bridges.put_bus(BusSpec("bus", ("a", "b", "c")), ENDPOINTS)
        await world.until(lambda: world.figures("bus").state == "running")
        whole, *members = world.bridges.figures()
        assert [item.bus for item in (whole, *members)] == ["bus"] * 4
        assert (whole.edges, whole.source.broker) == ((), f"bus-{whole.id}")
        assert [item.name for item in members] == ["bus (a)", "bus (b)", "bus (c)"]
        assert [item.edges[0].target.connection for item in members] == ["a", "b", "c"]
        heard: list[bytes | None] = []
        port = world.bridges.bus("bus")
        port.listen(lambda messages: heard.extend(item.payload for item in messages))
        port.put([message(b"at the bus")])
        await world.put(b"at b", source=world.sources.made[1])
        await world.until(lambda: sum(len(target.rows) for target in world.targets.made) == 5)
        by = {item.endpoint.bus.name: {row.payload for row in item.rows} for item in world.targets.made}
        assert by == {"a": {b"at the bus", b"at b"}, "b": {b"at the bus"}, "c": {b"at the bus", b"at b"}}
        assert sorted(heard) == [b"at b", b"at the bus"]
        port.ignore(port.listen)  # type: ignore[arg-type]
        await world.bridges.set("bus", "stop")
        with pytest.raises(Unavailable):
            port.put([message()])
        with pytest.raises(BadInput):
            world.bridges.bus("other")

    play(scene, tmp_path)


def test_books_that_are_wrong_are_loud(tmp_path: Path) -> None:
    async def scene(world: World) -> None:
        await world.bridges.put(spec(), ENDPOINTS)
        await world.until(lambda: world.figures().state == "running")
        flow = world.bridges._flows["ab"]
        assert flow.works is not None
        flow.works.queue._books.counts.add({(0, "in"): 3})  # type: ignore[attr-defined, arg-type]
        await world.until(lambda: any(item.code == "bridge-books" for item in world.notices))

    world = play(scene, tmp_path)
    told: list[Notice] = [item for item in world.notices if item.code == "bridge-books"]
    assert [item.params["count"] for item in told] == ["3"]
