"""The parts that a design asks for."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bridgefakes import ENDPOINTS, FakeQueue, fakes, spec, to
from eventscope.core.bus import BusSpec, QueueLimits
from eventscope.engine.bridges import works
from eventscope.engine.bridges.defences import Defences
from eventscope.engine.bridges.design import Design, of_bridge, of_bus
from eventscope.engine.bridges.homes import Homes
from eventscope.engine.bridges.memoryqueue import MemoryQueue
from eventscope.engine.bridges.works import Calls, Works, together
from eventscope.store.spool import Spool
from eventscope.store.spoolrows import Limits


def made(design: Design, folder: Path) -> Works:
    maker, _, _ = fakes()
    home = Homes(folder, "me").get(design.name)
    calls = Calls(lambda: None, lambda number: None, None, lambda level, code, sentence, **params: None)
    return Works(design, home, works.plans(design, home.ident), FakeQueue(), Defences(), maker, calls)  # type: ignore[arg-type]


def test_a_bus_has_an_inlet_for_each_member_and_its_hub(tmp_path: Path) -> None:
    found = made(of_bus(BusSpec("bus", ("a", "b", "c")), ENDPOINTS), tmp_path)
    assert [inlet.side.name for inlet in found.inlets if inlet.side] == ["a", "b", "c"]
    assert found.hub is not None
    assert [len(outlet.ways) for outlet in found.outlets] == [3, 3, 3]  # two other members and the hub
    assert {plan.id for plan in found.plans} == {Homes(tmp_path, "me").get("bus").ident}


@pytest.mark.parametrize(
    ("delivery", "full", "strength"),
    [("at-most-once", "block", 0), ("at-least-once", "drop-oldest", 0), ("at-least-once", "block", 1),
     ("at-least-once", "to-dead-letters", 1), ("effectively-once", "block", 2)],
)  # fmt: skip
def test_how_far_a_bridge_can_be_relied_on(delivery: str, full: str, strength: int) -> None:
    given = spec(delivery=delivery, queue=QueueLimits(when_full=full))  # type: ignore[arg-type]
    assert works.strength(of_bridge(given, ENDPOINTS)) == strength


def test_queues(tmp_path: Path) -> None:
    async def scene() -> None:
        loop = asyncio.get_running_loop()
        home = Homes(tmp_path, "me").get("ab")
        design = of_bridge(spec(queue=QueueLimits(1, 2, 3.0, "drop-newest")), ENDPOINTS)
        queue = works.open_queue(design, home, lambda *a, **b: None, loop)
        assert isinstance(queue, Spool)
        queue.close()
        assert Homes(tmp_path, "me").find("ab") == home
        memory = works.open_queue(of_bridge(spec(delivery="at-most-once"), ENDPOINTS), home, lambda *a, **b: None, loop)
        assert isinstance(memory, MemoryQueue)

    asyncio.run(scene())
    assert works.limits(QueueLimits(1, 2, 3.0, "drop-newest")) == Limits(1, 2, 3.0, "drop-newest")


def test_pause_and_resume_reach_every_part(tmp_path: Path) -> None:
    async def scene() -> None:
        found = made(of_bridge(spec(to(), to("c")), ENDPOINTS), tmp_path)
        await found.start_target(0)
        await found.listen(paused=True)
        found.pause()
        assert not any(outlet.open for outlet in found.outlets)
        found.resume(taking=False)
        assert all(outlet.open for outlet in found.outlets)
        assert found.sources[0].calls == ["pause", "start", "pause"]  # type: ignore[attr-defined]
        await found.stop_target(0)
        assert not found.targets
        await found.close()
        await found.start_target(1)
        assert not found.targets

    asyncio.run(scene())


def test_together_waits_for_all_before_it_fails() -> None:
    over: list[int] = []

    async def work(number: int) -> None:
        await asyncio.sleep(0.01 * number)
        over.append(number)
        if number == 0:
            raise ValueError("first")

    with pytest.raises(ValueError, match="first"):
        asyncio.run(together_of([work(0), work(1)]))
    assert over == [0, 1]


async def together_of(items: list[object]) -> None:
    await together(items)
