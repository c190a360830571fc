"""Dry run: what a bridge would make of pasted or recorded messages; nothing is connected and nothing is sent."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from eventscope.core.bus import BridgeSpec
from eventscope.core.drystep import NOT_TAKEN, Step
from eventscope.core.errors import EventscopeError
from eventscope.core.message import Message
from eventscope.core.verbs import DryRunBridge
from eventscope.ui import words
from eventscope.ui.bus.reasons import reason
from eventscope.ui.datatable import DataTable
from eventscope.ui.desk import Desk
from eventscope.ui.forms import Area, Number, Wrong
from eventscope.ui.models.keyed_rows import Column, KeyedRows
from eventscope.ui.viewmodels.bus import draft, dryrun
from eventscope.ui.viewmodels.bus.dryrun import DryRow
from eventscope.ui.widgets import Deck, Empty, Label, PlainView, button

translate = QCoreApplication.translate
LAST = 20  # messages of the log, unless a person says other


class DryRunTab(QWidget):
    """Of one bridge, saved or not: `show_bridge`."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.spec: BridgeSpec | None = None
        self.message: Message | None = None
        self._touched = False  # a person wrote into the field
        self.field = Area(84)
        self.field.setAccessibleName(self.tr("Messages, one JSON object a line"))
        self.field.setPlaceholderText('{"topic": "orders/7/created", "payload": {"total": 12}}')
        self.field.textChanged.connect(self._typed)
        self.count = Number(1, dryrun.MOST)
        self.count.set_value(LAST)
        self.count.setAccessibleName(self.tr("How many messages of the log"))
        self.count.setFixedWidth(56)
        self.said = Label("", "muted", wrap=True)
        self.rows = KeyedRows[DryRow](columns(), lambda row: (row.number, row.place), self)
        self.table = DataTable(self.tr("What would leave"), self.rows)
        self.detail = PlainView()
        self.detail.setAccessibleName(self.tr("Message and copy"))
        self.nothing = Empty(self.tr("Input, output, or the reason for none shows here. Nothing is sent."))
        self._stack = Deck()
        self._build()
        desk.message_chosen.connect(self._choose)
        self.table.selectionModel().selectionChanged.connect(lambda *_: self._show_detail())
        self._choose(None)

    def _build(self) -> None:
        results = QWidget()
        inner = QVBoxLayout(results)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(self.table, 3)
        inner.addWidget(self.detail, 2)
        self._stack.addWidget(self.nothing)
        self._stack.addWidget(results)
        self.try_pasted = button(self.tr("Try these"), self.run_pasted, "primary")
        self.try_chosen = button(self.tr("Selected message"), self.run_chosen)
        self.try_last = button(self.tr("Last of the log"), self.run_last)
        row = QHBoxLayout()
        row.setSpacing(6)
        for part in (self.try_pasted, self.try_chosen):
            row.addWidget(part)
        row.addStretch(1)
        second = QHBoxLayout()
        second.setSpacing(6)
        second.addWidget(self.try_last)
        second.addWidget(self.count)
        second.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(6)
        column.addWidget(
            Label(self.tr("One message a line, as JSON; or messages that were recorded."), "muted", wrap=True)
        )
        column.addWidget(self.field)
        column.addLayout(row)
        column.addLayout(second)
        column.addWidget(self.said)
        column.addWidget(self._stack, 1)

    def show_bridge(self, spec: BridgeSpec | None) -> None:
        """Another bridge; the example follows it until somebody writes a message."""
        if spec == self.spec:
            return
        other = self.spec is None or spec is None or spec.name != self.spec.name
        self.spec = spec
        if other:
            self._put(())
            self._say("")
        if spec is not None and not self._touched:
            self.field.blockSignals(True)
            self.field.setPlainText(draft.example(spec))
            self.field.blockSignals(False)

    def run_pasted(self) -> None:
        """The lines in the field."""
        try:
            lines = dryrun.lines(self.field.toPlainText())
        except EventscopeError as error:
            self._fail(error)
            return
        self._ask(lines=lines)

    def run_chosen(self) -> None:
        """The message that the inspector shows."""
        if self.message is not None:
            self._ask(messages=(self.message.id,))

    def run_last(self) -> None:
        """The newest messages of the log."""
        summary = self._desk.last_summary
        try:
            count = self.count.number()
        except Wrong as wrong:
            self._say(wrong.sentence, "bad")
            return
        if summary is None or summary.newest < summary.oldest:
            self._say(self.tr("The log holds no message yet."), "bad")
            return
        self._ask(messages=tuple(range(max(summary.oldest, summary.newest - count + 1), summary.newest + 1)))

    def _ask(self, lines: tuple[str, ...] = (), messages: tuple[int, ...] = ()) -> None:
        if self.spec is not None:
            self._desk.ask(DryRunBridge(self.spec, lines, messages), self._take, self._fail)

    def _take(self, steps: tuple[Step, ...]) -> None:
        assert self.spec is not None
        rows = dryrun.rows(steps, self.spec)
        self._put(rows)
        out, dead = sum(not row.reason for row in rows), sum(row.dead for row in rows)
        text = self.tr("%n message(s)", "", len(steps))
        parts = [text, self.tr("%n would leave", "", out)]
        aside = sum(row.reason == NOT_TAKEN for row in rows)
        if aside:
            parts.append(self.tr("%n it does not take", "", aside))
        if dead:
            parts.append(self.tr("%n would become a dead letter", "", dead))
        self._say(" · ".join(parts))
        if rows:
            self.table.selectRow(0)

    def _put(self, rows: tuple[()] | list[DryRow]) -> None:
        self.rows.put(rows)
        self._stack.setCurrentIndex(1 if rows else 0)
        self._show_detail()

    def _show_detail(self) -> None:
        places = [index.row() for index in self.table.selectionModel().selectedRows()]
        self.detail.setPlainText(dryrun.detail(self.rows.rows[places[0]]) if places else "")

    def _choose(self, message: Message | None) -> None:
        self.message = message
        self.try_chosen.setEnabled(message is not None)

    def _typed(self) -> None:
        self._touched = bool(self.field.toPlainText().strip())

    def _fail(self, error: EventscopeError) -> None:
        self._say(words.error(error), "bad")

    def _say(self, text: str, kind: str = "muted") -> None:
        self.said.setText(text)
        self.said.set_kind(kind)
        self.said.setVisible(bool(text))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.table.fit()


def columns() -> list[Column[DryRow]]:
    """Line, topic, and what becomes of it."""
    return [
        Column("line", translate("Bus", "No."), lambda row: str(row.number), lambda row: row.number, True, 40),
        Column("topic", translate("Bus", "Topic"), lambda row: row.topic, stretch=True, hover=lambda row: row.topic),
        Column(
            "result",
            translate("Bus", "Leaves as"),
            _result,
            width=150,
            hover=lambda row: row.words or f"{row.target} {row.leaves}",
            role=lambda row: "bad" if row.dead else "muted" if row.reason else "good",
        ),
    ]


def _result(row: DryRow) -> str:
    if not row.reason:
        return f"{row.target} · {row.leaves}" if row.leaves else row.target
    return f"✕ {reason(row.reason)}"
