"""The topic tree without Qt: a flat list of topics becomes nodes, the sums of their figures, and visible rows.

Adding is cheap and bounded so that a topic explosion never stalls the window: `take` only queues, `work`
does a slice at a time. Nothing here recurses: a topic may have 65,534 levels.
"""

from __future__ import annotations

import re
from array import array
from bisect import insort
from collections import deque
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from eventscope.core import visible
from eventscope.core.news import Topics
from eventscope.ui.viewmodels.topicfigures import Figures
from eventscope.ui.viewmodels.topichits import Hits

DEPTH = 64  # levels shown; what is deeper is one leaf
NODES = 200_000
PAGE = 200  # children shown at first, and as many more at each wish; Qt lays out every row at each change
FOUND = 1_000
WIDE = 50  # children of a branch that does not open by itself
MANY = 5_000  # children beyond which they are sorted byte by byte, which is fast
ROOT = 0
_DIGITS = re.compile(rb"(\d+)")
Key = tuple[object, ...]


class Line(NamedTuple):
    """One visible row. `more` counts children that wait behind a "more" row of `node` (0: an ordinary row).

    A tuple, because thousands of them are made and compared within a frame.
    """

    node: int
    depth: int
    more: int = 0


class TopicTree:
    """Nodes are numbers in order of their making: a parent's is always smaller than its child's."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Forget everything."""
        self.names: list[bytes] = []
        self.dropped = 0  # topics that the engine counts without a name
        self.hidden = 0  # topics that found no room here; the log has them
        self.labels: list[bytes] = [b""]
        self._waiting: deque[int] = deque()
        self._parent = array("q", [ROOT])
        self._depth = array("B", [0])
        self._node_of = array("q")  # by topic
        self._topic_of: dict[int, int] = {}
        self._children: dict[int, dict[bytes, int]] = {}
        self._sorted: dict[int, list[bytes]] = {}  # children of nodes that were opened, in order
        self._order: dict[int, Callable[[bytes], Any]] = {}
        self._limit: dict[int, int] = {}
        self._open: set[int] = {ROOT}
        self._looks: dict[tuple[int, str], int] = {}
        self._alike: set[int] = set()
        self._hits = Hits(self.names)
        self._changed = True
        self._figures = Figures()

    # --- news ------------------------------------------------------------------------------------------

    def take(self, item: Topics) -> None:
        """Queue new topics and keep the figures."""
        if self._is_another(item):
            self.clear()
        known = len(self.names)
        fresh = item.topics[max(0, known - item.first) :]
        self.names.extend(fresh)
        self._node_of.extend([-1] * len(fresh))
        self._waiting.extend(range(known, len(self.names)))
        self._figures.take(item.counts, item.rates)
        self.dropped = item.dropped

    def _is_another(self, item: Topics) -> bool:
        """Whether these are not the topics we know: another workspace, or an engine that started again."""
        known = self.names[item.first : item.first + len(item.topics)]
        shrunk = item.first + len(item.topics) < len(self.names)
        return shrunk or item.first > len(self.names) or list(item.topics[: len(known)]) != known

    @property
    def busy(self) -> bool:
        """Whether topics wait to be put into the tree, or to be looked at by a search."""
        return bool(self._waiting) or self._hits.left > 0

    def work(self, go_on: Callable[[], bool]) -> bool:
        """Put queued topics into the tree while `go_on()`; answers whether `lines()` may have changed."""
        while self._waiting and go_on():
            for _ in range(min(64, len(self._waiting))):
                self._put(self._waiting.popleft())
        while self._hits.left and go_on():
            self._hits.look()
            self._changed = True
        changed, self._changed = self._changed, False
        return changed

    def _put(self, topic: int) -> None:
        parts = self.names[topic].split(b"/", DEPTH - 1)
        if len(self._parent) + len(parts) > NODES:
            self.hidden += 1
            return
        node = ROOT
        for part in parts:
            child = self._children.get(node, {}).get(part)
            node = self._add(node, part) if child is None else child
        self._node_of[topic] = node
        self._topic_of[node] = topic
        self._figures.moved()
        self._changed = self._changed or self.finding

    def _add(self, parent: int, label: bytes) -> int:
        node = len(self._parent)
        self._parent.append(parent)
        self._depth.append(self._depth[parent] + 1)
        self.labels.append(label)
        self._children.setdefault(parent, {})[label] = node
        if parent in self._sorted:
            insort(self._sorted[parent], label, key=self._order[parent])
        self._compare(parent, node, label)
        self._changed = self._changed or parent in self._open
        return node

    def _compare(self, parent: int, node: int, label: bytes) -> None:
        """Mark siblings that look alike without being the same."""
        text = label.decode("utf-8", "surrogateescape")
        if label.isascii() and text.isprintable():
            other = self._looks.get((parent, text)) if self._looks else None
        else:
            look = visible.skeleton(text)
            other = self._children[parent].get(look.encode("utf-8", "surrogateescape"))
            first = self._looks.setdefault((parent, look), node)
            other = first if other in (None, node) else other
        if other is not None and other != node:
            self._alike |= {node, other}

    # --- what a row shows --------------------------------------------------------------------------------

    def figures(self) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """Counts and rates by node, each the sum over everything below it."""
        return self._figures.sums(self._parent, self._depth, self._node_of)

    def alike(self, node: int) -> bool:
        """Whether a sibling looks the same."""
        return node in self._alike

    def has_children(self, node: int) -> bool:
        """Whether there is something to open."""
        return node in self._children

    def is_open(self, node: int) -> bool:
        """Whether its children show."""
        return node in self._open

    def parent(self, node: int) -> int:
        """The node above."""
        return self._parent[node]

    def path(self, node: int) -> bytes:
        """The topic, or the part of one, that leads to a node."""
        parts = []
        while node != ROOT:
            parts.append(self.labels[node])
            node = self._parent[node]
        return b"/".join(reversed(parts))

    def is_topic(self, node: int) -> bool:
        """Whether messages came on this very topic."""
        return node in self._topic_of

    def filter(self, node: int) -> str:
        """The topic filter that matches a node and everything below it."""
        path = self.path(node).decode("utf-8", "surrogateescape")
        return f"{path}/#" if self.has_children(node) else path

    # --- visible rows ------------------------------------------------------------------------------------

    def set_open(self, node: int, wanted: bool) -> None:
        """Open or close a node."""
        if wanted and self.has_children(node):
            self._open.add(node)
        elif node != ROOT:
            self._open.discard(node)
        self._changed = True

    def open_first(self) -> None:
        """Until somebody opens or closes anything: every branch of the first level is open, but for wide ones."""
        for node in self._children.get(ROOT, {}).values():
            wanted = 0 < len(self._children.get(node, ())) <= WIDE
            if wanted != (node in self._open):
                self.set_open(node, wanted)

    def show_more(self, node: int) -> None:
        """Another page of a node's children."""
        self._limit[node] = self._limit.get(node, PAGE) + PAGE
        self._changed = True

    def find(self, text: str) -> None:
        """Show only topics that contain `text`, flat; an empty text shows the tree again. `work` looks for them."""
        self._hits.want(text.encode("utf-8", "surrogateescape"))
        self._changed = True

    @property
    def finding(self) -> bool:
        """Whether rows are whole topics."""
        return bool(self._hits.wanted)

    @property
    def looking(self) -> bool:
        """Whether a search has not seen all topics yet."""
        return self.finding and self.busy

    def lines(self) -> list[Line]:
        """The rows to show now, in order."""
        return self._found() if self.finding else list(self._walk())

    def _walk(self) -> Iterator[Line]:
        stack = [iter(self._page(ROOT))]
        nodes = [ROOT]
        while stack:
            node = next(stack[-1], None)
            if node is None:
                stack.pop()
                above = nodes.pop()
                if (hidden := len(self._children.get(above, ())) - self._limit.get(above, PAGE)) > 0:
                    yield Line(above, len(stack), hidden)
                continue
            yield Line(node, len(stack) - 1)
            if node in self._open and node in self._children:
                stack.append(iter(self._page(node)))
                nodes.append(node)

    def _page(self, node: int) -> list[int]:
        children = self._children.get(node, {})
        if node not in self._sorted:
            self._order[node] = _as_counted if len(children) <= MANY else bytes
            self._sorted[node] = sorted(children, key=self._order[node])
        return [children[label] for label in self._sorted[node][: self._limit.get(node, PAGE)]]

    def _found(self) -> list[Line]:
        hits = self._hits.found
        if self.hidden:
            hits = [topic for topic in hits if self._node_of[topic] >= 0]
        shown = [Line(self._node_of[n], 0) for n in hits[:FOUND]]
        return [*shown, Line(ROOT, 0, len(hits) - FOUND)] if len(hits) > FOUND else shown


def _as_counted(label: bytes) -> Key:
    """Sorts as people count: hall-2 before hall-10; what begins with $ belongs to the broker and comes last."""
    parts: list[object] = list(_DIGITS.split(label[:200]))
    for place in range(1, len(parts), 2):
        digits = parts[place]
        assert isinstance(digits, bytes)
        digits = digits.lstrip(b"0")
        parts[place] = (len(digits), digits)
    return (label[:1] == b"$", *parts, label)
