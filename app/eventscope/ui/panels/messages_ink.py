"""Draws the cells of the message table: texts laid out once and kept, so that a paint stays below 3 ms."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPixmap, QStaticText, QTransform

from eventscope.ui.theme import theme
from eventscope.ui.viewmodels.lines import Line

PAD = 8
KEPT = 4000  # laid out texts; a topic, a size, a QoS come again and again
Laid = tuple[QStaticText, float]
MARK_ROLES = {"!": "bad", "D": "warn", "↑": "accent"}


class Ink:
    """Fonts, colours and laid out texts of one theme and zoom; `renew` when those change."""

    def __init__(self) -> None:
        self.renew()

    def renew(self) -> None:
        """Take fonts and colours from the theme."""
        self.ui, self.mono = theme.font(), theme.mono()
        self._ui_metrics, self._mono_metrics = QFontMetricsF(self.ui), QFontMetricsF(self.mono)
        self.letter = self._mono_metrics.horizontalAdvance("0")
        self.row = theme.px(22)
        self.pad = theme.px(PAD)
        names = ("text", "muted", "warn", "bad", "select", "raised", "panel", "line", "accent")
        self.colours = {name: theme.colour(name) for name in names}
        self._series: dict[int, QColor] = {}
        self._texts: dict[tuple[str, int], Laid] = {}
        self._marks: dict[tuple[str, float], QPixmap] = {}
        self._ui_top = (self.row - self._ui_metrics.height()) / 2
        self._mono_base = (self.row - self._mono_metrics.height()) / 2 + self._mono_metrics.ascent()

    def series(self, number: int) -> QColor:
        """The text colour of a series."""
        if number not in self._series:
            self._series[number] = theme.series_ink(number)
        return self._series[number]

    def laid(self, text: str, room: int = 0) -> Laid:
        """A text of the window's face and its width; elided in the middle to `room` px where that is given."""
        key = (text, room)
        found = self._texts.get(key)
        if found is None:
            if len(self._texts) >= KEPT:
                self._texts.clear()
            found = self._texts[key] = self._lay(text, room)
        return found

    def _lay(self, text: str, room: int) -> Laid:
        if room:
            text = self._ui_metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, room)
        static = QStaticText(text)
        static.setTextFormat(Qt.TextFormat.PlainText)
        static.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
        static.prepare(QTransform(), self.ui)
        return static, static.size().width()

    # --- cells ---------------------------------------------------------------------------------------------
    # `x`, `y` is the upper left corner of the cell, `width` its whole width.

    def left(self, painter: QPainter, x: int, y: float, width: int, text: str) -> None:
        """A text of the window's face, elided in the middle."""
        if text:
            painter.drawStaticText(QPointF(x + self.pad, y + self._ui_top), self.laid(text, width - 2 * self.pad)[0])

    def right(self, painter: QPainter, x: int, y: float, width: int, text: str) -> None:
        """A figure, at the right."""
        if text:
            static, wide = self.laid(text)
            painter.drawStaticText(QPointF(x + width - self.pad - wide, y + self._ui_top), static)

    def typed(self, painter: QPainter, x: int, y: float, width: int, text: str) -> None:
        """Monospaced text, cut where the room ends. The font is set by the caller, once a column."""
        room = int((width - 2 * self.pad) / self.letter)
        if len(text) > room:
            text = text[: max(room - 1, 0)] + "…"
        painter.drawText(QPointF(x + self.pad, y + self._mono_base), text)

    def marks(self, painter: QPainter, x: int, y: float, letters: str) -> None:
        """Small framed letters."""
        ratio = painter.device().devicePixelRatio()
        for place, letter in enumerate(letters):
            key = (letter, ratio)
            if key not in self._marks:
                self._marks[key] = self._mark(letter, ratio)
            side = theme.px(14)
            painter.drawPixmap(
                QPointF(x + self.pad + place * theme.px(16), y + (self.row - side) / 2), self._marks[key]
            )

    def _mark(self, letter: str, ratio: float) -> QPixmap:
        side = theme.px(14)
        pixmap = QPixmap(round(side * ratio), round(side * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = theme.colour(MARK_ROLES.get(letter, "muted"))
        painter.setPen(colour)
        painter.drawRoundedRect(QRectF(0.5, 0.5, side - 1, side - 1), 3, 3)
        painter.setFont(_small(10))
        painter.drawText(QRectF(0, 0, side, side), int(Qt.AlignmentFlag.AlignCenter), letter)
        painter.end()
        return pixmap

    def width_of(self, column: str, line: Line, extra: str = "") -> float:
        """How wide a cell would like to be, with its padding."""
        texts = {"gap": line.gap, "topic": line.topic, "size": line.size, "qos": line.qos, "latency": line.latency}
        if column in ("time", "payload"):
            wide = len(line.time if column == "time" else line.payload) * self.letter
        elif column == "marks":
            wide = len(line.marks) * theme.px(16)
        else:
            wide = self._ui_metrics.horizontalAdvance(texts.get(column, extra))
        return wide + 2 * self.pad + 2


def _small(size: int) -> QFont:
    return theme.font(size, bold=True)


def mark_words(letter: str) -> str:
    """What a framed letter means."""
    translate = QCoreApplication.translate
    words = {
        "!": translate("Messages", "The topic is not valid in MQTT. It is shown and never published."),
        "↑": translate("Messages", "Sent by this workspace."),
        "R": translate("Messages", "Retained: the broker had kept it before the subscription."),
        "D": translate("Messages", "DUP: the sender says that it may have sent it before."),
        "P": translate("Messages", "Carries MQTT 5 properties; the inspector shows them."),
    }
    return words.get(letter, "")
