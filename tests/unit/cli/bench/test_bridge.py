"""`bench bridge`: the files of our bridges are ones that the product takes, and runs become honest figures."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import pytest

from eventscope.cli.bench import bridge, bridgepeers
from eventscope.cli.bench.bridge import CASES
from eventscope.cli.bench.bridgepeers import Case, Place
from eventscope.core.busfile import read_bus

RUN = {"rate": 100.0, "cpu_us": 10.0, "p50_added_ms": 1.0, "p99_added_ms": 5.0, "lost": 0}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_file_is_a_file_of_bridges(case: Case) -> None:
    ends = {"mqtt": 1883, "kafka": "127.0.0.1:9092"}
    source, target = case.way.split("-")
    found = read_bus(bridgepeers.text(case, Place(ends[source], ends[target])))  # type: ignore[arg-type]
    (made,) = found.bridges
    assert made.delivery == case.delivery
    assert [item.kind for item in found.connections] == [source, target]
    if source == "mqtt":
        assert made.source.qos == case.qos


def test_all_delivery_classes_and_both_middlewares_are_measured() -> None:
    ways = {(case.way, case.delivery) for case in CASES}
    assert {delivery for way, delivery in ways if way == "mqtt-mqtt"} == {
        "at-most-once", "at-least-once", "effectively-once",
    }  # fmt: skip
    assert {"mqtt-kafka", "kafka-mqtt"} < {way for way, _ in ways}


def test_percentiles_are_of_one_run_and_losses_of_all() -> None:
    runs: list[dict[str, Any]] = [
        {**RUN, "rate": 90.0, "p50_added_ms": 9.0, "p99_added_ms": 10.0, "lost": 1},
        {**RUN, "rate": 110.0, "p50_added_ms": 8.0, "p99_added_ms": 20.0, "lost": 2},
        {**RUN, "p50_added_ms": 1.0, "p99_added_ms": 30.0},
    ]
    found = bridge.summary(runs)
    assert (found["rate"], found["least"], found["most"]) == (100, 90, 110)
    assert (found["p50_added_ms"], found["p99_added_ms"], found["lost"]) == (8.0, 20.0, 3)
    nothing = bridge.summary([{**RUN, "p50_added_ms": None, "p99_added_ms": None, "lost": 5}])
    assert (nothing["p99_added_ms"], nothing["lost"]) == (None, 5)


def test_bridges_take_turns_and_only_mqtt_has_a_peer(monkeypatch: pytest.MonkeyPatch) -> None:
    turns: list[tuple[str, str]] = []

    def fake(name: str) -> Any:
        @contextlib.contextmanager
        def opened(case: Case) -> Iterator[tuple[Place, int]]:
            turns.append((name, case.way))
            yield Place(1, 2), 3

        return opened

    monkeypatch.setattr(bridge, "ours", fake("ours"))
    monkeypatch.setattr(bridge, "theirs", fake("theirs"))
    monkeypatch.setattr(bridge, "once", lambda *given: RUN)
    monkeypatch.setattr(bridge.system, "program", lambda name: "/usr/sbin/mosquitto")
    found = bridge.measure(1.0, 2, 200, 100.0, (CASES[1], CASES[3]))
    assert [name for name, way in turns if way == "mqtt-mqtt"] == ["ours", "theirs"] * 2
    assert [name for name, way in turns if way == "mqtt-kafka"] == ["ours"] * 2
    assert found["cases"][0]["ratio"] == 1.0
    assert "mosquitto" not in found["cases"][1]
    monkeypatch.setattr(bridge.system, "program", lambda name: None)
    found = bridge.measure(1.0, 1, 200, 100.0, (CASES[1],))
    assert "mosquitto" not in found["cases"][0]
    assert "not installed" in found["notes"][-1]
