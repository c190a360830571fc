"""The connection dialog: every field of a connection, tried at once, with the outcome said in place."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QScrollArea, QTabWidget, QVBoxLayout, QWidget

from eventscope.core.errors import EventscopeError
from eventscope.core.news import LinkNews
from eventscope.core.verbs import RemoveConnection, SaveConnection
from eventscope.core.workspace import EMBEDDED, Connection
from eventscope.ui import words
from eventscope.ui.desk import Desk
from eventscope.ui.dialogs.connectiongeneral import GeneralTab, kind
from eventscope.ui.dialogs.connectiontabs import AdvancedTab, TlsTab, WebSocketTab
from eventscope.ui.dialogs.willtab import WillTab
from eventscope.ui.forms import Form, Wrong
from eventscope.ui.theme import theme
from eventscope.ui.widgets import Label, button

HTTP = 4  # the tab of what goes over HTTP: WebSocket, or webhooks


class ConnectionDialog(QDialog):
    """Edit `connection`, or a new one where it is None. Ends when the broker answers, or on Save."""

    def __init__(self, desk: Desk, connection: Connection | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk = desk
        self._new = connection is None
        self._connection = connection or Connection(id="", name="")
        self._waiting = False
        others = tuple(item for item in desk.connections() if item.id != self._connection.id)
        self.general, self.tls, self.will = GeneralTab(others), TlsTab(), WillTab()
        self.advanced, self.websocket = AdvancedTab(), WebSocketTab()
        self.outcome = Label("", "muted", wrap=True)
        self._build()
        for tab in self._tabs():
            tab.load(self._connection)
        self._adapt()
        desk.link.connect(self._follow)

    def _build(self) -> None:
        title = self.tr("New connection") if self._new else self.tr("Edit connection")
        self.setWindowTitle(title)
        self.resize(theme.px(600), theme.px(640))
        self.tabs = QTabWidget()
        names = (self.tr("General"), "TLS", self.tr("Last Will"), self.tr("Advanced"), "WebSocket")
        for tab, name in zip(self._tabs(), names, strict=True):
            area = QScrollArea()
            area.setWidgetResizable(True)
            area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            area.setWidget(tab)
            self.tabs.addTab(area, name)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(Label(title, "title"))
        column.addWidget(self.tabs, 1)
        column.addWidget(self.outcome)
        column.addLayout(self._buttons())
        self.general.scheme_changed.connect(self._adapt)
        self.general.version_changed.connect(self._adapt)
        self.general.path_given.connect(self.websocket.path.setText)
        self.general.host.setFocus()

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(button(self.tr("Cancel"), self.reject))
        row.addWidget(button(self.tr("Save"), lambda: self._send(connect=False)))
        self.connect_button = button(self.tr("Connect"), lambda: self._send(connect=True), "primary")
        self.connect_button.setDefault(True)
        row.addWidget(self.connect_button)
        return row

    def _tabs(self) -> tuple[Any, ...]:
        return (self.general, self.tls, self.will, self.advanced, self.websocket)

    def _adapt(self) -> None:
        """Tabs that mean nothing for this protocol or version cannot be entered; those of another one are not there."""
        scheme, version = self.general.scheme.value(), self.general.version.value()
        found = kind(scheme)
        self.tabs.setTabEnabled(1, scheme in ("mqtts", "wss", "kafkas", "https"))
        self.tabs.setTabVisible(1, found != "bus")
        self.tls.set_kind(found)
        for number, on in ((2, True), (3, version == "5"), (4, scheme in ("ws", "wss") or found == "http")):
            self.tabs.setTabEnabled(number, on and found in ("mqtt", "http"))
            self.tabs.setTabVisible(number, found == "mqtt" or (found == "http" and number == HTTP))
        self.tabs.setTabText(HTTP, "HTTP" if found == "http" else "WebSocket")
        self.websocket.set_kind(found)
        self.will.set_version(version)
        if self._connection.id == EMBEDDED:
            for field in (self.general.host, self.general.port, self.general.scheme):
                field.setEnabled(False)

    def connection(self) -> Connection:
        """What the fields say; raises Wrong. Tabs that cannot be entered keep what they had."""
        item = self._connection
        for number, tab in enumerate(self._tabs()):
            if self.tabs.isTabEnabled(number):
                item = tab.store(item)
        return item

    def _send(self, connect: bool) -> None:
        for tab in self._tabs():
            tab.clear_errors()
        try:
            item = self.connection()
        except Wrong as wrong:
            self._show_wrong(wrong)
            return
        self._waiting = connect
        self._say(self.tr("Connecting to {host}…").format(host=_place(item)) if connect else "", "muted")
        verb = SaveConnection(item, self.general.password.text() or None, connect)
        self._desk.ask(verb, self._saved, self._failed)

    def _show_wrong(self, wrong: Wrong) -> None:
        for number, tab in enumerate(self._tabs()):
            assert isinstance(tab, Form)
            if tab.holds(wrong.field):
                self.tabs.setCurrentIndex(number)
                tab.show_error(wrong.field, wrong.sentence)
                wrong.field.setFocus()

    def _saved(self, item: Connection) -> None:
        self._connection = item
        if not self._waiting:
            self.accept()

    def _failed(self, problem: EventscopeError) -> None:
        self._waiting = False
        self._say(words.error(problem), "bad")

    @Slot(object)
    def _follow(self, item: LinkNews) -> None:
        """The outcome of a try: close when it is up, else say why not and let a person mend it."""
        if not self._waiting or item.connection != self._connection.id:
            return
        if item.state == "up":
            self.accept()
        elif item.state in ("refused", "waiting") or (item.state == "down" and item.code):
            self._say(words.sentence(item.code, item.words, item.params), "bad")

    def accept(self) -> None:
        """Close; a new connection is what a person goes on with."""
        if self._new and self._connection.id:
            self._desk.choose_connection(self._connection.id)
        super().accept()

    def reject(self) -> None:
        """Cancel; a new connection that was tried in vain is taken out again."""
        if self._new and self._connection.id:
            self._desk.ask(RemoveConnection(self._connection.id))
        super().reject()

    def _say(self, text: str, kind: str) -> None:
        self.outcome.setText(text)
        self.outcome.set_kind(kind)


def _place(item: Connection) -> str:
    if item.scheme == "bus":
        return item.name
    return item.host if "," in item.host else f"{item.host}:{item.port}"
