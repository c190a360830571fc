"""The inspector: one message whole, as text, tree, hex and properties, and what became of what we published."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedLayout, QTabWidget, QVBoxLayout, QWidget

from eventscope.core import visible
from eventscope.core.errors import EventscopeError
from eventscope.core.jsondocument import Document, pretty
from eventscope.core.message import DUP, Message, connection_tag
from eventscope.core.news import ReceiptNews
from eventscope.core.verbs import Explain, Explained, GetMessage, State
from eventscope.ui import figures, words
from eventscope.ui.actions import Command
from eventscope.ui.desk import Desk
from eventscope.ui.jsonload import JsonLoad
from eventscope.ui.panels import inspector_save
from eventscope.ui.panels.inspector_diff import DiffView, Side
from eventscope.ui.panels.inspector_facts import FactsView
from eventscope.ui.panels.inspector_hex import HexView
from eventscope.ui.panels.inspector_hops import HopsView
from eventscope.ui.panels.inspector_payload import PayloadView
from eventscope.ui.panels.inspector_receipt import ReceiptView
from eventscope.ui.panels.inspector_tree import TreeTab
from eventscope.ui.panels.messages_copy import copy
from eventscope.ui.viewmodels.copies import event_of
from eventscope.ui.viewmodels.inspection import facts
from eventscope.ui.viewmodels.lines import date_text
from eventscope.ui.widgets import Card, Elided, Empty, IconButton, Label

LAID_OUT = 512 << 10  # bytes of JSON that are laid out in the Payload tab; larger ones stay as they came
TOPIC = 1000  # characters in the header


class InspectorPanel(Card):
    """Shows the message that the desk says was chosen."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("", parent, margins=(12, 8, 12, 8))
        self.setAccessibleName(self.tr("Inspector"))
        self.desk = desk
        self.message: Message | None = None
        self.explained: Explained | None = None
        self._suffix = ".bin"
        self._json = JsonLoad(self)
        self._build()
        self._json.done.connect(self._is_json)
        self._json.failed.connect(self._no_json)
        desk.message_chosen.connect(self.show_message)
        desk.receipts.connect(self._take_receipts)
        desk.state_changed.connect(self._take_state)

    # --- layout ------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.topic = Elided("", "strong", mode=Qt.TextElideMode.ElideMiddle)
        self.qos = Label("", "muted")
        self.about = Elided("", "muted")
        self.said = Label("", "muted", wrap=True)
        self.said.hide()
        self.payload, self.tree, self.hex, self.facts = PayloadView(), TreeTab(), HexView(), FactsView()
        self.diff, self.hops = DiffView(), HopsView(self.desk)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName(self.tr("Views of the message"))
        self.tabs.tabBar().setAccessibleName(self.tabs.accessibleName())
        self.tabs.tabBar().setProperty("role", "tight")  # six of them in the least width
        self.tabs.addTab(self.payload, self.tr("Payload"))
        self.tabs.addTab(self.tree, self.tr("Tree"))
        self.tabs.addTab(self.hex, self.tr("Hex"))
        self.tabs.addTab(self.facts, self.tr("Properties"))
        self.tabs.addTab(self.diff, self.tr("Diff"))
        self.tabs.addTab(self.hops, self.tr("Hops"))
        self.receipt = ReceiptView()
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self._head())
        column.addWidget(self.about)
        column.addWidget(self.said)
        column.addWidget(self.tabs, 1)
        self.nothing = Empty(
            self.tr("Choose a message in the table to see all of it: payload, properties, times."),
            self.tr("Show the newest message"),
            self.show_newest,
        )
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self.nothing)
        self._stack.addWidget(whole)
        self.body.addWidget(holder, 1)
        self.body.addWidget(self.receipt)
        self.setFocusProxy(self.nothing.button)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.topic, 1)
        row.addWidget(self.qos)
        row.addWidget(IconButton("mdi6.content-copy", self.tr("Copy payload"), self.copy_payload))
        self.more = IconButton("mdi6.dots-vertical", self.tr("More to do with this message"), self._open_menu)
        row.addWidget(self.more)
        return row

    def menu(self) -> QMenu:
        """What else can be done with the message."""
        menu = QMenu(self)
        for command in self.commands()[1:]:
            menu.addAction(command.text, command.call)
        return menu

    def _open_menu(self) -> None:
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height())))

    def commands(self) -> list[Command]:
        """For menus, palette and shortcuts."""
        return [
            Command("inspector.newest", self.tr("Inspect the newest message"), self.show_newest),
            Command("inspector.copy", self.tr("Copy payload"), self.copy_payload),
            Command("inspector.copy-escaped", self.tr("Copy payload, escaped"), self.copy_escaped),
            Command("inspector.copy-topic", self.tr("Copy topic"), self.copy_topic),
            Command("inspector.save", self.tr("Save payload to a file"), self.save),
            Command("inspector.compose", self.tr("Compose a copy"), self.compose),
        ]

    # --- the message -----------------------------------------------------------------------------------------------

    def show_message(self, message: Message | None) -> None:
        """Show another message; None for none."""
        if message is not None and self.message is not None and message.id == self.message.id:
            return
        self.message, self.explained = message, None
        self._json.stop()
        self.receipt.pin(None)
        held = self.nothing.button.hasFocus()
        self._stack.setCurrentIndex(0 if message is None else 1)
        self.setFocusProxy(self.nothing.button if message is None else self.tabs.tabBar())
        if held:
            self.setFocus()  # where it is shown instead, not wherever the tab order goes on
        if message is None:
            return
        self._say("")
        self._show_head(message)
        self.payload.show_payload(message.payload)
        self.hex.show_payload(message.payload)
        self.diff.show_side(Side(message, message.payload))
        self.tree.wait()
        self._suffix = ".bin"
        self._json.start(message.payload)
        self._show_facts()
        if message.properties or message.latency is not None:
            self.desk.ask(Explain(message.id), lambda found: self._explained(message, found), self._fail)

    def show_newest(self) -> None:
        """The newest stored message."""
        summary = self.desk.last_summary
        if summary is not None and summary.newest >= summary.oldest:
            self.desk.ask(GetMessage(summary.newest), self.desk.message_chosen.emit, self._fail)

    def _show_head(self, message: Message) -> None:
        self.topic.setText(visible.elide(visible.decode(message.topic).text, TOPIC))
        self.qos.setText(self.tr("QoS {n}").format(n=message.qos))
        parts = [date_text(message.wall), figures.size(len(message.payload))]
        if self.explained and self.explained.properties.content_type:
            parts.append(visible.elide(visible.show(self.explained.properties.content_type).text, 80))
        if message.retain:
            parts.append(self.tr("retained"))
        if message.flags & DUP:
            parts.append(self.tr("DUP"))
        self.about.setText(" · ".join(parts))

    def _show_facts(self) -> None:
        if self.message is None:
            return
        tag = self.message.connection
        name = next((item.name for item in self.desk.connections() if connection_tag(item.id) == tag), "")
        self.facts.show_facts(facts(self.message, self.explained, name))
        self.hops.show_message(self.message, self.explained)

    def _explained(self, message: Message, explained: Explained) -> None:
        if message is not self.message:
            return
        self.explained = explained
        self._show_head(message)
        self._show_facts()
        self.receipt.pin(explained.receipt)

    def _is_json(self, document: Document) -> None:
        self._suffix = ".json"
        self.tree.show_document(document)
        message = self.message
        if message is None or len(message.payload) > LAID_OUT:
            self.payload.offer(None, self.tr("JSON, too large to lay out"))
            return
        text = pretty(document).encode("utf-8", "surrogatepass")
        self.payload.offer(text, self.tr("JSON"))
        self.diff.show_side(Side(message, text))

    def _no_json(self, error: EventscopeError) -> None:
        self.tree.show_reason(error)
        payload = self.message.payload if self.message else b""
        if not payload:
            kind = self.tr("empty")
        elif _is_text(payload):
            self._suffix, kind = ".txt", self.tr("text")
        else:
            kind = self.tr("not UTF-8: other bytes as \\xNN")
        self.payload.offer(None, kind)

    # --- actions ---------------------------------------------------------------------------------------------------

    def copy_payload(self) -> None:
        """The payload as it is (bytes that are no text as \\xNN)."""
        if self.message is not None:
            copy(self.message.payload.decode("utf-8", "backslashreplace"))
            self._say(self.tr("Payload copied."))

    def copy_escaped(self) -> None:
        """The payload on one line, hidden characters as escapes."""
        if self.message is not None:
            copy(visible.escape_bytes(self.message.payload))
            self._say(self.tr("Payload copied, escaped."))

    def copy_topic(self) -> None:
        """The topic as it is."""
        if self.message is not None:
            copy(self.message.topic.decode("utf-8", "backslashreplace"))
            self._say(self.tr("Topic copied."))

    def save(self) -> None:
        """Ask for a new file and write the payload to it."""
        if self.message is not None:
            inspector_save.ask(self, self.message, self._suffix, self._say)

    def compose(self) -> None:
        """Load the message into the composer."""
        if self.message is None:
            return
        try:
            self.desk.compose.emit(event_of(self.message, self.explained, self.desk.connections()))
        except EventscopeError as error:
            self._fail(error)

    def _take_state(self, _state: State) -> None:
        self._show_facts()  # names of connections

    def _take_receipts(self, news: ReceiptNews) -> None:
        self.receipt.take(news)

    def _fail(self, error: EventscopeError) -> None:
        self._say(words.error(error))

    def _say(self, text: str) -> None:
        self.said.setText(visible.show(text).text)
        self.said.setVisible(bool(text))


def _is_text(payload: bytes) -> bool:
    try:
        payload.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
