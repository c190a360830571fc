"""What changed from the message inspected before, or from one that is held."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QShowEvent, QSyntaxHighlighter
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from eventscope.core import visible
from eventscope.core.difference import Difference, compare
from eventscope.core.message import Message
from eventscope.ui import figures
from eventscope.ui.theme import theme
from eventscope.ui.viewmodels.lines import clock_text
from eventscope.ui.widgets import Elided, Pill, PlainView, tooltip


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: a message and its payload as it is compared (laid out where it is JSON)."""

    message: Message
    text: bytes


class DiffView(QWidget):
    """Compares only while it is looked at."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._before: Side | None = None
        self._now: Side | None = None
        self._stale = True
        self.about = Elided("", "muted")
        self.hold = Pill(self.tr("Hold"))
        tooltip(self.hold, self.tr("Go on comparing with the same message while you choose others"))
        self.view = PlainView()
        self.view.setAccessibleName(self.tr("Difference"))
        self.view.setCornerWidget(QWidget())
        self._paint = _Lines(self.view.document())
        theme.changed.connect(self._paint.rehighlight)
        head = QHBoxLayout()
        head.setContentsMargins(0, 4, 0, 4)
        head.addWidget(self.about, 1)
        head.addWidget(self.hold)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.view, 1)
        self._draw()

    def show_side(self, side: Side) -> None:
        """Another message, or the same one laid out; the one before becomes what it is compared with."""
        if self._now is not None and self._now.message.id != side.message.id and not self._held():
            self._before = self._now
        self._now = side
        self._draw()

    def _held(self) -> bool:
        return self.hold.isChecked() and self._before is not None

    def showEvent(self, event: QShowEvent) -> None:
        if self._stale:
            self._draw()

    def _draw(self) -> None:
        self._stale = not self.isVisible()
        if self._stale:
            return
        before, now = self._before, self._now
        self.hold.setVisible(before is not None)
        if before is None or now is None:
            self.about.setText(self.tr("Choose another message: it is compared with this one."))
            self.view.setPlainText("")
            return
        found = compare(before.text, now.text)
        self.about.setText(self._words(before.message, found))
        self.view.setPlainText("\n".join(found.lines))

    def _words(self, before: Message, found: Difference) -> str:
        topic = visible.elide(visible.decode(before.topic).text, 60)
        since = self.tr("since {time} {topic}").format(time=clock_text(before.wall), topic=topic)
        if found.equal:
            return self.tr("No difference {since}").format(since=since)
        if not found.lines:
            return self.tr("First difference at byte {at}, too large to compare by line, {since}").format(
                at=figures.count(found.first or 0), since=since
            )
        return self.tr("Changes {since}").format(since=since)


class _Lines(QSyntaxHighlighter):
    """Colours added and removed lines; the sign at their start tells the same without colour."""

    def highlightBlock(self, text: str) -> None:
        roles = {"+": "good", "-": "bad", "@": "muted"}
        role = roles.get(text[:1])
        if role:
            self.setFormat(0, len(text), theme.colour(role))
