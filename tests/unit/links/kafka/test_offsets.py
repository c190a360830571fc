"""Offsets of the partitions that are ours; others are nobody's business."""

from __future__ import annotations

from eventscope.core.kafka import Partition
from eventscope.links.kafka.offsets import Offsets

A, B = Partition("t", 0), Partition("t", 1)


def test_from_begin_to_commit() -> None:
    offsets = Offsets()
    offsets.begin({A: 0, B: 10})
    offsets.handed({A: [0, 1], B: [10]})
    offsets.done({A: [0], B: [10]})
    assert offsets.news() == {A: 1, B: 11}
    assert offsets.waiting == 1
    offsets.committed({A: 1, B: 11})
    assert offsets.news() == {}
    offsets.refused([A])
    assert offsets.news() == {A: 1}
    offsets.done_until(A, 2)
    assert offsets.news() == {A: 2}


def test_a_partition_that_went_is_ignored() -> None:
    offsets = Offsets()
    offsets.begin({A: 0})
    offsets.handed({A: [0], B: [0]})
    offsets.end([A])
    offsets.done({A: [0], B: [0]})
    offsets.done_until(A, 5)
    assert (offsets.news(), offsets.waiting) == ({}, 0)


def test_forget_says_where_to_read_again() -> None:
    offsets = Offsets()
    offsets.begin({A: 5, B: 7})
    offsets.handed({A: [5, 6, 8]})
    offsets.done({A: [5]})
    assert offsets.forget() == {A: 6, B: 7}
    assert offsets.waiting == 0
