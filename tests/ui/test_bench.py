"""The window's bench measures paints of the real window over any engine handle."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from eventscope.core.metrics import Integrity
from eventscope.core.verbs import GetState
from eventscope.core.workspace import Settings
from eventscope.ui import bench
from eventscope.ui.app import Session
from ui.fakes import SECOND, FakeDoor, make_desk, state, summary


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


class Traffic:
    """Says that it sent `sent` messages; `calls` is what was asked of it."""

    def __init__(self, sent: int = 0) -> None:
        self.sent = sent
        self.calls: list[str] = []

    def begin(self) -> None:
        self.calls.append("begin")

    def end(self) -> int:
        self.calls.append("end")
        return self.sent


def test_figures_of_a_short_run(qapp, monkeypatch) -> None:
    monkeypatch.setattr(bench, "DRAIN_WITHIN_S", 0.1)
    engine, traffic = Engine(), Traffic(7)
    found = bench.bench_window(lambda wake: engine, 0.4, traffic, 0.2, (1280, 800))
    assert traffic.calls == ["begin", "end"]
    assert engine.closed
    assert found["window_rss_mb"] > 10
    assert [at for at, _, _ in found["rss_curve"]] == pytest.approx([0.0, 0.4], abs=0.3)
    assert (found["sent"], found["lost"]) == (7, 7)  # this engine tells of no arrivals
    for name in ("frame_gap_ms", "control_gap_ms"):
        gaps = found[name]
        assert 0 < gaps["p50"] <= gaps["p99"] <= gaps["max"]


def test_an_engine_that_does_not_answer_is_an_error(qapp, monkeypatch) -> None:
    monkeypatch.setattr(bench, "READY_WITHIN_S", 0.1)
    engine = Engine(answers=False)
    with pytest.raises(TimeoutError):
        bench.bench_window(lambda wake: engine, 0.1)
    assert engine.closed


def test_what_arrived_before_does_not_count() -> None:
    found = bench.told(summary(at=5 * SECOND, received=1300), 300, 3 * SECOND)
    assert (found["received"], found["rate"]) == (1000, 500)


def test_loss_is_judged_when_everything_has_arrived(qapp, monkeypatch) -> None:
    desk = SimpleNamespace(last_summary=summary(received=400, integrity=Integrity(duplicates=2)))
    waits = []

    def wait(seconds: float) -> None:
        waits.append(seconds)
        desk.last_summary = summary(received=400 + 25 * len(waits), integrity=Integrity(duplicates=2))

    monkeypatch.setattr(bench, "_wait", wait)
    found = bench._drained(SimpleNamespace(desk=desk), 300, 148)
    assert found == {"sent": 148, "lost": 0, "duplicates": 2}
    assert len(waits) == 2


def test_a_double_does_not_make_up_for_a_loss(qapp, monkeypatch) -> None:
    monkeypatch.setattr(bench, "DRAIN_WITHIN_S", 0.05)
    desk = SimpleNamespace(last_summary=summary(received=100, integrity=Integrity(duplicates=3)))
    assert bench._drained(SimpleNamespace(desk=desk), 0, 100) == {"sent": 100, "lost": 3, "duplicates": 3}


def test_ctrl_c_ends_the_run_and_the_engine(qapp) -> None:
    engine = Engine()
    QTimer.singleShot(300, QApplication.exit)
    with pytest.raises(KeyboardInterrupt):
        bench.bench_window(lambda wake: engine, 30.0, control_seconds=30.0)
    assert engine.closed


def test_percentiles_of_nothing_are_zero() -> None:
    assert bench.percentiles([]) == {"p50": 0.0, "p99": 0.0, "max": 0.0}
    assert bench.percentiles([10.0, 20.0, 30.0]) == {"p50": 20.0, "p99": 29.8, "max": 30.0}
