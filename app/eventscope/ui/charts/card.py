"""One chart with its header: title, unit, legend, and a button that gives it all the room."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget

from eventscope.core.verbs import Band
from eventscope.ui import figures
from eventscope.ui.charts import names
from eventscope.ui.charts.legend import Item, Legend
from eventscope.ui.charts.plot import Plot
from eventscope.ui.theme import theme
from eventscope.ui.viewmodels.charts_lines import Line
from eventscope.ui.widgets import Card, Elided, tooltip


class ChartCard(Card):
    """Switched-off lines are remembered by name. `alone_wanted`: show this one only, or all again."""

    alone_wanted = Signal()
    changed = Signal()

    def __init__(self, plot: Plot, parent: QWidget | None = None) -> None:
        title, unit = names.title(plot.chart.id)
        super().__init__(title, parent, margins=(0, 0, 4, 2))
        self.plot = plot
        self.off = set(plot.chart.off)
        self._lines: list[Line] = []
        self._more = 0
        self._bands: Sequence[Band] = ()
        self.unit = _Unit(unit, "muted")
        self.legend = Legend()
        tooltip(self.heading, names.how(plot.chart.id))
        self._fill_header()
        self.body.addWidget(plot, 1)
        self.legend.toggled.connect(self._toggle)
        self.legend.pointed.connect(plot.emphasise)

    def _fill_header(self) -> None:
        self.header.takeAt(1)  # the stretch: unit and legend share its room
        self.header.setSpacing(8)
        self.header.addWidget(self.unit, 1)
        self.header.addWidget(self.legend)
        self.alone = self.add_action("mdi6.arrow-expand", self.tr("Show this chart alone"), self.alone_wanted.emit)

    def show_alone(self, alone: bool) -> None:
        """What the button does next."""
        text = self.tr("Show all charts") if alone else self.tr("Show this chart alone")
        self.alone.setAccessibleName(text)
        tooltip(self.alone, text)

    def show_lines(self, lines: list[Line], bands: Sequence[Band], more: int = 0) -> None:
        """Other lines and marks; `more` lines exist that are not among them."""
        self._lines, self._bands = lines, bands
        items = [Item(line, names.curve(line), names.tag(line), names.hover(line)) for line in lines]
        self.legend.put(items, lambda name: name in self.off)
        self._draw()
        if more or self._more:
            text = self.tr("{n} shallower queues are not drawn").format(n=figures.count(more)) if more else ""
            self.plot.show_note(text, "muted")
        self._more = more

    def switch(self, shown: Callable[[str], bool]) -> None:
        """Which lines are on, by name."""
        for line in self._lines:
            self.legend.set_shown(line.name, shown(line.name))

    def _toggle(self, name: str, shown: bool) -> None:
        (self.off.discard if shown else self.off.add)(name)
        self._draw()
        self.changed.emit()

    def _draw(self) -> None:
        self.plot.show_lines([line for line in self._lines if line.name not in self.off], self._bands)


class _Unit(Elided):
    """Goes altogether where only its first letters would be left."""

    def paintEvent(self, event: QPaintEvent) -> None:
        needed = self.fontMetrics().horizontalAdvance(self.text())
        if self.width() >= needed or self.width() >= max(needed // 2, theme.px(60)):
            super().paintEvent(event)
