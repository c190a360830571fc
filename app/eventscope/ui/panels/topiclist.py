"""The topic tree's view: a list that draws depth and arrows, and opens and closes by mouse and keys."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPolygonF
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from eventscope.ui.models.topics import TopicRows
from eventscope.ui.theme import theme
from eventscope.ui.viewmodels.topictree import ROOT, Line

Index = QModelIndex | QPersistentModelIndex
ROW = 22
INDENT = 14
DEEPEST_INDENT = 12  # levels that still move to the right: below, the label needs the room
ARROW = 16


class TopicDelegate(QStyledItemDelegate):
    """Paints arrow, label and figure of a row; texts as they are, never interpreted."""

    def __init__(self, rows: TopicRows, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows = rows

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(100, theme.px(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line = self._rows.lines[index.row()]
        room: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._ground(painter, option, room)
        tree = self._rows.tree
        left = room.x() + arrow_left(line)
        if not line.more and not tree.finding and tree.has_children(line.node):
            _arrow(painter, QRectF(left, room.y(), theme.px(ARROW), room.height()), tree.is_open(line.node))
        right = self._figure(painter, room, line)
        self._label(
            painter,
            QRect(left + theme.px(ARROW + 2), room.y(), right - left - theme.px(ARROW + 2), room.height()),
            line,
        )
        painter.restore()

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, room: QRect) -> None:
        selected = option.state & QStyle.StateFlag.State_Selected
        role = "select" if selected else "raised" if option.state & QStyle.StateFlag.State_MouseOver else ""
        if role:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour(role))
            painter.drawRoundedRect(QRectF(room), theme.px(4), theme.px(4))

    def _figure(self, painter: QPainter, room: QRect, line: Line) -> int:
        """Draws the figure and answers where the label has to end."""
        text, font = self._rows.figure(line), theme.font(12)
        painter.setFont(font)
        painter.setPen(theme.colour("muted"))
        place = room.adjusted(0, 0, -theme.px(8), 0)
        painter.drawText(place, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), text)
        return place.right() - QFontMetrics(font).horizontalAdvance(text) - theme.px(8)

    def _label(self, painter: QPainter, room: QRect, line: Line) -> None:
        alike = not line.more and self._rows.tree.alike(line.node)
        font = theme.font()
        painter.setFont(font)
        painter.setPen(theme.colour("accent" if line.more else "warn" if alike else "text"))
        text = ("≈ " if alike else "") + self._rows.label(line)
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideMiddle, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), shown)


class TopicList(QListView):
    """`chosen` carries a node on Enter or double click, `wanted_clear` one on Del."""

    chosen = Signal(int)
    wanted_clear = Signal(int)

    def __init__(self, rows: TopicRows, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = rows
        self.touched = False  # by a person, who opens and closes from then on
        self.setModel(rows)
        self.setItemDelegate(TopicDelegate(rows, self))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setLayoutMode(QListView.LayoutMode.SinglePass)
        theme.changed.connect(self._dress)

    def current_line(self) -> Line | None:
        """The current row."""
        index = self.currentIndex()
        return self._rows.lines[index.row()] if index.isValid() else None

    def refresh(self) -> None:
        """Take the rows of the tree anew; what was current stays so while it shows."""
        line = self.current_line()
        self._rows.refresh()
        if line is not None and self.current_line() != line:
            self.go_to(line.node)

    def set_open(self, node: int, wanted: bool) -> None:
        """Open or close a node; where that hides the current row, the node itself becomes current."""
        self.touched = True
        had_current = self.current_line() is not None
        self._rows.tree.set_open(node, wanted)
        self.refresh()
        if had_current and self.current_line() is None:
            self.go_to(node)

    def go_to(self, node: int) -> None:
        """Make a node current."""
        row = self._rows.row_of(node)
        if row >= 0:
            self.setCurrentIndex(self._rows.index(row))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton and self._on_arrow(event, index):
            self._toggle(self._rows.lines[index.row()])
            return
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and not self._on_arrow(event, index):
            self._choose(self._rows.lines[index.row()])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        line = self.current_line()
        calls = {
            Qt.Key.Key_Return: self._choose,
            Qt.Key.Key_Enter: self._choose,
            Qt.Key.Key_Space: self._toggle,
            Qt.Key.Key_Right: self._right,
            Qt.Key.Key_Left: self._left,
            Qt.Key.Key_Delete: lambda item: self.wanted_clear.emit(item.node),
        }
        call = calls.get(Qt.Key(event.key()))
        if line is None or call is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
            return
        call(line)

    def keyboardSearch(self, search: str) -> None:
        """Type to jump among the rows at hand; Qt's own would ask the model for every topic."""

    def _on_arrow(self, event: QMouseEvent, index: QModelIndex) -> bool:
        line = self._rows.lines[index.row()]
        if line.more or self._rows.tree.finding or not self._rows.tree.has_children(line.node):
            return False
        at = event.position().x() - self.visualRect(index).x() - arrow_left(line)
        return -theme.px(4) <= at <= theme.px(ARROW + 2)

    def _choose(self, line: Line) -> None:
        if line.more and not self._rows.tree.finding:
            self._rows.tree.show_more(line.node)
            self.refresh()
        elif line.node != ROOT:
            self.chosen.emit(line.node)

    def _toggle(self, line: Line) -> None:
        if not line.more:
            self.set_open(line.node, not self._rows.tree.is_open(line.node))

    def _right(self, line: Line) -> None:
        tree = self._rows.tree
        if line.more or tree.finding or not tree.has_children(line.node):
            return
        if not tree.is_open(line.node):
            self.set_open(line.node, True)
        else:
            self.setCurrentIndex(self._rows.index(self.currentIndex().row() + 1))

    def _left(self, line: Line) -> None:
        tree = self._rows.tree
        if not line.more and tree.is_open(line.node) and tree.has_children(line.node):
            self.set_open(line.node, False)
        elif line.more:
            self.go_to(line.node)
        elif (above := tree.parent(line.node)) != ROOT:
            self.go_to(above)

    def _dress(self) -> None:
        self.scheduleDelayedItemsLayout()


def arrow_left(line: Line) -> int:
    """Where a row's arrow begins, in px from the row's left edge."""
    return theme.px(INDENT * min(line.depth, DEEPEST_INDENT))


def _arrow(painter: QPainter, room: QRectF, opened: bool) -> None:
    size, centre = theme.px(3.5), room.center()
    points = (
        ((-size, -size / 2), (size, -size / 2), (0, size / 2 + 1))
        if opened
        else ((-size / 2, -size), (-size / 2, size), (size / 2 + 1, 0))
    )
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("muted"))
    painter.drawPolygon(QPolygonF([QPointF(centre.x() + x, centre.y() + y) for x, y in points]))
