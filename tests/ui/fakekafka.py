"""A made-up Kafka cluster: two topics, two groups, and offsets that can be moved."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from eventscope.core.answers import ChartData, Curve
from eventscope.core.errors import CannotConnect
from eventscope.core.kafka import Partition
from eventscope.core.kafkafigures import (
    ClusterFigures,
    Group,
    Member,
    Move,
    Node,
    PartitionFigures,
    PartitionLag,
    Reset,
    TopicFigures,
)
from eventscope.core.verbs import (
    GetCluster,
    GetKafkaCurves,
    GetKafkaGroups,
    GetKafkaTopics,
    MoveOffsets,
    PlanOffsets,
)
from ui.fakes import HOSTILE, SECOND


class FakeKafka:
    """Answers verbs; while `down` nobody answers."""

    def __init__(self) -> None:
        self.down = False
        self.nodes = (Node(1, "127.0.0.1", 9092), Node(2, "b", 9092))
        one = PartitionFigures(0, 1, (1, 2), (1, 2), 0, 1200)
        two = PartitionFigures(1, -1, (1, 2), (1,), None, None, "It has no leader now.")
        self.topics = (TopicFigures("event_topic", (one, two)), TopicFigures(HOSTILE[0], (one,)))
        lags = (
            PartitionLag(Partition("event_topic", 0), 1000, 0, 1200, 200, 31.0, "m-1"),
            PartitionLag(
                Partition("event_topic", 1), None, None, None, None, None, "", "The group has no offset here."
            ),
        )
        member = Member("m-1", "billing-app", "/127.0.0.1", (Partition("event_topic", 0),))
        self.groups = (
            Group("billing", "stable", "classic", "range", 1, (member,), lags),
            Group(HOSTILE[0], "empty", partitions=(replace(lags[0], lag=0, time_lag=-2.0, member=""),)),
        )

    def answers(self) -> dict[type, Any]:
        return {
            GetCluster: lambda verb: self._or(
                ClusterFigures("abc", 1, (Node(1, "127.0.0.1", 9092), Node(2, "b", 9092)))
            ),
            GetKafkaTopics: lambda verb: self._or(self.topics),
            GetKafkaGroups: lambda verb: self._or(self.groups),
            GetKafkaCurves: lambda verb: self.curves(),
            PlanOffsets: self.plan,
            MoveOffsets: lambda verb: self._or(replace(verb.plan, done=True)),
        }

    def plan(self, verb: PlanOffsets) -> Any:
        moves = [
            Move(Partition(verb.topic, 0), 1000, 0 if verb.to == "earliest" else 1200),
            Move(Partition(verb.topic, 1), None, 5),
        ]
        kept = [move for move in moves if verb.partitions is None or move.partition.number in verb.partitions]
        return self._or(Reset(verb.group, tuple(kept)))

    def curves(self, seconds: int = 600) -> ChartData:
        """Ten minutes in which a broker was slow for a while; also there while the cluster is down."""
        times = np.arange(2, seconds, 2, dtype=np.int64)
        hill = np.exp(-(((times - 420) / 40) ** 2))
        wave = 1 + 0.2 * np.sin(times / 9) * np.cos(times / 23)
        values = {
            "rtt.p50": 1.4 * wave + 9 * hill, "rtt.p99": 4.1 * wave**2 + 80 * hill,
            "waiting": np.round(12 * wave + 900 * hill), "in-flight": np.round(1 + 4 * hill),
            "lag": np.round(3 * wave + 2_400 * np.roll(hill, 10)), "sent": 820 * wave - 500 * hill,
            "received": 640 * wave, "retries": np.where(hill > 0.6, 1.5, 0), "errors": np.where(hill > 0.9, 0.5, 0),
        }  # fmt: skip
        found = tuple(Curve(name, times * SECOND, np.asarray(line, np.float64)) for name, line in values.items())
        return ChartData(found, None, (), seconds * SECOND, 1_764_000_000 * SECOND)

    def _or(self, answer: Any) -> Any:
        if self.down:
            return CannotConnect("kafka-down", "{words}", words="Nobody answers at 127.0.0.1:9092.")
        return answer
