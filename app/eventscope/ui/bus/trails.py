"""Paths that stand out in the graph with a strip above it: a circle that was refused, the way of one event."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication

from eventscope.core.bus import BridgeSpec
from eventscope.ui.bus.banner import Banner
from eventscope.ui.bus.canvas import Canvas
from eventscope.ui.viewmodels.brokers_rows import label
from eventscope.ui.viewmodels.bus import emphasis
from eventscope.ui.viewmodels.bus.graph import Graph
from eventscope.ui.viewmodels.bus.hops import Journey
from eventscope.ui.viewmodels.bus.places import place_of

translate = QCoreApplication.translate
Draft = tuple[BridgeSpec, str]


class Trails:
    """`edit` opens what was refused again. `draw` brings the path up to date with other figures."""

    def __init__(self, canvas: Canvas, edit: Callable[[BridgeSpec, str], object]) -> None:
        self.banner = Banner(self.forget)
        self._canvas, self._edit = canvas, edit
        self._circle: tuple[str, ...] = ()
        self._journey: Journey | None = None
        self._graph = Graph()

    def refuse(self, draft: Draft | None, path: tuple[str, ...], sentence: str) -> None:
        """A circle is drawn and told; an empty path takes it back."""
        if not path or draft is None:
            if self._circle:
                self.banner.close_()
            return
        self._circle, self._journey = path, None
        spec, before = draft
        self.banner.tell(sentence, "bad", translate("Bus", "Edit it"), lambda: self._edit(spec, before))
        self.draw(self._graph)

    def follow(self, found: Journey | None) -> None:
        """The way of one event; None for none any more."""
        self._journey, self._circle = found, ()
        if found is None:
            self.banner.close_()
            return
        names = [label(node.name) for ident in found.trail if (node := self._graph.node(ident)) is not None]
        text = translate("Bus", "The way of the chosen event: {path}").format(path=" › ".join(names))
        self.banner.tell(text)
        self.draw(self._graph)

    def draw(self, graph: Graph) -> None:
        """On this graph from now on."""
        self._graph = graph
        if self._circle and graph.places and not all(place_of(graph.places, name) for name in self._circle[::2]):
            self.banner.close_()  # what it was about is gone
        if self._circle:
            self._canvas.emphasise(emphasis.cycle(graph, self._circle))
        elif self._journey is not None:
            self._canvas.emphasise(emphasis.journey(graph, self._journey.trail))
        elif self._canvas.emphasis is not None:
            self._canvas.emphasise(None)

    def forget(self) -> None:
        """No path stands out any more."""
        self._circle, self._journey = (), None
        self.draw(self._graph)
