"""Lag where the figures do not fit together."""

from __future__ import annotations

import pytest

from eventscope.core.errors import BadInput
from eventscope.core.kafka import Partition
from eventscope.core.kafkafigures import Group, PartitionLag
from eventscope.links.kafka import groups

HERE = Partition("t", 0)


@pytest.mark.parametrize(
    ("committed", "earliest", "latest", "lag", "words"),
    [
        (3, 0, 10, 7, ""),
        (10, 0, 10, 0, ""),
        (None, 0, 10, None, groups.NEVER),
        (3, 0, None, None, groups.UNKNOWN_END),
        (30, 0, 10, 0, groups.ANEW),
        (3, 8, 10, 2, groups.GONE),
    ],
)
def test_lag(committed: int | None, earliest: int, latest: int | None, lag: int | None, words: str) -> None:
    found = groups._lag(HERE, committed, earliest, latest, "member")
    assert (found.lag, found.words, found.member) == (lag, words, "member")


def test_lag_in_time() -> None:
    def aged(item: PartitionLag) -> float | None:
        group = Group("g", "empty", partitions=(item,))
        return groups._aged(group, {(HERE, 8): 4_000_000_000}, 10_000_000_000).partitions[0].time_lag

    assert aged(PartitionLag(HERE, 8, 0, 10, 2)) == 6.0
    assert aged(PartitionLag(HERE, 3, 8, 10, 2)) == 6.0  # the next that is there
    assert aged(PartitionLag(HERE, 10, 0, 10, 0)) == 0.0
    assert aged(PartitionLag(HERE, 9, 0, 10, 1)) is None  # could not be read in time
    assert aged(PartitionLag(HERE, None, 0, 10, None)) is None


def test_offsets_outside_are_refused() -> None:
    groups._check(HERE, 5, 5, 10)
    groups._check(HERE, 10, 5, 10)
    for offset in (4, 11):
        with pytest.raises(BadInput, match="holds offsets 5 to 10"):
            groups._check(HERE, offset, 5, 10)
