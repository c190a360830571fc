"""The consumer dialog: what it takes, how it shares, and work that is only pretended."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from eventscope.core.consumer import ConsumerSpec
from eventscope.core.consumercheck import check
from eventscope.core.errors import BadInput, EventscopeError
from eventscope.core.verbs import SaveConsumer
from eventscope.ui import words
from eventscope.ui.desk import Desk
from eventscope.ui.dialogs.consumerfields import Taking
from eventscope.ui.dialogs.consumerwork import Work
from eventscope.ui.forms import Form, Wrong
from eventscope.ui.theme import theme
from eventscope.ui.viewmodels.consumers_rows import free_name
from eventscope.ui.widgets import Label, button


class ConsumerDialog(QDialog):
    """Add a consumer, or change the one that is `known`. It starts as it is saved."""

    def __init__(
        self, desk: Desk, known: ConsumerSpec | None = None, connection: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk = desk
        self._known = known
        self.taking, self.work = Taking(desk.connections()), Work()
        self._build()
        specs = desk.state.workspace.consumers if desk.state is not None else ()
        first = known or ConsumerSpec(free_name(specs, self.tr("consumer")), connection, "")
        self.taking.load(first)
        self.work.load(first.simulate)
        self.taking.name.setFocus()

    def _build(self) -> None:
        title = self.tr("Edit consumer") if self._known else self.tr("New consumer")
        self.setWindowTitle(title)
        self.resize(theme.px(520), theme.px(640))
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName(title)
        self.tabs.addTab(self.taking, self.tr("What it takes"))
        self.tabs.addTab(self.work, self.tr("Pretended work"))
        self.said = Label("", "bad", wrap=True)
        self.said.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        column.addWidget(Label(title, "title"))
        column.addWidget(self.tabs, 1)
        column.addWidget(self.said)
        column.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(button(self.tr("Cancel"), self.reject))
        self.go = button(self.tr("Save") if self._known else self.tr("Add and start"), self._accept, "primary")
        self.go.setDefault(True)
        row.addWidget(self.go)
        return row

    def spec(self) -> ConsumerSpec:
        """What the fields say; raises Wrong, or BadInput for what does not go together."""
        enabled = self._known.enabled if self._known is not None else True
        made = self.taking.spec(self.work.simulation(), enabled)
        check(made, self.taking.scheme)
        return made

    def _accept(self) -> None:
        self.said.hide()
        for form in (self.taking, self.work):
            form.clear_errors()
        try:
            made = self.spec()
        except Wrong as wrong:
            self._show(wrong.field, wrong.sentence)
        except BadInput as problem:
            self._fail(problem)
        else:
            self.go.setEnabled(False)
            before = self._known.name if self._known is not None else ""
            self._desk.ask(SaveConsumer(made, before), self._saved, self._fail)

    def _saved(self, _: None) -> None:
        self.accept()

    def _fail(self, problem: EventscopeError) -> None:
        self.go.setEnabled(True)
        field = self.taking.field_of(problem.code) or self.work.field_of(problem.code)
        if field is not None:
            self._show(field, words.error(problem))
        else:
            self.said.setText(words.error(problem))
            self.said.show()

    def _show(self, field: QWidget, sentence: str) -> None:
        form: Form = self.taking if self.taking.holds(field) else self.work
        self.tabs.setCurrentWidget(form)
        form.show_error(field, sentence)
        field.setFocus()
