"""The ranking's view: two lines a place with its share as a bar behind them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from eventscope.core.ranking import Measure, Ranked
from eventscope.ui.models.floods import FloodRows, key_of, share, title
from eventscope.ui.theme import theme

Index = QModelIndex | QPersistentModelIndex
ROW = 38
TINT = 40  # of 255: how much of the accent colour the bar has


class FloodDelegate(QStyledItemDelegate):
    """Paints a place; texts as they are, never interpreted."""

    def __init__(self, rows: FloodRows, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows = rows

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, theme.px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        place = self._rows.places[index.row()]
        room: QRect = option.rect.adjusted(0, theme.px(1), 0, -theme.px(1))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        self._ground(painter, option, room)
        self._bar(painter, room, place.share)
        inner = room.adjusted(theme.px(8), theme.px(2), -theme.px(8), -theme.px(2))
        half = inner.height() // 2
        right = _text(painter, inner, share(place.share), theme.font(12), "text", Qt.AlignmentFlag.AlignRight)
        upper = QRect(inner.x(), inner.y(), inner.width() - right - theme.px(8), half)
        _text(painter, upper, title(place), theme.font(), "text")
        lower = QRect(inner.x(), inner.y() + half, upper.width(), half)
        _text(painter, lower, self._rows.detail(place), theme.small(), "muted")
        painter.restore()

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, room: QRect) -> None:
        selected = option.state & QStyle.StateFlag.State_Selected
        role = "select" if selected else "raised" if option.state & QStyle.StateFlag.State_MouseOver else ""
        if role:
            painter.setBrush(theme.colour(role))
            painter.drawRoundedRect(QRectF(room), theme.px(4), theme.px(4))

    def _bar(self, painter: QPainter, room: QRect, part: float) -> None:
        tint = QColor(theme.colour("accent"))
        tint.setAlpha(TINT)
        painter.setBrush(tint)
        width = max(room.width() * min(part, 1.0), theme.px(3))
        painter.drawRoundedRect(QRectF(room.x(), room.y(), width, room.height()), theme.px(4), theme.px(4))


def _text(
    painter: QPainter,
    room: QRect,
    text: str,
    font: QFont,
    role: str,
    side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> int:
    """Draws one line, its middle left out where it must be; answers its width in px."""
    metrics = QFontMetrics(font)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, room.width())
    painter.setFont(font)
    painter.setPen(theme.colour(role))
    painter.drawText(room, int(side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), shown)
    return metrics.horizontalAdvance(shown)


class FloodList(QListView):
    """`chosen` carries a place on Enter or double click, `wanted_clear` one on Del."""

    chosen = Signal(object)
    wanted_clear = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = FloodRows(self)
        self.resting = False  # the order stands still because somebody points at it
        self.setModel(self.rows)
        self.setItemDelegate(FloodDelegate(self.rows, self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.doubleClicked.connect(lambda index: self.chosen.emit(self.rows.places[index.row()]))
        theme.changed.connect(self.scheduleDelayedItemsLayout)

    def current(self) -> Ranked | None:
        """The current place."""
        index = self.currentIndex()
        return self.rows.places[index.row()] if index.isValid() else None

    @property
    def pointed(self) -> bool:
        """Whether the pointer is on it."""
        return self.viewport().underMouse()

    def put(self, places: Sequence[Ranked], by: Measure) -> None:
        """Show these; what was current stays so while it has a place, and nothing moves under the pointer."""
        current = self.current()
        self.resting = self.pointed and self.rows.by == by
        self.rows.put(self._rested(places) if self.resting else places, by)
        if current is not None:
            row = self.rows.row_of(key_of(current))
            self.setCurrentIndex(self.rows.index(row) if row >= 0 else QModelIndex())
        self.viewport().update()

    def _rested(self, places: Sequence[Ranked]) -> list[Ranked]:
        before = {key_of(place): row for row, place in enumerate(self.rows.places)}
        return sorted(places, key=lambda place: before.get(key_of(place), len(before)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        place = self.current()
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if place is not None and plain and event.key() == Qt.Key.Key_Delete:
            self.wanted_clear.emit(place)
        elif place is not None and plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit(place)
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters would wander about in an order that moves."""
