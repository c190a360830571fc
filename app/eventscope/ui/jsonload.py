"""Reads a payload as JSON between two frames: a large one never holds the window up, a newer one stops it."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from eventscope.base import clock
from eventscope.core.errors import BadInput
from eventscope.core.jsontext import Reader, text_of

SLICE = 6_000_000  # ns at a stretch
STEP = 2000  # tokens between two looks at the clock


class JsonLoad(QObject):
    """`start` a payload; `done` with the Document, or `failed` with the BadInput, comes at once for small ones."""

    done = Signal(object)
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reader: Reader | None = None
        self._timer = QTimer(self, interval=0)
        self._timer.timeout.connect(self._go_on)

    @property
    def running(self) -> bool:
        """Whether an answer is still to come."""
        return self._reader is not None

    def start(self, raw: bytes) -> None:
        """Read this; what was being read is forgotten."""
        self.stop()
        try:
            self._reader = Reader(*text_of(raw))
        except BadInput as error:
            self.failed.emit(error)
            return
        self._go_on()
        if self._reader is not None:
            self._timer.start()

    def stop(self) -> None:
        """Forget it."""
        self._timer.stop()
        self._reader = None

    def _go_on(self) -> None:
        reader, until = self._reader, clock.mono_ns() + SLICE
        while reader is not None:
            try:
                finished = reader.run(STEP)
            except BadInput as error:
                self.stop()
                self.failed.emit(error)
                return
            if finished:
                self.stop()
                self.done.emit(reader.document)
                return
            if clock.mono_ns() >= until:
                return
