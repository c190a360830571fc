"""Figures of Kafka: sums that leave out what is not known."""

from __future__ import annotations

from eventscope.core.kafka import Partition
from eventscope.core.kafkafigures import (
    BrokerStatistics,
    Group,
    Move,
    PartitionFigures,
    PartitionLag,
    PartitionStatistics,
    Statistics,
)


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


def test_statistics_as_series_leave_out_unknown_lags() -> None:
    figures = Statistics(
        1, "c", 2, 3, 4, 5, 6, 7,
        (BrokerStatistics("h:1/1", "UP", 10, 20, 1, 0, 0),),
        (PartitionStatistics(Partition("t", 0), 0, 0, 9, 0), PartitionStatistics(Partition("t", 1), 0, 0, -1, 0)),
    )  # fmt: skip
    series = dict(figures.series())
    assert (series["waiting"], series["sent"], series["rtt p99 h:1/1"]) == (2, 4, 20)
    assert series["lag t/0"] == 9
    assert "lag t/1" not in series
