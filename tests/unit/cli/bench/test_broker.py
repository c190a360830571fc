"""bench broker: its cases, and what becomes of the runs."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import pytest

from eventscope.base import system
from eventscope.cli.bench import broker
from eventscope.cli.bench.broker import CASES, Case, Run
from eventscope.cli.bench.traffic import Delivered, Traffic


def run(rate: float, dropped: int = 0, cpu: float = 1.0) -> Run:
    return Run(Delivered(2.0, int(2 * rate), int(2 * rate) + dropped, dropped), cpu)


@pytest.fixture
def order(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int, int]]:
    """Brokers that need no process: (port, QoS, window) of each run. Ours delivers 200/s, theirs 400/s."""
    made: list[tuple[int, int, int]] = []

    @contextlib.contextmanager
    def ours() -> Iterator[tuple[int, int]]:
        yield 1, 11

    @contextlib.contextmanager
    def theirs(in_flight: int) -> Iterator[tuple[int, int]]:
        assert in_flight == 1000
        yield 2, 22

    def once(traffic: Traffic, pid: int, seconds: float) -> Run:
        assert pid == 11 * traffic.port
        made.append((traffic.port, traffic.qos, traffic.window))
        return run(200 * traffic.port, traffic.port - 1)

    monkeypatch.setattr(broker, "embedded", ours)
    monkeypatch.setattr(broker, "mosquitto", theirs)
    monkeypatch.setattr(broker, "once", once)
    return made


def test_both_brokers_get_the_same_traffic_in_turn(order: list, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "program", lambda name: f"/bin/{name}")
    found = broker.measure(2.0, 2, 200, (CASES[0], CASES[4]))
    assert order == [(1, 0, 1000), (2, 0, 1000)] * 2 + [(1, 1, 100), (2, 1, 100)] * 2
    first = found["cases"][0]
    assert (first["ratio"], first["eventscope"]["rate"], first["mosquitto"]["rate"]) == (0.5, 200, 400)
    assert (first["eventscope"]["dropped"], first["mosquitto"]["dropped"]) == (0, 2)
    assert found["notes"] == []


def test_without_mosquitto_its_column_is_left_out_and_that_is_told(
    order: list, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(system, "program", lambda name: None)
    found = broker.measure(2.0, 1, 200, CASES[:1])
    assert set(found["cases"][0]) == {"case", "window", "eventscope"}
    assert "mosquitto is not installed" in found["notes"][0]


def test_cpu_is_divided_by_what_was_delivered() -> None:
    assert run(100, cpu=0.01).cpu_us == pytest.approx(50)
    assert run(0, cpu=0.5).cpu_us == 500_000  # nothing came: no division by it


def test_the_cases_are_those_that_are_compared_with_earlier_runs() -> None:
    assert [(case.subscribers, case.qos, case.topics, case.window) for case in CASES] == [
        (1, 0, 50, 1000),
        (1, 0, 1, 1000),
        (10, 0, 50, 1000),
        (1, 1, 50, 1000),
        (10, 1, 50, 100),
    ]


@pytest.mark.parametrize(("size", "window"), [(200, 1000), (16_000, 1000), (100_000, 167)])
def test_huge_payloads_have_fewer_in_flight(size: int, window: int) -> None:
    assert Case("", 1, 0).window_for(size) == window
