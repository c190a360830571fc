"""The way of one message: who sent it, which brokers and bridges it crossed, and when, as far as it was measured."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QHeaderView,
    QStackedLayout,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from eventscope.core.message import Message, connection_tag
from eventscope.core.verbs import Explained
from eventscope.ui.desk import Desk
from eventscope.ui.theme import theme
from eventscope.ui.viewmodels.bus.hops import Hop, Journey, journey, names
from eventscope.ui.viewmodels.bus.places import listening
from eventscope.ui.widgets import Empty, Label, button, plain_tooltip


class HopsView(QWidget):
    """`show_message`; the graph of the Bus page shows the same way on request."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.journey: Journey | None = None
        self.view = QTreeWidget()
        self.view.setColumnCount(2)
        self.view.setHeaderLabels([self.tr("Station"), self.tr("When")])
        self.view.setRootIsDecorated(False)
        self.view.setUniformRowHeights(True)
        self.view.setAccessibleName(self.tr("Way of the message"))
        header = self.view.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.note = Label("", "muted", wrap=True)
        self.show_button = button(self.tr("Show in the graph"), self._show_in_graph)
        self.nothing = Empty(
            self.tr(
                "This message says nothing of its way: it carries neither a stamp nor the marks of a bridge, or a hop "
                "by MQTT 3.1.1 took them off."
            )
        )
        self._lay_out()
        theme.changed.connect(self._fill)

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.note, 1)
        foot.addWidget(self.show_button, 0, Qt.AlignmentFlag.AlignTop)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 4, 0, 0)
        column.addWidget(self.view, 1)
        column.addLayout(foot)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.nothing)
        self._stack.addWidget(whole)

    def show_message(self, message: Message | None, explained: Explained | None) -> None:
        """Another message, or what was found out about it since."""
        self.journey = None
        state = self._desk.state
        if message is not None and state is not None:
            ports = self._desk.last_broker.ports if self._desk.last_broker else state.ports
            connections = listening(state.workspace.connections, ports)
            known = names(connections, self._desk.last_bridges.bridges, state.settings.install_id)
            came_by = next((item for item in connections if connection_tag(item.id) == message.connection), None)
            found = journey(message, explained, known, came_by)
            self.journey = found if found.hops or len(found.stations) > 2 else None
        self._stack.setCurrentIndex(0 if self.journey is None else 1)
        self._fill()

    def _fill(self) -> None:
        self.view.clear()
        if self.journey is None:
            return
        for hop in self.journey.stations:
            self.view.addTopLevelItem(self._item(hop))
        self.show_button.setEnabled(bool(self.journey.trail))
        hops = self.tr("%n bridge(s) crossed.", "", self.journey.hops)
        self.note.setText(" ".join((hops, self.tr("Timed where it was stamped, and here."))))

    def _item(self, hop: Hop) -> QTreeWidgetItem:
        name, first = self._name(hop), hop.after == "0"
        after = f"~{hop.after}" if hop.about and hop.after else hop.after
        when = hop.when if first or not after else after
        if hop.usual:
            when = self.tr("usually {time}").format(time=hop.usual)
        item = QTreeWidgetItem([name, when or self.tr("not measured")])
        item.setFont(1, theme.mono())
        item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if hop.usual or not when:
            item.setForeground(1, theme.colour("muted"))
        if not hop.known:
            item.setForeground(0, theme.colour("muted"))
        item.setToolTip(0, plain_tooltip(name))
        item.setToolTip(1, plain_tooltip(self._how(hop)))
        return item

    def _name(self, hop: Hop) -> str:
        text = {
            "due": self.tr("due at {name}"),
            "sent": self.tr("sent by {name}"),
            "acknowledged": self.tr("acknowledged to the sender"),
            "broker": self.tr("at {name}"),
            "bridge": self.tr("over {name}"),
            "lost": self.tr("{name} bridge(s) before these"),
            "received": self.tr("received here"),
        }[hop.kind]
        name = hop.name if hop.known or hop.kind == "lost" else self.tr("unknown: {id}").format(id=hop.name)
        return text.format(name=name or self.tr("its sender"))

    def _how(self, hop: Hop) -> str:
        if hop.usual:
            return self.tr("Half of this bridge's messages take no longer now; this one was not measured there.")
        if hop.kind in ("broker", "bridge") and not hop.when:
            return self.tr("Brokers and bridges leave no time on a message.")
        if hop.about:
            return self.tr("{time}, by the wall clocks of two computers").format(time=hop.when)
        return hop.when

    def _show_in_graph(self) -> None:
        self._desk.choose_journey(self.journey)
