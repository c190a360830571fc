"""The strip above the graph: a circle that was refused, or the event whose way is shown."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from eventscope.ui.widgets import IconButton, Label, button, set_property


class Banner(QFrame):
    """`tell` shows it; `closed` is called when a person closes it."""

    def __init__(self, closed: Callable[[], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "strip")
        self._closed = closed
        self._call: Callable[[], object] | None = None
        self.words = Label("", wrap=True)
        self.action = button("", self._act, "link")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 8, 6)
        row.setSpacing(8)
        row.addWidget(self.words, 1)
        row.addWidget(self.action, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(IconButton("mdi6.close", self.tr("Close"), self.close_), 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def tell(self, text: str, level: str = "", action: str = "", call: Callable[[], object] | None = None) -> None:
        """A sentence, and what can be done about it."""
        set_property(self, "level", level)
        self.words.setText(text)
        self.setAccessibleName(text)
        self.action.setText(action)
        self.action.setVisible(bool(action))
        self._call = call
        self.show()

    def close_(self) -> None:
        """Take it away."""
        self.hide()
        self._closed()

    def _act(self) -> None:
        if self._call is not None:
            self._call()
