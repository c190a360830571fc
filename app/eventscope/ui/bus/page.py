"""The Bus page: brokers, bridges, producers and consumers as a live graph, and what can be done with them."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QMenu, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from eventscope.base import clock
from eventscope.core.verbs import State
from eventscope.ui.actions import Command
from eventscope.ui.bus.canvas import Canvas
from eventscope.ui.bus.commands import commands
from eventscope.ui.bus.editing import Editing
from eventscope.ui.bus.gathering import Gathering
from eventscope.ui.bus.side import SidePanel
from eventscope.ui.bus.toolbar import Toolbar
from eventscope.ui.bus.trails import Trails
from eventscope.ui.consumers import ConsumersPanel
from eventscope.ui.desk import Desk
from eventscope.ui.fold import Fold
from eventscope.ui.theme import theme
from eventscope.ui.viewmodels.bus.graph import Crossing, Graph
from eventscope.ui.viewmodels.bus.hops import Journey
from eventscope.ui.viewmodels.bus.hubs import Hub
from eventscope.ui.viewmodels.bus.parties import Party
from eventscope.ui.viewmodels.bus.places import Place
from eventscope.ui.widgets import Card, Deck, Empty

TICK_MS = 250  # between two looks at the figures
CLIENTS_EVERY = 8  # ticks between two looks at what clients subscribe to
SIDE = 360  # px
NARROW = 1240  # px of the page below which the panel beside the graph folds


class BusPage(QWidget):
    """Nothing is drawn or asked while the page is hidden."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.gathering = Gathering(desk, self)
        self._graph = Graph()
        self._path: str | None = None
        self._wanted = ""  # a node to select once it is there
        self._dirty, self._ticks = True, 0
        self.canvas, self.side, self.bar = Canvas(), SidePanel(desk), Toolbar()
        self.fold = Fold(self.side, self.tr("Bridge"), SIDE)
        self.editing = Editing(desk, self)
        self.trails = Trails(self.canvas, self.editing.open)
        self.banner = self.trails.banner
        self.consumers = ConsumersPanel(desk)
        self._build()
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._connect()
        if desk.state is not None:
            self._take_state(desk.state)
        if isinstance(desk.journey, Journey):
            self.show_journey(desk.journey)

    # --- layout ------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.empty = Empty(
            self.tr("Brokers, and the bridges between them, show here. A bridge carries messages from one to another."),
            self.tr("New bridge"),
            self.new_bridge,
        )
        card = Card("", margins=(1, 1, 1, 1))
        card.setAccessibleName(self.tr("Graph of brokers and bridges"))
        self._deck = Deck()
        self._deck.addWidget(self.canvas)
        self._deck.addWidget(self.empty)
        card.body.addWidget(self._deck, 1)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.banner)
        column.addWidget(card, 1)
        self._split = QSplitter()
        self._split.setHandleWidth(theme.px(8))
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(left)
        self._split.addWidget(self.fold)
        self._split.setStretchFactor(0, 1)
        self.stack = QStackedWidget()
        self.stack.addWidget(self._split)
        self.stack.addWidget(self.consumers)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(8)
        outer.addWidget(self.bar)
        outer.addWidget(self.stack, 1)

    def _connect(self) -> None:
        desk = self._desk
        self.gathering.changed.connect(self._mark)
        desk.state_changed.connect(self._take_state)
        desk.journey_chosen.connect(self.show_journey)
        self.bar.fit_wanted.connect(self.canvas.fit)
        self.bar.arrange_wanted.connect(self.canvas.arrange)
        self.bar.bridge_wanted.connect(self.new_bridge)
        self.bar.figures_changed.connect(self.canvas.show_figures)
        self.bar.view_wanted.connect(self.show_view)
        self.canvas.chosen.connect(self._choose)
        self.canvas.opened.connect(self._open)
        self.canvas.removed.connect(self._remove)
        self.canvas.bridge_wanted.connect(self._bridge)
        self.canvas.menu_wanted.connect(self._open_menu)
        self.side.bridge_wanted.connect(lambda ident: self._bridge(ident, ""))
        self.side.control.edit_wanted.connect(self.edit)
        self.editing.refused.connect(self.trails.refuse)
        self.editing.saved.connect(self._saved)
        self.fold.changed.connect(self._fit_side)
        theme.changed.connect(self._fit_side)

    # --- commands ----------------------------------------------------------------------------------------------

    def commands(self) -> list[Command]:
        """For menu and palette."""
        return commands(self)

    def selected(self) -> Place | Party | Crossing | None:
        """The selected node."""
        return self._graph.node(self.canvas.selected)

    def steered(self) -> Crossing | Hub | None:
        """The selected bridge or bus."""
        return self._graph.steered(self.canvas.selected)

    def open_tab(self, tab: QWidget) -> None:
        """Bring one of the tabs of the selected bridge to the front."""
        self.fold.set_folded(False)
        self.side.show_tab(tab)
        tab.setFocus()

    def show_view(self, name: str) -> None:
        """The graph, or the consumers."""
        self.bar.show_view(name)
        self.stack.setCurrentWidget(self.consumers if name == "consumers" else self._split)

    # --- news --------------------------------------------------------------------------------------------------

    def _take_state(self, state: State) -> None:
        if state.path != self._path:
            if self._path is not None:  # another workspace: nothing of the last one's drawing holds
                self.canvas.layout_.restore({})
                self.canvas.own_view = False
                self.banner.close_()
            self._path = state.path
        self._mark()
        self._tick()

    def _mark(self) -> None:
        self._dirty = True

    def _tick(self) -> None:
        """A quarter of a second is over."""
        if not self.isVisible():
            return
        self._ticks += 1
        if self._ticks % CLIENTS_EVERY == 1:
            self.gathering.ask_clients()
        if self._dirty:
            self._dirty = False
            self.refresh()

    def refresh(self) -> None:
        """Draw what is known now."""
        found = self.gathering.graph()
        if found is None:
            return
        self._graph = found
        self._deck.setCurrentIndex(0 if self._graph.places else 1)
        self.canvas.show_graph(self._graph, clock.mono_ns())
        if self._wanted and self._wanted in self.canvas.dresses:
            self.canvas.choose(self._wanted)
            self._wanted = ""
        if self.fold.panel.isVisible():
            self.side.show_node(self.canvas.selected, self._graph)
        self.trails.draw(self._graph)

    # --- what is selected ----------------------------------------------------------------------------------------

    def _choose(self, ident: str) -> None:
        self.side.show_node(ident, self._graph)

    def _open(self, ident: str) -> None:
        self.fold.set_folded(False)
        self.canvas.choose(ident)
        self.side.show_node(ident, self._graph)
        self.side.setFocus()

    def _remove(self, ident: str) -> None:
        node = self._graph.node(ident)
        if isinstance(node, Crossing):
            self.side.control.remove(node)

    def _open_menu(self, ident: str, at: QPoint) -> None:
        node, steered = self._graph.node(ident), self._graph.steered(ident)
        menu = self.side.control.menu(steered) if steered is not None else QMenu(self)
        if not isinstance(node, Crossing):
            if isinstance(node, Place) and node.bridgeable:
                menu.addAction(self.tr("Bridge from here…"), lambda: self._bridge(ident, ""))
            else:
                menu.addAction(self.tr("New bridge…"), self.new_bridge)
            menu.addAction(self.tr("Show all of it"), self.canvas.fit)
            menu.addAction(self.tr("Arrange anew"), self.canvas.arrange)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)

    # --- bridges -------------------------------------------------------------------------------------------------

    def new_bridge(self) -> None:
        """Begin one: from the selected broker, where one is."""
        node = self._graph.node(self.canvas.selected)
        self._bridge(node.id if isinstance(node, Place) and node.bridgeable else "", "")

    def _bridge(self, source: str, target: str) -> None:
        """Between two places; "" lets a person choose."""
        self.editing.between(self._graph, source, target)

    def edit(self, name: str) -> None:
        """Change the bridge of that name."""
        crossing = self._graph.crossing(name)
        if crossing is not None and crossing.spec is not None:
            self.editing.open(crossing.spec, name)

    def _saved(self, name: str) -> None:
        """A bridge was saved: it is selected as soon as the workspace has it."""
        self._wanted = f"bridge:{name}"
        self._mark()

    def show_journey(self, found: Journey | None) -> None:
        """The way of one event."""
        self.refresh()
        self.trails.follow(found)

    # --- what the workspace keeps ----------------------------------------------------------------------------------

    def save_state(self) -> dict[str, Any]:
        """Places of nodes that a person moved, the view where it is a person's, which figures show."""
        state: dict[str, Any] = {
            "nodes": self.canvas.layout_.saved(),
            "figures": self.bar.saved(),
            "side": self.fold.save_state(),
        }
        if self.canvas.own_view:
            state["view"] = self.canvas.camera.saved()
        return state

    def restore_state(self, state: dict[str, Any]) -> None:
        """Take a saved state; anything odd in it is left out."""
        self.canvas.layout_.restore(state.get("nodes"))
        self.bar.restore(state.get("figures"))
        if isinstance(state.get("side"), dict):
            self.fold.restore_state(state["side"])
        self.canvas.own_view = self.canvas.camera.restore(state.get("view"))
        self._mark()

    # --- window ----------------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._timer.start()
        self._dirty = True
        self._ticks = 0
        QTimer.singleShot(0, self, self._tick)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fold.set_narrow(self.width() < theme.px(NARROW))
        self._fit_side()

    def _fit_side(self) -> None:
        wide = self.fold.wanted_width()
        self._split.setSizes([max(1, self.width() - wide - self._split.handleWidth()), wide])
        self._mark()
