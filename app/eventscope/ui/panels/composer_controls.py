"""The fields of an event above its payload: one row where there is room, two where there is not."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from eventscope.ui.forms import Select
from eventscope.ui.panels.composer_choice import Choice
from eventscope.ui.panels.composer_repeat import RepeatRow
from eventscope.ui.theme import theme
from eventscope.ui.widgets import Pill, icon, tooltip

ROOM = 760  # px below which the row breaks
LEAST = 486


class Controls(QWidget):
    """Connection, topic, QoS, kind, retain, properties, repetition, Publish and Stop."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.connection = Choice([])
        self.connection.setAccessibleName(self.tr("Connection"))
        self.topic = QLineEdit()
        self.topic.setPlaceholderText(self.tr("Topic, for example orders/7/created"))
        self.topic.setAccessibleName(self.tr("Topic"))
        self.qos = Select([(level, f"QoS {level}") for level in (0, 1, 2)])
        self.qos.setAccessibleName(self.tr("QoS"))
        self.kind = Select(self._kinds())
        self.kind.setAccessibleName(self.tr("Payload as"))
        self.retain = Pill(self.tr("Retain"))
        tooltip(self.retain, self.tr("The broker keeps it and gives it to later subscribers"))
        self.properties = Pill(self.tr("Properties"))
        tooltip(self.properties, self.tr("MQTT 5 properties, latency stamp, seed"))
        self.repeat = RepeatRow()
        self.publish = self._button(self.tr("Publish"), "primary")
        self.publish.setIcon(icon("mdi6.send", "accent-text"))
        self.stop = self._button(self.tr("Stop"))
        self.stop.setIcon(icon("mdi6.stop", "bad"))
        self.stop.hide()
        self._arrange()
        self._dress()
        theme.changed.connect(self._dress)

    def _kinds(self) -> list[tuple[str, str]]:
        return [
            ("json", "JSON"),
            ("text", self.tr("Text")),
            ("hex", self.tr("Hex")),
            ("base64", "Base64"),
            ("file", self.tr("File")),
        ]

    def _button(self, text: str, role: str = "") -> QPushButton:
        made = QPushButton(text)
        made.setProperty("role", role)
        return made

    def _arrange(self) -> None:
        self._first, self._second = QHBoxLayout(), QHBoxLayout()
        for row in (self._first, self._second):
            row.setSpacing(6)
        for item in (self.connection, self.topic, self.qos, self.kind, self.publish, self.stop):
            self._first.addWidget(item, 1 if item is self.topic else 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(self._first)
        column.addLayout(self._second)
        column.addWidget(self.repeat)
        self._second.addStretch(1)
        self._broken = True
        self._place_lesser()

    def _lesser(self) -> tuple[QWidget, ...]:
        return self.retain, self.properties, self.repeat.mode

    def _place_lesser(self) -> None:
        """Put what matters less into the second row, or behind the kind of payload."""
        for place, item in enumerate(self._lesser()):
            if self._broken:
                self._second.insertWidget(place, item)
            else:
                self._first.insertWidget(4 + place, item)

    def _dress(self) -> None:
        widths = ((self.connection, 96, 166), (self.qos, 82, 82), (self.kind, 88, 88), (self.repeat.mode, 96, 120))
        for choice, least, most in widths:
            choice.setMinimumWidth(theme.px(least))
            choice.setMaximumWidth(theme.px(most))
        self.topic.setMinimumWidth(theme.px(90))
        self.setMinimumWidth(theme.px(LEAST))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        broken = self.width() < theme.px(ROOM)
        if broken != self._broken:
            self._broken = broken
            self._place_lesser()

    def show_running(self, running: bool) -> None:
        """Stop instead of Publish while a repetition runs."""
        self.stop.setVisible(running)
        self.publish.setVisible(not running)
