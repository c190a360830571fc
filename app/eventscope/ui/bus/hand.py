"""What a mouse does in the graph: choose, move a node, draw a bridge from broker to broker, move the whole drawing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, Protocol

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QMouseEvent

from eventscope.ui.bus.camera import Camera
from eventscope.ui.bus.nodes import PORT, Dress
from eventscope.ui.viewmodels.bus.curves import Box, Point
from eventscope.ui.viewmodels.bus.layout import Spot
from eventscope.ui.viewmodels.bus.places import Place

Doing = Literal["", "press", "move", "link", "pan"]
FAR = 5  # px that a mouse moves before a press becomes a drag
REACH = 4  # px around the handle of a broker that belong to it


class Board(Protocol):
    """What the hand needs of the canvas."""

    camera: Camera
    dresses: dict[str, Dress]

    def node_at(self, at: Point) -> str: ...
    def line_at(self, at: Point) -> str: ...
    def choose(self, ident: str) -> None: ...
    def put(self, ident: str, spot: Spot) -> None: ...
    def put_back(self, ident: str, spot: Spot) -> None: ...


class Hand:
    """One for each canvas. `over` is the node below the mouse, `target` the broker that a bridge would lead to."""

    def __init__(self, board: Board, bridge: Callable[[str, str], None], settled: Callable[[], None]) -> None:
        self._board, self._bridge, self._settled = board, bridge, settled
        self.doing: Doing = ""
        self.node = self.over = self.target = ""
        self.at = Point(0, 0)
        self.on_port = False
        self._pressed, self._last = QPointF(), QPointF()
        self._home = Spot(0, 0)

    @property
    def home_box(self) -> Box:
        """Where the node that is being dragged came from."""
        box = self._board.dresses[self.node].box
        return Box(self._home.x, self._home.y, box.width, box.height)

    def press(self, event: QMouseEvent) -> None:
        """A button went down."""
        self._pressed = self._last = event.position()
        self.at = self._board.camera.point(event.position())
        if event.button() == Qt.MouseButton.MiddleButton:
            self.doing = "pan"
            return
        port = self._port(self.at)
        self.node = port or self._board.node_at(self.at)
        self.doing = "link" if port else "press"
        if self.node:
            box = self._board.dresses[self.node].box
            self._home = Spot(box.x, box.y)
            self._board.choose(self.node)
        elif line := self._board.line_at(self.at):
            self._board.choose(line)

    def move(self, event: QMouseEvent) -> None:
        """The mouse moved, with or without a button."""
        here = event.position()
        self.at = self._board.camera.point(here)
        if self.doing == "press" and (here - self._pressed).manhattanLength() > FAR:
            self.doing = "move" if self.node else "pan"
        if self.doing == "pan":
            self._board.camera.pan(here.x() - self._last.x(), here.y() - self._last.y())
        elif self.doing == "move":
            self._move(here)
        elif self.doing == "":
            port = self._port(self.at)
            self.over, self.on_port = port or self._board.node_at(self.at), bool(port)
        self.target = self._aim() if self.doing in ("move", "link") else ""
        self._last = here

    def _move(self, here: QPointF) -> None:
        scale = self._board.camera.scale
        moved = (here - self._pressed) / scale
        self._board.put(self.node, Spot(self._home.x + moved.x(), self._home.y + moved.y()))

    def release(self, event: QMouseEvent) -> None:
        """A button went up: a bridge, a node at its new place, or a click."""
        doing, node, target = self.doing, self.node, self.target
        self.doing, self.target = "", ""
        if doing == "press" and not node and not self._board.line_at(self.at):
            self._board.choose("")
        if doing == "move":
            if target:
                self._board.put_back(node, self._home)
            else:
                self._settled()
        if doing in ("move", "link") and target:
            self._bridge(node, target)

    def cancel(self) -> bool:
        """Esc: whatever is being dragged goes back; False where nothing was."""
        doing, self.doing, self.target = self.doing, "", ""
        if doing == "move":
            self._board.put_back(self.node, self._home)
        return doing in ("move", "link")

    def leave(self) -> None:
        """The mouse is elsewhere."""
        self.over, self.on_port = "", False

    def _aim(self) -> str:
        """The broker below the mouse, where a bridge can lead from the one that is dragged."""
        if not _bridgeable(self._board.dresses[self.node]):
            return ""
        found = [
            ident
            for ident, dress in self._board.dresses.items()
            if _bridgeable(dress) and ident != self.node and dress.box.holds(self.at)
        ]
        return found[-1] if found else ""

    def _port(self, at: Point) -> str:
        """The broker whose handle is there: it shows while the mouse is over the broker."""
        for ident, dress in self._board.dresses.items():
            near = abs(at.x - dress.box.right) <= PORT + REACH and abs(at.y - dress.box.y) <= PORT + REACH
            if near and _bridgeable(dress):
                return ident
        return ""


def _bridgeable(dress: Dress) -> bool:
    return isinstance(dress.node, Place) and dress.node.bridgeable
