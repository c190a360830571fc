"""What can be done with one row of the message table: copy it, filter by it, compose from it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from eventscope.core import visible
from eventscope.core.errors import EventscopeError
from eventscope.core.message import Message
from eventscope.core.verbs import Explain, Explained, GetMessage
from eventscope.ui.desk import Desk
from eventscope.ui.viewmodels.copies import event_of, json_line
from eventscope.ui.viewmodels.lines import Line

Call = Callable[[], object]
Use = Callable[[Message, Explained | None], None]


class RowMenu(QObject):
    """The menu of a row. The message is fetched whole when it is needed, so copies are never of the shortened row."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._owner = parent

    def open(self, line: Line, at: QPoint, filter_by: Call, export: Call, among_all: Call | None) -> None:
        """Show the menu at a place on the screen; `among_all` is for rows of a filter."""
        menu = self.menu(line, filter_by, export, among_all)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(at)

    def menu(self, line: Line, filter_by: Call, export: Call, among_all: Call | None) -> QMenu:
        """The menu of a row."""
        menu = QMenu(self._owner)
        menu.addAction(self.tr("Filter by this topic"), filter_by)
        if among_all is not None:
            menu.addAction(self.tr("Show among all messages"), among_all)
        menu.addAction(self.tr("Compose a copy"), lambda: self.compose(line))
        menu.addSeparator()
        menu.addAction(self.tr("Copy topic"), lambda: copy(line.raw_topic.decode("utf-8", "backslashreplace")))
        menu.addAction(self.tr("Copy topic, escaped"), lambda: copy(visible.escape_bytes(line.raw_topic)))
        menu.addAction(self.tr("Copy payload"), lambda: self._with(line, self._payload))
        menu.addAction(self.tr("Copy payload, escaped"), lambda: self._with(line, self._escaped))
        menu.addAction(self.tr("Copy as a JSON line"), lambda: self.copy_row(line))
        menu.addSeparator()
        menu.addAction(self.tr("Export messages…"), export)
        return menu

    def copy_row(self, line: Line) -> None:
        """The whole message as a JSON line on the clipboard."""
        self._with(line, lambda message, explained: copy(json_line(message, explained)))

    def compose(self, line: Line) -> None:
        """Load the message into the composer."""
        self._with(line, self._compose)

    def _compose(self, message: Message, explained: Explained | None) -> None:
        try:
            self._desk.compose.emit(event_of(message, explained, self._desk.connections()))
        except EventscopeError as error:
            self._desk.tell(error)

    def _payload(self, message: Message, _explained: Explained | None) -> None:
        copy(message.payload.decode("utf-8", "backslashreplace"))

    def _escaped(self, message: Message, _explained: Explained | None) -> None:
        copy(visible.escape_bytes(message.payload))

    def _with(self, line: Line, use: Use) -> None:
        self._desk.ask(GetMessage(line.id), lambda message: self._explain(message, use))

    def _explain(self, message: Message, use: Use) -> None:
        if not message.properties:
            use(message, None)
            return
        self._desk.ask(Explain(message.id), lambda explained: use(message, explained), lambda _: use(message, None))


def copy(text: str) -> None:
    """Put a text on the clipboard, as text and nothing else."""
    clipboard = QGuiApplication.clipboard()
    clipboard.setText(text.encode("utf-8", "surrogatepass").decode("utf-8", "backslashreplace"))
