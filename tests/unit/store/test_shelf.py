from __future__ import annotations

from pathlib import Path

from eventscope.store.segment import Segment
from eventscope.store.shelf import READERS, Shelf


class Fake(Segment):
    """A segment of given ids without a file."""

    def __init__(self, first: int, last: int, size: int = 10) -> None:
        super().__init__(Path(f"{first}"), first)
        self.last = last
        self.size = size
        self.rested = 0

    def rest(self) -> None:
        self.rested += 1


def test_ids_go_on_after_the_last_segment() -> None:
    assert Shelf([]).next == 1
    shelf = Shelf([Fake(11, 20), Fake(1, 10)])
    assert (shelf.oldest, shelf.next, shelf.bytes) == (1, 21, 20)
    assert [item.first for item in shelf.all()] == [1, 11]


def test_an_empty_log_has_an_oldest_beyond_its_newest() -> None:
    shelf = Shelf([Fake(1, 10)])
    shelf.remove(shelf.all()[0])
    assert (shelf.oldest, shelf.next) == (11, 11)


def test_segments_are_found_by_id_and_across_gaps() -> None:
    low, high = Fake(1, 10), Fake(21, 30)
    shelf = Shelf([low, high])
    assert [shelf.at_or_after(at) for at in (1, 10, 11, 21, 30, 31)] == [low, low, high, high, high, None]
    assert [shelf.at_or_before(at) for at in (0, 1, 15, 21, 99)] == [None, low, low, high, high]


def test_a_segment_that_was_just_begun_holds_nothing() -> None:
    full = Fake(1, 10)
    shelf = Shelf([full])
    fresh = Fake(11, 10)
    shelf.add(fresh)
    assert shelf.at_or_before(11) is full
    assert shelf.oldest == 1
    fresh.last = 15
    shelf.grew(16)
    assert shelf.at_or_before(11) is fresh
    assert shelf.next == 16


def test_few_files_stay_open_for_reading() -> None:
    segments = [Fake(10 * at + 1, 10 * at + 10) for at in range(READERS + 2)]
    shelf = Shelf(list(segments))
    for segment in segments:
        shelf.at_or_after(segment.first)
    assert [segment.rested for segment in segments] == [1, 1] + [0] * READERS
