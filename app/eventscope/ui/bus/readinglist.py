"""Rows of a name and a value under headings; figures change in place, so that nothing flickers or loses its place."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QGridLayout, QMenu, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from eventscope.ui.bus import readingwords
from eventscope.ui.panels.messages_copy import copy
from eventscope.ui.theme import theme
from eventscope.ui.viewmodels.bus.reading import Reading
from eventscope.ui.widgets import Elided, Label, tooltip

Key = tuple[str, str, str]


class ReadingList(QScrollArea):
    """Shows what `put` gives it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(self.tr("Figures"))
        self._values: dict[Key, Elided] = {}
        self._shown: list[Reading] = []
        self._inner = QWidget()
        self._column = QVBoxLayout(self._inner)
        self.setWidget(self._inner)
        theme.changed.connect(self._rebuild)
        self._rebuild()

    def put(self, readings: Sequence[Reading]) -> None:
        """These rows from now on."""
        before = [item.key for item in self._shown]
        self._shown = list(readings)
        if before != [item.key for item in self._shown]:
            at = self.verticalScrollBar().value()
            self._rebuild()
            self._inner.adjustSize()
            self.verticalScrollBar().setValue(at)  # a row more is no reason to lose one's place
        for item in self._shown:
            self._show(item)

    def text(self) -> str:
        """All rows as text, for the clipboard."""
        lines = []
        for number, item in enumerate(self._shown):
            if self._begins(number):
                lines.append(readingwords.section(item).upper())
            lines.append(f"{readingwords.name(item)}\t{readingwords.value(item)}")
        return "\n".join(lines)

    def _begins(self, number: int) -> bool:
        item, before = self._shown[number], self._shown[number - 1] if number else None
        return before is None or readingwords.section(before) != readingwords.section(item)

    def _rebuild(self) -> None:
        self._inner = QWidget()
        self._column = QVBoxLayout(self._inner)
        self._column.setContentsMargins(0, 4, 8, 4)
        self._column.setSpacing(3)
        self._values = {}
        grid: QGridLayout | None = None
        for number, item in enumerate(self._shown):
            if grid is None or self._begins(number):
                self._column.addWidget(self._heading(item, number))
                grid = self._grid()
            self._row(grid, item)
        self._column.addStretch(1)
        self.setWidget(self._inner)
        for item in self._shown:
            self._show(item)

    def _heading(self, item: Reading, number: int) -> Label:
        made = Label(readingwords.section(item), "heading")
        if number:
            made.setContentsMargins(0, theme.px(8), 0, 0)
        return made

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(1, 1)
        self._column.addLayout(grid)
        return grid

    def _row(self, grid: QGridLayout, item: Reading) -> None:
        name, value = Label(readingwords.name(item), "muted", wrap=item.name == "law"), Elided("")
        value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        value.setFont(theme.mono())
        if item.name == "law":
            name.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            value.setMinimumWidth(theme.px(92))
        if how := readingwords.how(item):
            tooltip(name, how)
            name.setAccessibleDescription(how)
        line = grid.rowCount()
        grid.addWidget(name, line, 0)
        grid.addWidget(value, line, 1)
        self._values[item.key] = value

    def _show(self, item: Reading) -> None:
        label, text = self._values[item.key], readingwords.value(item)
        if label.text() != text:
            label.setText(text)
            label.setAccessibleName(f"{readingwords.name(item)}: {text}")
        palette = label.palette()
        if palette.color(label.foregroundRole()) != theme.colour(item.level):
            palette.setColor(label.foregroundRole(), theme.colour(item.level))
            label.setPalette(palette)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.addAction(self.tr("Copy all figures"), lambda: copy(self.text()))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos() if event.globalPos() != QPoint() else self.mapToGlobal(QPoint()))
