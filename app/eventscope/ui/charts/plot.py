"""One chart: its lines over a stretch of time, marks, and a cursor that shows the values of one moment."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from eventscope.core.verbs import Band
from eventscope.ui.charts import brush, names
from eventscope.ui.charts.readout import Entry, draw_readout
from eventscope.ui.theme import theme
from eventscope.ui.viewmodels import charts_ticks as ticks
from eventscope.ui.viewmodels.charts_lines import Chart, Line

LEFT, RIGHT, TOP, BOTTOM = 58, 12, 8, 22  # px around the lines, the same in every chart so that times stand in line
TICK_WIDTH, TICK_HEIGHT = 84, 30  # px that a label of an axis needs around it
WHEEL = 1.2  # a notch of the wheel
STILL = 2  # px that a mouse may move and still rest
NEAR = 4  # px from a narrow mark at which the cursor is on it


class Plot(QWidget):
    """Paints what it is given; asks by signals for another stretch of time. Times are monotonic ns."""

    zoomed = Signal(float, object)  # factor, the moment that keeps its place
    panned = Signal(object)  # ns
    live_wanted = Signal()
    pointed = Signal(object)  # the moment under the mouse, None when it left

    def __init__(self, chart: Chart, label: Callable[[Line], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chart = chart
        self.label = label
        self.lines: list[Line] = []
        self.bands: Sequence[Band] = ()
        self.band_words: Callable[[Band], str] = lambda band: band.words
        self.start, self.end, self.offset = 0, 60 * ticks.SECOND, 0
        self.pointer: int | None = None
        self.emphasis = ""  # the name of a line; the others step back
        self.scale: ticks.Scale | None = None
        self.note = "", "muted"  # a sentence in the corner, and the role of its colour
        self._grabbed: float | None = None
        self._resting: QPointF | None = None  # where the mouse was when this came below it
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(names.title(chart.id)[0])
        theme.changed.connect(self.update)

    # --- what it shows -----------------------------------------------------------------------------------

    def show_time(self, start: int, end: int, offset: int) -> None:
        """Another stretch of time; `offset` turns monotonic into wall ns."""
        self.start, self.end, self.offset = start, end, offset
        self.update()

    def show_lines(self, lines: list[Line], bands: Sequence[Band]) -> None:
        """Other lines (only those that are switched on) and marks."""
        self.lines, self.bands = lines, bands
        self.update()

    def show_cursor(self, at: int | None) -> None:
        """Put the cursor at a moment, or take it away."""
        if at != self.pointer:
            self.pointer = at
            self.setAccessibleDescription("" if at is None else self.spoken(at))
            self.update()

    def show_note(self, text: str, role: str) -> None:
        """Say something in the corner."""
        self.note = text, role
        self.setAccessibleName(", ".join(filter(None, (names.title(self.chart.id)[0], text))))
        self.update()

    def emphasise(self, name: str) -> None:
        """Let one line stand out; "" for none."""
        self.emphasis = name
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(420), theme.px(200))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(200), theme.px(84))

    # --- where things are --------------------------------------------------------------------------------

    @property
    def room(self) -> QRectF:
        """Where the lines are, without the axes."""
        px = theme.px
        return QRectF(self.rect()).adjusted(px(LEFT), px(TOP), -px(RIGHT), -px(BOTTOM))

    def x_of(self, at: NDArray[np.int64] | int) -> NDArray[np.float64]:
        """Where moments are, in px."""
        room = self.room
        return room.left() + (np.asarray(at) - self.start) * (room.width() / (self.end - self.start))

    def moment(self, x: float) -> int:
        """What moment is at a place in px."""
        room = self.room
        share = (x - room.left()) / max(room.width(), 1.0)
        return self.start + round(min(max(share, 0.0), 1.0) * (self.end - self.start))

    def y_of(self, values: NDArray[np.float64] | float) -> NDArray[np.float64]:
        """Where values are, in px."""
        room = self.room
        top = self.scale.top if self.scale else 1.0
        return room.bottom() - np.asarray(values) * (room.height() / top)

    # --- painting ----------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        room = self.room
        self.prepare(room)
        if self.has_data():
            self._paint_value_axis(painter, room)
        self._paint_time_axis(painter, room)
        painter.save()
        painter.setClipRect(room.adjusted(0, -1, 1, 1))
        self._paint_bands(painter, room, edges=False)
        self.paint_data(painter, room)
        self._paint_bands(painter, room, edges=True)
        painter.restore()
        self._paint_over(painter, room)
        painter.end()

    def prepare(self, room: QRectF) -> None:
        """Before painting: fit the value axis."""
        highest = max((self._highest(line) for line in self.lines), default=0.0)
        marks = max(2, int(room.height() / theme.px(TICK_HEIGHT)))
        self.scale = ticks.steady(self.scale, highest, self.chart.least, marks, self.chart.whole)

    def _highest(self, line: Line) -> float:
        low, high = np.searchsorted(line.times, self.start), np.searchsorted(line.times, self.end, "right")
        seen = line.values[low:high]
        return float(np.nanmax(seen)) if len(seen) and not np.isnan(seen).all() else 0.0

    def value_ticks(self, room: QRectF) -> list[tuple[float, str]]:
        """(y, label) of the marks of the value axis."""
        assert self.scale is not None
        return [(float(self.y_of(tick.place)), tick.label) for tick in self.scale.ticks()]

    def has_data(self) -> bool:
        """Whether there is anything to draw."""
        return any(line.known for line in self.lines)

    def paint_data(self, painter: QPainter, room: QRectF) -> None:
        """The lines, the first one on top."""
        for line in reversed(self.lines):
            painter.setPen(brush.pen(line, dimmed=bool(self.emphasis) and self.emphasis != line.name))
            brush.draw(painter, self.x_of(line.times), self.y_of(line.values), line.runs())

    def _paint_value_axis(self, painter: QPainter, room: QRectF) -> None:
        painter.setFont(theme.small())
        flags = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        painter.setPen(theme.colour("muted"))
        grid, half = brush.faint("line", 0.55), theme.px(8)
        for y, label in self.value_ticks(room):
            painter.fillRect(QRect(int(room.left()), round(y), int(room.width()), 1), grid)
            painter.drawText(QRectF(0, y - half, room.left() - theme.px(8), 2 * half), flags, label)

        if self.chart.limit is not None:
            y = round(float(self.y_of(self.chart.limit)))
            painter.fillRect(QRect(int(room.left()), y, int(room.width()), 1), brush.faint("warn", 0.6))

    def _paint_time_axis(self, painter: QPainter, room: QRectF) -> None:
        painter.setFont(theme.small())
        painter.setPen(theme.colour("muted"))
        line = theme.colour("line")
        painter.fillRect(QRect(int(room.left()), round(room.bottom()), int(room.width()), 1), line)
        half, top = theme.px(TICK_WIDTH) / 2, room.bottom() + theme.px(5)
        most = max(2, int(room.width() / theme.px(TICK_WIDTH)))
        for tick in ticks.time_ticks(self.start, self.end, self.offset, most):
            x = float(self.x_of(int(tick.place)))
            painter.fillRect(QRect(round(x), round(room.bottom()), 1, theme.px(4)), line)
            if x - half / 2 < 0 or x + half / 2 > self.width():
                continue  # its text would be cut
            place = QRectF(x - half, top, 2 * half, self.height() - top)
            painter.drawText(place, int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop), tick.label)

    def _paint_bands(self, painter: QPainter, room: QRectF, edges: bool) -> None:
        """The marks: first a shade below the lines, then their edges above them."""
        for item in self.bands:
            left, right = float(self.x_of(item.start)), float(self.x_of(item.end))
            if right < room.left() or left > room.right():
                continue
            shade = names.MARKS.get(item.kind, "muted")
            top, height = round(room.top()), round(room.height())
            if not edges:
                painter.fillRect(QRect(round(left), top, round(right - left), height), brush.faint(shade, 0.12))
                continue
            edge = brush.faint(shade, 0.35 if shade == "muted" else 0.6)
            for x in (left, right) if right - left > theme.px(NEAR) else (left,):
                painter.fillRect(QRect(round(x), top, 1, height), edge)

    def _paint_over(self, painter: QPainter, room: QRectF) -> None:
        if not self.has_data():
            centre = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
            self._write(painter, room, centre, names.empty(self.chart.id), "muted")
        elif self.note[0]:
            corner = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)
            self._write(painter, room, corner, *self.note)
        if self.pointer is not None and self.start <= self.pointer <= self.end:
            self._paint_cursor(painter, room, self.pointer)
        if self.hasFocus():
            painter.setPen(theme.colour("accent"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(2.5, 0.5, -2.5, -0.5), theme.px(4), theme.px(4))

    def _write(self, painter: QPainter, room: QRectF, flags: int, text: str, role: str) -> None:
        painter.setFont(theme.small())
        painter.setPen(theme.colour(role))
        place = room.adjusted(theme.px(12), theme.px(2), -theme.px(6), 0)
        around = painter.boundingRect(place, flags, text).adjusted(-theme.px(4), 0, theme.px(4), 0)
        painter.fillRect(around, theme.colour("panel"))
        painter.drawText(place, flags, text)

    def _paint_cursor(self, painter: QPainter, room: QRectF, at: int) -> None:
        x = float(self.x_of(at))
        painter.fillRect(QRect(round(x), round(room.top()), 1, round(room.height())), theme.colour("muted"))
        self.paint_points(painter, x, at)
        head = ticks.clock_text(at + self.offset, self._digits())
        draw_readout(painter, room, x, head, self.entries(at), self.notes(at))

    def paint_points(self, painter: QPainter, x: float, at: int) -> None:
        """Where the lines cross the cursor."""
        painter.setPen(theme.colour("panel"))
        for line in self.lines:
            if (value := line.value(at)) is not None:
                painter.setBrush(brush.colour(line))
                painter.drawEllipse(QPointF(x, float(self.y_of(value))), theme.px(3), theme.px(3))

    def entries(self, at: int) -> list[Entry]:
        """What the box at the cursor lists: the greatest values first."""
        found = [(line, line.value(at)) for line in self.lines]
        known = [(line, value) for line, value in found if value is not None]
        known.sort(key=lambda pair: -pair[1])
        return [Entry(self.label(line), self.value_text(value), brush.colour(line)) for line, value in known]

    def notes(self, at: int) -> list[str]:
        """The marks at a moment, in words."""
        reach = (self.end - self.start) * theme.px(NEAR) / max(self.room.width(), 1.0)
        return [self.band_words(each) for each in self.bands if each.start - reach <= at <= each.end + reach]

    def value_text(self, value: float) -> str:
        """A value with its unit; three digits behind the point at most."""
        digits = 0 if self.chart.whole or abs(value) >= 100 else 1 if abs(value) >= 10 else 2
        unit = names.unit(self.chart.id)
        return f"{value:,.{digits}f}" + (unit if unit.startswith("/") else f" {unit}" if unit else "")

    def spoken(self, at: int) -> str:
        """The values of a moment for a screen reader."""
        parts = [ticks.clock_text(at + self.offset, self._digits())]
        parts += [f"{entry.label} {entry.value}" for entry in self.entries(at)]
        return ", ".join(parts + self.notes(at))

    def _digits(self) -> int:
        return 1 if self.end - self.start < 600 * ticks.SECOND else 0

    # --- mouse -------------------------------------------------------------------------------------------

    def wheelEvent(self, event: QWheelEvent) -> None:
        steps = event.angleDelta().y() / 120 or event.angleDelta().x() / 120
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.panned.emit(round(-steps * (self.end - self.start) / 10))
        elif steps:
            self.zoomed.emit(WHEEL**steps, self.moment(event.position().x()))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._grabbed = event.position().x()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._rests(event.globalPosition()):
            return
        x = event.position().x()
        if self._grabbed is not None:
            shift = (self._grabbed - x) / max(self.room.width(), 1.0) * (self.end - self.start)
            self._grabbed = x
            self.panned.emit(round(shift))
        self.pointed.emit(self.moment(x) if self.room.left() <= x <= self.room.right() else None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._grabbed = None
        self.unsetCursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._grabbed = None
        self.live_wanted.emit()

    def leaveEvent(self, event: QEvent) -> None:
        self.pointed.emit(None)

    def enterEvent(self, event: QEnterEvent) -> None:
        """The cursor waits for a move: a page that opens below a resting mouse is not to be covered by readouts."""
        self._resting = event.globalPosition()

    def _rests(self, at: QPointF) -> bool:
        if self._resting is not None and (at - self._resting).manhattanLength() <= STILL:
            return True
        self._resting = None
        return False
