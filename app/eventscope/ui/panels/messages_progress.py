"""A thin bar that says how much of something is done."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from eventscope.ui.theme import theme

HEIGHT = 3


class Progress(QWidget):
    """Keeps its room when there is nothing to show, so that nothing moves when it comes and goes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.part: float | None = None  # 0 to 1; None: nothing is under way
        self.setFixedHeight(theme.px(HEIGHT))

    def show_part(self, done: int, total: int) -> None:
        """So much is done."""
        self._show(min(done / total, 1.0) if total else 1.0)

    def rest(self) -> None:
        """Nothing is under way."""
        self._show(None)

    def _show(self, part: float | None) -> None:
        if part != self.part:
            self.part = part
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.part is None:
            return
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("line"))
        painter.fillRect(QRect(0, 0, round(self.width() * self.part), self.height()), theme.colour("accent"))
        painter.end()
