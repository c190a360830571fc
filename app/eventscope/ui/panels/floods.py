"""What floods: topics or branches by what they bring, asked of the engine once a second while somebody looks."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from eventscope.core.errors import EventscopeError
from eventscope.core.ranking import MEASURES, Ranking
from eventscope.core.topicverbs import RankTopics
from eventscope.ui import figures, words
from eventscope.ui.desk import Desk
from eventscope.ui.forms import Select
from eventscope.ui.models.floods import share, traffic
from eventscope.ui.panels.floodlist import FloodList
from eventscope.ui.widgets import Label, tooltip

EVERY_MS = 1000  # an order that changes faster cannot be read
PLACES = 200
LEVELS = (0, 1, 2, 3)


class FloodsView(QWidget):
    """The choice of what is large, the places, and a line about all that has none."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._asked: RankTopics | None = None
        self._text = ""
        self.ranking: Ranking | None = None
        measures = (self.tr("msg/s"), self.tr("bytes/s"), self.tr("all messages"), self.tr("all bytes"))
        self.by = _choice(list(zip(MEASURES, measures, strict=True)), self.tr("Rank by"))
        levels = (self.tr("topics"), self.tr("1 level"), self.tr("2 levels"), self.tr("3 levels"))
        self.levels = _choice(list(zip(LEVELS, levels, strict=True)), self.tr("Join topics"))
        self.list = FloodList()
        self.list.setAccessibleName(self.tr("What floods"))
        self.rest = Label("", "muted", wrap=True)
        self._build()
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self._ask)

    def _build(self) -> None:
        tooltip(
            self.by,
            self.tr("What is large: of all that our subscriptions receive now, or received since the engine started."),
        )
        tooltip(
            self.levels,
            self.tr("Topics one by one, or joined where their first levels agree: many small ones may be one flood."),
        )
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.by, 1)
        row.addWidget(self.levels, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.list, 1)
        column.addWidget(self.rest)
        for choice in (self.by, self.levels):
            choice.currentIndexChanged.connect(lambda _place: self._ask(again=True))

    # --- asking ------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._timer.start()
        self._ask()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    def look_for(self, text: str) -> None:
        """Rank only topics that hold this text."""
        if text != self._text:
            self._text = text
            self._ask(again=True)

    def _ask(self, again: bool = False) -> None:
        """Unless an answer is under way; `again`: to another question, so that one does not count any more."""
        if not self.isVisible() or (self._asked is not None and not again):
            return
        verb = self._asked = RankTopics(self.by.value(), self.levels.value(), self._text, PLACES)
        self._desk.ask(verb, lambda found: self._take(verb, found), lambda error: self._fail(verb, error))

    def _take(self, verb: RankTopics, found: Ranking) -> None:
        if verb is not self._asked:
            return
        self._asked = None
        self.ranking = found
        self.list.put(found.places, verb.by)
        self.rest.setText("\n".join(self._notes(verb, found)))
        self.rest.setVisible(bool(self.rest.text()))

    def _fail(self, verb: RankTopics, error: EventscopeError) -> None:
        if verb is self._asked:
            self._asked = None
            self.rest.setText(words.error(error))
            self.rest.show()

    def _notes(self, verb: RankTopics, found: Ranking) -> list[str]:
        notes = []
        if not found.places:
            now = verb.by in ("rate", "byte-rate")
            notes.append(self.tr("Nothing comes at present.") if now else self.tr("Nothing came yet."))
        if found.more or found.nameless:
            part = share(found.rest.of(verb.by) / (found.total.of(verb.by) or 1.0))
            text = self.tr("{n} more: {traffic}, {share}")
            notes.append(text.format(n=figures.count(found.more), traffic=traffic(found.rest, verb.by), share=part))
        if found.nameless:
            text = self.tr("Among them {n} topics that found no room here. The message log has them all.")
            notes.append(text.format(n=figures.count(found.nameless)))
        if verb.text:
            notes.append(self.tr("Shares are of the topics that were found."))
        if self.list.resting:
            notes.append(self.tr("The order rests while the pointer is on it."))
        return notes

    # --- state -------------------------------------------------------------------------------------------

    def save_state(self) -> dict[str, Any]:
        """What is large here."""
        return {"by": self.by.value(), "levels": self.levels.value()}

    def restore_state(self, state: dict[str, Any]) -> None:
        """Take a saved state; anything odd in it is left out."""
        by, levels = state.get("by"), state.get("levels")
        if by in MEASURES:
            self.by.set_value(by)
        if isinstance(levels, int) and levels in LEVELS:
            self.levels.set_value(levels)


def _choice(choices: list[tuple[Any, str]], name: str) -> Select:
    """A choice that becomes as narrow as its panel."""
    made = Select(choices)
    made.setAccessibleName(name)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(6)
    made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    return made
