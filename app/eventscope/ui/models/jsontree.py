"""A JSON document as a tree for item views: children appear in pieces as one scrolls, nothing recurses."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractItemModel, QCoreApplication, QModelIndex, QObject, QPersistentModelIndex, Qt

from eventscope.core import visible
from eventscope.core.jsondocument import ARRAY, NOT_JSON, NULL, OBJECT, STRING, Document
from eventscope.ui import figures
from eventscope.ui.theme import theme
from eventscope.ui.widgets import plain_tooltip

Index = QModelIndex | QPersistentModelIndex
PIECE = 500  # children added at a time
LONGEST = 400  # characters of a value in a cell
HOVER = 2000  # and in its tooltip


class JsonTree(QAbstractItemModel):
    """Name and value of each node. The root's members are the top level; a root without any is one row."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._document = Document("")
        self._children: dict[int, list[int]] = {}

    def show(self, document: Document | None) -> None:
        """Another document; None for an empty tree."""
        self.beginResetModel()
        self._document = document or Document("")
        self._children = {}
        if len(self._document):
            self._children[0] = self._piece(0) if self._document.count[0] else [0]
        self.endResetModel()

    def node(self, index: Index) -> int:
        """The document's node behind an index; the root for none."""
        return int(index.internalId()) if index.isValid() else 0

    def _piece(self, node: int) -> list[int]:
        have = self._children.get(node, [])
        return list(self._document.children(node, have[-1] if have else None, PIECE))

    # --- the interface of QAbstractItemModel ---------------------------------------------------------------------

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own default)
        return 2

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        if parent.column() > 0 or (parent.isValid() and self.node(parent) == 0):
            return 0  # only the first column has children; a root shown as a row has none
        return len(self._children.get(self.node(parent), ()))

    def hasChildren(self, parent: Index = QModelIndex()) -> bool:  # noqa: B008
        if not parent.isValid():
            return len(self._document) > 0
        return parent.column() == 0 and bool(self._document.count[self.node(parent)])

    def canFetchMore(self, parent: Index) -> bool:
        node = self.node(parent)
        if parent.column() > 0 or node >= len(self._document):
            return False
        return self.rowCount(parent) < self._document.count[node]

    def fetchMore(self, parent: Index) -> None:
        node = self.node(parent)
        if self.canFetchMore(parent):
            have, more = self._children.setdefault(node, []), self._piece(node)
            self.beginInsertRows(parent, len(have), len(have) + len(more) - 1)
            have.extend(more)
            self.endInsertRows()

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        have = self._children.get(self.node(parent), ()) if parent.column() <= 0 else ()
        if not (0 <= row < len(have) and 0 <= column < 2):
            return QModelIndex()
        return self.createIndex(row, column, have[row])

    def parent(self, index: Index = QModelIndex()) -> Any:  # noqa: B008
        above = self._document.parent[self.node(index)] if index.isValid() else -1
        if above <= 0:
            return QModelIndex()
        return self.createIndex(self._document.row[above], 0, above)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            translate = QCoreApplication.translate
            return (translate("Inspector", "Name"), translate("Inspector", "Value"))[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        node = self.node(index)
        if role == Qt.ItemDataRole.DisplayRole:
            return self._name(node) if index.column() == 0 else self._value(node, LONGEST)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(visible.show(visible.elide(self._document.path(node), HOVER)).text)
        if role == Qt.ItemDataRole.ForegroundRole:
            return theme.colour(self._role(node, index.column()))
        if role == Qt.ItemDataRole.FontRole and index.column() == 1:
            return theme.mono()
        return None

    # --- texts ---------------------------------------------------------------------------------------------------

    def _name(self, node: int) -> str:
        key = self._document.key(node)
        if key is None:
            return str(self._document.row[node]) if node else ""
        return visible.show(visible.elide(key, 200)).text

    def _value(self, node: int, limit: int) -> str:
        document, kind = self._document, self._document.kind[node]
        if kind in (OBJECT, ARRAY):
            marks = "{%s}" if kind == OBJECT else "[%s]"
            return marks % (figures.count(document.count[node]) if document.count[node] else "")
        start, end = document.start[node], document.end[node]
        source = document.text[start : min(end, start + limit)]
        return visible.show(source + ("…" if end - start > limit else "")).text

    def _role(self, node: int, column: int) -> str:
        kind = self._document.kind[node]
        if kind == NOT_JSON:
            return "bad"
        if column == 0 or kind in (OBJECT, ARRAY, NULL):
            return "muted"
        return "text" if kind == STRING else "accent"
