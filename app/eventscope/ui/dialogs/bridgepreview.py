"""Beside the fields of a bridge: what it would make of an example, and what its delivery class promises."""

from __future__ import annotations

import json
from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from eventscope.core.bus import BridgeSpec, Delivery
from eventscope.core.drystep import Step
from eventscope.ui.bus import promises
from eventscope.ui.bus.reasons import reason
from eventscope.ui.theme import theme
from eventscope.ui.viewmodels.bus import draft, dryrun
from eventscope.ui.widgets import Card, Label

translate = QCoreApplication.translate
LINES = 6
PAYLOAD = '{"id": "o-7", "total": 12.5}'


class Preview(Card):
    """`changed`: a person wrote another example."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(translate("BridgeDialog", "Example"), parent)
        self._own_topic = False
        self.topic, self.payload = QLineEdit(), QLineEdit(PAYLOAD)
        self.topic.setAccessibleName(self.tr("Topic of the example"))
        self.payload.setAccessibleName(self.tr("Payload of the example"))
        self.payload.setFont(theme.mono())
        self.lines = [Label("", wrap=True) for _ in range(LINES)]
        self.meaning = Label("", wrap=True)
        self.losses = QGridLayout()
        self.losses.setHorizontalSpacing(12)
        self.losses.setVerticalSpacing(4)
        self.losses.setColumnStretch(1, 1)
        self._cells: list[tuple[Label, Label]] = []
        self._build()
        self.topic.textEdited.connect(self._typed)
        self.payload.textEdited.connect(lambda _text: self.changed.emit())

    def _build(self) -> None:
        self.body.addWidget(Label(self.tr("A message with this topic and payload:"), "muted"))
        self.body.addWidget(self.topic)
        self.body.addWidget(self.payload)
        self.body.addWidget(Label(self.tr("would leave as"), "muted"))
        for line in self.lines:
            line.hide()
            self.body.addWidget(line)
        self.body.addSpacing(theme.px(12))
        self.body.addWidget(Label(self.tr("What is lost when this is killed"), "heading"))
        self.body.addWidget(self.meaning)
        self.body.addLayout(self.losses)
        for row in range(4):
            pair = Label("", "muted", wrap=True), Label("", wrap=True)
            self._cells.append(pair)
            for column, part in enumerate(pair):
                self.losses.addWidget(part, row, column, Qt.AlignmentFlag.AlignTop)
        self.body.addStretch(1)

    def _typed(self, text: str) -> None:
        self._own_topic = bool(text)
        self.changed.emit()

    def line(self, spec: BridgeSpec) -> str:
        """The example as a line for a dry run; its topic follows the filter until a person writes one."""
        if not self._own_topic:
            self.topic.setText(spec.source.topic or draft.topic_of(spec.source.filter))
        return json.dumps({"topic": self.topic.text(), "payload": self.payload.text(), "key": "o-7"})

    def show_delivery(self, delivery: Delivery) -> None:
        """What this class promises."""
        self.meaning.setText(promises.meaning(delivery))
        for (what, lost), texts in zip(self._cells, promises.losses(delivery), strict=True):
            what.setText(texts[0])
            lost.setText(texts[1])

    def show_steps(self, steps: Sequence[Step], spec: BridgeSpec) -> None:
        """What a dry run found."""
        rows = dryrun.rows(steps, spec)
        said = []
        for row in rows[:LINES]:
            if row.reason:
                head = self.tr("route {n}: ").format(n=row.route) if row.route else ""
                said.append((f"✕ {head}{reason(row.reason)}. {row.words}", "bad" if row.dead else "muted"))
            else:
                leaves = row.leaves or self.tr("its address")
                said.append((f"→ {row.target} · {leaves}{_payload(row)}", ""))
        if len(rows) > LINES:
            said[-1] = (self.tr("and {n} more").format(n=len(rows) - LINES + 1), "muted")
        self._show(said)

    def show_nothing(self, text: str) -> None:
        """Why there is no example."""
        self._show([(text, "muted")])

    def _show(self, said: list[tuple[str, str]]) -> None:
        for number, line in enumerate(self.lines):
            text, kind = said[number] if number < len(said) else ("", "")
            line.setText(text)
            line.set_kind(kind)
            line.setVisible(bool(text))


def _payload(row: dryrun.DryRow) -> str:
    """Only where a transform changed it."""
    if row.step is None:
        return ""
    made, came = row.step.outgoing[row.place].payload, row.step.message.payload
    return "" if made == came else "\n" + dryrun.shown(made)[:400]
