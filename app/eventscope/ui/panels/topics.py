"""The topic tree: every topic that was seen, with what comes on it now."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QMenu, QVBoxLayout, QWidget

from eventscope.base import clock
from eventscope.core import visible
from eventscope.core.errors import BadInput
from eventscope.core.news import Topics
from eventscope.core.topics import check_topic
from eventscope.ui import figures
from eventscope.ui.actions import Command
from eventscope.ui.desk import Desk
from eventscope.ui.models.topics import TopicRows
from eventscope.ui.panels.topiclist import TopicList
from eventscope.ui.viewmodels.topictree import TopicTree
from eventscope.ui.widgets import Card, Deck, Empty, Label

EVERY_MS = 100  # figures move ten times a second
SLICE_NS = 6_000_000  # for putting new topics into the tree, each time


class TopicsPanel(QWidget):
    """Reads `desk.topics`; a double click filters the message table by the topic."""

    subscribe_wanted = Signal(str)
    clear_wanted = Signal(str)  # retained messages on this topic and below it

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.tree = TopicTree()
        self.rows = TopicRows(self.tree, self)
        self.list = TopicList(self.rows)
        self.list.setAccessibleName(self.tr("Topics"))
        self.search = QLineEdit()
        self.note = Label("", "muted", wrap=True)
        self._fresh = False  # there are figures that were not painted yet
        self._grown = False  # there are topics that show no row yet
        self._painted = 0
        self._build()
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self._tick)
        desk.topics.connect(self._take)

    def commands(self) -> list[Command]:
        """For menu and palette."""
        return [Command("topics.find", self.tr("Find a topic"), self._start_finding, "Ctrl+Shift+F")]

    def _build(self) -> None:
        card = Card(self.tr("Topics"), margins=(4, 4, 4, 4))
        card.add_action("mdi6.magnify", self.tr("Find a topic (Ctrl+Shift+F)"), self._start_finding)
        self.search.setPlaceholderText(self.tr("Part of a topic"))
        self.search.setAccessibleName(self.tr("Find a topic"))
        self.search.setClearButtonEnabled(True)
        self.search.hide()
        self.search.textChanged.connect(self._find)
        self.search.returnPressed.connect(self.list.setFocus)
        self.note.hide()
        empty = Empty(
            self.tr("Every topic that messages come on shows here, with its rate."),
            self.tr("Add a subscription"),
            lambda: self.subscribe_wanted.emit(""),
        )
        self._stack = Deck()
        self._stack.addWidget(empty)
        self._stack.addWidget(self.list)
        for part in (self.search, self._stack, self.note):
            card.body.addWidget(part)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(card)
        self.list.chosen.connect(self._choose)
        self.list.wanted_clear.connect(lambda node: self.clear_wanted.emit(self._path(node)))
        self.list.customContextMenuRequested.connect(self._menu)

    # --- news ------------------------------------------------------------------------------------------

    def _take(self, item: Topics) -> None:
        self.tree.take(item)
        self._fresh = True
        if not self._timer.isActive():
            self._timer.start()

    def _tick(self) -> None:
        if not (self._fresh or self._grown or self.tree.busy):
            self._timer.stop()
            return
        if not self.isVisible():
            return  # figures wait until somebody looks; new topics stay queued
        now = clock.mono_ns()
        self._grown = self.tree.work(lambda: clock.mono_ns() < now + SLICE_NS) or self._grown
        self._timer.setInterval(EVERY_MS // 4 if self.tree.busy else EVERY_MS)
        if now - self._painted < 0.9e6 * EVERY_MS:
            return  # between two slices: what they added shows with the next paint
        self._painted = now
        self._fresh = False
        self._show()

    def _show(self) -> None:
        if self._grown and not self.list.touched:
            self.tree.open_first()
        if self._grown:
            self._grown = False
            self.list.refresh()
        self._stack.setCurrentIndex(1 if self.tree.names else 0)
        self._show_note()
        self.list.viewport().update()

    def _show_note(self) -> None:
        parts = []
        if self.tree.dropped or self.tree.hidden:
            count = figures.count(self.tree.dropped + self.tree.hidden)
            parts.append(self.tr("{n} more topics found no room here. The message log has them all.").format(n=count))
        if self.tree.finding:
            hits = sum(line.more or 1 for line in self.rows.lines)
            parts.append(self.tr("%n topic(s) found", "", hits))
        self.note.setText("\n".join(parts))
        self.note.setVisible(bool(parts))

    # --- what a person asks ------------------------------------------------------------------------------

    def _choose(self, node: int) -> None:
        if _is_name(self._path(node)):
            self._desk.topic_chosen.emit(self.tree.filter(node))
        else:
            sentence = "This topic is not valid in MQTT, so no topic filter can name it."
            self._desk.tell(BadInput("topic-not-valid", sentence))

    def _path(self, node: int) -> str:
        return self.tree.path(node).decode("utf-8", "surrogateescape")

    def _start_finding(self) -> None:
        self.search.setVisible(True)
        self.search.setFocus()
        self.search.selectAll()

    def _find(self, text: str) -> None:
        self.tree.find(text)
        self.list.refresh()
        self._show_note()
        self.search.setVisible(bool(text) or self.search.hasFocus())

    def _menu(self, at: QPoint) -> None:
        index = self.list.indexAt(at)
        line = self.rows.lines[index.row()] if index.isValid() else self.list.current_line()
        if line is not None and not line.more:
            self.list.go_to(line.node)
            self.menu(line.node).popup(self.list.viewport().mapToGlobal(at))

    def menu(self, node: int) -> QMenu:
        """What can be done with a topic."""
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        path, filter_ = self._path(node), self.tree.filter(node)
        damaged = not _is_name(path)
        menu.addAction(self.tr("Filter messages by it"), lambda: self._choose(node)).setEnabled(not damaged)
        subscribe = menu.addAction(self.tr("Subscribe…"), lambda: self.subscribe_wanted.emit(filter_))
        subscribe.setEnabled(not damaged)
        menu.addSeparator()
        if visible.hidden(path):
            menu.addAction(self.tr("Copy topic with escapes"), lambda: _copy(visible.escape(path)))
        menu.addAction(self.tr("Copy topic"), lambda: _copy(path)).setEnabled(not damaged)
        menu.addAction(self.tr("Copy as topic filter"), lambda: _copy(filter_)).setEnabled(not damaged)
        menu.addSeparator()
        clear = menu.addAction(self.tr("Clear retained messages…"), lambda: self.clear_wanted.emit(path))
        clear.setEnabled(not damaged)
        return menu


def _is_name(path: str) -> bool:
    """Whether a filter may be made of it: with a wildcard that came in a name, it would match other topics too."""
    try:
        check_topic(path or "/")  # the first level of "/a" is empty
    except BadInput:
        return False
    return True


def _copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)
