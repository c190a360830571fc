"""Figures of Kafka: sums that leave out what is not known."""

from __future__ import annotations

from eventscope.core.kafka import Partition
from eventscope.core.kafkafigures import Group, Move, PartitionFigures, PartitionLag


def test_a_groups_lag_is_what_is_known_and_says_what_is_not() -> None:
    known = PartitionLag(Partition("t", 0), 3, 0, 10, 7)
    never = PartitionLag(Partition("t", 1), None, 0, 10, None)
    group = Group("g", "stable", partitions=(known, never))
    assert (group.lag, group.unknown) == (7, 1)


def test_span_and_skips_are_none_where_one_end_is_unknown() -> None:
    assert PartitionFigures(0, 1, (1,), (1,), 5, 9).span == 4
    assert PartitionFigures(0, 1, (1,), (1,), 5).span is None
    assert Move(Partition("t", 0), None, 5).skips is None
    assert Move(Partition("t", 0), 7, 5).skips == -2
