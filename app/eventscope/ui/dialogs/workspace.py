"""Settings of the open workspace: its name, how much the log keeps, and where the embedded broker listens."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from eventscope.base import paths
from eventscope.core.errors import EventscopeError
from eventscope.core.verbs import ChangeWorkspace, State
from eventscope.core.visible import elide, show
from eventscope.core.workspace import Retention
from eventscope.ui import words
from eventscope.ui.desk import Desk
from eventscope.ui.forms import Form, Number, Wrong, browse
from eventscope.ui.theme import theme
from eventscope.ui.widgets import Label, button

MB = 1 << 20
LEAST_MB, MOST_MB = 16, 1_048_576
MOST_DAYS = 3_650


class WorkspaceDialog(QDialog):
    """Closes when the engine took the change; what it refuses is said in the dialog."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Workspace settings"))
        self.resize(theme.px(560), theme.px(480))
        self._desk = desk
        self._build()
        assert desk.state is not None
        self._load(desk.state)

    def _build(self) -> None:
        self.form = form = Form()
        self.name = form.add(self.tr("Name"), QLineEdit())
        self.megabytes = form.add(
            self.tr("Log keeps at most, MB"),
            Number(LEAST_MB, MOST_MB),
            self.tr("The oldest messages go first. What goes is counted, never silent."),
        )
        self.days = form.add(self.tr("Log keeps for, days"), Number(1, MOST_DAYS))
        self.port = form.add(
            self.tr("Broker port"),
            Number(0, 65_535, optional=True, hint=self.tr("1883 or next")),
            self.tr("Of the embedded broker, on this computer only. Empty: 1883 or the next free one."),
        )
        self.ws_port = form.add(
            self.tr("WebSocket port"),
            Number(0, 65_535, optional=True, hint=self.tr("none")),
            self.tr("Empty: no WebSocket."),
        )
        self.file = QLineEdit()
        form.add(
            self.tr("Broker file"),
            self.file,
            self.tr(
                "TLS, users, access rules and other addresses stand in a file of their own; it overrules the ports."
            ),
            (browse(self.file, self.tr("Choose a file")),),
        )
        form.finish()
        self.outcome = Label("", "bad", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        column.addWidget(Label(self.tr("Workspace settings"), "title"))
        column.addWidget(form, 1)
        self.path = Label("", "muted", wrap=True)
        column.addWidget(self.path)
        column.addWidget(self.outcome)
        column.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(button(self.tr("Cancel"), self.reject))
        self.go = button(self.tr("Save"), self._send, "primary")
        self.go.setDefault(True)
        row.addWidget(self.go)
        return row

    def _load(self, state: State) -> None:
        item = state.workspace
        self.name.setText(item.name)
        self.megabytes.set_value(item.retention.bytes // MB)
        self.days.set_value(round(item.retention.days))
        self.port.set_value(item.broker_port)
        self.ws_port.set_value(item.broker_ws_port)
        self.file.setText(item.broker_file)
        self.path.setText(self.tr("Kept in {path}").format(path=show(elide(state.path, 200)).text))

    def change(self) -> ChangeWorkspace:
        """What the fields say; raises Wrong."""
        if self.file.text() and not paths.typed(self.file.text()).is_file():
            raise Wrong(self.file, self.tr("There is no such file."))
        retention = Retention(self.megabytes.number() * MB, float(self.days.number()))
        return ChangeWorkspace(
            self.name.text().strip(), retention, self.port.value(), self.ws_port.value(), self.file.text()
        )

    def _send(self) -> None:
        self.form.clear_errors()
        try:
            verb = self.change()
        except Wrong as wrong:
            self.form.show_error(wrong.field, wrong.sentence)
            wrong.field.setFocus()
            return
        self._desk.ask(verb, self._changed, self._failed)

    def _changed(self, state: State) -> None:
        self._desk.set_state(state)
        self.accept()

    def _failed(self, problem: EventscopeError) -> None:
        self.outcome.setText(words.error(problem))
