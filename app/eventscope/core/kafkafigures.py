"""Kafka in figures: clusters, topics, groups with their lag, plans to move offsets."""

from __future__ import annotations

from dataclasses import dataclass

from eventscope.core.kafka import Partition


@dataclass(frozen=True, slots=True)
class Node:
    """One broker of a cluster."""

    id: int
    host: str
    port: int
    rack: str = ""


@dataclass(frozen=True, slots=True)
class ClusterFigures:
    """A cluster as its brokers describe it; `controller` is -1 where they do not say."""

    id: str
    controller: int
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class PartitionFigures:
    """One partition: where it lives and which offsets it holds (None: could not be asked, `words` says why)."""

    number: int
    leader: int
    replicas: tuple[int, ...]
    in_sync: tuple[int, ...]
    earliest: int | None = None
    latest: int | None = None
    words: str = ""

    @property
    def span(self) -> int | None:
        """Offsets between first and end: at least as many as records, since compaction and markers leave gaps."""
        return None if self.earliest is None or self.latest is None else max(0, self.latest - self.earliest)


@dataclass(frozen=True, slots=True)
class TopicFigures:
    """A topic with its partitions; `internal` topics belong to the cluster itself."""

    name: str
    partitions: tuple[PartitionFigures, ...]
    internal: bool = False
    words: str = ""


@dataclass(frozen=True, slots=True)
class Setting:
    """One configuration of a topic or broker; a `sensitive` value is never told by the broker (None)."""

    name: str
    value: str | None
    default: bool = False
    read_only: bool = False
    sensitive: bool = False


@dataclass(frozen=True, slots=True)
class Member:
    """One consumer of a group."""

    id: str
    client: str
    host: str
    partitions: tuple[Partition, ...] = ()


@dataclass(frozen=True, slots=True)
class PartitionLag:
    """How far a group is behind in one partition.

    `lag` counts offsets from the committed one to the last stable offset: with transactions or compaction it can
    stay above 0 though nothing is left to read. It is None where the group never committed or the end is not
    known; it is 0, and `words` says so, where the commit lies past the end (the topic was made anew).
    `time_lag` is the age in s of the next record to be read, by its own time: negative means two clocks disagree,
    None that it was not asked for or could not be told.
    """

    partition: Partition
    committed: int | None
    earliest: int | None
    latest: int | None
    lag: int | None
    time_lag: float | None = None
    member: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A consumer group; `lag` is the sum of what is known, `unknown` how many partitions have no lag to tell."""

    id: str
    state: str
    kind: str = ""
    assignor: str = ""
    coordinator: int = -1
    members: tuple[Member, ...] = ()
    partitions: tuple[PartitionLag, ...] = ()
    words: str = ""

    @property
    def lag(self) -> int:
        """Messages behind, over all partitions whose lag is known."""
        return sum(item.lag or 0 for item in self.partitions)

    @property
    def unknown(self) -> int:
        """Partitions without a lag to tell."""
        return sum(item.lag is None for item in self.partitions)


@dataclass(frozen=True, slots=True)
class Move:
    """An offset to be committed in place of another; `skips` records are jumped over, or (negative) read again."""

    partition: Partition
    before: int | None
    after: int
    words: str = ""

    @property
    def skips(self) -> int | None:
        """None where the group had no offset there."""
        return None if self.before is None else self.after - self.before


@dataclass(frozen=True, slots=True)
class Reset:
    """A plan to move a group's offsets; nothing was moved unless `done`."""

    group: str
    moves: tuple[Move, ...]
    done: bool = False
