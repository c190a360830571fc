"""Clearing retained messages of the embedded broker: counted, asked, and undone if wanted."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from eventscope.core.broker import RetainedInfo
from eventscope.core.verbs import ClearRetained, GetRetained, RestoreRetained
from eventscope.core.visible import elide, show
from eventscope.ui.desk import Desk
from eventscope.ui.dialogs.ask import Choice, ask

LIMIT = 10_000


class Retained(QObject):
    """`clear` asks the broker what there is, a person whether to go on, and offers to undo."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._widget = parent

    def clear(self, topic: str) -> None:
        """Retained messages on a topic and below it."""
        self._desk.ask(GetRetained(topic, LIMIT), lambda found: self._question(topic, found))

    def _question(self, topic: str, found: tuple[RetainedInfo, ...]) -> None:
        topics = tuple(item.topic for item in found if item.topic == topic or item.topic.startswith(topic + "/"))
        name = show(elide(topic, 80)).text
        if not topics:
            text = self.tr("The embedded broker retains nothing on {topic} or below it.").format(topic=name)
            ask(self._widget.window(), self.tr("Nothing to clear"), text, [])
            return
        title = self.tr("Clear %n retained message(s)?", "", len(topics))
        text = self.tr("On {topic} and below it, in the embedded broker. New subscribers no longer get them.")
        call = Choice(self.tr("Clear retained"), lambda: self._clear(topics))
        ask(self._widget.window(), title, text.format(topic=name), [call])

    def _clear(self, topics: tuple[str, ...]) -> None:
        self._desk.ask(ClearRetained(topics), self._cleared)

    def _cleared(self, gone: tuple[RetainedInfo, ...]) -> None:
        text = self.tr("Cleared %n retained message(s).", "", len(gone))
        self._desk.offer.emit(text, self.tr("Undo"), lambda: self._desk.ask(RestoreRetained(gone)))
