"""Keeps an engine behind the desk: starts it, says so when it dies, starts it again, and ends it."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from eventscope.base import clock
from eventscope.core.verbs import GetState, State
from eventscope.ui.desk import Desk, Door

TRIES, WITHIN_S = 3, 30  # so many starts in so many seconds, then a person has to say so
PAUSE_MS = 500


class Handle(Protocol):
    """What `start_engine` answers; `host.process.EngineProcess` is one."""

    client: Door

    def close(self, timeout: float = 3.0) -> int | None:
        """End the engine and wait for it."""


class Lifeline(QObject):
    """`lost` says that the engine ended unasked; `again` that another answers; `gave_up` that it keeps ending."""

    lost = Signal()
    again = Signal()
    gave_up = Signal()

    def __init__(
        self, desk: Desk, start: Callable[[Callable[[], None]], Handle], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._start = start
        self._handle: Handle | None = None
        self._starts: deque[int] = deque(maxlen=TRIES)
        self._restarting = False
        desk.engine_lost.connect(self._died)

    def start(self) -> None:
        """Start an engine and ask it for the whole state."""
        self._starts.append(clock.mono_ns())
        self._handle = self._start(self._desk.wake)
        self._desk.door = self._handle.client
        self._desk.ask(GetState(), self._came, lambda _error: None)

    def start_again(self) -> None:
        """After it gave up, because a person wants so."""
        self._starts.clear()
        self.start()

    def close(self, timeout: float = 3.0) -> None:
        """End the engine; blocks until it is gone."""
        handle, self._handle = self._handle, None
        if handle is not None:
            handle.close(timeout)

    def _came(self, state: State) -> None:
        self._desk.set_state(state)
        if self._restarting:
            self._restarting = False
            self.again.emit()

    def _died(self) -> None:
        handle, self._handle = self._handle, None
        if handle is None:
            return
        handle.close(0.5)
        self._restarting = True
        if len(self._starts) == TRIES and clock.mono_ns() - self._starts[0] < WITHIN_S * 1_000_000_000:
            self.gave_up.emit()
            return
        self.lost.emit()
        QTimer.singleShot(PAUSE_MS, self, self.start)
