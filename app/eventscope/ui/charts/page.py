"""The Charts page: asks for the charts' data while it can be seen, and says which stretch of time they show."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget
from shiboken6 import isValid

from eventscope.base import clock
from eventscope.core.errors import EventscopeError
from eventscope.core.metrics import LittleFigures
from eventscope.core.verbs import Band, ChartData, GetChart
from eventscope.ui import words
from eventscope.ui.actions import Command
from eventscope.ui.charts import names
from eventscope.ui.charts.bar import Bar
from eventscope.ui.charts.below import Below
from eventscope.ui.charts.consumers import Consumers
from eventscope.ui.charts.export import Export
from eventscope.ui.charts.wall import SPACING, Wall
from eventscope.ui.desk import Desk
from eventscope.ui.viewmodels.charts_lines import FIXED, QUEUE
from eventscope.ui.viewmodels.charts_window import RANGES, TimeWindow

EVERY_MS = 250
RANKING = 8  # every so many answers hold all queues, so that the busiest are chosen anew
STREAMS = 4  # every so many ticks the consumers are asked for
STEP = 0.01  # of the stretch shown, by which an arrow key moves the cursor


class ChartsPage(QWidget):
    """Asks four times a second while it is live and can be seen; never twice at once."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.time = TimeWindow()
        self.data: ChartData | None = None
        self.pointer: int | None = None
        self._asked: GetChart | None = None
        self._again = False
        self._answers = self._ticks = 0
        self.bar, self.wall, self.consumers = Bar(), Wall(self._band_words), Consumers()
        self.export = Export(self)
        self._build()
        self._connect()
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.tick)

    def _build(self) -> None:
        self.split = QSplitter(Qt.Orientation.Vertical)
        self.split.setHandleWidth(SPACING)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(self.wall)
        self.split.addWidget(self.consumers)
        self.split.setStretchFactor(0, 1)
        self.below = Below(self.desk, self.consumers, self.bar, self.split, self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(SPACING)
        outer.addWidget(self.bar)
        outer.addWidget(self.split, 1)

    def _connect(self) -> None:
        self.bar.range_chosen.connect(self.choose_range)
        self.bar.freeze_toggled.connect(self.toggle_freeze)
        self.bar.definitions_chosen.connect(self.below.choose_definitions)
        self.bar.save_menu(self.tr("Picture (PNG)…"), self.export.picture)
        self.bar.save_menu(self.tr("Data (CSV)…"), self.export.data)
        self.consumers.closed.connect(lambda: self.below.show(False))
        self.wall.zoomed.connect(self.zoom)
        self.wall.panned.connect(self.pan)
        self.wall.live_wanted.connect(self.go_live)
        self.wall.pointed.connect(self.point)
        self.desk.engine_lost.connect(self._engine_lost)

    def commands(self) -> list[Command]:
        """For menu and palette."""
        texts = (self.tr("Charts: last minute"), self.tr("Charts: last ten minutes"), self.tr("Charts: last hour"))
        return [
            *(Command(f"charts.range-{n}", text, self._chooser(n - 1), hint=str(n)) for n, text in enumerate(texts, 1)),
            Command("charts.freeze", self.tr("Charts: freeze or go on"), self.toggle_freeze, hint="F"),
            Command("charts.live", self.tr("Charts: back to live"), self.go_live, hint=self.tr("Esc")),
            Command("charts.picture", self.tr("Charts: save as picture…"), self.export.picture),
            Command("charts.data", self.tr("Charts: save data as CSV…"), self.export.data),
            Command("charts.consumers", self.tr("Charts: show or hide the consumers"), self.below.toggle, hint="C"),
        ]

    def _chooser(self, number: int) -> Callable[[], None]:
        return lambda: self.choose_range(RANGES[number])

    # --- asking ------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._timer.start()
        self._show_time()
        QTimer.singleShot(0, self, self.tick)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    def tick(self) -> None:
        """A quarter of a second is over."""
        if not self.isVisible():
            return
        self.below.follow_settings()
        if self.time.live:
            self.ask()
        if self._ticks % STREAMS == 0:
            self.below.ask()
        self._ticks += 1

    def ask(self) -> None:
        """Ask for what is shown, now or as soon as the answer under way is here."""
        if self._asked is not None:
            self._again = True
            return
        start, end = self.time.at(clock.mono_ns())
        every = self._answers % RANKING == 0
        queues = (QUEUE + "*",) if every else self.wall.lines.queues
        verb = GetChart(start, 0 if self.time.live else end, self.wall.points, (*FIXED, *queues), heat=True)
        self._asked = verb
        self.desk.ask(verb, lambda data: self._take(data, every), self._failed)

    def _take(self, data: ChartData, every: bool) -> None:
        if not isValid(self):
            return  # the window got other pages (another language) while this was under way
        self._asked = None
        self._answers += 1
        self.data = data
        summary = self.desk.last_summary
        self.wall.show_data(data, every, summary.little if summary else LittleFigures())
        self._show_time()
        self.bar.say("")
        if self._again:
            self._again = False
            if not self.time.live:
                self.ask()

    def _failed(self, error: EventscopeError) -> None:
        if isValid(self):
            self._asked = None
            self.bar.say(words.error(error), "bad")

    def _engine_lost(self) -> None:
        """What was asked is never answered; another engine knows other queues."""
        self._asked = None
        self._again = False
        self._answers = 0

    def _band_words(self, band: Band) -> str:
        return names.band(band, {each.id: each.name for each in self.desk.connections()})

    # --- time --------------------------------------------------------------------------------------------

    @property
    def now(self) -> int:
        """The end of what is known: when the last answer was made."""
        return self.data.now if self.data else clock.mono_ns()

    def _show_time(self) -> None:
        start, end = self.time.at(self.now)
        offset = self.data.wall_offset if self.data else clock.WallAnchor().offset
        self.wall.show_time(start, end, offset)
        self.bar.show_window(self.time, end + offset)
        self.bar.marks.show_bands(self.wall.bands, start, end)

    def _moved(self) -> None:
        self._show_time()
        self.ask()

    def choose_range(self, span: int) -> None:
        """The last minute, ten minutes or hour, live."""
        self.time.choose(span)
        self._answers = 0
        self._moved()

    def toggle_freeze(self) -> None:
        """Stand still, or go on."""
        if self.time.live:
            self.time.freeze(self.now)
            self._show_time()
        else:
            self.go_live()

    def go_live(self) -> None:
        """Follow time again."""
        self.time.go_live()
        self._moved()

    def zoom(self, factor: float, at: int | None = None) -> None:
        """Closer or further, around a moment (the cursor, else the middle)."""
        start, end = self.time.at(self.now)
        around = at if at is not None else self.pointer if self.pointer is not None else (start + end) // 2
        self.time.zoom(factor, around, self.now)
        self._moved()

    def pan(self, shift: int) -> None:
        """Earlier or later, by so many ns."""
        self.time.pan(shift, self.now)
        self._moved()

    # --- cursor and keys -----------------------------------------------------------------------------------

    def point(self, at: int | None) -> None:
        """The cursor goes through all charts at one moment; None takes it away."""
        self.pointer = at
        self.wall.point(at)

    def move_cursor(self, share: float) -> None:
        """By a share of what is shown; it begins at the newest."""
        start, end = self.time.at(self.now)
        at = self.pointer if self.pointer is not None else end
        self.point(round(min(max(at + share * (end - start), start), end)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        allowed = Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
        call = self._keys().get(event.key())
        if call is None or event.modifiers() & ~allowed:
            super().keyPressEvent(event)
        else:
            call()

    def _keys(self) -> dict[int, Callable[[], object]]:
        key = Qt.Key
        return {
            key.Key_Left: lambda: self.move_cursor(-STEP),
            key.Key_Right: lambda: self.move_cursor(STEP),
            key.Key_PageUp: lambda: self.pan(-self.time.span // 2),
            key.Key_PageDown: lambda: self.pan(self.time.span // 2),
            key.Key_Plus: lambda: self.zoom(2.0),
            key.Key_Equal: lambda: self.zoom(2.0),
            key.Key_Minus: lambda: self.zoom(0.5),
            key.Key_F: self.toggle_freeze,
            key.Key_C: self.below.toggle,
            key.Key_Escape: self._step_back,
            **{key.Key_1 + n: self._chooser(n) for n in range(len(RANGES))},
        }

    def _step_back(self) -> None:
        """The cursor goes first, then the single chart, then the freezing."""
        if self.pointer is not None:
            self.point(None)
        elif self.wall.alone:
            self.wall.show_alone(self.wall.alone)
        else:
            self.go_live()

    # --- kept in the workspace -----------------------------------------------------------------------------

    def save_state(self) -> dict[str, Any]:
        """What the workspace keeps of this page."""
        return {"range": self.time.span, "off": self.wall.off(), "consumers": self.below.wanted}

    def restore_state(self, state: dict[str, Any]) -> None:
        """Take a saved state; anything odd in it is left out."""
        if state.get("range") in RANGES:
            self.time.choose(state["range"])
        self.wall.set_off(state.get("off"))
        if isinstance(state.get("consumers"), bool | None):
            self.below.wanted = state.get("consumers")
        self.below.fit()
