"""bench intake: who is measured, and what becomes of the runs."""

from __future__ import annotations

import pytest

from eventscope.base import system
from eventscope.cli.bench import intake
from eventscope.cli.bench.intake import Run


def rates(monkeypatch: pytest.MonkeyPatch, **known: list[float]) -> list[str]:
    """Runs with these rates in turn; answers the order in which receivers were measured."""
    order: list[str] = []

    def once(name: str, receiver: object, load: object) -> Run:
        order.append(name)
        return Run(known[name][order.count(name) - 1], 2.0, 3 << 20)

    monkeypatch.setattr(intake, "once", once)
    return order


def test_receivers_take_turns_and_medians_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "program", lambda name: f"/bin/{name}")
    order = rates(monkeypatch, eventscope=[200, 300, 900], paho=[50, 30, 20], mosquitto_sub=[600, 600, 100])
    found = intake.measure(1000, 200, 1, 3)
    assert order == ["eventscope", "paho", "mosquitto_sub"] * 3
    assert found["ratios"] == {"paho": 10.0, "mosquitto_sub": 0.5}
    assert found["receivers"]["eventscope"] == {
        "rate": 300,
        "least": 200,
        "most": 900,
        "cpu_us_per_message": 2.0,
        "peak_rss_mb": 3.0,
    }
    assert (found["qos"], found["size"], found["messages"], found["repeats"]) == (1, 200, 1000, 3)
    assert found["notes"] == []


def test_a_missing_mosquitto_sub_is_told_and_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "program", lambda name: None)
    order = rates(monkeypatch, eventscope=[200], paho=[50])
    found = intake.measure(1000, 200, 0, 1)
    assert order == ["eventscope", "paho"]
    assert list(found["ratios"]) == ["paho"]
    assert "mosquitto_sub" in found["notes"][0]


def test_memory_is_the_most_of_all_runs() -> None:
    assert intake.summary([Run(1, 1, 5 << 20), Run(1, 1, 9 << 20), Run(1, 1, 1 << 20)])["peak_rss_mb"] == 9.0
