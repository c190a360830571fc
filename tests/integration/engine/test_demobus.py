"""The demo's bridges over real servers: they run before the first event, end with it, and tell what cannot be."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from enginebench import Bench, options
from eventscope.core import verbs
from eventscope.core.errors import Unavailable
from eventscope.core.workspace import EMBEDDED, Connection, Workspace
from eventscope.engine.demoworkspace import STREAM, WAREHOUSE, demo_workspace
from eventscope.engine.localkafka import LocalKafka

EMPTY = Workspace(connections=(Connection(EMBEDDED, "Embedded broker"),), broker_port=0)


def children() -> set[int]:
    return {
        item.pid
        for item in psutil.Process().children(recursive=True)
        if "resource_tracker" not in " ".join(item.cmdline())
    }


async def until(condition: object, seconds: float = 20.0) -> None:
    async with asyncio.timeout(seconds):
        while not condition():  # type: ignore[operator]
            await asyncio.sleep(0.02)


def run(folder: Path, workspace: Workspace, test: object) -> Bench:
    async def main() -> Bench:
        bench = Bench(options(folder, workspace, temporary=True))
        await bench.engine.start()
        try:
            await test(bench)  # type: ignore[operator]
        finally:
            await bench.engine.stop(5.0)
        return bench

    return asyncio.run(main())


def test_orders_reach_the_second_broker_and_all_of_it_ends_with_the_demo(tmp_path: Path) -> None:
    async def test(b: Bench) -> None:
        engine = b.engine
        (figures,) = engine.bridging.bridges.figures()
        assert figures.state == "running"  # before the first event
        await until(lambda: engine.bridging.bridges.figures()[0].edges[0].out >= 3)
        await until(lambda: any(s.consumer == WAREHOUSE and s.received >= 3 for s in engine.monitor.streams()))
        assert engine.monitor.snapshot().integrity.lost == 0
        assert engine.links.states[WAREHOUSE].state == "up"
        running = children()
        await b.ask(verbs.SetDemo(False))
        assert engine.bridging.bridges.figures()[0].state == "stopped"
        assert engine.links.states[WAREHOUSE].state == "down"
        assert len(children()) == len(running) - 1  # the embedded broker stays
        await b.ask(verbs.SetDemo(True))
        assert engine.bridging.bridges.figures()[0].state == "running"

    bench = run(tmp_path, replace(demo_workspace(), broker_port=0), test)
    assert bench.notices() == []


def test_what_was_taken_out_of_the_workspace_is_not_started(tmp_path: Path) -> None:
    async def test(b: Bench) -> None:
        assert len(children()) == 1
        assert b.engine.demo.running

    first = replace(demo_workspace(), broker_port=0)
    bench = run(tmp_path, replace(first, connections=first.connections[:1], bridges=()), test)
    assert bench.notices() == []


def test_a_kafka_that_does_not_start_is_told_and_the_rest_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> LocalKafka:
        raise Unavailable("no-local-kafka", "The local Kafka is not installed.")

    monkeypatch.setattr(LocalKafka, "start", fail)

    async def test(b: Bench) -> None:
        assert b.engine.demo.running
        assert {item.state for item in b.engine.bridging.bridges.figures()} == {"disabled"}
        await until(lambda: b.engine.monitor.snapshot().published > 5)

    bench = run(tmp_path, replace(demo_workspace(True), broker_port=0), test)
    assert bench.notices() == ["no-local-kafka"]


def test_a_new_workspace_with_kafka_needs_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eventscope.engine.localkafka.available", lambda: False)

    async def test(b: Bench) -> None:
        with pytest.raises(Unavailable, match="noida-db"):
            await b.ask(verbs.NewWorkspace(True, True))
        assert b.engine.workspace.name == ""  # the open one stays

    run(tmp_path, EMPTY, test)


@pytest.mark.kafka
def test_by_kafka(tmp_path: Path) -> None:
    async def test(b: Bench) -> None:
        engine = b.engine
        await until(lambda: all(item.edges[0].out >= 3 for item in engine.bridging.bridges.figures()), 30)
        found = await b.ask(verbs.GetKafkaTopics(STREAM))
        assert "orders" in [item.name for item in found]
        await b.ask(verbs.NewWorkspace())
        assert len(children()) == 1

    run(tmp_path, replace(demo_workspace(True), broker_port=0), test)
    assert children() == set()
