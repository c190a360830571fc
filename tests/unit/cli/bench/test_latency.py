"""bench latency: percentiles from the planned time, nothing left out that was late or lost, worked out by hand."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from eventscope.base import system
from eventscope.cli.bench import latency
from eventscope.cli.bench.arrivals import Arrived, Watch, of_block
from eventscope.cli.bench.load import Sent
from eventscope.core.message import ROW, Block
from measuring import Event, block

MS = 1_000_000


def ints(*values: int) -> np.ndarray:
    return np.array(values, np.int64)


def sent(count: int, late: int = 0) -> Sent:
    """One message a ms, each handed to the socket `late` ns after it was due."""
    due = np.arange(count, dtype=np.int64) * MS
    return Sent(0, count * MS, count, due, due + late)


def test_latency_counts_from_the_planned_time_and_error_from_the_sending() -> None:
    made = sent(4, late=2 * MS)
    arrived = Arrived(ints(0, 1, 2, 3), made.left + ints(MS, MS, MS, 3 * MS))
    found = latency.told(made, arrived, 0, direct=True)
    assert (found["p50"], found["p99"], found["max"], found["lost"]) == (3.0, 5.0, 5.0, 0)
    assert found["stamp_error_ms"] == {"p50": 1.0, "p99": 3.0, "max": 3.0}
    assert found["source_late_ms"] == {"p50": 2.0, "p99": 2.0, "max": 2.0}


def test_through_a_broker_nobody_knows_the_error() -> None:
    assert "stamp_error_ms" not in latency.told(sent(2), Arrived(ints(0, 1), ints(5, 5)), 0, direct=False)


def test_ours_is_what_the_engine_shows() -> None:
    found = latency.told(sent(2), Arrived(ints(0, 1), ints(MS, 2 * MS), ints(7 * MS, 8 * MS)), 0, direct=True)
    assert (found["p50"], found["max"]) == (7.0, 8.0)
    assert found["stamp_error_ms"]["max"] == 1.0


def test_warm_up_doubles_and_strangers_do_not_count_and_losses_do() -> None:
    arrived = Arrived(ints(0, 3, 2, 2, 99), ints(0, 4 * MS, 5 * MS, 90 * MS, 0))
    found = latency.told(sent(5), arrived, 1, direct=False)
    assert found["lost"] == 2  # 1 and 4
    assert (found["p50"], found["max"]) == (1.0, 3.0)


def test_nothing_arrived_is_no_figure() -> None:
    found = latency.told(sent(5), Arrived(ints(), ints()), 0, direct=True)
    assert (found["p50"], found["p99"], found["max"], found["lost"]) == (None, None, None, 5)


def run(p99: float | None, lost: int = 0, cpu: float = 1.0) -> dict[str, Any]:
    costs = {"cpu_us_per_message": cpu, "broker_cpu_us_per_message": None}
    return {"p50": p99, "p99": p99, "max": p99, "lost": lost, **costs}


def test_percentiles_are_of_the_run_with_the_median_p99() -> None:
    found = latency.summary([run(9.0, 1, 1.0), run(1.0, 2, 2.0), run(3.0, 0, 9.0), run(None, 5, 3.0)])
    assert (found["p99"], found["least_p99"], found["most_p99"], found["lost"]) == (3.0, 1.0, 9.0, 8)
    assert (found["cpu_us_per_message"], found["broker_cpu_us_per_message"]) == (2.5, None)
    assert latency.summary([run(None, 5)])["p99"] is None


def test_receivers_take_turns_over_the_routes_that_are_there(monkeypatch: pytest.MonkeyPatch) -> None:
    turns: list[tuple[str, float]] = []

    def once(route: str, watcher: object, rate: float, seconds: float, size: int) -> dict[str, Any]:
        turns.append((route, rate))
        return run(2.0 if watcher is latency.WATCHERS["eventscope"] else 0.5)

    monkeypatch.setattr(latency, "once", once)
    monkeypatch.setattr(system, "program", lambda name: None)
    found = latency.measure(1.0, 2, 200, (10.0,))
    assert turns == [("direct", 10.0)] * 6 + [("embedded", 10.0)] * 6
    assert [item["case"] for item in found["cases"]] == ["10/s, direct", "10/s, embedded"]
    assert found["cases"][0]["added"] == {"p50": 1.5, "p99": 1.5}
    assert "not installed" in found["notes"][0]
    monkeypatch.setattr(system, "program", lambda name: name)
    assert len(latency.measure(1.0, 1, 200, (10.0, 20.0))["cases"]) == 6


def test_what_came_to_nothing_adds_nothing() -> None:
    found = {"eventscope": run(None), "reader": run(1.0)}
    assert latency._added(found) == {"p50": None, "p99": None}


def test_a_source_that_stands_still_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    class Standing:
        port, sent = 1, 7

        def __init__(self, load: object) -> None: ...

        def ready(self, seconds: float) -> None:
            raise TimeoutError("nobody came")

        def close(self) -> None: ...

    @contextlib.contextmanager
    def nobody(port: int, load: object) -> Iterator[Watch]:
        yield Watch(1, lambda: Arrived(ints(), ints()))

    monkeypatch.setattr(latency, "Source", Standing)
    with pytest.raises(latency.Unavailable, match="nobody came"):
        latency.once("direct", nobody, 10.0, 1.0, 200)


def test_numbers_and_latencies_are_read_from_a_block() -> None:
    events = [Event(seq=n, payload=b"%012d" % (5 * n) + b"xyz") for n in range(3)] + [Event(payload=b"short")]
    made = block(events)
    made.rows["latency"] = [7, 8, 9, 10]
    numbers, times, shown = of_block(made)
    assert (numbers.tolist(), shown.tolist()) == ([0, 5, 10], [7, 8, 9])
    assert times.tolist() == made.rows["mono"][:3].tolist()
    nothing = of_block(Block(np.zeros(0, ROW), [], b""))
    assert [len(column) for column in nothing] == [0, 0, 0]
