"""The lists of a Kafka cluster: topics above their partitions, groups above how far they are behind in each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QMenu, QSplitter, QVBoxLayout, QWidget

from eventscope.core.kafkafigures import Group, TopicFigures
from eventscope.ui.datatable import DataTable
from eventscope.ui.models.keyed_rows import Column, KeyedRows
from eventscope.ui.panels.brokers_kafkacolumns import group_columns, lag_columns, partition_columns, topic_columns
from eventscope.ui.panels.brokers_listing import Listing
from eventscope.ui.theme import theme
from eventscope.ui.viewmodels.kafka_rows import GroupRow, TopicRow, group_rows, lag_rows, partition_rows, topic_rows

T = TypeVar("T")
translate = QCoreApplication.translate


class _Upper(Listing[T]):
    """A listing that is searched by name and tells when another row is chosen."""

    picked = Signal()

    def __init__(self, name_of: Callable[[T], str], *given: Any) -> None:
        self._name_of = name_of
        super().__init__(*given)

    def holds(self, row: T, text: str) -> bool:
        return text in self._name_of(row).casefold()

    def _selected(self) -> None:
        super()._selected()
        self.picked.emit()


class KafkaList(QSplitter, Generic[T]):
    """`upper` lists things by name, `below` shows what is inside of the one that is chosen."""

    def __init__(
        self, upper: _Upper[T], columns: Sequence[Column[Any]], key: Callable[[Any], Any], inside: str
    ) -> None:
        super().__init__(Qt.Orientation.Vertical)
        self.name = upper.name
        self.upper = upper
        self.inside = KeyedRows[Any](columns, key, self)
        self.below = DataTable(inside, self.inside)
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 4)
        column.addWidget(self.below)
        self.addWidget(upper)
        self.addWidget(box)
        self.setStretchFactor(0, 3)
        self.setStretchFactor(1, 2)
        self.setChildrenCollapsible(False)
        self.below.setMinimumHeight(theme.px(96))
        upper.picked.connect(self._show_inside)

    def chosen(self) -> T | None:
        """The row that is chosen alone; the first where none is."""
        rows = self.upper.chosen()
        if len(rows) == 1:
            return rows[0]
        return self.upper.rows.rows[0] if self.upper.rows.rows and not rows else None

    def put(self, rows: list[T]) -> None:
        """Newer ones."""
        self.upper.put(rows)
        self._show_inside()

    def _show_inside(self) -> None:
        self.inside.put(self.parts(self.chosen()))

    def parts(self, row: T | None) -> list[Any]:
        """What is inside of a row."""
        raise NotImplementedError


class TopicsList(KafkaList[TopicRow]):
    """Topics and their partitions."""

    def __init__(self) -> None:
        upper = _Upper[TopicRow](
            lambda row: row.topic.name,
            translate("Kafka", "Topics"),
            topic_columns(),
            lambda row: row.topic.name,
            translate("Kafka", "Topics of this cluster show here once somebody made one."),
            translate("Kafka", "Part of a topic"),
        )
        super().__init__(upper, partition_columns(), lambda row: row.number, translate("Kafka", "Partitions"))

    def take(self, topics: tuple[TopicFigures, ...]) -> None:
        """What the cluster answered."""
        self.put(topic_rows(topics))

    def parts(self, row: TopicRow | None) -> list[Any]:
        return partition_rows(row.topic if row else None)


class _Groups(_Upper[GroupRow]):
    """Groups, with what can be done to one."""

    move_wanted = Signal()

    def menu(self) -> QMenu:
        menu = super().menu()
        menu.addAction(translate("Kafka", "Move offsets…"), self.move_wanted.emit)
        return menu


class GroupsList(KafkaList[GroupRow]):
    """Groups and their lag in each partition. `move_wanted` carries the group whose offsets are to be moved."""

    move_wanted = Signal(object)

    def __init__(self) -> None:
        upper = _Groups(
            lambda row: row.group.id,
            translate("Kafka", "Consumer groups"),
            group_columns(),
            lambda row: row.group.id,
            translate("Kafka", "Groups show here when consumers read from this cluster."),
            translate("Kafka", "Part of a group"),
        )
        super().__init__(upper, lag_columns(), lambda row: row.key, translate("Kafka", "Lag in each partition"))
        self.move_button = upper.add_button(translate("Kafka", "Move offsets…"), self._want)
        upper.move_wanted.connect(self._want)
        self.move_button.setEnabled(False)

    def take(self, groups: tuple[Group, ...]) -> None:
        """What the cluster answered."""
        self.put(group_rows(groups))

    def parts(self, row: GroupRow | None) -> list[Any]:
        self.move_button.setEnabled(row is not None)
        return lag_rows(row.group if row else None)

    def _want(self) -> None:
        row = self.chosen()
        if row is not None:
            self.move_wanted.emit(row.group)
