"""`bridge run`: ready when everything runs, what is away is told, two signals end it, what is left is said."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from eventscope.base import signals
from eventscope.cli import bridgerun, output
from eventscope.cli.bridgerun import _Run
from eventscope.core.bus import BridgeSpec, BusConnection, BusFile, BusSpec, Route, Source, Target
from eventscope.core.busfigures import BridgeFigures, BridgeState, EdgeFigures, SideFigures
from eventscope.core.errors import Unavailable
from eventscope.engine.bridges import service

UP = SideFigures("edge", "mqtt", "h:1", "b", "up")
AWAY = SideFigures("cloud", "mqtt", "h:2", "c", "waiting", "connection-refused", "Nothing accepts connections.")
SPEC = BridgeSpec(
    "b", "publish-subscribe", "at-least-once", Source("edge", "#"), (Route(Target("cloud", "x/{topic}")),)
)
CONNECTIONS = (BusConnection("edge", "mqtt://127.0.0.1:1883"), BusConnection("cloud", "mqtt://127.0.0.1:2883"))
FILE = BusFile(CONNECTIONS, (SPEC,), (BusSpec("all", ("edge", "cloud"), ("y/#",)),))


def figures(state: BridgeState, target: SideFigures = UP, **more: Any) -> BridgeFigures:
    edge = EdgeFigures(0, target, "{topic}")
    return BridgeFigures("b", "publish-subscribe", "at-least-once", state, UP, "#", (edge,), **more)


class FakeBridges:
    """Goes from one set of figures to the next whenever it is looked at; `ended` ends the run at the last one."""

    script: list[tuple[BridgeFigures, ...]]
    end: Callable[[], None]

    def __init__(self, feed: object, folder: Path, install: str) -> None:
        self.calls: list[tuple[Any, ...]] = []
        self.seen = 0
        FakeBridges.made = self  # type: ignore[attr-defined]

    def listen(self, heard: Callable[[tuple[BridgeFigures, ...]], None]) -> None:
        self.heard = heard

    async def meet(self, ends: object) -> bool:
        return False

    def brokers(self, connections: object) -> dict[str, str]:
        return {}

    async def put(self, spec: BridgeSpec, ends: object) -> None:
        self.calls.append(("put", spec.name))

    async def put_bus(self, spec: BusSpec, ends: object) -> None:
        self.calls.append(("bus", spec.name))

    async def set(self, name: str, wanted: str) -> None:
        self.calls.append((wanted, name))

    def figures(self) -> tuple[BridgeFigures, ...]:
        found = self.script[min(self.seen, len(self.script) - 1)]
        self.seen += 1
        if self.seen == len(self.script):
            self.end()
        asyncio.get_running_loop().call_soon(self.heard, found)
        return found

    async def close(self) -> None:
        self.calls.append(("close",))


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., FakeBridges]:
    monkeypatch.setattr(service, "Bridges", FakeBridges)
    output.prepare()
    ended: list[Callable[[], None]] = []
    monkeypatch.setattr(signals, "on_end", ended.append)

    def call(
        *script: BridgeFigures, as_json: bool = False, drain: float = 5.0, times: int = 1, file: BusFile = FILE
    ) -> FakeBridges:
        FakeBridges.script = [(item,) for item in script]
        FakeBridges.end = staticmethod(lambda: [ended[-1]() for _ in range(times)])  # type: ignore[assignment,misc]
        asyncio.run(_Run(file, tmp_path, as_json, drain).run(dict.fromkeys(("edge", "cloud")), "id"))
        made: FakeBridges = FakeBridges.made  # type: ignore[attr-defined]
        return made

    return call


def test_ready_and_drained(run: Callable[..., FakeBridges], capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    made = run(figures("connecting"), figures("running"), figures("running"), figures("stopped"))
    assert made.calls == [("put", "b"), ("bus", "all"), ("drain", "b"), ("close",)]
    printed = capsys.readouterr().out.splitlines()
    assert printed == [
        "b: connecting",
        "b: running",
        "All running: b, all. Ctrl+C ends it.",
        f"What waits lies in {tmp_path}.",
        "b: stopped",
        "Ended; nothing waits.",
    ]


def test_json(run: Callable[..., FakeBridges], capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    run(figures("running"), figures("stopped", queued=3, dead=1), as_json=True)
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert lines[0] == {"ready": True, "bridges": ["b", "all"], "spool": str(tmp_path)}
    assert lines[1]["bridges"][0]["state"] == "running"
    left = [{"name": "b", "queued": 3, "dead": 1}]
    assert lines[-1] == {"ended": True, "left": left, "spool": str(tmp_path)}


@pytest.mark.parametrize("as_json", [False, True])
def test_it_rests_while_nothing_happens(as_json: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    class Still(FakeBridges):
        def figures(self) -> tuple[BridgeFigures, ...]:
            self.seen += 1
            return (figures("running"),)

    monkeypatch.setattr(service, "Bridges", Still)
    monkeypatch.setattr(bridgerun, "EVERY", 0.02)
    span = [0.0]

    def on_end(end: Callable[[], None]) -> None:
        loop = asyncio.get_running_loop()
        begun = loop.time()
        loop.call_later(0.3, lambda: (span.append(loop.time() - begun), end()))

    monkeypatch.setattr(signals, "on_end", on_end)
    asyncio.run(_Run(FILE, tmp_path, as_json, 0).run({}, "id"))
    assert FakeBridges.made.seen <= span[-1] / 0.02 + 4  # type: ignore[attr-defined]


def test_a_broker_that_is_away_is_told_and_waited_for(
    run: Callable[..., FakeBridges], capsys: pytest.CaptureFixture[str]
) -> None:
    run(figures("degraded", AWAY), figures("degraded", AWAY), figures("stopped"), as_json=True)
    printed = capsys.readouterr()
    assert "ready" not in printed.out
    assert printed.err.splitlines() == ["b, cloud: Nothing accepts connections."]


def test_where_posts_are_taken_and_the_token_lies_is_told_once(
    run: Callable[..., FakeBridges], capsys: pytest.CaptureFixture[str]
) -> None:
    words = "It takes what is posted to http://127.0.0.1:8090. The token to send with it is in t."
    ear = SideFigures("ingest", "http", "h:3", "i", "up", "listening", words)
    listening = replace(figures("running"), source=ear)
    run(listening, listening, figures("stopped"))
    assert capsys.readouterr().out.splitlines().count(f"b, ingest: {words}") == 1


def test_what_is_left_is_said(run: Callable[..., FakeBridges], capsys: pytest.CaptureFixture[str]) -> None:
    run(figures("running"), figures("draining", queued=1_234, dead=2), drain=0.1)
    printed = capsys.readouterr().out
    assert "b: 1,234 messages have not left; they leave when this file runs again." in printed
    assert "b: 2 dead letters" in printed
    run(figures("running"), figures("draining", queued=1, dead=1), drain=0.1)
    printed = capsys.readouterr().out
    assert "b: 1 message has not left" in printed
    assert "b: 1 dead letter;" in printed
    run(figures("running"), figures("draining", queued=1, persistent=False), drain=0.1)
    assert "are lost: nothing was kept on disk" in capsys.readouterr().out


def test_a_second_signal_does_not_wait(run: Callable[..., FakeBridges]) -> None:
    made = run(figures("running"), figures("draining", queued=1), drain=3600.0, times=2)
    assert made.calls[-1] == ("close",)


def test_no_draining(run: Callable[..., FakeBridges]) -> None:
    assert ("drain", "b") not in run(figures("running"), drain=0.0).calls


def test_a_bridge_that_cannot_run_ends_it(run: Callable[..., FakeBridges]) -> None:
    failed = figures("failed", code="spool-in-use", words="Another process has it.")
    with pytest.raises(Unavailable, match="'b' cannot run: Another process has it") as caught:
        run(failed, failed)
    assert caught.value.code == "spool-in-use"
    assert FakeBridges.made.calls[-1] == ("close",)  # type: ignore[attr-defined]


def test_a_bridge_that_waits_for_a_person_does_not_hold_up_the_others(
    run: Callable[..., FakeBridges], capsys: pytest.CaptureFixture[str]
) -> None:
    run(figures("disabled"), figures("disabled"), file=replace(FILE, bridges=(replace(SPEC, start="manual"),)))
    assert "All running" in capsys.readouterr().out
