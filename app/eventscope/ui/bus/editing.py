"""Opens the bridge dialog: for a new bridge, from a broker, between two, or for one that is there."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from eventscope.core.bus import BridgeSpec
from eventscope.ui.desk import Desk
from eventscope.ui.dialogs.bridge import BridgeDialog
from eventscope.ui.viewmodels.bus import draft
from eventscope.ui.viewmodels.bus.graph import Graph
from eventscope.ui.viewmodels.bus.places import Place


class Editing(QObject):
    """`refused` comes with the draft (its spec and present name), the path of the circle and the sentence about it.

    With an empty path there is no circle any more. `saved` has the name of the bridge.
    """

    refused = Signal(object, object, str)
    saved = Signal(str)

    def __init__(self, desk: Desk, owner: QWidget) -> None:
        super().__init__(owner)
        self._desk, self._owner = desk, owner

    def between(self, graph: Graph, source: str, target: str) -> None:
        """A new bridge between two places, by their ids; "" takes what is there."""
        connections = [item for item in self._desk.connections() if item.scheme != "bus"]
        others = [item.name for item in connections]
        start = _name(graph, source) or (others[0] if others else "")
        end = _name(graph, target) or next((name for name in others if name != start), start)
        taken = [each.name for each in graph.crossings]
        self.open(draft.begin(connections, start, end, taken), "")

    def open(self, spec: BridgeSpec, before: str) -> BridgeDialog:
        """The dialog on a bridge; `before` is its present name, "" for a new one."""
        dialog = BridgeDialog(self._desk, spec, before, self._owner.window())
        dialog.refused.connect(
            lambda path, sentence: self.refused.emit((dialog.spec(), before) if path else None, path, sentence)
        )
        dialog.saved.connect(self.saved)
        dialog.open()
        return dialog


def _name(graph: Graph, place: str) -> str:
    """How a bridge names that place: by a connection that leads there."""
    node = graph.node(place)
    usable = [item for item in node.connections if item.scheme != "bus"] if isinstance(node, Place) else []
    return usable[0].name if usable else ""
