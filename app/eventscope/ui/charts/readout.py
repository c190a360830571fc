"""The small box beside the cursor: the moment, what the lines are worth then, and which marks it lies in."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter

from eventscope.ui.theme import theme

MARGIN, GAP, DOT = 8, 12, 6
WIDEST = 230  # px of a name or a note


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the box."""

    label: str
    value: str
    colour: QColor


def draw_readout(painter: QPainter, room: QRectF, x: float, head: str, entries: list[Entry], notes: list[str]) -> None:
    """At the right of `x`, or at its left where there is no room; what does not fit is counted."""
    painter.setFont(theme.small())
    metrics = QFontMetrics(theme.small())
    height = metrics.height()
    fits = max(1, int((room.height() - 2 * theme.px(MARGIN)) / height) - 1 - len(notes))
    shown, rest = (entries, 0) if len(entries) <= fits else (entries[: fits - 1], len(entries) - fits + 1)
    rows = [(entry.label, entry.value) for entry in shown] + ([(f"+{rest}", "")] if rest else [])
    names = max((min(metrics.horizontalAdvance(name), theme.px(WIDEST)) for name, _ in rows), default=0)
    values = max((metrics.horizontalAdvance(value) for _, value in rows), default=0)
    inner = theme.px(DOT + 6) + names + theme.px(GAP) + values if rows else 0
    wide = max([inner, *(min(metrics.horizontalAdvance(text), theme.px(WIDEST)) for text in (head, *notes))])
    size = wide + 2 * theme.px(MARGIN), height * (1 + len(rows) + len(notes)) + theme.px(MARGIN)
    box = _place(room, x, *size)
    _ground(painter, box)
    inside = box.adjusted(theme.px(MARGIN), theme.px(MARGIN) / 2, -theme.px(MARGIN), 0)
    _text(painter, inside, 0, metrics, head, "muted")
    for number, note in enumerate(notes, 1):
        _text(painter, inside, number, metrics, note, "warn")
    for number, (name, value) in enumerate(rows, 1 + len(notes)):
        dot = shown[number - 1 - len(notes)].colour if number - 1 - len(notes) < len(shown) else None
        _row(painter, inside, number, metrics, name, value, dot)


def _place(room: QRectF, x: float, width: float, height: float) -> QRectF:
    left = x + theme.px(10)
    if left + width > room.right():
        left = max(x - theme.px(10) - width, room.left() - theme.px(40))
    return QRectF(left, room.top() + theme.px(2), width, height)


def _ground(painter: QPainter, box: QRectF) -> None:
    ground = theme.colour("raised")
    ground.setAlpha(235)
    painter.setPen(theme.colour("line"))
    painter.setBrush(ground)
    painter.drawRoundedRect(box, theme.px(4), theme.px(4))


def _text(painter: QPainter, room: QRectF, row: int, metrics: QFontMetrics, text: str, role: str) -> None:
    painter.setPen(theme.colour(role))
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, int(room.width()) + 1)
    painter.drawText(QPointF(room.left(), room.top() + row * metrics.height() + metrics.ascent()), shown)


def _row(
    painter: QPainter, room: QRectF, row: int, metrics: QFontMetrics, name: str, value: str, dot: QColor | None
) -> None:
    middle = room.top() + (row + 0.5) * metrics.height()
    if dot is not None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(dot)
        painter.drawEllipse(QPointF(room.left() + theme.px(DOT) / 2, middle), theme.px(DOT) / 2, theme.px(DOT) / 2)
    width = metrics.horizontalAdvance(value)
    left = theme.px(DOT + 6)
    _text(painter, room.adjusted(left, 0, -width - theme.px(4), 0), row, metrics, name, "muted")
    painter.setPen(theme.colour("text"))
    base = room.top() + row * metrics.height() + metrics.ascent()
    painter.drawText(QPointF(room.right() - width, base), value)
