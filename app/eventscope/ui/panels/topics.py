"""The topics: every one that was seen as a tree with what comes on it now, or ranked by what floods."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from eventscope.base import clock
from eventscope.core.errors import BadInput
from eventscope.core.news import Topics
from eventscope.core.ranking import Ranked
from eventscope.ui import figures
from eventscope.ui.actions import Command
from eventscope.ui.desk import Desk
from eventscope.ui.models.topics import TopicRows
from eventscope.ui.panels.floods import FloodsView
from eventscope.ui.panels.topiclist import TopicList
from eventscope.ui.panels.topicmenu import Subject, TopicMenu
from eventscope.ui.viewmodels.topictree import TopicTree
from eventscope.ui.widgets import Card, Deck, Empty, Label, Pill, tooltip

EVERY_MS = 100  # figures move ten times a second
SLICE_NS = 6_000_000  # for putting new topics into the tree, each time
NOTHING, TREE, FLOODS = range(3)  # pages of the panel


class TopicsPanel(QWidget):
    """Reads `desk.topics`; a double click filters the message table by the topic. "What floods?" ranks them."""

    subscribe_wanted = Signal(str)
    clear_wanted = Signal(str)  # retained messages on this topic and below it

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.tree = TopicTree()
        self.rows = TopicRows(self.tree, self)
        self.list = TopicList(self.rows)
        self.list.setAccessibleName(self.tr("Topics"))
        self.floods = FloodsView(desk)
        self.ranked = Pill(self.tr("What floods?"))
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
        return [
            Command("topics.find", self.tr("Find a topic"), self._start_finding, "Ctrl+Shift+F"),
            Command("topics.floods", self.tr("What floods? Rank the topics"), self._start_ranking, "Ctrl+Shift+R"),
        ]

    def _build(self) -> None:
        card = Card(self.tr("Topics"), margins=(4, 4, 4, 4))
        tooltip(self.ranked, self.tr("The topics that bring most, in messages or bytes (Ctrl+Shift+R)"))
        self.ranked.toggled.connect(self._rank)
        card.header.addWidget(self.ranked)
        card.add_action("mdi6.magnify", self.tr("Find a topic (Ctrl+Shift+F)"), self._start_finding)
        self.search.setPlaceholderText(self.tr("Part of a topic"))
        self.search.setAccessibleName(self.tr("Find a topic"))
        self.search.setClearButtonEnabled(True)
        self.search.hide()
        self.search.textChanged.connect(self._find)
        self.search.returnPressed.connect(lambda: self.place().setFocus())
        self.note.hide()
        empty = Empty(
            self.tr("Every topic that messages come on shows here, with its rate."),
            self.tr("Add a subscription"),
            lambda: self.subscribe_wanted.emit(""),
        )
        self._stack = Deck()
        self._stack.addWidget(empty)
        self._stack.addWidget(self.list)
        self._stack.addWidget(self.floods)
        for part in (self.search, self._stack, self.note):
            card.body.addWidget(part)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(card)
        self.list.chosen.connect(lambda node: self._choose(self._subject(node)))
        self.list.wanted_clear.connect(lambda node: self.clear_wanted.emit(self._subject(node).path))
        self.list.customContextMenuRequested.connect(self._menu)
        self.floods.list.chosen.connect(lambda place: self._choose(_place(place)))
        self.floods.list.wanted_clear.connect(lambda place: self.clear_wanted.emit(_place(place).path))
        self.floods.list.customContextMenuRequested.connect(self._floods_menu)

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
        self._grown = self._work() or self._grown
        self._timer.setInterval(EVERY_MS // 4 if self.tree.busy else EVERY_MS)
        if now - self._painted < 0.9e6 * EVERY_MS:
            return  # between two slices: what they added shows with the next paint
        self._painted = now
        self._fresh = False
        self._show()

    def _work(self) -> bool:
        """A slice; answers whether other rows show."""
        end = clock.mono_ns() + SLICE_NS
        return self.tree.work(lambda: clock.mono_ns() < end)

    def _show(self) -> None:
        if self._grown and not self.list.touched:
            self.tree.open_first()
        if self._grown:
            self._grown = False
            self.list.refresh()
        self._show_page()
        self._show_note()
        self.list.viewport().update()

    def _show_page(self) -> None:
        self._stack.setCurrentIndex(NOTHING if not self.tree.names else FLOODS if self.ranked.isChecked() else TREE)

    def _show_note(self) -> None:
        """What the tree has to say; the ranking has a line of its own."""
        parts = []
        if self.tree.dropped or self.tree.hidden:
            count = figures.count(self.tree.dropped + self.tree.hidden)
            parts.append(self.tr("{n} more topics found no room here. The message log has them all.").format(n=count))
        if self.tree.finding:
            hits = sum(line.more or 1 for line in self.rows.lines)
            found = self.tr("%n topic(s) found so far", "", hits) if self.tree.looking else ""
            parts.append(found or self.tr("%n topic(s) found", "", hits))
        self.note.setText("\n".join(parts))
        self.note.setVisible(bool(parts) and not self.ranked.isChecked())

    # --- what a person asks ------------------------------------------------------------------------------

    def place(self) -> QWidget:
        """Where the keyboard belongs: the tree or the ranking."""
        return self.floods.list if self.ranked.isChecked() else self.list

    def _choose(self, subject: Subject) -> None:
        if subject.valid:
            self._desk.topic_chosen.emit(subject.filter)
        else:
            sentence = "This topic is not valid in MQTT, so no topic filter can name it."
            self._desk.tell(BadInput("topic-not-valid", sentence))

    def _subject(self, node: int) -> Subject:
        return Subject(self.tree.path(node).decode("utf-8", "surrogateescape"), self.tree.filter(node))

    def _start_ranking(self) -> None:
        self.ranked.toggle()
        self.place().setFocus()

    def _rank(self, on: bool) -> None:
        self.floods.look_for(self.search.text())
        self._show_page()
        self._show_note()

    def _start_finding(self) -> None:
        self.search.setVisible(True)
        self.search.setFocus()
        self.search.selectAll()

    def _find(self, text: str) -> None:
        self.tree.find(text)
        self._grown = self._work() or self._grown
        self._show()
        self.floods.look_for(text)
        self._timer.start()  # for what is left to be looked at
        self.search.setVisible(bool(text) or self.search.hasFocus())

    def _menu(self, at: QPoint) -> None:
        index = self.list.indexAt(at)
        line = self.rows.lines[index.row()] if index.isValid() else self.list.current_line()
        if line is not None and not line.more:
            self.list.go_to(line.node)
            self.menu(self._subject(line.node)).popup(self.list.viewport().mapToGlobal(at))

    def _floods_menu(self, at: QPoint) -> None:
        view = self.floods.list
        index = view.indexAt(at) if view.indexAt(at).isValid() else view.currentIndex()
        if index.isValid():
            view.setCurrentIndex(index)
            self.menu(_place(view.rows.places[index.row()])).popup(view.viewport().mapToGlobal(at))

    def menu(self, subject: Subject) -> TopicMenu:
        """What can be done with a topic."""
        made = TopicMenu(subject, self)
        made.filter_wanted.connect(lambda: self._choose(subject))
        made.subscribe_wanted.connect(lambda: self.subscribe_wanted.emit(subject.filter))
        made.clear_wanted.connect(lambda: self.clear_wanted.emit(subject.path))
        return made

    # --- state -------------------------------------------------------------------------------------------

    def save_state(self) -> dict[str, Any]:
        """Whether topics are ranked, and by what."""
        return {"floods": self.ranked.isChecked(), **self.floods.save_state()}

    def restore_state(self, state: dict[str, Any]) -> None:
        """Take a saved state; anything odd in it is left out."""
        self.floods.restore_state(state)
        self.ranked.setChecked(state.get("floods") is True)


def _place(place: Ranked) -> Subject:
    path = place.topic.decode("utf-8", "surrogateescape")
    return Subject(path, f"{path}/#" if place.below else path)
