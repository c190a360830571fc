"""Vital signs: four cards that tell at a glance whether the system under test is well."""

from __future__ import annotations

from collections import deque

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from eventscope.core.news import Summary
from eventscope.ui.desk import Desk
from eventscope.ui.panels import readings
from eventscope.ui.panels.readings import Reading
from eventscope.ui.theme import theme
from eventscope.ui.widgets import tooltip

EVERY = 250_000_000  # ns between two looks: figures that change faster cannot be read
POINTS = 240  # one minute of them
HEIGHT = 74
SPREAD = 2.5  # the line's ground lies so many times its own range below its top, but never below zero


class VitalsPanel(QWidget):
    """Throughput, latency, queued, integrity, four times a second."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._last = 0
        self.cards = [VitalCard(series) for series in (0, 1, 2, 2)]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for card in self.cards:
            row.addWidget(card, 1)
        self._show(None)
        desk.summary.connect(self._take)

    def _take(self, item: Summary) -> None:
        if 0 <= item.at - self._last < EVERY:
            return
        self._last = item.at
        self._show(item)

    def _show(self, item: Summary | None) -> None:
        parts = (readings.throughput, readings.latency, readings.queued, readings.integrity)
        for card, part in zip(self.cards, parts, strict=True):
            card.take(part(item), None if item is None else item.at)


class VitalCard(QFrame):
    """One figure with its unit, what stands behind it, and its last minute as a line."""

    def __init__(self, series: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._series = series
        self._reading = Reading("", "", "", "", "")
        self._points: deque[tuple[int, float | None]] = deque(maxlen=POINTS)

    def take(self, reading: Reading, at: int | None) -> None:
        """Show another reading, taken at monotonic `at` ns."""
        self._reading = reading
        if at is not None:
            self._points.append((at, reading.point))
        self.setAccessibleName(f"{reading.title}: {reading.value} {reading.unit}")
        self.setAccessibleDescription(reading.detail)
        if self.underMouse() or not self.toolTip():
            tooltip(self, reading.how)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(240), theme.px(HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(150), theme.px(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = self.rect().adjusted(theme.px(14), theme.px(8), -theme.px(12), -theme.px(8))
        spark = min(theme.px(92), room.width() // 3)
        self._texts(painter, room.adjusted(0, 0, -(spark + theme.px(12)), 0), room)
        self._spark(painter, QRectF(room.right() - spark, room.y() + theme.px(2), spark, theme.px(34)))
        if self.hasFocus():
            painter.setPen(theme.colour("accent"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), theme.px(6), theme.px(6))
        painter.end()

    def _texts(self, painter: QPainter, room: QRect, whole: QRect) -> None:
        reading = self._reading
        heading = theme.small(bold=True)
        heading.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, 0.5)
        y = _text(painter, room, room.y(), reading.title.upper(), heading, "muted")[1]
        number = theme.number()
        right, below = _text(painter, room, y, reading.value, number, reading.level)
        unit = theme.small()
        baseline = below - QFontMetrics(number).descent() - QFontMetrics(unit).ascent()
        left = QRect(right + theme.px(5), 0, max(0, room.right() - right - theme.px(5)), 1)
        _text(painter, left, baseline, reading.unit, unit, "muted")
        _text(painter, whole, below, reading.detail, unit, "muted")

    def _spark(self, painter: QPainter, room: QRectF) -> None:
        runs = _runs(self._points, room)
        colour = theme.colour(self._reading.level) if self._reading.level != "text" else theme.series(self._series)
        shade = QColor(colour)
        shade.setAlpha(36)
        for run in runs:
            line = QPainterPath(run[0])
            for point in run[1:]:
                line.lineTo(point)
            ground = QPainterPath(line)
            ground.lineTo(run[-1].x(), room.bottom())
            ground.lineTo(run[0].x(), room.bottom())
            painter.fillPath(ground, shade)
            painter.setPen(
                QPen(colour, 1.4, Qt.PenStyle.DashLine if self._reading.estimated else Qt.PenStyle.SolidLine)
            )
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPath(line)


def _text(painter: QPainter, room: QRect, y: int, text: str, font: QFont, role: str) -> tuple[int, int]:
    """Draws one line at `y`, shortened where it must be; answers its right and lower edge."""
    metrics = QFontMetrics(font)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    painter.setFont(font)
    painter.setPen(theme.colour(role))
    painter.drawText(room.x(), y + metrics.ascent(), shown)
    return room.x() + metrics.horizontalAdvance(shown), y + metrics.height()


def _runs(points: deque[tuple[int, float | None]], room: QRectF) -> list[list[QPointF]]:
    """The points as lines inside `room`, the newest at the right edge, broken where nothing was measured."""
    values = [value for _, value in points if value is not None]
    if len(values) < 2:
        return []
    high = max(values)
    low = min(min(values), max(0.0, high - SPREAD * (high - min(values))))
    height = (high - low) or 1.0
    step = room.width() / (POINTS - 1)
    runs: list[list[QPointF]] = [[]]
    for place, (_, value) in enumerate(points):
        if value is None:
            runs.append([])
            continue
        x = room.right() - (len(points) - 1 - place) * step
        runs[-1].append(QPointF(x, room.bottom() - 1 - (value - low) / height * (room.height() - 3)))
    return [run for run in runs if len(run) > 1]
