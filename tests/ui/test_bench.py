"""The window's bench measures paints of the real window over any engine handle."""

from __future__ import annotations

import pytest

from eventscope.core.verbs import GetState
from eventscope.core.workspace import Settings
from eventscope.ui import bench
from eventscope.ui.app import Session
from ui.fakes import FakeDoor, make_desk, state


class Engine:
    def __init__(self, answers: bool = True) -> None:
        known = state(settings=Settings(theme="dark", language="en", hints_closed=True))
        self.client = FakeDoor(make_desk(known=known).door.answers | {GetState: known})
        self.client.held = not answers
        self.closed = False

    def close(self, timeout: float = 3.0) -> int:
        self.closed = True
        return 0


@pytest.fixture(autouse=True)
def _quick(monkeypatch) -> None:
    monkeypatch.setattr(bench, "SETTLE_S", 0.05)
    monkeypatch.setattr(Session, "_listen_to_signals", lambda self: None)


def test_figures_of_a_short_run(qapp) -> None:
    engine, began = Engine(), []
    found = bench.bench_window(lambda wake: engine, 0.4, lambda: began.append(1), 0.2, (1280, 800))
    assert began == [1]
    assert engine.closed
    assert found["window_rss_mb"] > 10
    for name in ("frame_gap_ms", "control_gap_ms"):
        gaps = found[name]
        assert 0 < gaps["p50"] <= gaps["p99"] <= gaps["max"]


def test_an_engine_that_does_not_answer_is_an_error(qapp, monkeypatch) -> None:
    monkeypatch.setattr(bench, "READY_WITHIN_S", 0.1)
    engine = Engine(answers=False)
    with pytest.raises(TimeoutError):
        bench.bench_window(lambda wake: engine, 0.1)
    assert engine.closed


def test_percentiles_of_nothing_are_zero() -> None:
    assert bench.percentiles([]) == {"p50": 0.0, "p99": 0.0, "max": 0.0}
    assert bench.percentiles([10.0, 20.0, 30.0]) == {"p50": 20.0, "p99": 29.8, "max": 30.0}
