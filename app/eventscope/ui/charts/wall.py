"""All charts side by side, over one stretch of time, with one cursor through all of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from eventscope.core.metrics import LittleFigures
from eventscope.core.verbs import Band, ChartData
from eventscope.ui.charts import names
from eventscope.ui.charts.card import ChartCard
from eventscope.ui.charts.heat import HeatKey, HeatPlot
from eventscope.ui.charts.plot import Plot
from eventscope.ui.viewmodels.charts_lines import CHARTS, Lines

SPACING = 8
_PLACES = {  # row, column, columns it spans (of six)
    "latency": (0, 0, 3),
    "queues": (0, 3, 3),
    "heat": (1, 0, 3),
    "throughput": (1, 3, 3),
    "integrity": (2, 0, 2),
    "utilisation": (2, 2, 2),
    "little": (2, 4, 2),
}
_STRETCH = (6, 6, 5)  # of the rows


class Wall(QWidget):
    """Shows what the page gives it, and passes on what a person does in any of the charts."""

    zoomed = Signal(float, object)
    panned = Signal(object)
    live_wanted = Signal()
    pointed = Signal(object)

    def __init__(self, band_words: Callable[[Band], str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "ground")
        self.lines = Lines()
        self.bands: Sequence[Band] = ()
        self.alone = ""
        self.heat = HeatPlot(names.curve)
        plots = [*(Plot(chart, names.curve) for chart in CHARTS), self.heat]
        self.cards = {plot.chart.id: self._card(plot, band_words) for plot in plots}
        self.cards["heat"].legend.hide()
        self.cards["heat"].header.insertWidget(2, HeatKey())
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(0, 0, 0, 0)
        for name, (row, column, span) in _PLACES.items():
            self.grid.addWidget(self.cards[name], row, column, 1, span)
        self._share_room()

    def _card(self, plot: Plot, band_words: Callable[[Band], str]) -> ChartCard:
        card = ChartCard(plot)
        plot.band_words = band_words
        plot.zoomed.connect(self.zoomed)
        plot.panned.connect(self.panned)
        plot.live_wanted.connect(self.live_wanted)
        plot.pointed.connect(self.pointed)
        card.alone_wanted.connect(lambda: self.show_alone(plot.chart.id))
        return card

    @property
    def points(self) -> int:
        """How many points a curve needs: the width of the widest chart in px."""
        return max(100, *(round(card.plot.room.width()) for card in self.cards.values()))

    def show_data(self, data: ChartData, all_queues: bool, little: LittleFigures) -> None:
        """Newer data; `all_queues`: it holds every queue, so that the busiest are chosen anew."""
        shown = self.lines.take(data, all_queues)
        self.bands = data.bands
        for chart in CHARTS:
            more = self.lines.hidden_queues if chart.id == "queues" else 0
            self.cards[chart.id].show_lines(shown[chart.id], data.bands, more)
        self.heat.show_heat(data.heat, data.bands)
        self.cards["little"].plot.show_note(*names.verdict(little))

    def show_time(self, start: int, end: int, offset: int) -> None:
        """Another stretch of time; `offset` turns monotonic into wall ns."""
        for card in self.cards.values():
            card.plot.show_time(start, end, offset)

    def point(self, at: int | None) -> None:
        """Put the cursor at a moment; None takes it away."""
        for card in self.cards.values():
            card.plot.show_cursor(at)

    def show_alone(self, chart: str) -> None:
        """Give one chart all the room; the same once more shows all again."""
        self.alone = "" if self.alone == chart else chart
        for name, card in self.cards.items():
            card.setVisible(self.alone in ("", name))
            card.show_alone(bool(self.alone))
        self._share_room()

    def off(self) -> dict[str, list[str]]:
        """Lines that a person switched off or on, by chart."""
        cards = self.cards.items()
        return {name: sorted(card.off) for name, card in cards if card.off != set(card.plot.chart.off)}

    def set_off(self, off: object) -> None:
        """Take what `off` once told; anything odd in it is left out."""
        for name, hidden in off.items() if isinstance(off, dict) else ():
            if name in self.cards and isinstance(hidden, list):
                self.cards[name].off = {each for each in hidden if isinstance(each, str)}

    def _share_room(self) -> None:
        """Cells of charts that are hidden take none."""
        self.grid.setSpacing(0 if self.alone else SPACING)
        only_row, first, span = _PLACES.get(self.alone, (-1, 0, 6))
        for row, stretch in enumerate(_STRETCH):
            self.grid.setRowStretch(row, stretch if only_row in (-1, row) else 0)
        for column in range(6):
            self.grid.setColumnStretch(column, 1 if first <= column < first + span else 0)
