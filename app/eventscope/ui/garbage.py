"""Collects garbage on the window's thread and on no other.

Python collects wherever an allocation happens to cross a threshold, also on the thread that reads the engine's pipe.
A widget that is part of a cycle would then be destroyed there, and Qt crashes some time later.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

EVERY_MS = 500


class Garbage(QObject):
    """Takes over from the automatic collector until `end`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._was_enabled = gc.isenabled()
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.turn)
        self._timer.start(EVERY_MS)

    def turn(self) -> None:
        """Collect the oldest generation that is due."""
        counts = zip(gc.get_count(), gc.get_threshold(), strict=True)
        due = [generation for generation, (count, limit) in enumerate(counts) if count > limit]
        if due:
            gc.collect(due[-1])

    def end(self) -> None:
        """Give it back."""
        self._timer.stop()
        if self._was_enabled:
            gc.enable()
