from __future__ import annotations

import pytest

from eventscope.store import spoollane
from eventscope.store.spoollane import Lane
from eventscope.store.spoolrows import Row


def row(id_: int, topic: bytes = b"t", **fields: int) -> Row:
    base = Row(id_, 1, 0, topic, b"x", None, b"", 1, 0, b"", "", 0, b"", 100, 2)
    return base._replace(**fields)


def ids(rows: list[Row]) -> list[int]:
    return [item.id for item in rows]


def taken(lane: Lane, count: int = 100, now: int = 1_000) -> list[int]:
    return ids(lane.take(count, now, 0)[0])


def test_rows_leave_in_order_once() -> None:
    lane = Lane(0)
    lane.committed([row(1), row(2), row(3)])
    assert taken(lane, 2) == [1, 2]
    assert taken(lane) == [3]
    assert taken(lane) == []
    assert lane.gone(2) is not None
    assert lane.gone(2) is None


def test_what_does_not_fit_is_left_on_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spoollane, "ROWS", 4)
    lane = Lane(0)
    lane.committed([row(n) for n in range(1, 7)])
    assert lane.behind
    assert lane.last == 4
    lane.committed([row(7)])  # must not overtake 5 and 6
    assert taken(lane, 3) == [1, 2, 3]
    assert lane.hungry
    lane.loaded([row(5), row(6), row(7)], complete=True)
    assert not lane.behind
    assert taken(lane) == [4, 5, 6, 7]
    lane.committed([row(8)])
    assert taken(lane) == [8]


def test_a_large_row_passes_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spoollane, "BYTES", 10)
    lane = Lane(0)
    lane.committed([row(1, size=1_000), row(2)])
    assert taken(lane) == [1]
    assert lane.hungry


def test_those_of_a_key_wait_behind_one_that_is_tried_again_and_others_pass() -> None:
    lane = Lane(0)
    lane.committed([row(1, b"a"), row(2, b"b"), row(3, b"a"), row(4, b"b")])
    first = lane.take(1, 1_000, 0)[0][0]
    lane.retry(first._replace(tries=1, due=2_000))
    assert taken(lane) == [2, 4]
    assert taken(lane, now=2_000) == [1]
    assert taken(lane, now=2_000) == [], "3 waits until 1 is through"
    lane.gone(1)
    assert taken(lane) == [3]


def test_two_of_one_key_that_are_tried_again_keep_their_order() -> None:
    lane = Lane(0)
    lane.committed([row(1), row(2), row(3)])
    one, two = lane.take(2, 1_000, 0)[0]
    lane.retry(one._replace(tries=1, due=2_000))
    lane.retry(two._replace(tries=1, due=2_000))
    assert taken(lane, now=3_000) == [1, 2]
    lane.gone(1)
    assert taken(lane, now=3_000) == []
    lane.gone(2)
    assert taken(lane) == [3]


def test_what_is_too_old_is_told_apart() -> None:
    lane = Lane(0)
    lane.committed([row(1, expires=500), row(2, since=5), row(3)])
    rows, over = lane.take(10, 1_000, 50)
    assert (ids(rows), ids(over)) == ([3], [1, 2])
    lane.committed([row(4, expires=500), row(5)])
    assert ids(lane.overdue(1_000, 0)) == [4]


def test_nothing_leaves_a_lane_that_stands_still() -> None:
    lane = Lane(0)
    lane.committed([row(1)])
    lane.stopped = 1
    assert taken(lane) == []
    assert not lane.any_ready
    lane.stopped = 0
    assert taken(lane) == [1]


def test_the_oldest_that_is_not_on_its_way_is_dropped_and_may_come_back() -> None:
    lane = Lane(0)
    lane.committed([row(1), row(2), row(3)])
    lane.take(1, 1_000, 0)
    assert lane.first == 2
    dropped = lane.drop_oldest()
    assert dropped.id == 2
    lane.put_back(dropped)
    assert taken(lane) == [2, 3]


def test_restored_rows_are_on_their_way() -> None:
    lane = Lane(0)
    lane.behind = True
    lane.restored([row(5, state=1, mid=7)])
    lane.loaded([row(4), row(6, tries=1, due=9_000)], complete=True)
    assert taken(lane) == [4]
    assert lane.due() == 9_000
    assert lane.gone(5) is not None
