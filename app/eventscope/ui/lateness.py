"""How late the window itself is: the gaps of its event loop, shown honestly and told to the engine."""

from __future__ import annotations

from collections import deque

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from eventscope.base import clock
from eventscope.core.verbs import ReportWindow
from eventscope.ui.desk import Desk

TICK_MS = 16  # asked of the timer; what comes later than this is lateness
REPORT_MS = 1000
NOTABLE_MS = 100.0  # charts mark a window that was later than this


class Lateness(QObject):
    """Measures from its first turn. `measured` carries the worst lateness in ms of the last ten seconds."""

    measured = Signal(float)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._before = 0
        self._worst = 0.0
        self._seconds: deque[float] = deque(maxlen=10)
        self._beat = QTimer(self)
        self._beat.setTimerType(Qt.TimerType.PreciseTimer)
        self._beat.timeout.connect(self._tick)
        self._report = QTimer(self)
        self._report.timeout.connect(self._tell)
        self._beat.start(TICK_MS)
        self._report.start(REPORT_MS)

    def _tick(self) -> None:
        now = clock.mono_ns()
        if self._desk.state is None:
            return  # the window is still being built, which is no lateness: nothing to show is late
        if self._before:
            self._worst = max(self._worst, (now - self._before) / 1e6 - TICK_MS)
        self._before = now

    def _tell(self) -> None:
        self._tick()
        worst, self._worst = max(0.0, self._worst), 0.0
        self._seconds.append(worst)
        self.measured.emit(max(self._seconds))
        if worst >= NOTABLE_MS:
            self._desk.ask(ReportWindow(worst))
