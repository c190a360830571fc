"""A Kafka cluster on the Brokers page: nodes, topics with their partitions, groups with their lag, our own clients."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QTabWidget, QVBoxLayout, QWidget

from eventscope.core.errors import EventscopeError
from eventscope.core.kafkafigures import ClusterFigures, Group, TopicFigures
from eventscope.core.verbs import GetCluster, GetKafkaCurves, GetKafkaGroups, GetKafkaTopics, Verb
from eventscope.core.visible import show
from eventscope.core.workspace import Connection
from eventscope.ui import words
from eventscope.ui.desk import Desk
from eventscope.ui.dialogs.offsets import OffsetsDialog
from eventscope.ui.panels.brokers_kafkacurves import CurvesTab
from eventscope.ui.panels.brokers_kafkalists import GroupsList, TopicsList
from eventscope.ui.viewmodels.brokers_rows import label
from eventscope.ui.widgets import Card, Dot, Label, button

LOOK_MS = 3_000  # between an answer and the next question


class KafkaSection(QWidget):
    """One cluster. It is asked for what is shown, one question at a time, while somebody looks.

    Curves come from our engine, and the cluster is only asked whether it is there.
    """

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._connection: Connection | None = None
        self._turn = 0  # answers to questions of before another cluster was chosen are not looked at
        self._described = False
        self.dot, self.name, self.about = Dot(), Label("", "strong"), Label("", "muted", wrap=True)
        self.topics, self.groups, self.curves = TopicsList(), GroupsList(), CurvesTab()
        self.tabs = QTabWidget()
        self._lay_out()
        self.groups.move_wanted.connect(self.move_offsets)
        self._timer = QTimer(self, singleShot=True, interval=LOOK_MS)
        self._timer.timeout.connect(self.refresh)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.dot)
        head.addWidget(self.name)
        head.addWidget(self.about, 1)
        head.addWidget(button(self.tr("Look again"), self.refresh))
        top = Card("")
        top.setAccessibleName(self.tr("Kafka cluster"))
        top.body.addLayout(head)
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName(self.tr("What lives in the cluster"))
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.tabBar().setAccessibleName(self.tabs.accessibleName())
        for tab in (self.topics, self.groups):
            self.tabs.addTab(tab, tab.name)
            tab.upper.counted.connect(self._counter(tab))
        self.tabs.addTab(self.curves, self.curves.name)
        self.tabs.currentChanged.connect(lambda _tab: self.refresh())
        card = Card("", margins=(0, 4, 0, 0))
        card.setAccessibleName(self.tr("Topics, consumer groups and our own clients"))
        card.body.addWidget(self.tabs, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(8)
        outer.addWidget(top)
        outer.addWidget(card, 1)

    def _counter(self, tab: TopicsList | GroupsList) -> Callable[[int], None]:
        return lambda number: self.tabs.setTabText(self.tabs.indexOf(tab), f"{tab.name}  {number:,}")

    # --- asking ------------------------------------------------------------------------------------------

    def choose(self, connection: Connection) -> None:
        """Show this cluster from now on."""
        if connection == self._connection:
            return
        self._connection = connection
        self._described = False
        self.topics.take(())
        self.groups.take(())
        self.curves.clear()
        self.dot.show_state("muted", hollow=True)
        self.name.setText(label(connection.name))
        self.about.setText(self.tr("asking {address}…").format(address=self._address()))
        self.refresh()

    def refresh(self) -> None:
        """Ask now."""
        self._turn += 1
        self._timer.stop()
        if self._connection is None or not self.isVisible():
            return
        if self._on_curves:  # the cluster need not be there for them
            self._ask(GetKafkaCurves(self._connection.id), self.curves.take)
        if self._on_curves or not self._described:
            self._ask(GetCluster(self._connection.id), self._take_cluster)
        elif self.tabs.currentWidget() is self.topics:
            self._ask(GetKafkaTopics(self._connection.id), self._take_topics)
        else:
            self._ask(GetKafkaGroups(self._connection.id), self._take_groups)

    @property
    def _on_curves(self) -> bool:
        return self.tabs.currentWidget() is self.curves

    def _ask(self, verb: Verb[Any], take: Callable[[Any], None]) -> None:
        turn = self._turn

        def taken(answer: Any) -> None:
            if turn == self._turn:
                take(answer)

        def failed(error: EventscopeError) -> None:
            if turn == self._turn:
                self._failed(error)

        self._desk.ask(verb, taken, failed)

    def _take_cluster(self, found: ClusterFigures) -> None:
        self._described = True
        nodes = self.tr("%n node(s)", "", len(found.nodes))
        about = [self._address(), nodes, self.tr("cluster {id}").format(id=label(found.id)) if found.id else ""]
        self.about.setText(" · ".join(filter(None, about)))
        self.dot.show_state("good")
        if self._on_curves:
            self._timer.start()
        else:
            self.refresh()

    def _take_topics(self, found: tuple[TopicFigures, ...]) -> None:
        self.topics.take(found)
        self._timer.start()

    def _take_groups(self, found: tuple[Group, ...]) -> None:
        self.groups.take(found)
        self._timer.start()

    def _failed(self, error: EventscopeError) -> None:
        """It is said here and tried again: a cluster may come back."""
        self._described = False
        self.dot.show_state("bad")
        self.about.setText(words.error(error))
        self._timer.start()

    def _address(self) -> str:
        item = self._connection
        if item is None:
            return ""
        place = item.host if "," in item.host else f"{item.host}:{item.port}"
        return show(f"{item.scheme}://{place}").text

    # --- doing -------------------------------------------------------------------------------------------

    def move_offsets(self, group: Group) -> OffsetsDialog | None:
        """The dialog that moves a group's offsets."""
        if self._connection is None:
            return None
        dialog = OffsetsDialog(self._desk, self._connection.id, group, self.window())
        dialog.moved.connect(self.refresh)
        dialog.open()
        return dialog

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()
        super().hideEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F5 asks now, / searches."""
        tab = self.tabs.currentWidget()
        if event.key() == Qt.Key.Key_F5:
            self.refresh()
        elif event.key() == Qt.Key.Key_Slash and isinstance(tab, TopicsList | GroupsList):
            tab.upper.focus_search()
        else:
            super().keyPressEvent(event)
