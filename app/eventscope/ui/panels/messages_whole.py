"""Fetches the chosen message whole for the inspector: one at a time, and only the one that is wanted last."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from eventscope.core.errors import EventscopeError
from eventscope.core.message import Message
from eventscope.core.verbs import GetMessage
from eventscope.ui.desk import Desk


class WholeMessage(QObject):
    """A key held down runs over many rows; each would otherwise be a message of up to 16 MiB on the pipe."""

    failed = Signal(object)  # EventscopeError

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._asking: int | None = None
        self._wanted: int | None = None

    def want(self, ident: int) -> None:
        """Show this message as soon as it is here."""
        self._wanted = ident
        if self._asking is None:
            self._ask(ident)

    def forget(self) -> None:
        """The engine that was asked is gone."""
        self._asking = None

    def _ask(self, ident: int) -> None:
        self._asking = ident
        self._desk.ask(GetMessage(ident), self._take, self._fail)

    def _take(self, message: Message) -> None:
        self._asking = None
        if self._wanted == message.id:
            self._desk.message_chosen.emit(message)
        elif self._wanted is not None:
            self._ask(self._wanted)

    def _fail(self, error: EventscopeError) -> None:
        failed, self._asking = self._asking, None
        if self._wanted is not None and self._wanted != failed:
            self._ask(self._wanted)
        else:
            self.failed.emit(error)
