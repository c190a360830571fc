"""Measures the real window: its frame gaps and its memory while traffic arrives, beside an idle control."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import psutil
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget

from eventscope.base import clock
from eventscope.ui.app import Session, application
from eventscope.ui.window import Window

if TYPE_CHECKING:
    from eventscope.core.news import Summary
    from eventscope.ui.app import StartEngine

TICK_MS = 16
SETTLE_S = 1.5  # after the first paint, before anything is measured
READY_WITHIN_S = 30.0


class Frames(QWidget):
    """A speck in the corner that wants to be painted sixty times a second; the gaps between its paints tell."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setGeometry(0, 0, 2, 2)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.gaps: list[float] = []  # ms
        self._before = 0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.update)
        self._timer.start(TICK_MS)
        self.show()
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        now = clock.mono_ns()
        if self._before:
            self.gaps.append((now - self._before) / 1e6)
        self._before = now

    def begin(self) -> None:
        """Forget what was."""
        self.gaps.clear()


@dataclass(slots=True)
class WindowBench:
    """One run. `begin` starts the traffic after the control; sizes in px, times in seconds."""

    start_engine: StartEngine
    seconds: float
    control_seconds: float = 3.0
    begin: Callable[[], object] | None = None
    size: tuple[int, int] = (1920, 1080)
    result: dict[str, Any] = field(default_factory=dict)

    def run(self) -> dict[str, Any]:
        """Open the window, measure, close it; answers the figures of `bench_window`."""
        application()
        window = Window()
        window.resize(*self.size)
        session = Session(window, self.start_engine)
        window.show()
        session.begin()
        try:
            self._measure(session, window)
        finally:
            window.hide()
            session.end()
        return self.result

    def _measure(self, session: Session, window: Window) -> None:
        _until(lambda: session.desk.state is not None, READY_WITHIN_S)
        _wait(SETTLE_S)
        frames = Frames(window)
        frames.begin()
        _wait(self.control_seconds)
        self.result["control_gap_ms"] = percentiles(frames.gaps)
        if self.begin is not None:
            self.begin()
        frames.begin()
        _wait(self.seconds)
        self.result["frame_gap_ms"] = percentiles(frames.gaps)
        self.result["window_rss_mb"] = round(psutil.Process().memory_info().rss / 2**20, 1)
        summary = session.desk.last_summary
        if summary is not None:
            self.result |= told(summary)


def told(summary: Summary) -> dict[str, Any]:
    """What the engine said last, in the bench's own names."""
    return {
        "engine_rss_mb": round(summary.process.rss / 2**20, 1),
        "received": summary.counts.received,
        "lost": summary.integrity.lost,
        "duplicates": summary.integrity.duplicates,
        "stamp_error_ms": {
            "p50": round((summary.latency.p50 or 0) / 1e6, 3),
            "p99": round((summary.latency.p99 or 0) / 1e6, 3),
        },
    }


def bench_window(
    start_engine: StartEngine,
    seconds: float,
    begin: Callable[[], object] | None = None,
    control_seconds: float = 3.0,
    size: tuple[int, int] = (1920, 1080),
) -> dict[str, Any]:
    """Measure the window on an engine for `seconds`, everything visible.

    `begin` is called on the window's thread once the idle control is measured, and starts the traffic. Answers
    {"frame_gap_ms": {"p50", "p99", "max"}, "control_gap_ms": {…}, "window_rss_mb", "engine_rss_mb", "received",
    "lost", "duplicates", "stamp_error_ms": {"p50", "p99"}}; the last is the latency that the engine showed.
    """
    return WindowBench(start_engine, seconds, control_seconds, begin, size).run()


def percentiles(gaps: list[float]) -> dict[str, float]:
    """p50, p99 and max in ms; zeros where nothing was painted."""
    values = np.asarray(gaps or [0.0])
    p50, p99 = np.percentile(values, (50, 99))
    return {"p50": round(float(p50), 1), "p99": round(float(p99), 1), "max": round(float(values.max()), 1)}


def _wait(seconds: float) -> None:
    loop = QEventLoop()
    QTimer.singleShot(round(1000 * seconds), loop, loop.quit)
    loop.exec()


def _until(condition: Callable[[], bool], seconds: float) -> None:
    end = clock.mono_ns() + int(seconds * 1e9)
    while not condition():
        if clock.mono_ns() > end:
            raise TimeoutError(f"the engine did not answer within {seconds:.0f} s")
        _wait(0.02)
