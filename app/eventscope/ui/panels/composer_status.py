"""The line below the composer: preview or what is wrong at the left, what became of the last event at the right."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from eventscope.core.message import Receipt
from eventscope.core.news import PublishingNews
from eventscope.ui import figures, words
from eventscope.ui.viewmodels.eventdraft import Outlook, outcome
from eventscope.ui.widgets import Elided, button


class StatusLine(QWidget):
    """Says one thing at each side; an offer to undo stands between them for a while."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.left = Elided("", "muted")
        self.last = Elided("", "muted")
        self.last.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._undo: Callable[[], None] | None = None
        self.undo = button(self.tr("Undo"), self._take_back, "link")
        self.undo.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.left, 3)
        row.addWidget(self.undo)
        row.addWidget(self.last, 2)

    # --- left ----------------------------------------------------------------------------------------------------

    def show_outlook(self, found: Outlook, kind: str) -> None:
        """How the event would leave."""
        self.left.set_kind("bad" if found.wrong else "warn" if found.hidden else "muted")
        self.left.setText(self._outlook_words(found, kind))

    def _outlook_words(self, found: Outlook, kind: str) -> str:
        if found.wrong is not None:
            return words.error(found.wrong)
        if found.hidden:
            return self.tr("The topic holds hidden characters: {topic}").format(topic=found.hidden)
        if found.skipped:
            return self.tr("No preview: the template is larger than 16 KB. It is checked when it is published.")
        if kind == "file":
            return self.tr("The file is read when the event is published.")
        if found.size == 0:
            return self.tr("Empty payload; with Retain it clears the retained message.")
        size = figures.size(found.size or 0)
        if not found.rendered:
            return size
        return self.tr("Preview  {text}  · {size}").format(text=found.text, size=size)

    def complain(self, text: str) -> None:
        """The event was not published, and why."""
        self.left.set_kind("bad")
        self.left.setText(text)

    def offer_undo(self, text: str, undo: Callable[[], None]) -> None:
        """Something was replaced; it can be had back."""
        self.left.set_kind("muted")
        self.left.setText(text)
        self._undo = undo
        self.undo.show()

    def withdraw(self) -> None:
        """The offer is over."""
        self._undo = None
        self.undo.hide()

    def _take_back(self) -> None:
        undo = self._undo
        self.withdraw()
        if undo is not None:
            undo()

    # --- right -----------------------------------------------------------------------------------------------------

    def show_receipt(self, receipt: Receipt) -> None:
        """How far the last event came."""
        found = outcome(receipt)
        self.last.set_kind("bad" if found.kind == "failed" else "muted")
        after = figures.span(float(max(0, found.after))) if found.after is not None else ""
        text = {
            "waiting": self.tr("last: waiting to be sent"),
            "sent": self.tr("last: sent in {time}"),
            "acknowledged": self.tr("last: acknowledged in {time}"),
            "failed": self.tr("last: {words}"),
        }[found.kind].format(time=after, words=words.sentence(found.code, found.words or found.code))
        if found.receivers:
            text += self.tr(", received by {n}").format(n=found.receivers)
        elif found.words and found.kind != "failed":
            text += f" · {found.words}"
        self.last.setText(text)

    def show_progress(self, news: PublishingNews) -> None:
        """How far a repeated event is."""
        sent, total = figures.count(news.sent), figures.count(news.total)
        text = self.tr("{sent} of {total} sent").format(sent=sent, total=total) if news.total else ""
        text = text or self.tr("{sent} sent").format(sent=sent)
        if not news.running:
            text = self.tr("done: {text}").format(text=text)
        if news.skipped:
            text += self.tr(", {n} skipped while the machine slept").format(n=figures.count(news.skipped))
        if news.failures or news.failed:
            why = words.sentence("", news.failed)
            text += self.tr(", {n} failed: {words}").format(n=figures.count(news.failures), words=why)
        self.last.set_kind("bad" if news.failures or news.failed else "muted")
        self.last.setText(text)
