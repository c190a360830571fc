"""F1: the keys worth knowing, and how every figure is computed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from eventscope.ui.actions import Command
from eventscope.ui.theme import theme
from eventscope.ui.widgets import Label, button


class HelpDialog(QDialog):
    """Keys at the left, formulas at the right."""

    def __init__(self, commands: Sequence[Command], version: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Help"))
        self.resize(theme.px(860), theme.px(560))
        columns = QHBoxLayout()
        columns.setSpacing(32)
        columns.addLayout(self._section(self.tr("Keys"), self._keys(commands)), 2)
        columns.addLayout(self._section(self.tr("How figures are computed"), self._formulas()), 3)
        inner = QWidget()
        inner.setLayout(columns)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(20, 16, 20, 16)
        outer.addWidget(Label(self.tr("Eventscope {version}").format(version=version), "title"))
        outer.addWidget(area, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(button(self.tr("Close"), self.accept))
        outer.addLayout(row)

    def _section(self, title: str, lines: list[tuple[str, str]]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        grid.addWidget(Label(title, "heading"), 0, 0, 1, 2)
        grid.setRowStretch(len(lines) + 1, 1)
        for row, (left, right) in enumerate(lines, 1):
            grid.addWidget(Label(left, "strong"), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(Label(right, wrap=True), row, 1, Qt.AlignmentFlag.AlignTop)
        return grid

    def _keys(self, commands: Sequence[Command]) -> list[tuple[str, str]]:
        own = [
            ("Ctrl+Enter", self.tr("publish what is in the composer")),
            (self.tr("Space"), self.tr("pause the message table, wherever nothing is typed or pressed by it")),
            ("Esc", self.tr("back to the newest message; in the filter: clear it, once more: leave it")),
            ("Del", self.tr("in the topic tree: clear retained messages, after a question")),
            (self.tr("Double click"), self.tr("on a topic: filter by it")),
        ]
        known = {keys for keys, _ in own}
        listed = [(item.shortcut.split(" "), item.text) for item in commands if item.shortcut]
        return own + [(keys[0], text) for keys, text in listed if known.isdisjoint(keys)]

    def _formulas(self) -> list[tuple[str, str]]:
        return [
            (self.tr("Throughput"), self.tr("messages completed ÷ time observed; offered and delivered apart")),
            (self.tr("Utilisation"), self.tr("ρ = arrival rate ÷ service rate; above 1 the queue grows")),
            (
                self.tr("Latency"),
                self.tr("time received − time it was due to be sent, as percentiles, never as a mean"),
            ),
            (self.tr("Queue depth"), self.tr("messages in − messages out − dropped, counted where it can be seen")),
            (self.tr("Little's law"), self.tr("L = X · W: depth = throughput × time spent, in the same boundary")),
            (self.tr("Headroom"), self.tr("service rate ÷ arrival rate = 1 ÷ ρ")),
            (
                self.tr("Lost"),
                self.tr("gaps in the sequence of a stream, after a grace time; late ones are taken back"),
            ),
            (
                self.tr("Bridge, added"),
                self.tr("time of the target's answer − time of arrival here, for each message that crossed"),
            ),
            (self.tr("Bridge, waiting"), self.tr("messages stored − messages that the target acknowledged, exact")),
            (
                self.tr("Bridge, books"),
                self.tr("copies for routes = out + waiting + dead + expired + stopped in a loop + dropped, checked"),
            ),
            (self.tr("Estimated"), self.tr("carries a ~ or a dashed line; what was not measured says so")),
        ]
