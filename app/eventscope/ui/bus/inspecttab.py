"""All there is to know of the selected node: troubles with what to do about them, then every figure."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from eventscope.ui import words
from eventscope.ui.bus.control import advice
from eventscope.ui.bus.readinglist import ReadingList
from eventscope.ui.bus.words import why
from eventscope.ui.viewmodels.bus import around
from eventscope.ui.viewmodels.bus.graph import Crossing, Graph, Standing
from eventscope.ui.viewmodels.bus.parties import Party
from eventscope.ui.viewmodels.bus.places import Place
from eventscope.ui.viewmodels.bus.reading import Reading, readings, troubles
from eventscope.ui.widgets import Label

NOTES = 3  # troubles and notes that have a line of their own


class InspectTab(QWidget):
    """`show_node` with the graph that it belongs to."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.advice = Label("", "bad", wrap=True)
        self.troubles = [Label("", "warn", wrap=True) for _ in range(NOTES)]
        self.list = ReadingList()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(4)
        for part in (self.advice, *self.troubles):
            part.hide()
            column.addWidget(part)
        column.addWidget(self.list, 1)

    def show_node(self, node: Place | Party | Crossing | None, graph: Graph) -> None:
        """Another node, or other figures of it."""
        if isinstance(node, Crossing):
            self._show(advice(node), _troubles(node), _readings(node))
        elif isinstance(node, Place):
            standing = graph.standings.get(node.id, Standing())
            advised = advice(standing.hub) if standing.hub else ""
            self._show(advised, [why(standing)], around.of_place(node, graph))
        elif isinstance(node, Party):
            found = node.figures
            text = words.sentence(found.code, found.words, found.params) if found else ""
            self._show("", [text], around.of_party(node, graph))

    def _show(self, advised: str, told: list[str], rows: list[Reading]) -> None:
        self.advice.setText(advised)
        self.advice.setVisible(bool(advised))
        lines = [text for text in told if text]
        for number, part in enumerate(self.troubles):
            text = lines[number] if number < len(lines) else ""
            if part.text() != text:
                part.setText(text)
            part.setVisible(bool(text))
        self.list.put(rows)


def _readings(node: Crossing) -> list[Reading]:
    start = node.spec.start if node.spec else ""
    return readings(node.figures, start) if node.figures else []


def _troubles(node: Crossing) -> list[str]:
    if node.figures is None:
        return []
    found = []
    for whose, code, english, params in troubles(node.figures):
        text = words.sentence(code, english, params)
        found.append(f"{whose}: {text}" if whose else text)
    return found
