"""The message table: paints the rows in sight and nothing else, whatever the rate and however many are stored."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QContextMenuEvent,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget

from eventscope.ui.panels.messages_cells import Cells
from eventscope.ui.panels.messages_header import HEIGHT, Header
from eventscope.ui.panels.messages_ink import Ink
from eventscope.ui.panels.messages_tips import tip
from eventscope.ui.theme import theme
from eventscope.ui.viewmodels.colours import TopicColours
from eventscope.ui.viewmodels.columns import Columns, Placed
from eventscope.ui.viewmodels.lines import Line
from eventscope.ui.viewmodels.stream import Stream
from eventscope.ui.widgets import plain_tooltip

BAR = 1 << 30  # steps of the scroll bar at most; more rows share a step


class MessageTable(QAbstractScrollArea):
    """Shows a Stream. What a person does changes the stream and comes out as signals."""

    moved = Signal()  # another part of the stream is in sight: ask for its rows
    chosen = Signal(object)  # Line: another row is selected
    opened = Signal(object)  # Line: Enter or double click
    topic_filtered = Signal(object)  # Line: double click on its topic
    menu_wanted = Signal(object, QPoint)  # Line and place on the screen
    copy_wanted = Signal(object)  # Line

    def __init__(self, stream: Stream, colours: TopicColours, columns: Columns, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.stream, self.colours, self.columns = stream, colours, columns
        self.ink = Ink()
        self.cells = Cells(self.ink, stream, colours)
        self._placed: list[Placed] = []
        self._hover = -1
        self._wheel = 0.0
        self._told: int | None = None
        self._setting = False
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Messages"))
        self.viewport().setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.header = Header(columns, self)
        self._corner = QWidget(self)  # keeps the scroll bar below the header
        self.addScrollBarWidget(self._corner, Qt.AlignmentFlag.AlignTop)
        self.header.changed.connect(self._place)
        self.header.fit_wanted.connect(self.fit)
        self.verticalScrollBar().valueChanged.connect(self._dragged)
        theme.changed.connect(self._dress)
        self._dress()

    # --- measures --------------------------------------------------------------------------------------------

    def _dress(self) -> None:
        self.ink.renew()
        self.setViewportMargins(0, theme.px(HEIGHT), 0, 0)
        self._corner.setFixedHeight(theme.px(HEIGHT))
        self._place()

    def _place(self) -> None:
        room = self.viewport().width()
        self._placed = self.columns.place(room, theme.zoom / 100)
        self.header.setGeometry(0, 0, self.width(), theme.px(HEIGHT))
        self.header.show_columns(self._placed)
        self.stream.resize(self.viewport().height() // self.ink.row)
        self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def fit(self, ident: str) -> None:
        """Make a column as wide as the rows in sight need."""
        seen = [line for _, line in self._in_sight() if line is not None]
        wide = [self.ink.width_of(ident, line, self.colours.connection(line.tag)) for line in seen]
        title = self.header.fontMetrics().horizontalAdvance(self.header.titles()[ident]) + 2 * self.ink.pad
        self.columns.resize(ident, round(max([title, *wide]) * 100 / theme.zoom) + 1)
        self._place()

    def refresh(self) -> None:
        """The stream changed: scroll bar and rows."""
        bar = self.verticalScrollBar()
        step = self._step()
        last = max(0, self.stream.count - self.stream.visible)
        at_end = self.stream.top - self.stream.low >= last
        self._setting = True  # not blockSignals: the area shows and hides the bar by its signals
        bar.setRange(0, last // step)
        bar.setPageStep(max(1, self.stream.visible // step))
        bar.setValue(last // step if at_end else (self.stream.top - self.stream.low) // step)
        self._setting = False
        self.viewport().update()
        self.moved.emit()
        self._tell()

    def _step(self) -> int:
        return max(1, -(-self.stream.count // BAR))

    def _dragged(self, value: int) -> None:
        if self._setting:
            return
        at_end = value >= self.verticalScrollBar().maximum()
        self.stream.scroll_to(self.stream.high if at_end else self.stream.low + value * self._step())
        self.refresh()

    # --- painting ----------------------------------------------------------------------------------------------

    def _in_sight(self) -> list[tuple[int, Line | None]]:
        """(position, line) of all rows that are drawn, the first and the last perhaps cut."""
        stream = self.stream
        first = stream.top - 1 if self._origin() else stream.top
        end = min(stream.high, stream.top + stream.visible + 1)
        return [(position, stream.line(position)) for position in range(max(first, stream.low), end)]

    def _origin(self) -> int:
        """Where the row `top` begins: at the end of the stream the last row sits on the lower edge."""
        stream = self.stream
        if stream.count <= stream.visible or stream.top + stream.visible < stream.high:
            return 0
        return self.viewport().height() - stream.visible * self.ink.row

    def _first_y(self) -> int:
        """Where the first row that is drawn begins."""
        origin = self._origin()
        return origin - self.ink.row if origin else 0

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), self.ink.colours["panel"])
        painter.translate(0, self._first_y())
        self.cells.paint(painter, self._placed, self._in_sight(), self._hover, self.viewport().size())

    # --- mouse -------------------------------------------------------------------------------------------------

    def _row_at(self, y: float) -> int:
        index = int((y - self._first_y()) // self.ink.row)
        return index if 0 <= index < len(self._in_sight()) else -1

    def _column_at(self, x: float) -> str:
        found = [item.column.id for item in self._placed if item.x <= x < item.x + item.width]
        return found[0] if found else ""

    def _line_at(self, at: QPoint) -> Line | None:
        index = self._row_at(at.y())
        return self._in_sight()[index][1] if index >= 0 else None

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self._row_at(event.position().y())
        if index >= 0:
            self.stream.select(self._in_sight()[index][0])
            self.refresh()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        line = self._line_at(event.position().toPoint())
        if line is not None:
            on_topic = self._column_at(event.position().x()) == "topic"
            (self.topic_filtered if on_topic else self.opened).emit(line)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._set_hover(self._row_at(event.position().y()))

    def leaveEvent(self, event: QEvent) -> None:
        self._set_hover(-1)

    def _set_hover(self, index: int) -> None:
        if index != self._hover:
            for row in (index, self._hover):
                top = row * self.ink.row + self._first_y()
                self.viewport().update(0, top, self.viewport().width(), self.ink.row)
            self._hover = index

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not event.pixelDelta().isNull():
            self._wheel += event.pixelDelta().y() / self.ink.row
        else:
            self._wheel += event.angleDelta().y() / 120 * 3
        rows = int(self._wheel)
        self._wheel -= rows
        if rows:
            self.stream.scroll_by(-rows)
            self.refresh()
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            line, at = self._line_at(event.pos()), event.globalPos()
        else:
            line, at = self.current(), self._current_place()
        if line is not None:
            self.menu_wanted.emit(line, at)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent):
            line = self._line_at(event.pos())
            words = tip(self._column_at(event.pos().x()), line) if line else ""
            QToolTip.showText(event.globalPos(), plain_tooltip(words), self.viewport())
            return True
        return super().viewportEvent(event)

    # --- keyboard ----------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, page = event.key(), max(1, self.stream.visible - 1)
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -page, Qt.Key.Key_PageDown: page}
        line = self.current()
        if key in steps:
            self._step_to(steps[Qt.Key(key)])
        elif key == Qt.Key.Key_Home:
            self.stream.select(self.stream.low)
        elif key in (Qt.Key.Key_End, Qt.Key.Key_Escape):
            self.stream.follow(True)
        elif key == Qt.Key.Key_Space:
            self.stream.pause(not self.stream.paused)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and line is not None:
            self.opened.emit(line)
        elif event.matches(QKeySequence.StandardKey.Copy) and line is not None:
            self.copy_wanted.emit(line)
        else:
            super().keyPressEvent(event)
            return
        self.refresh()

    def _step_to(self, rows: int) -> None:
        start = self.stream.selected_at
        if start is None:
            start = self.stream.top - 1 if rows > 0 else self.stream.top + self.stream.visible
            rows = 1 if rows > 0 else -1
        self.stream.select(start + rows)

    # --- the current row -----------------------------------------------------------------------------------------

    def current(self) -> Line | None:
        """The selected line; None while there is none or it has not come."""
        at = self.stream.selected_at
        return None if at is None else self.stream.line(at)

    def _current_place(self) -> QPoint:
        index = max(0, min((self.stream.selected_at or 0) - self.stream.top, self.stream.visible - 1))
        return self.viewport().mapToGlobal(QPoint(self.ink.pad, (index + 1) * self.ink.row))

    def _tell(self) -> None:
        """Say that another row is selected, once it is known; to screen readers too.

        Where nothing is selected (another filter) the message inspected last stays where it is.
        """
        line = self.current()
        if line is None or line.id == self._told:
            return
        self._told = line.id
        self.setAccessibleDescription(spoken(line))
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
        self.chosen.emit(line)


def spoken(line: Line) -> str:
    """A row for a screen reader."""
    parts = (line.time, line.topic, line.payload[:80], line.size, f"QoS {line.qos}", line.latency)
    return ", ".join(part for part in parts if part)
