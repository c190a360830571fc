"""Rows of a Kafka cluster add up only what is known, and say what is not."""

from __future__ import annotations

from eventscope.core.kafka import Partition
from eventscope.core.kafkafigures import Group, Member, Move, PartitionFigures, PartitionLag, Reset, TopicFigures
from eventscope.ui.viewmodels.kafka_rows import Sum, group_rows, lag_rows, partition_rows, sum_of, topic_rows

TOPIC = TopicFigures(
    "t", (PartitionFigures(0, 1, (1, 2), (1, 2), 10, 30), PartitionFigures(1, 1, (1, 2), (1,), None, None))
)


def test_a_topic_counts_what_it_knows() -> None:
    (row,) = topic_rows((TOPIC,))
    assert (row.records, row.unknown, row.behind) == (20, 1, 1)
    assert partition_rows(None) == []
    assert [item.number for item in partition_rows(TOPIC)] == [0, 1]


def test_a_group_and_who_reads() -> None:
    lags = (
        PartitionLag(Partition("b", 0), 1, 0, 5, 4, 3.0, "m"),
        PartitionLag(Partition("a", 0), 1, 0, 5, 4, None, "gone"),
    )
    group = Group("g", "stable", members=(Member("m", "app", "h"),), partitions=lags)
    (row,) = group_rows((group,))
    assert (row.oldest, row.topics) == (3.0, ("a", "b"))
    assert [item.member for item in lag_rows(group)] == ["app", "gone"]
    assert lag_rows(group)[0].key == ("b", 0)
    assert group_rows((Group("g", "empty"),))[0].oldest is None


def test_a_plan_in_figures() -> None:
    moves = [(10, 30), (10, 3), (None, 4), (7, 7)]
    plan = Reset("g", tuple(Move(Partition("t", n), before, after) for n, (before, after) in enumerate(moves)))
    assert sum_of(plan) == Sum(moved=3, skipped=20, again=7, new=1)
