"""From what the filter says to the view of the log in the messages panel: opened, replaced, searched, closed."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from eventscope.core.errors import EventscopeError
from eventscope.core.verbs import CloseView, OpenView, StopSearch
from eventscope.ui.desk import Desk
from eventscope.ui.panels.messages_filter import FilterBox
from eventscope.ui.viewmodels.lines import Line
from eventscope.ui.viewmodels.queries import of_raw, of_topic
from eventscope.ui.viewmodels.stream import Stream


class Filtering(QObject):
    """`text` is the filter that is wanted. `changed`: another view is shown; `said`: what is wrong, "" for nothing."""

    said = Signal(str)
    changed = Signal()

    def __init__(self, desk: Desk, stream: Stream, box: FilterBox, parent: QObject) -> None:
        super().__init__(parent)
        self.text = ""
        self._desk = desk
        self._stream = stream
        self._box = box
        box.wanted.connect(self._open)

    def by_topic(self, topic: str) -> None:
        """Show one topic, or what a topic filter matches."""
        if text := of_topic(topic):
            self._box.filter_by(text)

    def by_line(self, line: Line) -> None:
        """Show the topic of a row."""
        if text := of_raw(line.raw_topic):
            self._box.filter_by(text)
        else:
            self.said.emit(self.tr("This topic is not valid in MQTT, so no topic filter can name it."))

    def again(self) -> None:
        """Another engine knows no view of ours."""
        if self.text:
            self._open(self.text)

    def stop(self) -> None:
        """Enough was found."""
        if self._stream.view:
            self._desk.ask(StopSearch(self._stream.view))

    def leave(self, line: Line) -> None:
        """Take the filter away and stay at a row; in view 0 its position is its id."""
        self._box.clear_filter()
        self._stream.select(line.id)
        self._stream.centre(line.id)

    def _open(self, text: str) -> None:
        self.text = text
        if not text:
            self._show(0)
            return
        self._desk.ask(OpenView(text), lambda view: self._opened(text, view), lambda error: self._refused(text, error))

    def _opened(self, text: str, view: int) -> None:
        if text == self.text:
            self._show(view)
        else:
            self._desk.ask(CloseView(view))

    def _refused(self, text: str, error: EventscopeError) -> None:
        if text == self.text:
            self.said.emit(self._box.refuse(error))

    def _show(self, view: int) -> None:
        if self._stream.view:
            self._desk.ask(CloseView(self._stream.view))
        self._box.accept()
        self.said.emit("")
        self._stream.open_view(view)
        self.changed.emit()
