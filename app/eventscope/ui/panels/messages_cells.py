"""Paints the rows of the message table column by column, so that pen and font change as seldom as can be."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, QRect, QSize
from PySide6.QtGui import QPainter

from eventscope.ui.panels.messages_ink import Ink
from eventscope.ui.viewmodels.colours import TopicColours
from eventscope.ui.viewmodels.columns import Placed
from eventscope.ui.viewmodels.lines import Line
from eventscope.ui.viewmodels.stream import Stream

Rows = Sequence[tuple[int, Line | None]]  # (position, line), from the top
translate = QCoreApplication.translate


class Cells:
    """Knows how each column is drawn."""

    def __init__(self, ink: Ink, stream: Stream, colours: TopicColours) -> None:
        self._ink, self._stream, self._colours = ink, stream, colours
        self._painters: dict[str, Callable[[QPainter, Placed, Rows], None]] = {
            "time": self._time,
            "gap": lambda painter, item, rows: self._figures(painter, item, rows, "gap", "muted"),
            "connection": self._connection,
            "topic": self._topic,
            "payload": self._payload,
            "size": lambda painter, item, rows: self._figures(painter, item, rows, "size", "muted"),
            "qos": lambda painter, item, rows: self._figures(painter, item, rows, "qos", "text"),
            "marks": self._marks,
            "latency": self._latency,
        }

    def paint(self, painter: QPainter, placed: Sequence[Placed], rows: Rows, hover: int, room: QSize) -> None:
        """Draw the rows below each other; `hover` is the one under the mouse."""
        for index, (position, _) in enumerate(rows):
            role = "select" if position == self._stream.selected_at else "raised" if index == hover else ""
            if role:
                painter.fillRect(0, index * self._ink.row, room.width(), self._ink.row, self._ink.colours[role])
        for item in placed:
            painter.setClipRect(QRect(item.x, 0, item.width, room.height() + 2 * self._ink.row))
            self._painters[item.column.id](painter, item, rows)

    def _time(self, painter: QPainter, item: Placed, rows: Rows) -> None:
        ink = self._ink
        painter.setFont(ink.mono)
        for index, (position, line) in enumerate(rows):
            painter.setPen(ink.colours["text" if position == self._stream.selected_at else "muted"])
            if line is not None:
                ink.typed(painter, item.x, index * ink.row, item.width, line.time)
            elif self._stream.gone(position):
                ink.typed(painter, item.x, index * ink.row, item.width, translate("Messages", "no longer stored"))

    def _payload(self, painter: QPainter, item: Placed, rows: Rows) -> None:
        ink = self._ink
        painter.setFont(ink.mono)
        for index, (_, line) in enumerate(rows):
            if line is not None:
                painter.setPen(ink.colours["text" if line.payload_look == "text" else "muted"])
                text = translate("Messages", "(empty)") if line.payload_look == "empty" else line.payload
                ink.typed(painter, item.x, index * ink.row, item.width, text)

    def _topic(self, painter: QPainter, item: Placed, rows: Rows) -> None:
        ink = self._ink
        painter.setFont(ink.ui)
        for index, (position, line) in enumerate(rows):
            if line is not None:
                number = self._colours.of(line.tag, line.raw_topic)
                plain = position == self._stream.selected_at or number is None
                painter.setPen(ink.colours["text"] if plain or number is None else ink.series(number))
                ink.left(painter, item.x, index * ink.row, item.width, line.topic)

    def _connection(self, painter: QPainter, item: Placed, rows: Rows) -> None:
        ink = self._ink
        painter.setFont(ink.ui)
        painter.setPen(ink.colours["muted"])
        for index, (_, line) in enumerate(rows):
            if line is not None:
                ink.left(painter, item.x, index * ink.row, item.width, self._colours.connection(line.tag))

    def _marks(self, painter: QPainter, item: Placed, rows: Rows) -> None:
        for index, (_, line) in enumerate(rows):
            if line is not None and line.marks:
                self._ink.marks(painter, item.x, index * self._ink.row, line.marks)

    def _latency(self, painter: QPainter, item: Placed, rows: Rows) -> None:
        ink = self._ink
        painter.setFont(ink.ui)
        roles = {"exact": "text", "wall": "muted", "error": "warn", "none": "muted"}
        for index, (_, line) in enumerate(rows):
            if line is not None:
                painter.setPen(ink.colours[roles[line.latency_look]])
                text = translate("Messages", "clock error") if line.latency_look == "error" else line.latency or "–"
                ink.right(painter, item.x, index * ink.row, item.width, text)

    def _figures(self, painter: QPainter, item: Placed, rows: Rows, name: str, role: str) -> None:
        ink = self._ink
        painter.setFont(ink.ui)
        painter.setPen(ink.colours[role])
        for index, (_, line) in enumerate(rows):
            if line is not None:
                ink.right(painter, item.x, index * ink.row, item.width, getattr(line, name))
