"""The graph as it is painted: by ourselves, so that it costs the same whatever runs through the bridges."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from eventscope.ui.bus import lines, nodes, words
from eventscope.ui.bus.camera import Camera
from eventscope.ui.bus.hand import Hand
from eventscope.ui.bus.ink import Ink
from eventscope.ui.bus.lines import Strand
from eventscope.ui.bus.nodes import Dress, Shown
from eventscope.ui.theme import theme
from eventscope.ui.viewmodels.brokers_rows import label
from eventscope.ui.viewmodels.bus.curves import Box, Point, below, curve
from eventscope.ui.viewmodels.bus.emphasis import Emphasis
from eventscope.ui.viewmodels.bus.graph import Graph
from eventscope.ui.viewmodels.bus.layout import Layout, Spot
from eventscope.ui.viewmodels.bus.places import Place

SETTLING = 5_000_000_000  # ns after the first drawing
NEAR = 8  # px at which a line is below the mouse


class Drawing(QWidget):
    """`show_graph` gives it what to draw. `bridge_wanted` has the ids of two places, `menu_wanted` a global place."""

    chosen = Signal(str)
    opened = Signal(str)
    removed = Signal(str)
    bridge_wanted = Signal(str, str)
    menu_wanted = Signal(str, QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.graph, self.layout_, self.camera = Graph(), Layout(), Camera()
        self.dresses: dict[str, Dress] = {}
        self.strands: list[Strand] = []
        self.shown = Shown()
        self.selected = ""
        self.emphasis: Emphasis | None = None
        self.own_view = False  # a person zoomed or moved it
        self._now = self._since = 0
        self._ink = Ink()
        self.hand = Hand(self, self.bridge_wanted.emit, lambda: None)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Graph of brokers and bridges"))
        theme.changed.connect(self._dress)

    # --- what it shows -------------------------------------------------------------------------------------

    def show_graph(self, graph: Graph, now: int) -> None:
        """Other figures, or other nodes; `now` in monotonic ns."""
        known = set(self.dresses)
        self.graph, self._now = graph, now
        if self.hand.doing != "move":
            self.layout_.place(graph)
        self._lay_out()
        if self.selected and self.selected not in self.dresses:
            self.choose("")
        self._since = self._since or now
        settling = now - self._since < SETTLING  # who is there at all comes in pieces
        outside = settling or not self.camera.shows(self._boxes(), self._room())
        if not self.own_view and known != set(self.dresses) and outside:
            self.fit()
        self._speak()
        self.update()

    def show_figures(self, shown: Shown) -> None:
        """Other figures beside the nodes."""
        self.shown = shown
        self._lay_out()
        self.update()

    def emphasise(self, emphasis: Emphasis | None) -> None:
        """Let a path stand out; None for none."""
        self.emphasis = emphasis
        self.update()

    def choose(self, ident: str) -> None:
        """Select a node; "" for none."""
        if ident != self.selected:
            self.selected = ident
            self.chosen.emit(ident)
            self._speak()
            self.update()

    def fit(self) -> None:
        """All of it, in the middle."""
        self.own_view = False
        self.camera.fit(self._boxes(), self._room(), theme.zoom / 100)
        self.update()

    def arrange(self) -> None:
        """Put every node where the layout has it, those that a person dragged as well."""
        self.layout_.arrange(self.graph)
        self._lay_out()
        self.fit()

    def put(self, ident: str, spot: Spot) -> None:
        """A node is being dragged there."""
        self.layout_.move(ident, spot)
        self._lay_out()

    def put_back(self, ident: str, spot: Spot) -> None:
        """It was not meant to be moved."""
        self.layout_.pinned.pop(ident, None)
        self.layout_.spots[ident] = spot
        self._lay_out()
        self.update()

    def _lay_out(self) -> None:
        spots = self.layout_.spots
        self.dresses = nodes.dresses(self.graph, spots, self.shown, self._now)
        self.strands = lines.strands(self.graph, self.dresses, self.shown)

    def _dress(self) -> None:
        self._ink = Ink()
        if not self.own_view:
            self.fit()
        self.update()

    def _boxes(self) -> list[Box]:
        return [dress.box for dress in self.dresses.values()]

    def _room(self) -> QRectF:
        return QRectF(self.rect())

    def _speak(self) -> None:
        dress = self.dresses.get(self.selected)
        text = words.spoken(dress.node, self.graph.standings.get(self.selected), self._now) if dress else ""
        if text != self.accessibleDescription():
            self.setAccessibleDescription(text)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(800), theme.px(500))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(240), theme.px(160))

    # --- where things are ----------------------------------------------------------------------------------

    def node_at(self, at: Point) -> str:
        """The node at a place of the drawing; "" for none."""
        return next((ident for ident, dress in reversed(self.dresses.items()) if dress.box.holds(at)), "")

    def line_at(self, at: Point) -> str:
        """The bridge or client whose line is there; "" for none."""
        near = NEAR / self.camera.scale
        found = min(self.strands, key=lambda each: each.curve.distance(at), default=None)
        if found is None or found.curve.distance(at) > near:
            return ""
        places = {place.id for place in self.graph.places}
        return found.flow.end if found.flow.start in places else found.flow.start

    # --- painting ------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.save()
        painter.setClipRect(self.rect().adjusted(1, 1, -1, -1))
        painter.translate(self.camera.x, self.camera.y)
        painter.scale(self.camera.scale, self.camera.scale)
        self._paint_flows(painter)
        self._paint_nodes(painter)
        self._paint_ghosts(painter)
        self._paint_drag(painter)
        painter.restore()
        if self.hasFocus():
            painter.setPen(theme.colour("accent"))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), theme.px(6), theme.px(6))
        painter.end()

    def _paint_flows(self, painter: QPainter) -> None:
        path, tint = self.emphasis, self._tint()
        for strand in self.strands:
            on = path is not None and strand.flow.id in path.flows
            painter.setOpacity(1.0 if path is None or on else 0.25)
            lines.paint_strand(painter, strand, tint if on else None, 2.6 if on else 0.0)
        painter.setOpacity(1.0)
        for strand in self.strands:
            if path is None or strand.flow.id in path.flows:
                lines.paint_label(painter, self._ink, strand, self.camera.scale)

    def _paint_ghosts(self, painter: QPainter) -> None:
        """What would close a circle, over everything."""
        for ghost in self.emphasis.ghosts if self.emphasis else ():
            start, end = self.dresses.get(ghost.start), self.dresses.get(ghost.end)
            if start and end:
                ahead = end.box.left > start.box.right
                line = curve(start.box, end.box) if ahead else below(start.box, end.box)
                lines.paint_ghost(painter, self._ink, line, label(ghost.name), self._tint())

    def _paint_nodes(self, painter: QPainter) -> None:
        path = self.emphasis
        for ident, dress in self.dresses.items():
            aside = path is not None and ident not in path.nodes
            if aside:  # no line shows through it
                painter.setOpacity(1.0)
                painter.fillRect(nodes.shape(dress, self.camera.scale), theme.colour("panel"))
            painter.setOpacity(0.3 if aside else 1.0)
            nodes.paint_node(painter, self._ink, dress, self.camera.scale, self._mark(ident))
        painter.setOpacity(1.0)
        for number, ident in enumerate(path.nodes if path else (), 1):
            if ident in self.dresses:
                nodes.paint_number(painter, self._ink, self.dresses[ident].box, number, self._tint())
        port = self.hand.over or self.selected
        node = self.dresses[port].node if port in self.dresses else None
        if isinstance(node, Place) and node.bridgeable and self.hand.doing != "move":
            nodes.paint_port(painter, self.dresses[port].box, self.hand.on_port)

    def _mark(self, ident: str) -> str:
        if ident in (self.selected, self.hand.target):
            return "accent"
        if self.emphasis is not None and ident in self.emphasis.nodes:
            return "bad" if self.emphasis.kind == "cycle" else "accent"
        return "muted" if ident == self.hand.over else ""

    def _tint(self) -> QColor:
        return theme.colour("bad" if self.emphasis and self.emphasis.kind == "cycle" else "accent")

    def _paint_drag(self, painter: QPainter) -> None:
        """The bridge that is being drawn."""
        if self.hand.doing not in ("link", "move") or (self.hand.doing == "move" and not self.hand.target):
            return
        start = self.hand.home_box if self.hand.doing == "move" else self.dresses[self.hand.node].box
        end = Box(self.hand.at.x, self.hand.at.y, 0, 0)
        text = self.tr("to a broker…")
        if self.hand.target:
            end = self.dresses[self.hand.target].box
            text = self.tr("bridge to {name}").format(name=self.dresses[self.hand.target].lines[0])
        lines.paint_ghost(painter, self._ink, curve(start, end), text, theme.colour("accent"))
