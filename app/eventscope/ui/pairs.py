"""Name and value pairs in a small table: user properties, WebSocket headers. An empty row waits at the end."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from eventscope.ui.theme import theme


class PairsEdit(QTableWidget):
    """Order and repeated names are kept: both mean something in MQTT. Del removes the current row."""

    def __init__(self, name: str = "", value: str = "", parent: QWidget | None = None) -> None:
        super().__init__(1, 2, parent)
        self.setHorizontalHeaderLabels([name or self.tr("Name"), value or self.tr("Value")])
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.horizontalHeader().setHighlightSections(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.px(26))
        self.setMinimumHeight(theme.px(26) * 3 + theme.px(28))
        self.setTabKeyNavigation(False)
        self.cellChanged.connect(self._grow)

    def set_pairs(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Show these."""
        self.blockSignals(True)
        self.setRowCount(0)
        for pair in (*pairs, ("", "")):
            self._append(pair)
        self.blockSignals(False)

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """What the rows hold, empty ones left out."""
        rows = ((self._text(row, 0), self._text(row, 1)) for row in range(self.rowCount()))
        return tuple(pair for pair in rows if pair != ("", ""))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.currentRow() >= 0:
            self.removeRow(self.currentRow())
            self._grow()
            return
        super().keyPressEvent(event)

    def _append(self, pair: tuple[str, str]) -> None:
        row = self.rowCount()
        self.insertRow(row)
        for column, text in enumerate(pair):
            self.setItem(row, column, QTableWidgetItem(text))

    def _text(self, row: int, column: int) -> str:
        item = self.item(row, column)
        return item.text() if item else ""

    def _grow(self) -> None:
        last = self.rowCount() - 1
        if last < 0 or self._text(last, 0) or self._text(last, 1):
            self.blockSignals(True)
            self._append(("", ""))
            self.blockSignals(False)
