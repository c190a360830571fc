"""The bar above the charts: ranges, freeze, what time is shown, definitions, save."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from eventscope.core.visible import elide, show
from eventscope.ui.charts.marks import MarkKey
from eventscope.ui.viewmodels.charts_ticks import clock_text
from eventscope.ui.viewmodels.charts_window import RANGES, TimeWindow
from eventscope.ui.widgets import Elided, Label, Pill, button, tooltip

PASSING_MS = 10_000
LONGEST = 400  # characters of a sentence


class Bar(QWidget):
    """Shows what the page tells it, asks by signals."""

    range_chosen = Signal(object)  # ns
    freeze_toggled = Signal()
    definitions_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self.ranges = [self._range(number, row) for number in range(len(RANGES))]
        self.freeze = Pill(self.tr("Freeze"))
        tooltip(self.freeze, self.tr("Stand still and look closer; everything is recorded meanwhile (F)"))
        self.freeze.clicked.connect(lambda _checked=False: self.freeze_toggled.emit())
        row.addWidget(self.freeze)
        row.addSpacing(8)
        self.words = Elided("", "muted")
        row.addWidget(self.words, 1)
        self.marks = MarkKey()
        row.addWidget(self.marks)
        row.addWidget(Label(self.tr("Definitions:"), "muted"))
        self.definitions = {name: self._definition(name, row) for name in ("textbook", "simple", "both")}
        self.save = button(self.tr("Save picture or data"), self._open, "pill")
        row.addSpacing(8)
        row.addWidget(self.save)
        self.menu = QMenu(self)
        self._window = ""
        self._said = self._told = "", ""
        self._passing = QTimer(self, singleShot=True, interval=PASSING_MS)
        self._passing.timeout.connect(self._forget)

    def _range(self, number: int, row: QHBoxLayout) -> Pill:
        text = (self.tr("1 min"), self.tr("10 min"), self.tr("1 h"))[number]
        pill = Pill(text, number == 0)
        tooltip(pill, self.tr("The last {span}, live ({key})").format(span=text, key=number + 1))
        pill.clicked.connect(lambda _checked=False: self.range_chosen.emit(RANGES[number]))
        row.addWidget(pill)
        return pill

    def _definition(self, name: str, row: QHBoxLayout) -> Pill:
        texts = {
            "textbook": (self.tr("Textbook"), self.tr("Consumers with the textbook's figures")),
            "simple": (
                self.tr("Simple"),
                self.tr("Consumers with the five figures of the simple definitions of the published design"),
            ),
            "both": (self.tr("Both"), self.tr("The simple definitions of the published design beside the textbook's")),
        }
        pill = Pill(texts[name][0])
        pill.setAccessibleName(self.tr("Definitions: {name}").format(name=texts[name][0]))
        tooltip(pill, texts[name][1] + "\n" + self.tr("Once more hides the table (C)"))
        pill.clicked.connect(lambda _checked=False: self.definitions_chosen.emit(name))
        row.addWidget(pill)
        return pill

    def save_menu(self, text: str, call: Callable[[], object]) -> None:
        """One more way to save."""
        self.menu.addAction(text, call)

    def _open(self) -> None:
        self.menu.popup(self.save.mapToGlobal(self.save.rect().bottomLeft()))

    def show_window(self, window: TimeWindow, wall: int) -> None:
        """Which stretch of time is shown; `wall` is its end."""
        for pill, span in zip(self.ranges, RANGES, strict=True):
            pill.setChecked(window.live and window.span == span)
        self.freeze.setChecked(not window.live)
        end, start = clock_text(wall), clock_text(wall - window.span)
        still = self.tr("{start} to {end}, standing still. F or a double click: live again")
        self._window = "" if window.live else still.format(start=start, end=end)
        self._show()

    def show_definitions(self, chosen: str) -> None:
        """ "" while the consumers are hidden."""
        for name, pill in self.definitions.items():
            pill.setChecked(name == chosen)

    def say(self, text: str, role: str = "muted") -> None:
        """Something that holds until it is taken back by ""."""
        self._said = text, role
        self._show()

    def tell(self, text: str, role: str = "muted") -> None:
        """How something ended; it goes by itself."""
        self._told = text, role
        self._passing.start()
        self._show()

    def _forget(self) -> None:
        self._told = "", ""
        self._show()

    def _show(self) -> None:
        text, role = next((pair for pair in (self._told, self._said) if pair[0]), (self._window, "muted"))
        self.words.set_kind(role)
        self.words.setText(show(elide(text, LONGEST)).text)
