"""Measures the real window: its frame gaps and its memory while traffic arrives, beside an idle control."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
import psutil
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from eventscope.base import clock
from eventscope.ui.app import Session, application
from eventscope.ui.window import Window

if TYPE_CHECKING:
    from eventscope.core.news import Summary
    from eventscope.ui.app import StartEngine

TICK_MS = 16
SETTLE_S = 1.5  # after the first paint, before anything is measured
READY_WITHIN_S = 30.0
DRAIN_WITHIN_S = 20.0  # for what is on its way when the source has stopped
CURVE_S = 10.0  # between two points of the memory curve


class Traffic(Protocol):
    """What arrives while the window is measured; called on the window's thread."""

    def begin(self) -> None:
        """Start it."""

    def end(self) -> int:
        """Stop it; answers how many messages were sent in all."""


class Frames(QWidget):
    """A speck in the corner that wants to be painted sixty times a second; the gaps between its paints tell."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setGeometry(0, 0, 2, 2)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.gaps = array("d")  # ms; a list of floats would grow the memory that is measured
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
        del self.gaps[:]


class Memory:
    """Resident sizes of the window and of its engine (as its last summary said), in MB: the largest and a curve."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._process = psutil.Process()
        self._begun = clock.mono_ns()
        self.curve: list[tuple[float, float, float]] = []  # s, window, engine
        self._timer = QTimer(session)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.look)
        self._timer.start(round(1000 * CURVE_S))
        self.look()

    def look(self) -> None:
        """Add a point to the curve."""
        summary = self._session.desk.last_summary
        engine = summary.process.rss if summary is not None else 0
        seconds = round((clock.mono_ns() - self._begun) / 1e9, 1)
        self.curve.append((seconds, _mb(self._process.memory_info().rss), _mb(engine)))

    def figures(self) -> dict[str, Any]:
        """The last look is now."""
        self._timer.stop()
        self.look()
        _, window, engine = zip(*self.curve, strict=True)
        return {"window_rss_mb": max(window), "engine_rss_mb": max(engine), "rss_curve": self.curve}


@dataclass(slots=True)
class WindowBench:
    """One run: an idle control, then the traffic. Sizes in px, times in seconds."""

    start_engine: StartEngine
    seconds: float
    traffic: Traffic | None = None
    control_seconds: float = 3.0
    size: tuple[int, int] = (1920, 1080)
    result: dict[str, Any] = field(default_factory=dict)
    failure: BaseException | None = None

    def run(self) -> dict[str, Any]:
        """Open the window, measure, close it; answers the figures of `bench_window`."""
        app = application()
        window = Window()
        window.resize(*self.size)
        session = Session(window, self.start_engine)
        window.show()
        session.begin()
        try:
            # Inside the application's own loop, because Ctrl+C and the window's close button end that one.
            QTimer.singleShot(0, lambda: self._in_loop(session, window))
            app.exec()
        finally:
            window.hide()
            session.end()
        if self.failure is not None:
            raise self.failure
        return self.result

    def _in_loop(self, session: Session, window: Window) -> None:
        try:
            self._measure(session, window)
        except BaseException as error:  # noqa: BLE001  # Qt would swallow it; `run` raises it
            self.failure = error
        QApplication.exit()  # not quit: that asks the window first

    def _measure(self, session: Session, window: Window) -> None:
        _until(lambda: session.desk.state is not None, READY_WITHIN_S, "the engine did not answer")
        _wait(SETTLE_S)
        frames = Frames(window)
        frames.begin()
        _wait(self.control_seconds)
        self.result["control_gap_ms"] = percentiles(frames.gaps)
        before, begun = _counted(session.desk.last_summary), clock.mono_ns()
        if self.traffic is not None:
            self.traffic.begin()
        memory = Memory(session)
        frames.begin()
        _wait(self.seconds)
        self.result |= {"frame_gap_ms": percentiles(frames.gaps), **memory.figures()}
        if (summary := session.desk.last_summary) is not None:
            self.result |= told(summary, before, begun)
        if self.traffic is not None:
            self.result |= _drained(session, before, self.traffic.end())


def told(summary: Summary, before: int, begun: int) -> dict[str, Any]:
    """What the engine said last, of the time since `begun` (monotonic ns), when it had received `before`."""
    received = summary.counts.received - before
    return {
        "received": received,
        "rate": round(received * 1e9 / max(summary.at - begun, 1)),
        "stamp_error_ms": {
            "p50": round((summary.latency.p50 or 0) / 1e6, 3),
            "p99": round((summary.latency.p99 or 0) / 1e6, 3),
        },
    }


def _drained(session: Session, before: int, sent: int) -> dict[str, Any]:
    """What never came of `sent`, once everything had the time to; doubles make up for nothing."""

    def missing() -> int:
        summary = session.desk.last_summary
        doubles = summary.integrity.duplicates if summary is not None else 0
        return sent + doubles - (_counted(summary) - before)

    try:
        _until(lambda: missing() <= 0, DRAIN_WITHIN_S)
    except TimeoutError:
        pass  # that is what is told
    summary = session.desk.last_summary
    return {
        "sent": sent,
        "lost": max(missing(), 0),
        "duplicates": summary.integrity.duplicates if summary is not None else 0,
    }


def _mb(size: int) -> float:
    return round(size / 2**20, 1)


def _counted(summary: Summary | None) -> int:
    return summary.counts.received if summary is not None else 0


def bench_window(
    start_engine: StartEngine,
    seconds: float,
    traffic: Traffic | None = None,
    control_seconds: float = 3.0,
    size: tuple[int, int] = (1920, 1080),
) -> dict[str, Any]:
    """Measure the window on an engine for `seconds`, everything visible.

    The traffic begins once the idle control is measured. Answers {"frame_gap_ms": {"p50", "p99", "max"},
    "control_gap_ms": {…}, "window_rss_mb", "engine_rss_mb", "rss_curve": [(s, window, engine), …], "received",
    "rate", "stamp_error_ms": {"p50", "p99"}, "sent", "lost", "duplicates"}: `received` and `rate` are of the
    measured time alone, `stamp_error_ms` is the latency that the engine showed at its end; the last three are of
    the whole traffic, judged after it had stopped and drained. Raises KeyboardInterrupt when somebody closes the
    window or presses Ctrl+C.
    """
    return WindowBench(start_engine, seconds, traffic, control_seconds, size).run()


def percentiles(gaps: Sequence[float]) -> dict[str, float]:
    """p50, p99 and max in ms; zeros where nothing was painted."""
    values = np.asarray(gaps or [0.0])
    p50, p99 = np.percentile(values, (50, 99))
    return {"p50": round(float(p50), 1), "p99": round(float(p99), 1), "max": round(float(values.max()), 1)}


def _wait(seconds: float) -> None:
    loop, timer = QEventLoop(), QTimer()
    timer.setSingleShot(True)
    timer.setTimerType(Qt.TimerType.PreciseTimer)  # the ordinary one may be 5 % early
    timer.timeout.connect(loop.quit)
    timer.start(round(1000 * seconds))
    loop.exec()
    if timer.isActive():  # the application was told to end
        raise KeyboardInterrupt


def _until(condition: Callable[[], bool], seconds: float, words: str = "") -> None:
    end = clock.mono_ns() + int(seconds * 1e9)
    while not condition():
        if clock.mono_ns() > end:
            raise TimeoutError(f"{words} within {seconds:.0f} s")
        _wait(0.02)
