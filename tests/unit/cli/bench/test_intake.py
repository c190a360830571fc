"""bench intake: who is measured, and what becomes of the runs."""

from __future__ import annotations

from pathlib import Path

import pytest

from eventscope.base import system
from eventscope.cli.bench import intake
from eventscope.cli.bench.curve import Curve
from eventscope.cli.bench.intake import Run
from eventscope.cli.bench.load import Load
from eventscope.mqtt.packets import V5


def rates(monkeypatch: pytest.MonkeyPatch, **known: list[float]) -> list[str]:
    """Runs with these rates in turn; answers the order in which receivers were measured."""
    order: list[str] = []

    def once(name: str, receiver: object, load: object) -> Run:
        order.append(name)
        return Run(known[name][order.count(name) - 1], 2.0, 3 << 20, Curve())

    monkeypatch.setattr(intake, "once", once)
    return order


def test_receivers_take_turns_and_medians_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "program", lambda name: f"/bin/{name}")
    order = rates(monkeypatch, eventscope=[200, 300, 900], paho=[50, 30, 20], mosquitto_sub=[600, 600, 100])
    found = intake.measure(Load(1000, qos=1, topics=7), 3)
    assert order == ["eventscope", "paho", "mosquitto_sub"] * 3
    assert found["ratios"] == {"paho": 10.0, "mosquitto_sub": 0.5}
    assert found["receivers"]["eventscope"] == {
        "rate": 300,
        "least": 200,
        "most": 900,
        "cpu_us_per_message": 2.0,
        "peak_rss_mb": 3.0,
        "flatness": None,
        "steady_cpu_us": None,
        "curve": [],
    }
    told = {"qos": 1, "size": 200, "messages": 1000, "repeats": 3, "topics": 7, "version": "3.1.1", "transport": "tcp"}
    assert {name: found[name] for name in told} == told
    assert found["notes"] == []


def test_a_missing_mosquitto_sub_is_told_and_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "program", lambda name: None)
    order = rates(monkeypatch, eventscope=[200], paho=[50])
    found = intake.measure(Load(1000), 1)
    assert order == ["eventscope", "paho"]
    assert list(found["ratios"]) == ["paho"]
    assert "mosquitto_sub" in found["notes"][0]


def test_memory_is_the_most_of_all_runs() -> None:
    runs = [Run(1, 1, size << 20, Curve()) for size in (5, 9, 1)]
    assert intake.summary(runs)["peak_rss_mb"] == 9.0


def test_over_websocket_there_is_no_mosquitto_sub_and_that_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "program", lambda name: f"/bin/{name}")
    order = rates(monkeypatch, eventscope=[200], paho=[50])
    found = intake.measure(Load(1000, transport="ws", version=V5), 1)
    assert order == ["eventscope", "paho"]
    assert "no WebSocket" in found["notes"][0]
    assert (found["version"], found["transport"]) == ("5", "ws")


def test_alone_is_ours_only(monkeypatch: pytest.MonkeyPatch) -> None:
    order = rates(monkeypatch, eventscope=[200, 300])
    found = intake.measure(Load(1000), 2, alone=True)
    assert order == ["eventscope"] * 2
    assert (found["ratios"], found["notes"]) == ({}, [])


@pytest.mark.parametrize("transport", ["tcp", "ws", "tls", "wss"])
def test_only_tls_has_a_certificate_and_it_is_gone_afterwards(transport: str, monkeypatch: pytest.MonkeyPatch) -> None:
    files: list[str] = []

    def once(name: str, receiver: object, load: Load) -> Run:
        files.append(load.certificate)
        assert Path(load.certificate).is_file() == (transport in ("tls", "wss"))
        return Run(1, 1, 1, Curve())

    monkeypatch.setattr(intake, "once", once)
    intake.measure(Load(1000, transport=transport), 1, alone=True)  # type: ignore[arg-type]
    assert not Path(files[0]).is_file()
