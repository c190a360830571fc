"""Verbs about the Kafka clusters that connections of the workspace name: looked at, and offsets of groups moved."""

from __future__ import annotations

from dataclasses import dataclass

from eventscope.core.answers import ChartData
from eventscope.core.kafkafigures import ClusterFigures, Group, Reset, TopicFigures
from eventscope.core.verb import Verb


@dataclass(frozen=True, slots=True)
class GetCluster(Verb[ClusterFigures]):
    """Nodes and controller of a connection's cluster. All of these verbs: CannotConnect where nobody answers within
    10 s, BadInput for a connection that is no Kafka."""

    connection: str


@dataclass(frozen=True, slots=True)
class GetKafkaTopics(Verb[tuple[TopicFigures, ...]]):
    """Topics by name, with first and last offset of each partition; `internal`: those of the cluster itself, too."""

    connection: str
    internal: bool = False


@dataclass(frozen=True, slots=True)
class GetKafkaGroups(Verb[tuple[Group, ...]]):
    """Groups with members and lag, all where no names are given; `ages` reads the next record of each partition, so
    that lag is told in time, too."""

    connection: str
    names: tuple[str, ...] = ()
    ages: bool = True


@dataclass(frozen=True, slots=True)
class GetKafkaCurves(Verb[ChartData]):
    """What our own clients at that cluster told of themselves in the last ten minutes: curves by the names in
    core.kafkastatistics.UNITS, those that are known. Nobody is asked for it, so it is there while a cluster is away."""

    connection: str


@dataclass(frozen=True, slots=True)
class PlanOffsets(Verb[Reset]):
    """Where the offsets of a group would go; nothing is moved. `to` is written as in core.kafkaplace.

    BadInput for a place, topic or partition that there is not. `partitions` None: all of the topic.
    """

    connection: str
    group: str
    topic: str
    to: str
    partitions: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class MoveOffsets(Verb[Reset]):
    """Do what a plan says; Refused while the group has members that read. It is told in a notice."""

    connection: str
    plan: Reset
