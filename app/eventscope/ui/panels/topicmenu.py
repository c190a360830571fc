"""What can be done with a topic or a branch of topics, wherever one is listed."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from eventscope.core import visible
from eventscope.core.errors import BadInput
from eventscope.core.topics import check_topic


@dataclass(frozen=True, slots=True)
class Subject:
    """A topic, or the part of one that leads to a branch, and the topic filter that matches what is meant."""

    path: str
    filter: str

    @property
    def valid(self) -> bool:
        """Whether a filter may be made of it: with a wildcard that came in a name, it would match other topics too."""
        try:
            check_topic(self.path or "/")  # the first level of "/a" is empty
        except BadInput:
            return False
        return True


class TopicMenu(QMenu):
    """Deletes itself when it closes. A name that is not valid in MQTT can only be looked at."""

    filter_wanted = Signal()
    subscribe_wanted = Signal()
    clear_wanted = Signal()

    def __init__(self, subject: Subject, parent: QWidget) -> None:
        super().__init__(parent)
        self.aboutToHide.connect(self.deleteLater)
        valid, path = subject.valid, subject.path
        self.addAction(self.tr("Filter messages by it"), self.filter_wanted.emit).setEnabled(valid)
        self.addAction(self.tr("Subscribe…"), self.subscribe_wanted.emit).setEnabled(valid)
        self.addSeparator()
        if visible.hidden(path):
            self.addAction(self.tr("Copy topic with escapes"), lambda: _copy(visible.escape(path)))
        self.addAction(self.tr("Copy topic"), lambda: _copy(path)).setEnabled(valid)
        self.addAction(self.tr("Copy as topic filter"), lambda: _copy(subject.filter)).setEnabled(valid)
        self.addSeparator()
        self.addAction(self.tr("Clear retained messages…"), self.clear_wanted.emit).setEnabled(valid)


def _copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)
