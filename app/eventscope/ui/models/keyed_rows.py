"""Rows of anything as a table that is brought up to date in place: selection and scrolling stay as they are."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from eventscope.ui.widgets import plain_tooltip

T = TypeVar("T")
Index = QModelIndex | QPersistentModelIndex
_RUNS = 50  # stretches of rows that are taken out one by one; beyond that the whole table is new


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """One column. `text` draws, `order` sorts (None sorts last), `role` colours; `how` explains the header.

    `share`, 0 to 1, draws a bar beside the figure.

    Texts must be visible already (core.visible.show). Columns of the highest `rank` hide first where room is
    scarce; one with `stretch` takes what is left. `width` in px at 100 %.
    """

    id: str
    title: str
    text: Callable[[T], str]
    order: Callable[[T], Any] | None = None
    right: bool = False
    width: int = 90
    rank: int = 0
    stretch: bool = False
    mono: bool = False
    how: str = ""
    hover: Callable[[T], str] | None = None
    role: Callable[[T], str] | None = None
    share: Callable[[T], float] | None = None


class KeyedRows(QAbstractTableModel, Generic[T]):
    """Shows what `put` gives it, sorted and filtered; `key` tells rows apart."""

    def __init__(
        self, columns: Sequence[Column[T]], key: Callable[[T], Hashable], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.columns = list(columns)
        self.rows: list[T] = []
        self.total = 0  # before filtering
        self._key = key
        self._all: list[T] = []
        self._match: Callable[[T], bool] | None = None
        self._sorted = (-1, Qt.SortOrder.AscendingOrder)

    # --- what it shows -----------------------------------------------------------------------------------

    def put(self, rows: Iterable[T]) -> None:
        """These rows from now on."""
        self._all = list(rows)
        self.total = len(self._all)
        self._show()

    def filter(self, match: Callable[[T], bool] | None) -> None:
        """Show only rows that match; None for all."""
        self._match = match
        self._show()

    def row_of(self, key: Hashable) -> int:
        """The place of a row, -1 where it does not show."""
        return next((place for place, row in enumerate(self.rows) if self._key(row) == key), -1)

    def key_at(self, row: int) -> Hashable:
        """Tells a row apart."""
        return self._key(self.rows[row])

    def refresh(self) -> None:
        """What the texts are made of changed."""
        if self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, len(self.columns) - 1))

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._sorted = (column, order)
        self._arrange()

    def _show(self) -> None:
        wanted = {self._key(row): row for row in self._all if self._match is None or self._match(row)}
        self._take_out(wanted)
        known = {self._key(row) for row in self.rows}
        self.rows = [wanted[self._key(row)] for row in self.rows]
        new = [row for key, row in wanted.items() if key not in known]
        if new:
            self.beginInsertRows(QModelIndex(), len(self.rows), len(self.rows) + len(new) - 1)
            self.rows += new
            self.endInsertRows()
        if self._sorted[0] < 0:
            self._arrange(list(wanted))
        else:
            self._arrange()
        self.refresh()

    def _take_out(self, wanted: dict[Hashable, T]) -> None:
        gone = [place for place, row in enumerate(self.rows) if self._key(row) not in wanted]
        runs = _runs(gone)
        if len(runs) > _RUNS:
            self.beginResetModel()
            self.rows = [row for row in self.rows if self._key(row) in wanted]
            self.endResetModel()
            return
        for first, last in reversed(runs):
            self.beginRemoveRows(QModelIndex(), first, last)
            del self.rows[first : last + 1]
            self.endRemoveRows()

    def _arrange(self, keys: list[Hashable] | None = None) -> None:
        """Sort; rows keep their place among equals. `keys`: in this order instead."""
        rows = self._in_order(keys)
        if all(one is other for one, other in zip(rows, self.rows, strict=True)):
            return
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        places = {self._key(row): place for place, row in enumerate(rows)}
        after = [self.index(places[self._key(self.rows[index.row()])], index.column()) for index in before]
        self.rows = rows
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _in_order(self, keys: list[Hashable] | None) -> list[T]:
        if keys is not None:
            by_key = {self._key(row): row for row in self.rows}
            return [by_key[key] for key in keys]
        column, order = self._sorted
        if not 0 <= column < len(self.columns):
            return list(self.rows)
        measure = self.columns[column].order or self.columns[column].text
        known = [row for row in self.rows if measure(row) is not None]
        unknown = [row for row in self.rows if measure(row) is None]
        known.sort(key=measure, reverse=order == Qt.SortOrder.DescendingOrder)
        return known + unknown

    # --- the interface of QAbstractTableModel --------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own default)
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], self.columns[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.text(row)
            case Qt.ItemDataRole.TextAlignmentRole:
                return _alignment(column.right)
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tooltip(column.hover(row) if column.hover else "")
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{column.title}: {column.text(row)}"
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column.right)
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tooltip(column.how)
        return None


def _alignment(right: bool) -> int:
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter)


def _runs(places: list[int]) -> list[tuple[int, int]]:
    """Neighbouring places as (first, last)."""
    runs: list[tuple[int, int]] = []
    for place in places:
        if runs and runs[-1][1] == place - 1:
            runs[-1] = (runs[-1][0], place)
        else:
            runs.append((place, place))
    return runs
