"""How often an event leaves: once, a number of times, or until it is stopped; how fast, and how many at a time."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from eventscope.core.workspace import SavedEvent
from eventscope.ui import figures
from eventscope.ui.forms import Number, Select, Wrong
from eventscope.ui.theme import theme
from eventscope.ui.widgets import Label, set_property

MOST = 10_000_000
LONGEST = 86_400_000.0  # ms
BURST = 100_000


class RepeatRow(QWidget):
    """The fields that appear for anything but "once". `changed` when one of them was."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.mode = Select(
            [("once", self.tr("once")), ("times", self.tr("n times")), ("endless", self.tr("until stopped"))]
        )
        self.mode.setAccessibleName(self.tr("How often"))
        self.times = Number(1, MOST)
        self.every = QLineEdit()
        self.burst = Number(1, BURST)
        self.rate = Label("", "muted")
        self._labels = (
            Label(self.tr("times"), "muted"),
            Label(self.tr("every"), "muted"),
            Label(self.tr("ms, in bursts of"), "muted"),
        )
        for field, name, width in (
            (self.times, self.tr("How many times"), 72),
            (self.every, self.tr("Milliseconds between two"), 72),
            (self.burst, self.tr("Events at a time"), 56),
        ):
            field.setAccessibleName(name)
            field.setFixedWidth(theme.px(width))
            field.textChanged.connect(self._edited)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for item in (self.times, self._labels[0], self._labels[1], self.every, self._labels[2], self.burst):
            row.addWidget(item)
        row.addStretch(1)
        row.addWidget(self.rate)
        self.mode.currentIndexChanged.connect(self._edited)
        self.mode.activated.connect(self._first_times)
        self.load(SavedEvent("", "", ""))

    def load(self, event: SavedEvent) -> None:
        """Show how often an event leaves."""
        self.mode.set_value(
            "endless" if event.repeat == 0 else "once" if (event.repeat, event.burst) == (1, 1) else "times"
        )
        self.times.set_value(event.repeat or 1)
        self.every.setText(f"{event.every_ms:g}")
        self.burst.set_value(event.burst)
        self._edited()

    def store(self, event: SavedEvent) -> SavedEvent:
        """The event with what is shown; raises Wrong."""
        mode = self.mode.value()
        if mode == "once":
            return replace(event, repeat=1, burst=1, every_ms=self._every(lenient=True))
        times = self.times.number() if mode == "times" else 0
        return replace(event, repeat=times, burst=self.burst.number(), every_ms=self._every())

    def _every(self, lenient: bool = False) -> float:
        try:
            value = float(self.every.text())
        except ValueError:
            value = 0.0
        if 0.001 <= value <= LONGEST:
            return value
        if lenient:
            return 1000.0
        raise Wrong(self.every, self.tr("Enter the milliseconds between two events, from 0.001 to a day."))

    def _first_times(self) -> None:
        """Once, chosen as "n times", is no repetition: begin with ten."""
        if self.mode.value() == "times" and (self.times.text(), self.burst.text()) == ("1", "1"):
            self.times.set_value(10)

    def _edited(self) -> None:
        mode = self.mode.value()
        self.setVisible(mode != "once")
        self.times.setVisible(mode == "times")
        self._labels[0].setVisible(mode == "times")
        self._tell()
        self.changed.emit()

    def _tell(self) -> None:
        for field in (self.times, self.every, self.burst):
            set_property(field, "wrong", False)
        try:
            event = self.store(SavedEvent("", "", ""))
        except Wrong as problem:
            set_property(problem.field, "wrong", True)
            self.rate.setText(problem.sentence)
            self.rate.set_kind("bad")
            return
        self.rate.set_kind("muted")
        self.rate.setText(figures.rate(event.burst * 1000 / event.every_ms) if self.mode.value() != "once" else "")
