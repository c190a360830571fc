"""The row above the graph: which view, which figures, and the first actions."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from eventscope.ui.bus.nodes import Shown
from eventscope.ui.theme import theme
from eventscope.ui.widgets import Label, Pill, button

FIGURES = ("rates", "latency", "depth")


class Toolbar(QWidget):
    """`view_wanted` has "graph" or "consumers"."""

    fit_wanted = Signal()
    arrange_wanted = Signal()
    bridge_wanted = Signal()
    figures_changed = Signal(object)  # Shown
    view_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.views = {"graph": Pill(self.tr("Graph"), True), "consumers": Pill(self.tr("Consumers"))}
        self.pills = {
            "rates": Pill(self.tr("Rates"), True),
            "latency": Pill(self.tr("Latency"), True),
            "depth": Pill(self.tr("Depth"), True),
        }
        gap, self._tools = QWidget(), QWidget()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for name, view in self.views.items():
            view.setAutoExclusive(True)
            view.clicked.connect(lambda _checked=False, name=name: self.view_wanted.emit(name))
            row.addWidget(view)
        gap.setFixedWidth(theme.px(8))
        row.addWidget(gap)
        row.addWidget(self._tools, 1)
        self._fill()

    def _fill(self) -> None:
        row = QHBoxLayout(self._tools)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(button(self.tr("Fit"), self.fit_wanted.emit))
        row.addWidget(button(self.tr("Arrange"), self.arrange_wanted.emit))
        for pill in self.pills.values():
            row.addWidget(pill)
            pill.toggled.connect(lambda _on: self.figures_changed.emit(self.shown()))
        row.addStretch(1)
        row.addWidget(Label(self.tr("Drag from broker to broker to build a bridge"), "muted"))
        row.addWidget(button(self.tr("New bridge"), self.bridge_wanted.emit))
        kept = self._tools.sizePolicy()
        kept.setRetainSizeWhenHidden(True)  # what is below does not jump
        self._tools.setSizePolicy(kept)

    def shown(self) -> Shown:
        """Which figures a person wants to see."""
        return Shown(**{name: pill.isChecked() for name, pill in self.pills.items()})

    def show_view(self, name: str) -> None:
        """That one is in front."""
        self.views[name].setChecked(True)
        self._tools.setVisible(name == "graph")

    def saved(self) -> list[str]:
        """The figures that are switched on."""
        return [name for name in FIGURES if self.pills[name].isChecked()]

    def restore(self, state: object) -> None:
        """Take what was kept; anything odd is left out."""
        if isinstance(state, list):
            for name, pill in self.pills.items():
                pill.setChecked(name in state)
