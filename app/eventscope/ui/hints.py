"""The strip of three hints at the first start; closed once, it stays closed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from eventscope.ui.widgets import Elided, IconButton, button


class Hints(QFrame):
    """`closed` comes when a person has seen enough."""

    closed = Signal()

    def __init__(
        self, connect: Callable[[], object], publish: Callable[[], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "strip")
        self.setAccessibleName(self.tr("First steps"))
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 8, 4)
        row.setSpacing(12)
        row.addWidget(self._words(self.tr("A demo is running: orders flow through the broker inside.")))
        row.addWidget(button(self.tr("Publish an event of your own"), publish, "link"))
        row.addWidget(button(self.tr("Connect your own broker"), connect, "link"))
        row.addStretch(1)
        row.addWidget(self._words(self.tr("Ctrl+Shift+P finds every command"), "muted"))
        row.addWidget(IconButton("mdi6.close", self.tr("Close the hints"), self._close))

    def _words(self, text: str, kind: str = "") -> Elided:
        """As wide as its text where there is room."""
        made = Elided(text, kind)
        made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        return made

    def _close(self) -> None:
        self.hide()
        self.closed.emit()
