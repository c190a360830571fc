"""bench publish: who is measured, and what becomes of the runs."""

from __future__ import annotations

import pytest

from eventscope.base import system
from eventscope.cli.bench import publish
from eventscope.cli.bench.load import Load
from eventscope.cli.bench.publish import Run


def rates(monkeypatch: pytest.MonkeyPatch, known: dict[str, list[float]]) -> list[str]:
    """Runs with these rates in turn; answers the order in which senders were measured."""
    order: list[str] = []

    def once(name: str, sender: object, load: object) -> Run:
        order.append(name)
        return Run(known[name][order.count(name) - 1], 2.0, 3 << 20)

    monkeypatch.setattr(publish, "once", once)
    return order


def test_senders_take_turns_and_medians_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "program", lambda name: f"/bin/{name}")
    bare = "eventscope --no-stamp"
    known = {"eventscope": [200.0, 300, 900], bare: [1.0, 2, 3], "paho": [50.0, 30, 20], "mosquitto_pub": [600.0] * 3}
    order = rates(monkeypatch, known)
    found = publish.measure(1000, 200, 1, 3)
    assert order == list(known) * 3
    assert found["ratios"] == {"paho": 10.0, "mosquitto_pub": 0.5}
    assert found["senders"]["eventscope"]["rate"] == 300
    assert (found["qos"], found["size"], found["messages"], found["repeats"], found["notes"]) == (1, 200, 1000, 3, [])


def test_a_missing_mosquitto_pub_is_told_and_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "program", lambda name: None)
    rates(monkeypatch, {"eventscope": [200], "eventscope --no-stamp": [1], "paho": [50]})
    found = publish.measure(1000, 200, 0, 1)
    assert list(found["ratios"]) == ["paho"]
    assert "mosquitto_pub" in found["notes"][0]


@pytest.mark.parametrize("size", [20, 200])
def test_everybody_sends_the_same_bytes(size: int) -> None:
    assert len(publish.payload(Load(1, size))) == size
