"""The header of the message table: titles, edges to drag, a menu of columns."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QWidget

from eventscope.ui.theme import theme
from eventscope.ui.viewmodels.columns import COLUMNS, Columns, Placed

HEIGHT, PAD, GRIP = 26, 8, 5


class Header(QWidget):
    """Draws over the table's viewport; `changed` after any change of widths or columns."""

    changed = Signal()
    fit_wanted = Signal(str)  # a column's id: make it as wide as its contents

    def __init__(self, columns: Columns, parent: QWidget) -> None:
        super().__init__(parent)
        self._columns = columns
        self._placed: list[Placed] = []
        self._dragged: Placed | None = None
        self._from = 0
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Columns"))

    def titles(self) -> dict[str, str]:
        """The visible names of all columns by id."""
        return {
            "time": self.tr("Time"),
            "gap": self.tr("Gap"),
            "connection": self.tr("Connection"),
            "topic": self.tr("Topic"),
            "payload": self.tr("Payload"),
            "size": self.tr("Size"),
            "qos": self.tr("QoS"),
            "marks": self.tr("Flags"),
            "latency": self.tr("Latency"),
        }

    def show_columns(self, placed: list[Placed]) -> None:
        """The columns that are drawn now."""
        self._placed = placed
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("panel"))
        painter.fillRect(0, self.height() - 1, self.width(), 1, theme.colour("line"))
        painter.setFont(theme.small(bold=True))
        painter.setPen(theme.colour("muted"))
        titles = self.titles()
        pad = theme.px(PAD)
        for item in self._placed:
            room = QRect(item.x + pad, 0, item.width - 2 * pad, self.height() - 1)
            side = Qt.AlignmentFlag.AlignRight if item.column.align == "right" else Qt.AlignmentFlag.AlignLeft
            painter.drawText(room, int(side | Qt.AlignmentFlag.AlignVCenter), titles[item.column.id])

    # --- edges ---------------------------------------------------------------------------------------------

    def _edge(self, x: int) -> Placed | None:
        """The column whose width an edge at `x` changes: left of the edge, or right of it behind the stretching one."""
        for index, item in enumerate(self._placed[:-1]):
            if abs(item.x + item.width - x) <= theme.px(GRIP):
                return self._placed[index + 1] if item.column.stretch else item
        return None

    def _grows_left(self, item: Placed) -> bool:
        """Behind the stretching column a width grows when its left edge is pulled left."""
        before = [placed.column for placed in self._placed[: self._placed.index(item)]]
        return bool(before) and before[-1].stretch

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        x = round(event.position().x())
        if self._dragged is None:
            self.setCursor(Qt.CursorShape.SplitHCursor if self._edge(x) else Qt.CursorShape.ArrowCursor)
            return
        way = -1 if self._grows_left(self._dragged) else 1
        width = self._dragged.width + way * (x - self._from)
        self._columns.resize(self._dragged.column.id, round(width * 100 / theme.zoom))
        self.changed.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._from = round(event.position().x())
            self._dragged = self._edge(self._from)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._dragged = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        edge = self._edge(round(event.position().x()))
        if edge is not None:
            self.fit_wanted.emit(edge.column.id)

    # --- menu ----------------------------------------------------------------------------------------------

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.open_menu(event.globalPos())

    def open_menu(self, at: QPoint) -> None:
        """The menu of columns, at a place on the screen."""
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(at)

    def menu(self) -> QMenu:
        """Which columns to show, and their widths as at first."""
        menu = QMenu(self)
        for column in COLUMNS:
            entry = QAction(self.titles()[column.id], menu)
            entry.setCheckable(True)
            entry.setChecked(self._columns.wanted(column.id))
            entry.setEnabled(column.rank > 0)
            entry.toggled.connect(lambda on, ident=column.id: self._want(ident, on))
            menu.addAction(entry)
        menu.addSeparator()
        menu.addAction(self.tr("Fit all to their contents"), self._fit_all)
        menu.addAction(self.tr("Columns as at first"), self._reset)
        return menu

    def _want(self, ident: str, on: bool) -> None:
        self._columns.want(ident, on)
        self.changed.emit()

    def _fit_all(self) -> None:
        for item in self._placed:
            if not item.column.stretch:
                self.fit_wanted.emit(item.column.id)

    def _reset(self) -> None:
        self._columns.reset()
        self.changed.emit()
