"""The Brokers page as a whole: the embedded broker, or a Kafka cluster of the workspace."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from eventscope.core.workspace import EMBEDDED, Connection
from eventscope.ui.actions import Command
from eventscope.ui.desk import Desk
from eventscope.ui.forms import Select
from eventscope.ui.panels.brokers import BrokersPage
from eventscope.ui.panels.brokers_kafka import KafkaSection
from eventscope.ui.viewmodels.brokers_rows import label
from eventscope.ui.widgets import Label

KAFKA = ("kafka", "kafkas")


class AllBrokers(QWidget):
    """The choice shows once there is one: while no connection is a Kafka, this is the embedded broker alone."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._wanted = EMBEDDED
        self.embedded, self.kafka = BrokersPage(desk), KafkaSection(desk)
        self.choice = Select([])
        self.choice.setAccessibleName(self.tr("Broker"))
        self.bar = QWidget()
        row = QHBoxLayout(self.bar)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(Label(self.tr("Broker"), "muted"))
        row.addWidget(self.choice)
        row.addStretch(1)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.embedded)
        self.stack.addWidget(self.kafka)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(8)
        outer.addWidget(self.bar)
        outer.addWidget(self.stack, 1)
        self.choice.activated.connect(lambda _place: self.choose(self.choice.value()))
        desk.state_changed.connect(self._follow)
        self._list()

    def commands(self) -> list[Command]:
        """For menu and palette."""
        return self.embedded.commands()

    def save_state(self) -> dict[str, Any]:
        """What the workspace keeps of this page."""
        return {**self.embedded.save_state(), "broker": self._wanted}

    def restore_state(self, state: dict[str, Any]) -> None:
        """Take a saved state; a connection that is gone leaves the embedded broker."""
        self.embedded.restore_state(state)
        if isinstance(state.get("broker"), str):
            self.choose(state["broker"])

    def choose(self, ident: str) -> None:
        """Show the broker of that connection."""
        self._wanted = ident
        self._list()

    def _follow(self, _state: object) -> None:
        # No lambda: only a method is disconnected with the widget, when the window is rebuilt in another language.
        self._list()

    def _list(self) -> None:
        clusters = {item.id: item for item in self._desk.connections() if item.scheme in KAFKA}
        names = [(EMBEDDED, self.tr("Embedded broker"))]
        names += [(item.id, self.tr("Kafka: {name}").format(name=label(item.name))) for item in clusters.values()]
        if [(self.choice.itemData(n), self.choice.itemText(n)) for n in range(self.choice.count())] != names:
            self.choice.clear()
            for ident, text in names:
                self.choice.addItem(text, ident)
        self.bar.setVisible(bool(clusters))
        self._show(clusters.get(self._wanted))

    def _show(self, cluster: Connection | None) -> None:
        self.choice.set_value(cluster.id if cluster is not None else EMBEDDED)
        self.stack.setCurrentWidget(self.embedded if cluster is None else self.kafka)
        self.stack.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        if cluster is not None:
            self.kafka.choose(cluster)
