"""The panel of consumers: a table, what can be done with the chosen one, and the message that was pulled last."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSplitter, QVBoxLayout, QWidget

from eventscope.core.consumer import Pulled
from eventscope.core.errors import BadInput, EventscopeError
from eventscope.core.verbs import Pull, RemoveConsumer, SaveConsumer, SetConsumer
from eventscope.core.visible import elide, show
from eventscope.ui import words
from eventscope.ui.actions import Command
from eventscope.ui.consumers import texts
from eventscope.ui.consumers.columns import columns
from eventscope.ui.datatable import DataTable
from eventscope.ui.desk import Desk
from eventscope.ui.dialogs.ask import Choice, ask
from eventscope.ui.dialogs.consumer import ConsumerDialog
from eventscope.ui.forms import Number, Wrong
from eventscope.ui.models.keyed_rows import KeyedRows
from eventscope.ui.panels.inspector import InspectorPanel
from eventscope.ui.theme import theme
from eventscope.ui.viewmodels import consumers_rows
from eventscope.ui.viewmodels.consumers_rows import ConsumerRow
from eventscope.ui.widgets import Card, Deck, Empty, Label, button

WAIT = 2.0  # seconds that a pull by hand waits for the first message
MOST = 100  # messages of one pull by hand


class ConsumersPanel(QWidget):
    """Reads `desk.consumers` and the state."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.table = DataTable(self.tr("Consumers"), KeyedRows[ConsumerRow](columns(), lambda row: row.name))
        self._note = ("", "muted")  # what the last pull said
        self.inspector: InspectorPanel | None = None  # made when the first message is pulled
        self._build()
        desk.state_changed.connect(self._show)
        desk.consumers.connect(self._show)
        self._show()

    def commands(self) -> list[Command]:
        """For menu, palette and shortcuts."""
        return [
            Command("consumers.new", self.tr("New consumer…"), self.add),
            Command("consumers.pull", self.tr("Pull from the chosen consumer"), self.pull),
        ]

    def _build(self) -> None:
        card = Card(self.tr("Consumers"), margins=(4, 4, 4, 4))
        card.add_action("mdi6.plus", self.tr("New consumer"), self.add)
        empty = Empty(
            self.tr(
                "A consumer takes messages from a broker: pushed, pulled on request, or both; alone, or sharing a "
                "queue with others. With pretended work it shows how a queue grows and drains."
            ),
            self.tr("New consumer"),
            self.add,
        )
        filled = QWidget()
        column = QVBoxLayout(filled)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table, 1)
        self.said = Label("", "muted", wrap=True)
        column.addWidget(self.said)
        column.addLayout(self._actions())
        self._stack = Deck()
        self._stack.addWidget(empty)
        self._stack.addWidget(filled)
        card.body.addWidget(self._stack)
        self.split = QSplitter(Qt.Orientation.Vertical)
        self.split.setChildrenCollapsible(False)
        self.split.addWidget(card)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.split)
        self.table.opened.connect(self.edit)
        self.table.removed.connect(self.remove)
        self.table.menu_wanted.connect(self._menu)
        self.table.selectionModel().selectionChanged.connect(self._choose)

    def _actions(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(4, 0, 4, 4)
        self.toggle = button(self.tr("Start"), self.start_or_stop)
        self.count = Number(1, MOST)
        self.count.set_value(1)
        self.count.setMaximumWidth(theme.px(56))
        self.count.setAccessibleName(self.tr("Messages to pull"))
        self.puller = button(self.tr("Pull"), self.pull, "primary")
        self.change = button(self.tr("Edit…"), self.edit)
        self.drop = button(self.tr("Remove"), self.remove)
        for item in (self.puller, self.count, self.toggle, self.change, self.drop):
            row.addWidget(item)
        row.addStretch(1)
        return row

    # --- news ------------------------------------------------------------------------------------------

    def _show(self, *_: object) -> None:
        state = self._desk.state
        specs = state.workspace.consumers if state is not None else ()
        told = self._desk.last_consumers.consumers
        self.table.rows.put(consumers_rows.rows(specs, told, self._desk.connections()))
        self._stack.setCurrentIndex(1 if specs else 0)
        if specs and not self.table.selected():
            self.table.selectRow(0)
        self._adapt()

    def _adapt(self) -> None:
        """Only what can be done is offered."""
        row = self.chosen()
        for item in (self.toggle, self.change, self.drop):
            item.setEnabled(row is not None)
        self.toggle.setText(self.tr("Stop") if row is not None and row.runs else self.tr("Start"))
        can_pull = row is not None and row.spec.hands_out
        self.puller.setVisible(can_pull)
        self.count.setVisible(can_pull)
        self.puller.setEnabled(can_pull and row is not None and row.runs)
        why = texts.why(row) if row is not None else ""
        text, kind = (why, "bad" if row is not None and row.level == "bad" else "muted") if why else self._note
        self.said.setText(text)
        self.said.setVisible(bool(text))
        self.said.set_kind(kind)

    def chosen(self) -> ConsumerRow | None:
        """The selected consumer."""
        names = self.table.selected()
        return next((row for row in self.table.rows.rows if names and row.name == names[0]), None)

    # --- what a person asks ------------------------------------------------------------------------------

    def add(self) -> ConsumerDialog | None:
        """The dialog for a new one; a connection has to be there."""
        items = self._desk.connections()
        if not items:
            self._desk.tell(
                BadInput("consumer-no-connection", "There is no connection in this workspace. Add one first.")
            )
            return None
        known = {item.id for item in items}
        ident = self._desk.current if self._desk.current in known else items[0].id
        return self._open(ConsumerDialog(self._desk, connection=ident, parent=self.window()))

    def edit(self) -> ConsumerDialog | None:
        """The dialog for the chosen one."""
        row = self.chosen()
        if row is None:
            return None
        return self._open(ConsumerDialog(self._desk, row.spec, parent=self.window()))

    def start_or_stop(self) -> None:
        """The other of the two."""
        if (row := self.chosen()) is not None:
            self._desk.ask(SetConsumer(row.name, "stop" if row.runs else "start"))

    def remove(self) -> None:
        """Asks before what waits at the broker goes, too."""
        row = self.chosen()
        if row is None:
            return
        name = show(elide(row.name, 80)).text
        text = self.tr(
            "What waits for {name} at the broker goes with it. To keep it waiting there, stop the consumer instead."
        ).format(name=name)
        choice = Choice(self.tr("Remove"), lambda: self._remove(row))
        ask(self, self.tr("Remove the consumer?"), text, [choice])

    def _remove(self, row: ConsumerRow) -> None:
        self._desk.ask(RemoveConsumer(row.name))
        text = self.tr("Removed the consumer {name}.").format(name=show(elide(row.name, 80)).text)
        self._desk.offer.emit(text, self.tr("Undo"), lambda: self._desk.ask(SaveConsumer(row.spec)))

    def pull(self) -> None:
        """As many as the field says; they are acknowledged, and the last one is shown."""
        row = self.chosen()
        if row is None or not row.spec.hands_out:
            return
        try:
            count = self.count.number()
        except Wrong as wrong:
            self._say(wrong.sentence, "bad")
            return
        self.puller.setEnabled(False)
        self._desk.ask(Pull(row.name, count, WAIT), self._pulled, self._failed)

    def _pulled(self, given: tuple[Pulled, ...]) -> None:
        if not given:
            self._say(self.tr("Nothing waited within {n} s.").format(n=f"{WAIT:g}"))
            return
        self._say(self.tr("%n message(s) pulled and acknowledged. The last one:", "", len(given)))
        if self.inspector is None:
            self.inspector = InspectorPanel(self._desk)
            self.split.addWidget(self.inspector)
            self.split.setSizes([theme.px(260), theme.px(340)])
        self._desk.message_chosen.emit(given[-1].message)

    def _failed(self, problem: EventscopeError) -> None:
        self._say(words.error(problem), "bad")

    def _say(self, text: str, kind: str = "muted") -> None:
        """Until another consumer is chosen."""
        self._note = (text, kind)
        self._adapt()

    def _choose(self, *_: object) -> None:
        self._note = ("", "muted")
        self._adapt()

    def _open(self, dialog: ConsumerDialog) -> ConsumerDialog:
        dialog.open()
        return dialog

    def _menu(self, at: QPoint) -> None:
        self.menu().popup(at)

    def menu(self) -> QMenu:
        """What can be done with the chosen one."""
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        row = self.chosen()
        if row is not None:
            if row.spec.hands_out and row.runs:
                menu.addAction(self.puller.text(), self.pull)
            menu.addAction(self.toggle.text(), self.start_or_stop)
            menu.addAction(self.change.text(), self.edit)
            menu.addSeparator()
            menu.addAction(self.drop.text(), self.remove)
        else:
            menu.addAction(self.tr("New consumer…"), self.add)
        return menu
