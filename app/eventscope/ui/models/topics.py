"""The rows of the topic tree as a Qt list: one splice for each change, nothing at all for moving figures."""

from __future__ import annotations

import zlib
from typing import Any

from PySide6.QtCore import QAbstractListModel, QCoreApplication, QModelIndex, QObject, QPersistentModelIndex, Qt

from eventscope.core import visible
from eventscope.ui import figures
from eventscope.ui.viewmodels.topictree import Line, TopicTree
from eventscope.ui.widgets import plain_tooltip

Index = QModelIndex | QPersistentModelIndex
LABEL = 120  # characters of a level; longer ones are shortened and told apart by their length and ends
HOVER = 2_000
STRETCH = 256  # lines that are compared at once
NONE = "–"
translate = QCoreApplication.translate


class TopicRows(QAbstractListModel):
    """Shows `tree.lines()`; call `refresh` after the tree changed."""

    def __init__(self, tree: TopicTree, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.tree = tree
        self.lines: list[Line] = []

    def refresh(self) -> None:
        """Take the lines anew: what is the same before and after the change stays untouched."""
        new = self.tree.lines()
        start, removed, added = _splice(self.lines, new)
        if removed:
            self.beginRemoveRows(QModelIndex(), start, start + removed - 1)
            del self.lines[start : start + removed]
            self.endRemoveRows()
        if added:
            self.beginInsertRows(QModelIndex(), start, start + added - 1)
            self.lines[start:start] = new[start : start + added]
            self.endInsertRows()

    def row_of(self, node: int) -> int:
        """The row of a node, -1 where it does not show."""
        return next((row for row, line in enumerate(self.lines) if line.node == node and not line.more), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own default)
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self.label(line)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(self._hover(line))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(line)
        return None

    def label(self, line: Line) -> str:
        """What a row says, made visible and bounded."""
        if line.more:
            return translate("TopicsPanel", "{n} more").format(n=figures.count(line.more))
        raw = self.tree.path(line.node) if self.tree.finding else self.tree.labels[line.node]
        return bounded(raw, LABEL) or translate("TopicsPanel", "‹empty›")

    def figure(self, line: Line) -> str:
        """Messages a second; a dash while none come."""
        if line.more:
            return ""
        _, rates = self.tree.figures()
        return (figures.rate(float(rates[line.node])) if line.node < len(rates) else "") or NONE

    def _hover(self, line: Line) -> str:
        if line.more:
            return translate("TopicsPanel", "Double click or Enter shows more of them.")
        counts, _ = self.tree.figures()
        number = figures.count(int(counts[line.node])) if line.node < len(counts) else "0"
        rate = self.figure(line)
        now = translate("TopicsPanel", "none at present") if rate == NONE else rate
        text = bounded(self.tree.path(line.node), HOVER)
        text += "\n" + translate("TopicsPanel", "Now: {rate}, on it and below it").format(rate=now)
        text += "\n" + translate("TopicsPanel", "Since the start: {n} messages").format(n=number)
        if self.tree.alike(line.node):
            text += "\n" + translate("TopicsPanel", "Another topic beside this one looks the same.")
        return text

    def _spoken(self, line: Line) -> str:
        state = ""
        if not line.more and self.tree.has_children(line.node) and not self.tree.finding:
            opened = self.tree.is_open(line.node)
            state = translate("TopicsPanel", "open") if opened else translate("TopicsPanel", "closed")
        level = translate("TopicsPanel", "level {n}").format(n=line.depth + 1)
        rate = self.figure(line)
        rate = translate("TopicsPanel", "none at present") if rate == NONE else rate
        return ", ".join(filter(None, (self.label(line), level, state, rate)))


def bounded(raw: bytes, limit: int) -> str:
    """A level or topic as visible text of at most `limit` characters; what is cut is told apart by a checksum."""
    if len(raw) <= limit:
        return visible.decode(raw).text
    text = visible.decode(raw[: 4 * limit] + raw[-4 * limit :] if len(raw) > 8 * limit else raw).text
    if len(text) <= limit:
        return text
    return f"{visible.elide(text, limit)} #{zlib.crc32(raw):08x}"


def _splice(old: list[Line], new: list[Line]) -> tuple[int, int, int]:
    """(start, removed, added): the one stretch in which two lists of lines differ."""
    start = _alike(old, new)
    tail = _alike(old[start:][::-1], new[start:][::-1])
    return start, len(old) - start - tail, len(new) - start - tail


def _alike(one: list[Line], other: list[Line]) -> int:
    """How many lines agree from the first on: by stretches, which are compared a hundred times faster than lines."""
    bound, at = min(len(one), len(other)), 0
    while at < bound and one[at : at + STRETCH] == other[at : at + STRETCH]:
        at += STRETCH
    return next((n for n in range(min(at, bound), bound) if one[n] != other[n]), bound)
