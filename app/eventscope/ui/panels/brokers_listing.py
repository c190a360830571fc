"""What the tabs of the Brokers page have in common: a search field, actions, a table, and an honest count below."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from eventscope.ui.datatable import DataTable
from eventscope.ui.models.keyed_rows import Column, KeyedRows
from eventscope.ui.widgets import Deck, Elided, Empty, button

T = TypeVar("T")


class Listing(QWidget, Generic[T]):
    """`counted` tells how many rows there are before searching. `refresh_wanted`: ask the broker now."""

    counted = Signal(int)
    refresh_wanted = Signal()

    def __init__(
        self,
        name: str,
        columns: Sequence[Column[T]],
        key: Callable[[T], Hashable],
        empty: str,
        search: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.name = name
        self.rows = KeyedRows[T](columns, key, self)
        self.table = DataTable(name, self.rows)
        self.search = QLineEdit()
        self.search.setPlaceholderText(search)
        self.search.setAccessibleName(search)
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self.searched)
        self.search.installEventFilter(self)
        self.note = Elided("", "muted")
        self.bar = QHBoxLayout()
        self.bar.setContentsMargins(8, 8, 8, 4)
        self.bar.setSpacing(6)
        self.bar.addWidget(self.search, 1)
        self.nothing = Empty(empty)
        self.no_match = Empty(self.tr("Nothing matches."), self.tr("Show all"), self.search.clear)
        self._lay_out()
        self.table.menu_wanted.connect(self._open_menu)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._selected())

    def _lay_out(self) -> None:
        self._stack = Deck()
        for part in (self.nothing, self.no_match, self.table):
            self._stack.addWidget(part)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 2, 12, 6)
        foot.addWidget(self.note, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self.bar)
        column.addWidget(self._stack, 1)
        column.addLayout(foot)

    def add_button(self, text: str, call: Callable[[], object]) -> QWidget:
        """An action beside the search field."""
        made = button(text, call)
        self.bar.addWidget(made)
        return made

    def put(self, rows: list[T]) -> None:
        """Show these rows."""
        self.rows.put(rows)
        self.counted.emit(self.rows.total)
        self._show()

    def searched(self, text: str) -> None:
        """Keep rows that hold the text."""
        wanted = text.casefold()
        self.rows.filter((lambda row: self.holds(row, wanted)) if wanted else None)
        self._show()

    def holds(self, row: T, text: str) -> bool:
        """Whether a row is found by a text in small letters."""
        raise NotImplementedError

    def words(self) -> str:
        """The line below the table."""
        shown, total = len(self.rows.rows), self.rows.total
        if shown != total:
            return self.tr("{n} of {total} shown").format(n=f"{shown:,}", total=f"{total:,}")
        return ""

    def of_row(self, row: T) -> str:
        """What the line below the table tells of a row that is selected alone."""
        return ""

    def chosen(self) -> list[T]:
        """The selected rows."""
        places = sorted(index.row() for index in self.table.selectionModel().selectedRows())
        return [self.rows.rows[place] for place in places]

    def _selected(self) -> None:
        self.note.setText(self._line())

    def _line(self) -> str:
        chosen = self.chosen() if len(self.table.selectionModel().selectedRows()) == 1 else []
        return " · ".join(filter(None, [self.words(), *map(self.of_row, chosen)]))

    def menu(self) -> QMenu:
        """What can be done with the selected rows."""
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.addAction(self.tr("Copy rows"), self.table.copy)
        return menu

    def focus_search(self) -> None:
        """Type what to look for."""
        self.search.setFocus()
        self.search.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """From the search field down into the table, and Esc out of the search."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.rows.rows:
                self.table.setFocus()
                if not self.table.selected():
                    self.table.selectRow(0)
                return True
            if event.key() == Qt.Key.Key_Escape and self.search.text():
                self.search.clear()
                return True
        return super().eventFilter(watched, event)

    def _open_menu(self, at: QPoint) -> None:
        self.menu().popup(at)

    def _show(self) -> None:
        page: Any = self.table if self.rows.rows else self.no_match if self.search.text() else self.nothing
        if self._stack.currentWidget() is not page:
            self._stack.setCurrentWidget(page)
        self.note.setText(self._line())
