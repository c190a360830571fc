"""Move the offsets of a Kafka consumer group: a dry run first, then a counted question."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from eventscope.core.errors import EventscopeError
from eventscope.core.kafkafigures import Group, Move, Reset
from eventscope.core.verbs import MoveOffsets, PlanOffsets
from eventscope.ui import figures, words
from eventscope.ui.datatable import DataTable
from eventscope.ui.desk import Desk
from eventscope.ui.dialogs.ask import Choice, ask
from eventscope.ui.forms import Form, Wrong
from eventscope.ui.models.keyed_rows import KeyedRows
from eventscope.ui.panels.brokers_kafkacolumns import move_columns
from eventscope.ui.theme import theme
from eventscope.ui.viewmodels.brokers_rows import label
from eventscope.ui.viewmodels.kafka_rows import GroupRow, sum_of
from eventscope.ui.widgets import Label, button

MOST = 10_000  # partitions that may be named


class OffsetsDialog(QDialog):
    """`moved` when offsets were moved. A plan is of the fields as they are: a change wants another dry run."""

    moved = Signal()

    def __init__(self, desk: Desk, connection: str, group: Group, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Move offsets"))
        self.resize(theme.px(600), theme.px(520))
        self._desk, self._connection, self._group = desk, connection, group
        self._plan: Reset | None = None
        self.topic, self.to, self.partitions = QComboBox(), QComboBox(), QLineEdit()
        self.rows = KeyedRows[Move](move_columns(), lambda move: move.partition, self)
        self.table = DataTable(self.tr("What would move"), self.rows)
        self.outcome = Label("", "muted", wrap=True)
        self._lay_out()

    def _lay_out(self) -> None:
        self.topic.setEditable(True)
        self.topic.addItems(list(GroupRow(self._group, "").topics))
        self.to.setEditable(True)
        self.to.addItems(["earliest", "latest"])
        self.form = form = Form()
        form.add(self.tr("Topic"), self.topic)
        note = self.tr("earliest, latest, an offset, a time such as 2026-05-01T12:00Z, or -15m for that ago.")
        form.add(self.tr("Move to"), self.to, note)
        form.add(self.tr("Partitions"), self.partitions, self.tr("As in 0, 2. Empty: all of them."))
        for signal in (self.topic.editTextChanged, self.to.editTextChanged, self.partitions.textChanged):
            signal.connect(lambda _text: self._forget())
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        title = self.tr("Move the offsets of {group}").format(group=label(self._group.id))
        column.addWidget(Label(title, "title", wrap=True))
        column.addWidget(form)
        column.addWidget(self.table, 1)
        column.addWidget(self.outcome)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(button(self.tr("Close"), self.reject))
        self.try_ = button(self.tr("Dry run"), self._try)
        self.go = button(self.tr("Move offsets…"), self._sure, "primary")
        self.go.setEnabled(False)
        row.addWidget(self.try_)
        row.addWidget(self.go)
        column.addLayout(row)

    def request(self) -> PlanOffsets:
        """What the fields say; raises Wrong."""
        topic = self.topic.currentText().strip()
        if not topic:
            raise Wrong(self.topic, self.tr("Choose or type a topic."))
        return PlanOffsets(
            self._connection,
            self._group.id,
            topic,
            self.to.currentText().strip(),
            self._numbers(self.partitions.text()),
        )

    def _numbers(self, text: str) -> tuple[int, ...] | None:
        parts = [part.strip() for part in text.split(",") if part.strip()]
        if not all(part.isascii() and part.isdigit() and len(part) < 10 for part in parts) or len(parts) > MOST:
            raise Wrong(self.partitions, self.tr("Write the numbers of partitions with commas, as in 0, 2."))
        return tuple(dict.fromkeys(int(part) for part in parts)) or None

    def _try(self) -> None:
        self._forget()
        self.form.clear_errors()
        try:
            verb = self.request()
        except Wrong as wrong:
            self.form.show_error(wrong.field, wrong.sentence)
            return
        self._desk.ask(verb, self._planned, self._failed)

    def _planned(self, plan: Reset) -> None:
        self._plan = plan
        self.rows.put(plan.moves)
        total = sum_of(plan)
        self.go.setEnabled(total.moved > 0)
        self._say(self._sentence() if total.moved else self.tr("Nothing would move."), "muted")

    def _sentence(self) -> str:
        assert self._plan is not None
        total = sum_of(self._plan)
        parts = [self.tr("%n partition(s) move", "", total.moved)]
        if total.skipped:
            parts.append(self.tr("{n} records are skipped").format(n=figures.count(total.skipped)))
        if total.again:
            parts.append(self.tr("{n} records are read again").format(n=figures.count(total.again)))
        if total.new:
            parts.append(self.tr("%n partition(s) had no offset", "", total.new))
        return ", ".join(parts) + "."

    def _sure(self) -> None:
        if self._plan is None:
            return
        plan = self._plan
        title = self.tr("Move the offsets of {group}?").format(group=label(self._group.id))
        ask(self, title, self._sentence(), [Choice(self.tr("Move offsets"), lambda: self._move(plan))])

    def _move(self, plan: Reset) -> None:
        self.go.setEnabled(False)
        self._desk.ask(MoveOffsets(self._connection, plan), self._done, self._failed)

    def _done(self, done: Reset) -> None:
        self._forget()
        self._say(self.tr("Moved."), "good")
        self.rows.put(done.moves)
        self.moved.emit()

    def _failed(self, problem: EventscopeError) -> None:
        self._say(words.error(problem), "bad")

    def _forget(self) -> None:
        self._plan = None
        self.go.setEnabled(False)
        self.rows.put(())
        self._say("", "muted")

    def _say(self, text: str, kind: str) -> None:
        self.outcome.setText(text)
        self.outcome.set_kind(kind)
