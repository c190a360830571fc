"""A table of keyed rows in the look of the window: 22 px rows, sorting, bars; columns hide where room is scarce."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QFontMetrics, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from eventscope.ui.models.keyed_rows import KeyedRows
from eventscope.ui.theme import theme

ROW = 22
FIGURE = 76  # px of a cell with a bar that its figure needs
SMALLEST = 170  # px that a stretching column needs
GROWTH = 1.3  # how much wider other columns may become where there is room


class DataTable(QTableView):
    """`removed` comes on Del, `opened` on Enter or double click, `menu_wanted` with the place for a menu."""

    removed = Signal()
    opened = Signal()
    menu_wanted = Signal(QPoint)

    def __init__(self, name: str, rows: KeyedRows[Any], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = rows
        self.setModel(rows)
        self.setAccessibleName(name)
        self.setItemDelegate(_Cells(self))
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._menu)
        self.doubleClicked.connect(lambda _index: self.opened.emit())
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._dress_header()
        self._dress()
        theme.changed.connect(self._dress)

    def _dress_header(self) -> None:
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsMovable(True)
        header.setStretchLastSection(False)
        header.setMinimumSectionSize(theme.px(32))
        self.setSortingEnabled(True)
        header.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        header.setSortIndicatorClearable(True)

    def _dress(self) -> None:
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setDefaultSectionSize(theme.px(ROW))
        self.fit()

    def fit(self) -> None:
        """Give every column its width; those of the highest rank hide until the rest has room."""
        columns, room = self.rows.columns, self.viewport().width()
        needs = [theme.px(SMALLEST if each.stretch else each.width) for each in columns]
        shown = set(range(len(columns)))
        for place in sorted(shown, key=lambda n: (-columns[n].rank, -n)):
            if columns[place].rank and sum(needs[n] for n in shown) > room:
                shown.discard(place)
        growth = min(max(room / max(sum(needs[n] for n in shown), 1), 1.0), GROWTH)
        header = self.horizontalHeader()
        for place, column in enumerate(columns):
            self.setColumnHidden(place, place not in shown)
            mode = QHeaderView.ResizeMode.Stretch if column.stretch else QHeaderView.ResizeMode.Interactive
            if header.sectionResizeMode(place) != mode:
                header.setSectionResizeMode(place, mode)
            if not column.stretch:
                self.setColumnWidth(place, int(needs[place] * growth))

    def selected(self) -> list[Hashable]:
        """Keys of the selected rows, from top to bottom."""
        places = sorted(index.row() for index in self.selectionModel().selectedRows())
        return [self.rows.key_at(place) for place in places]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif plain and event.key() == Qt.Key.Key_Delete and self.selected():
            self.removed.emit()
        elif plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.selected():
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def copy(self) -> None:
        """The selected rows as they are shown, columns apart by tabs."""
        places = sorted(index.row() for index in self.selectionModel().selectedRows())
        shown = [column for n, column in enumerate(self.rows.columns) if not self.isColumnHidden(n)]
        lines = ["\t".join(column.text(self.rows.rows[place]) for column in shown) for place in places]
        QGuiApplication.clipboard().setText("\n".join(lines))

    def _menu(self, at: QPoint) -> None:
        index = self.indexAt(at)
        if not index.isValid():
            index = self.currentIndex()
            at = self.visualRect(index).center()
        if index.isValid():
            if index.row() not in {each.row() for each in self.selectionModel().selectedRows()}:
                self.selectRow(index.row())
            self.menu_wanted.emit(self.viewport().mapToGlobal(at))


class _Cells(QStyledItemDelegate):
    """Paints cells by itself: through the style sheet one costs 50 µs, so that a screen of them drops frames."""

    def __init__(self, table: DataTable) -> None:
        super().__init__(table)
        self._rows = table.rows
        self._dress()
        theme.changed.connect(self._dress)

    def _dress(self) -> None:
        self._fonts = {mono: theme.mono() if mono else theme.font() for mono in (False, True)}
        self._metrics = {mono: QFontMetrics(font) for mono, font in self._fonts.items()}

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        column, row = self._rows.columns[index.column()], self._rows.rows[index.row()]
        cell: QRect = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.fillRect(cell, theme.colour("select"))
        if column.share and (share := column.share(row)):
            painter.fillRect(_bar(cell, share), theme.colour("accent"))
        room = cell.adjusted(theme.px(8), 0, -theme.px(8), 0)
        text, metrics = column.text(row), self._metrics[column.mono]
        if metrics.horizontalAdvance(text) > room.width():
            text = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, room.width())
        painter.setFont(self._fonts[column.mono])
        painter.setPen(theme.colour("text" if selected or column.role is None else column.role(row)))
        painter.drawText(room, _RIGHT if column.right else _LEFT, text)


_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)


def _bar(cell: QRect, share: float) -> QRect:
    """At the left of the figure."""
    width = max(theme.px(2), round((cell.width() - theme.px(FIGURE)) * min(share, 1.0)))
    return QRect(cell.left() + theme.px(8), cell.center().y() - theme.px(2), width, theme.px(6))
