"""A list of two-line rows: a state dot, a title, a detail below it, a figure at the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from eventscope.core.visible import elide, show
from eventscope.ui.theme import theme
from eventscope.ui.widgets import paint_dot, plain_tooltip

Index = QModelIndex | QPersistentModelIndex
HEIGHT = 36  # px at 100 %
_LEFT, _TEXT = 4, 24  # where dot and texts begin
_LABEL_LIMIT = 300  # characters worth laying out; what is longer is on hover


@dataclass(frozen=True, slots=True)
class Row:
    """One row. `key` tells it from others; `dot` is a role of the theme (empty: none); `level` colours the detail."""

    key: object
    title: str
    detail: str = ""
    figure: str = ""
    dot: str = "muted"
    hollow: bool = False
    level: str = "muted"
    hover: str = ""


class Rows(QAbstractListModel):
    """The rows; `put` replaces them and repaints only what changed, so that selection and focus stay."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []

    def put(self, rows: Sequence[Row]) -> None:
        """Show these rows."""
        if [row.key for row in rows] != [row.key for row in self.rows]:
            self.beginResetModel()
            self.rows = list(rows)
            self.endResetModel()
            return
        for number, row in enumerate(rows):
            if row != self.rows[number]:
                self.rows[number] = row
                self.dataChanged.emit(self.index(number), self.index(number))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own default)
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return show(elide(row.title, _LABEL_LIMIT)).text
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(show(elide(row.hover or f"{row.title}\n{row.detail}", 2000), lines=True).text)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(filter(None, (row.title, row.detail, row.figure)))
        if role == Qt.ItemDataRole.UserRole:
            return row
        return None


class RowDelegate(QStyledItemDelegate):
    """Paints a row; texts are drawn as they are, never interpreted."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, theme.px(HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Row = index.data(Qt.ItemDataRole.UserRole)
        room: QRect = option.rect
        painter.save()
        self._ground(painter, option, room)
        margin, left = theme.px(2), theme.px(_TEXT if row.dot else 2 * _LEFT)
        if row.dot:
            place = QRectF(room.x() + theme.px(_LEFT), room.y(), theme.px(12), room.height())
            paint_dot(painter, place, row.dot, row.hollow)
        right = self._figure(painter, room, row.figure)
        inner = QRect(QPoint(room.x() + left, room.y() + margin), QPoint(right, room.bottom() - margin))
        self._texts(painter, inner, row)
        painter.restore()

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, room: QRect) -> None:
        state = option.state
        role = (
            "select"
            if state & QStyle.StateFlag.State_Selected
            else "raised"
            if state & QStyle.StateFlag.State_MouseOver
            else ""
        )
        if not role:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(role))
        painter.drawRoundedRect(QRectF(room), theme.px(4), theme.px(4))

    def _figure(self, painter: QPainter, room: QRect, figure: str) -> int:
        """Draws the figure and answers where the texts have to end."""
        font = theme.small()
        width = QFontMetrics(font).horizontalAdvance(figure)
        painter.setFont(font)
        painter.setPen(theme.colour("muted"))
        place = room.adjusted(0, 0, -theme.px(6), 0)
        painter.drawText(place, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), figure)
        return place.right() - width - theme.px(8 if figure else 0)

    def _texts(self, painter: QPainter, room: QRect, row: Row) -> None:
        half = room.height() // 2 + theme.px(1)
        title, detail = QRect(room), QRect(room)
        if row.detail:
            title.setHeight(half)
            detail.setTop(room.top() + half - theme.px(1))
            _line(painter, detail, row.detail, theme.small(), row.level, Qt.TextElideMode.ElideRight)
        _line(painter, title, row.title, theme.font(), "text", Qt.TextElideMode.ElideMiddle)


def _line(painter: QPainter, room: QRect, text: str, font: QFont, role: str, mode: Qt.TextElideMode) -> None:
    painter.setFont(font)
    painter.setPen(theme.colour(role))
    shown = QFontMetrics(font).elidedText(show(elide(text, _LABEL_LIMIT)).text, mode, room.width())
    painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)


class RowList(QListView):
    """The list view of rows.

    `chosen` comes on a click, `opened` on Enter or double click, `removed` on Del, `toggled` on Space.
    """

    opened = Signal(object)
    chosen = Signal(object)
    removed = Signal(object)
    toggled = Signal(object)
    menu_wanted = Signal(object, QPoint)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.rows = Rows(self)
        self.setModel(self.rows)
        self.setItemDelegate(RowDelegate(self))
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._menu)
        self.clicked.connect(lambda index: self.chosen.emit(self.rows.rows[index.row()].key))
        self.doubleClicked.connect(lambda index: self.opened.emit(self.rows.rows[index.row()].key))
        theme.changed.connect(self._dress)

    def put(self, rows: Sequence[Row]) -> None:
        """Show these rows; what was current stays so while it is there."""
        key = self.current()
        self.rows.put(rows)
        keys = [row.key for row in rows]
        if key in keys and self.current() != key:
            self.setCurrentIndex(self.rows.index(keys.index(key)))

    def current(self) -> object | None:
        """The key of the current row."""
        index = self.currentIndex()
        return self.rows.rows[index.row()].key if index.isValid() else None

    def wanted_height(self) -> int:
        """What shows every row without scrolling."""
        return theme.px(HEIGHT) * len(self.rows.rows) + 2

    def keyPressEvent(self, event: QKeyEvent) -> None:
        signals = {
            Qt.Key.Key_Return: self.opened,
            Qt.Key.Key_Enter: self.opened,
            Qt.Key.Key_Delete: self.removed,
            Qt.Key.Key_Space: self.toggled,
        }
        signal = signals.get(Qt.Key(event.key()))
        key = self.current()
        if signal is None or key is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
            return
        signal.emit(key)

    def _menu(self, at: QPoint) -> None:
        index = self.indexAt(at)
        if not index.isValid():
            index = self.currentIndex()
            at = self.visualRect(index).center()
        if index.isValid():
            self.setCurrentIndex(index)
            self.menu_wanted.emit(self.rows.rows[index.row()].key, self.viewport().mapToGlobal(at))

    def _dress(self) -> None:
        self.scheduleDelayedItemsLayout()
