"""Brings what the desk hears, and what clients of the broker subscribe to, to the model that makes the graph."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Signal

from eventscope.core.errors import EventscopeError
from eventscope.core.news import BrokerNews
from eventscope.core.verbs import GetClients
from eventscope.ui.desk import Desk
from eventscope.ui.viewmodels.bus.graph import Graph
from eventscope.ui.viewmodels.bus.model import BusModel


class Gathering(QObject):
    """`changed`: the next graph may be another one."""

    changed = Signal()

    def __init__(self, desk: Desk, owner: QObject) -> None:
        super().__init__(owner)
        self._desk = desk
        self.model = BusModel()
        for signal in (desk.bridges, desk.consumers, desk.summary, desk.link):
            signal.connect(self._heard)
        desk.broker.connect(self._take_broker)

    def graph(self) -> Graph | None:
        """Of what is known now; None before anything is."""
        desk, model = self._desk, self.model
        if desk.state is None:
            return None
        model.workspace = desk.state.workspace
        model.figures, model.consumers = desk.last_bridges.bridges, desk.last_consumers.consumers
        model.broker, model.links, model.summary = desk.last_broker, desk.links, desk.last_summary
        return model.graph()

    def ask_clients(self) -> None:
        """What clients subscribe to is no news; it is asked for."""
        broker = self._desk.last_broker
        if broker is not None and broker.ports is not None:
            self._desk.ask(GetClients(), self._take_clients, self._no_clients)

    def _take_clients(self, infos: Any) -> None:
        self.model.clients = infos or ()
        self.changed.emit()

    def _no_clients(self, error: EventscopeError) -> None:
        """Where the broker went down in between, its own news says so."""
        if error.code not in ("broker-down", "broker-gone"):
            self._desk.tell(error)

    def _heard(self, _news: object) -> None:
        self.changed.emit()

    def _take_broker(self, item: BrokerNews) -> None:
        self.changed.emit()
        if item.ports is None:
            self.model.clients = ()
