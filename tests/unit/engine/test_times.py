"""Due times of jobs: fixed, given, or now."""

from __future__ import annotations

import itertools

import pytest

from eventscope.base import clock
from eventscope.engine.times import Due, Eager, Given, Ticks


def left(times: Due) -> list[int]:
    return list(itertools.islice(iter(lambda: times.pop() if times.next is not None else -1, -1), 20))


def test_ticks_are_fixed_and_burst_together() -> None:
    assert left(Ticks(100, 10, 2, 3)) == [100, 100, 110, 110, 120, 120]
    assert left(Ticks(0, 5, 1, 0))[:4] == [0, 5, 10, 15]
    assert left(Ticks(7, 0, 3, 1)) == [7, 7, 7]


@pytest.mark.parametrize("made", [Ticks(100, 10, 2, 3), Given(iter([100, 100, 110, 110, 120, 120]))])
def test_rows_hold_what_is_due_and_no_more_than_is_wanted(made: Due) -> None:
    assert made.take(99, 10).tolist() == []
    assert made.take(119, 3).tolist() == [100, 100, 110]
    assert made.next == 110
    assert made.pop() == 110
    assert made.take(200, 10).tolist() == [120, 120]
    assert made.next is None
    assert made.take(200, 10).tolist() == []


@pytest.mark.parametrize("made", [Ticks(100, 10, 2, 3), Given(iter([100, 100, 110, 110, 120, 120]))])
def test_what_is_skipped_is_counted(made: Due) -> None:
    assert made.skip(100) == 0
    assert made.skip(111) == 4
    assert made.next == 120
    assert made.skip(1_000) == 2
    assert made.skip(1_000) == 0
    assert made.next is None


def test_without_end() -> None:
    ticks = Ticks(0, 10, 1, 0)
    assert ticks.skip(10**9) == 10**8
    assert ticks.take(10**9 + 5, 7).tolist() == [10**9]


def test_eager_is_now(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "mono_ns", lambda: 42)
    times = Eager(5)
    assert times.pop() == 42
    assert times.skip(10**18) == 0
    assert times.take(50, 3).tolist() == [50, 50, 50]
    assert times.take(50, 3).tolist() == [50]
    assert times.next is None
    assert Eager(0).take(1, 2).tolist() == [1, 1]
