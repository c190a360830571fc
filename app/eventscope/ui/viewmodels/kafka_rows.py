"""What lives in a Kafka cluster as rows of tables: topics, partitions, groups and their lag, moves of offsets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from eventscope.core.kafkafigures import Group, Move, PartitionFigures, PartitionLag, Reset, TopicFigures
from eventscope.ui.viewmodels.brokers_rows import label


@dataclass(frozen=True, slots=True)
class TopicRow:
    """One topic; `records` adds up what is known, `unknown` counts partitions whose ends could not be asked."""

    topic: TopicFigures
    name: str

    @property
    def records(self) -> int:
        """Offsets between first and end over all partitions: at least as many as records."""
        return sum(item.span or 0 for item in self.topic.partitions)

    @property
    def unknown(self) -> int:
        """Partitions without a count."""
        return sum(item.span is None for item in self.topic.partitions)

    @property
    def behind(self) -> int:
        """Partitions with fewer copies in step than they should have."""
        return sum(len(item.in_sync) < len(item.replicas) for item in self.topic.partitions)


def topic_rows(topics: Iterable[TopicFigures]) -> list[TopicRow]:
    """One for each."""
    return [TopicRow(item, label(item.name)) for item in topics]


def partition_rows(topic: TopicFigures | None) -> list[PartitionFigures]:
    """Those of the topic that is chosen."""
    return list(topic.partitions) if topic is not None else []


@dataclass(frozen=True, slots=True)
class GroupRow:
    """One consumer group. `oldest` is the greatest lag in seconds, None where none is known."""

    group: Group
    name: str

    @property
    def oldest(self) -> float | None:
        """Age of the record that waits longest."""
        return max((item.time_lag for item in self.group.partitions if item.time_lag is not None), default=None)

    @property
    def topics(self) -> tuple[str, ...]:
        """What it reads or has read, by name."""
        return tuple(sorted({item.partition.topic for item in self.group.partitions}))


def group_rows(groups: Iterable[Group]) -> list[GroupRow]:
    """One for each."""
    return [GroupRow(item, label(item.id)) for item in groups]


@dataclass(frozen=True, slots=True)
class LagRow:
    """How far a group is behind in one partition; `member` is the client that reads it."""

    lag: PartitionLag
    topic: str
    member: str

    @property
    def key(self) -> tuple[str, int]:
        """Tells it from others."""
        return self.lag.partition.topic, self.lag.partition.number


def lag_rows(group: Group | None) -> list[LagRow]:
    """Those of the group that is chosen."""
    if group is None:
        return []
    clients = {member.id: member.client or member.id for member in group.members}
    return [
        LagRow(item, label(item.partition.topic), label(clients.get(item.member, item.member)))
        for item in group.partitions
    ]


@dataclass(frozen=True, slots=True)
class Sum:
    """What a plan does in all: partitions that change, records jumped over, read again; `new` had no offset before."""

    moved: int = 0
    skipped: int = 0
    again: int = 0
    new: int = 0


def sum_of(plan: Reset) -> Sum:
    """A plan in figures."""
    known: Sequence[Move] = [move for move in plan.moves if move.skips is not None]
    return Sum(
        moved=sum(move.before != move.after for move in plan.moves),
        skipped=sum(max(move.skips or 0, 0) for move in known),
        again=sum(max(-(move.skips or 0), 0) for move in known),
        new=len(plan.moves) - len(known),
    )
