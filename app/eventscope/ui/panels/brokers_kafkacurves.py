"""The last ten minutes of our own clients at a Kafka cluster: small curves with one cursor through all of them."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QGridLayout, QWidget

from eventscope.core.answers import ChartData
from eventscope.core.kafkastatistics import EVERY, KEPT
from eventscope.ui.charts import names
from eventscope.ui.charts.card import ChartCard
from eventscope.ui.charts.plot import Plot
from eventscope.ui.viewmodels.kafka_curves import CHARTS, lines

ACROSS = 3  # charts in a row
SPAN = int(EVERY * KEPT * 1e9)  # ns


class CurvesTab(QWidget):
    """`take` what the engine answered; time moves with each answer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = QCoreApplication.translate("Kafka", "Our clients")
        self.cards = {chart.id: self._card(Plot(chart, names.curve)) for chart in CHARTS}
        grid = QGridLayout(self)
        grid.setContentsMargins(8, 8, 8, 8)
        grid.setSpacing(8)
        for place, card in enumerate(self.cards.values()):
            grid.addWidget(card, place // ACROSS, place % ACROSS)
            grid.setColumnStretch(place % ACROSS, 1)

    def _card(self, plot: Plot) -> ChartCard:
        card = ChartCard(plot)
        card.alone.hide()
        plot.pointed.connect(self._point)
        return card

    def _point(self, at: int | None) -> None:
        for card in self.cards.values():
            card.plot.show_cursor(at)

    def clear(self) -> None:
        """Another cluster."""
        for card in self.cards.values():
            card.show_lines([], ())

    def take(self, found: ChartData) -> None:
        """Ten minutes up to now."""
        known = lines(found.curves)
        for ident, card in self.cards.items():
            card.plot.show_time(found.now - SPAN, found.now, found.wall_offset)
            card.show_lines(known[ident], ())
