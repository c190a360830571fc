"""The panel beside the graph: the selected bridge, broker, producer or consumer, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QTabWidget, QVBoxLayout, QWidget

from eventscope.ui.bus import words
from eventscope.ui.bus.control import Control, Wanted
from eventscope.ui.bus.deadtab import DeadTab
from eventscope.ui.bus.dryruntab import DryRunTab
from eventscope.ui.bus.inspecttab import InspectTab
from eventscope.ui.desk import Desk
from eventscope.ui.viewmodels.brokers_rows import label
from eventscope.ui.viewmodels.bus.graph import Crossing, Graph, Standing
from eventscope.ui.viewmodels.bus.hubs import Hub
from eventscope.ui.viewmodels.bus.parties import Party
from eventscope.ui.viewmodels.bus.places import Place
from eventscope.ui.widgets import Card, Dot, Elided, Empty, IconButton, Label, button


class SidePanel(Card):
    """Follows the graph; `bridge_wanted` has the id of a place from which a bridge is to begin."""

    bridge_wanted = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("", parent, margins=(12, 10, 12, 10))
        self.setAccessibleName(self.tr("Bridge or broker"))
        self.node: Place | Party | Crossing | None = None
        self.steered: Crossing | Hub | None = None
        self.control = Control(desk, self)
        self.title, self.about = Elided("", "title"), Elided("", "muted")
        self.dot, self.state = Dot(), Label("", "muted")
        self.inspect, self.dry_run, self.dead = InspectTab(), DryRunTab(desk), DeadTab(desk)
        self.tabs = QTabWidget()
        self._build()

    def _build(self) -> None:
        self.start = button(self.tr("Start"), lambda: self._set("run"))
        self.pause = button(self.tr("Pause"), lambda: self._set("pause"))
        self.drain = button(self.tr("Drain"), lambda: self._set("drain"))
        self.stop = button(self.tr("Stop…"), lambda: self._set("stop"))
        self.edit = button(self.tr("Edit…"), self._edit)
        self.more = IconButton("mdi6.dots-vertical", self.tr("More to do with it"), self._open_menu, size=28)
        self.bridge = button(
            self.tr("Bridge from here…"), lambda: self.bridge_wanted.emit(self.node.id if self.node else "")
        )
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName(self.tr("Views of the bridge"))
        self.tabs.tabBar().setAccessibleName(self.tabs.accessibleName())
        names = (self.tr("Inspect"), self.tr("Dry run"), self.tr("Dead letters"))
        for tab, text in zip((self.inspect, self.dry_run, self.dead), names, strict=True):
            self.tabs.addTab(tab, text)
        self.dead.counted.connect(self._count_dead)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(self._head())
        column.addWidget(self.about)
        column.addLayout(self._actions())
        column.addWidget(self.tabs, 1)
        self.nothing = Empty(self.tr("Choose a bridge, a broker, a producer or a consumer in the graph."))
        holder = QWidget()
        self._stack = QStackedLayout(holder)
        self._stack.addWidget(self.nothing)
        self._stack.addWidget(whole)
        self.body.addWidget(holder, 1)
        self.setFocusProxy(self.tabs.tabBar())

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.title, 1)
        row.addWidget(self.dot, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.state)
        return row

    def _actions(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(6)
        for part in (self.start, self.pause, self.drain, self.stop, self.edit, self.bridge):
            row.addWidget(part, 1)
        row.addWidget(self.more)
        return row

    # --- what it shows -----------------------------------------------------------------------------------------

    def show_node(self, ident: str, graph: Graph) -> None:
        """The node of that id with its present figures; "" for none."""
        self.node = graph.node(ident) if ident else None
        self._stack.setCurrentIndex(0 if self.node is None else 1)
        if self.node is None:
            return
        bridge = self.node if isinstance(self.node, Crossing) else None
        self._show_head(self.node, graph)
        self.steered = graph.steered(ident)
        self._show_actions(self.steered)
        self.inspect.show_node(self.node, graph)
        name, dead = _letters(self.node, graph)
        self.tabs.setTabVisible(self.tabs.indexOf(self.dry_run), bridge is not None)
        self.tabs.setTabVisible(self.tabs.indexOf(self.dead), bool(name))
        self.dry_run.show_bridge(bridge.spec if bridge else None)
        self.dead.show_bridge(name, dead)

    def _show_head(self, node: Place | Party | Crossing, graph: Graph) -> None:
        if isinstance(node, Crossing):
            names = {place.id: label(place.name) for place in graph.places}
            ends = " + ".join(names.get(ident, "?") for ident in node.targets)
            title, about, health = label(node.name), f"{names[node.source]} → {ends}", node.health
            state = words.state(node.state)
        elif isinstance(node, Place):
            standing = graph.standings.get(node.id, Standing())
            title, about, health = label(node.name), words.place_about(node), standing.health
            state = words.place_state(standing)
        else:
            flow = next((flow for flow in graph.flows if node.id in (flow.start, flow.end)), None)
            title, about, health = words.party_name(node), words.party_about(node), flow.health if flow else "idle"
            state = ""
        self.title.setText(title)
        self.about.setText(about)
        self.state.setText(state)
        role = "good" if health == "idle" and state else words.ROLES[health]
        self.dot.show_state(role, hollow=health == "off")
        self.dot.setVisible(bool(state))
        self.state.set_kind(words.ROLES[health])

    def _show_actions(self, steered: Crossing | Hub | None) -> None:
        """A bus is edited and removed as the connection that it is; that leaves room for Stop."""
        bridge = steered if isinstance(steered, Crossing) else None
        self.start.setVisible(steered is not None and self.control.can(steered, "run"))
        self.pause.setVisible(steered is not None and not self.start.isVisibleTo(self))
        for part, wanted in ((self.pause, "pause"), (self.drain, "drain"), (self.stop, "stop")):
            part.setEnabled(self.control.can(steered, wanted))  # type: ignore[arg-type]
        self.drain.setVisible(steered is not None)
        self.stop.setVisible(steered is not None and bridge is None)
        self.edit.setVisible(bridge is not None)
        self.edit.setEnabled(bridge is not None and bridge.spec is not None)
        self.more.setVisible(bridge is not None)
        self.bridge.setVisible(isinstance(self.node, Place) and self.node.bridgeable)
        if steered is not None:
            self.start.setText(self.control.start_text(steered))

    def _count_dead(self, count: int) -> None:
        place = self.tabs.indexOf(self.dead)
        text = self.tr("Dead letters")
        text = f"{text}  {count:,}" if count else text
        if self.tabs.tabText(place) != text:
            self.tabs.setTabText(place, text)

    # --- what can be done --------------------------------------------------------------------------------------

    def show_tab(self, tab: QWidget) -> None:
        """Bring one of the tabs to the front."""
        if self.tabs.isTabVisible(self.tabs.indexOf(tab)):
            self.tabs.setCurrentWidget(tab)

    def _set(self, wanted: Wanted) -> None:
        if self.steered is not None:
            self.control.set(self.steered, wanted)

    def _edit(self) -> None:
        if isinstance(self.node, Crossing):
            self.control.edit_wanted.emit(self.node.name)

    def _open_menu(self) -> None:
        if isinstance(self.node, Crossing):
            menu = self.control.menu(self.node)
            menu.aboutToHide.connect(menu.deleteLater)
            menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height())))


def _letters(node: Place | Party | Crossing, graph: Graph) -> tuple[str, int]:
    """Whose dead letters there can be, by the name of a bridge or bus, and how many there are."""
    if isinstance(node, Crossing):
        return node.name, node.figures.dead if node.figures else 0
    if isinstance(node, Place) and node.kind == "bus":
        return node.name, graph.standings.get(node.id, Standing()).dead
    return "", 0
