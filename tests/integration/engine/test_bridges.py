"""Bridges of a workspace in the whole engine: verbs, news, queues, dead letters, and over restarts."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bridgeears import Ear, ears
from enginebench import EVENT, WATCHED, Bench, options, running, until
from eventscope.core import verbs
from eventscope.core.bus import BridgeSpec, QueueLimits, Route, Source, Target
from eventscope.core.deadletter import DeadEdit
from eventscope.core.errors import BadInput, Unavailable
from eventscope.core.news import BridgeNews, Notice, Summary
from eventscope.core.workspace import Connection, Workspace
from eventscope.engine import files
from servers import free_port, mosquitto, needs_mosquitto, wait_for_port

pytestmark = [needs_mosquitto, pytest.mark.peer]
Test = Callable[[Bench, Ear], Awaitable[None]]
EMBEDDED_NAME = WATCHED.connections[0].name
BRIDGE = BridgeSpec(
    "out", "publish-subscribe", "at-least-once", Source(EMBEDDED_NAME, "t/#"),
    (Route(Target("far", "copy/{topic}"), when="payload.n > 0", on_error="dead-letter"),),
)  # fmt: skip


def run(folder: Path, test: Test, *bridges: BridgeSpec) -> None:
    async def main() -> None:
        with mosquitto() as broker, ears(broker.port) as (ear,):
            far = Connection("far-id", "far", port=broker.port, auto_connect=False)
            workspace = replace(WATCHED, connections=(*WATCHED.connections, far), bridges=bridges)
            async with running(options(folder, workspace)) as bench:
                await bench.granted()
                await test(bench, ear)

    asyncio.run(main())


async def state(b: Bench, name: str, wanted: str) -> None:
    async def found() -> str:
        bus = await b.ask(verbs.GetBus())
        return next((item.state for item in bus.figures if item.name == name), "")

    async with asyncio.timeout(20):
        while await found() != wanted:
            await asyncio.sleep(0.02)


def test_a_bridge_is_saved_runs_and_is_seen(tmp_path: Path) -> None:
    async def test(b: Bench, ear: Ear) -> None:
        assert await b.ask(verbs.CheckBridge(BRIDGE)) == ()
        assert await b.ask(verbs.SaveBridge(BRIDGE)) == ()
        await state(b, "out", "running")
        await b.ask(verbs.Publish(replace(EVENT, payload='{"n": 1}')))
        await b.ask(verbs.Publish(replace(EVENT, payload="no json", kind="text")))
        await until(lambda: ear.heard)
        assert ear.heard[0][1:] == (b"copy/t/1", b'{"n": 1}')
        page = None
        async with asyncio.timeout(20):
            while page is None or not page.letters:
                page = await b.ask(verbs.GetDeadLetters("out"))
        assert (page.total, page.reasons, page.letters[0].payload) == (1, {"unreadable": 1}, b"no json")
        edit = verbs.ReplayDead("out", (page.letters[0].id,), DeadEdit(payload=b'{"n": 7}'))
        assert await b.ask(edit) == 1
        await until(lambda: len(ear.heard) == 2)
        assert ear.heard[1][2] == b'{"n": 7}'
        await until(lambda: sent(b) == 2)
        await until(
            lambda: any(q.kind == "bridge" for item in b.news if isinstance(item, Summary) for q in item.queues)
        )
        told = {item.code for item in b.news if isinstance(item, Notice)}
        assert "dead-replayed-changed" in told
        present = (await b.ask(verbs.GetState())).workspace
        assert present.bridges == (BRIDGE,)

    run(tmp_path, test)


def test_a_circle_over_another_door_of_a_broker_is_refused_as_it_is_saved(tmp_path: Path) -> None:
    async def main() -> None:
        second = free_port()
        with mosquitto(f"listener {second} 127.0.0.1") as broker:
            wait_for_port(second)
            far = Connection("far-id", "far", port=broker.port, auto_connect=False)
            again = Connection("again-id", "again", port=second, version="3.1.1", auto_connect=False)
            workspace = replace(WATCHED, connections=(*WATCHED.connections, far, again), bridges=(BRIDGE,))
            async with running(options(tmp_path, workspace)) as b:
                await state(b, "out", "running")
                back = replace(
                    BRIDGE,
                    name="back",
                    source=Source("again", "copy/#"),
                    routes=(Route(Target(EMBEDDED_NAME, "t/x")),),
                )
                assert "far, again" not in " ".join(await b.ask(verbs.CheckBridge(back)))  # nobody asked yet
                with pytest.raises(BadInput, match="far, again lead to one and the same broker") as caught:
                    await b.ask(verbs.SaveBridge(back))
                assert caught.value.code == "bridge-cycle"
                with pytest.raises(BadInput):
                    await b.ask(verbs.CheckBridge(back))
                assert (await b.ask(verbs.GetBus())).bridges == (BRIDGE,)

    asyncio.run(main())


def sent(b: Bench) -> int:
    """As the last news say."""
    told = [item.bridges for item in b.news if isinstance(item, BridgeNews)]
    return told[-1][0].edges[0].out if told and told[-1] else 0


def test_verbs_that_change_and_end(tmp_path: Path) -> None:
    async def test(b: Bench, ear: Ear) -> None:
        await state(b, "out", "running")
        assert (await b.ask(verbs.GetState())).bridges[0].name == "out"
        await b.ask(verbs.SetBridge("out", "pause"))
        await state(b, "out", "paused")
        await b.ask(verbs.SetBridge("out", "drain"))
        await state(b, "out", "stopped")
        back = replace(
            BRIDGE, name="back", source=Source("far", "copy/#"), routes=(Route(Target(EMBEDDED_NAME, "t/x")),)
        )
        with pytest.raises(BadInput) as caught:
            await b.ask(verbs.SaveBridge(back))
        assert caught.value.code == "bridge-cycle"
        with pytest.raises(Unavailable, match="needed by the bridge out"):
            await b.ask(verbs.RemoveConnection("far-id"))
        await b.ask(verbs.RemoveBridge("out"))
        bus = await b.ask(verbs.GetBus())
        assert (bus.bridges, bus.figures) == ((), ())

    run(tmp_path, test, BRIDGE)


def test_dry_run_with_lines_and_stored_messages(tmp_path: Path) -> None:
    async def test(b: Bench, ear: Ear) -> None:
        await b.ask(verbs.Publish(EVENT))
        await b.stored(1)
        page = await b.ask(verbs.GetPage(0, 1, 10))
        line = json.dumps({"topic": "t/9", "payload": '{"n": 2}'})
        steps = await b.ask(verbs.DryRunBridge(BRIDGE, (line,), (int(page.rows["id"][0]),)))
        assert [step.outgoing[0].topic for step in steps] == ["copy/t/9", "copy/t/1"]
        with pytest.raises(BadInput, match="no longer stored"):
            await b.ask(verbs.DryRunBridge(BRIDGE, (), (10**9,)))
        assert not ear.heard

    run(tmp_path, test)


def test_dead_letters_are_exported_and_purged(tmp_path: Path) -> None:
    async def test(b: Bench, ear: Ear) -> None:
        await state(b, "out", "running")
        await b.ask(verbs.Publish(replace(EVENT, payload="no json", kind="text")))
        async with asyncio.timeout(20):
            while not (await b.ask(verbs.GetDeadLetters("out"))).total:
                await asyncio.sleep(0.02)
        path = tmp_path / "letters.jsonl"
        assert await b.ask(verbs.ExportDead("out", str(path))) == 1
        assert json.loads(path.read_text())["reason"] == "unreadable"
        with pytest.raises(BadInput, match="there already"):
            await b.ask(verbs.ExportDead("out", str(path)))
        with pytest.raises(Unavailable, match="could not be written"):
            await b.ask(verbs.ExportDead("out", str(tmp_path / "none" / "x")))
        with pytest.raises(Unavailable, match="dead letters"):
            await b.ask(verbs.RemoveBridge("out"))
        assert await b.ask(verbs.PurgeDead("out", None)) == 1
        codes = [item.code for item in b.news if isinstance(item, Notice)]
        assert {"dead-exported", "dead-purged"} <= set(codes)
        with pytest.raises(BadInput, match="no bridge"):
            await b.ask(verbs.GetDeadLetters("other"))

    run(tmp_path, test, BRIDGE)


def test_a_bridge_follows_the_embedded_broker_and_survives_a_restart(tmp_path: Path) -> None:
    async def test(b: Bench, ear: Ear) -> None:
        await state(b, "out", "running")
        await b.ask(verbs.StopBroker())
        await state(b, "out", "degraded")
        await b.ask(verbs.StartBroker())
        await state(b, "out", "running")
        await b.granted()
        await b.ask(verbs.Publish(EVENT))
        await until(lambda: ear.heard)

    run(tmp_path, test, BRIDGE)
    assert list((tmp_path / "bridges").glob("*/bridge.spool"))


def test_bridges_and_their_limits_are_written_and_read(tmp_path: Path) -> None:
    full = replace(
        BRIDGE, mode="hybrid", queue=QueueLimits(5, 6, 7.5, "drop-oldest"), start="lazy", hop_limit=3, tries=0,
        routes=(replace(BRIDGE.routes[0], group="g", transform="payload"), *BRIDGE.routes),
    )  # fmt: skip
    workspace = Workspace(bridges=(BRIDGE, full))
    path = tmp_path / "w.toml"
    files.save(path, workspace)
    assert files.load_workspace(path).bridges == (BRIDGE, full)
