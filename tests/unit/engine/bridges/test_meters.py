"""Rates over the last second, mean times, latencies."""

from __future__ import annotations

import pytest

from eventscope.engine.bridges.meters import SECOND, Delay, Pace, Rate


def test_a_rate_is_of_the_last_second() -> None:
    rate = Rate()
    rate.sample(1_000, 0)
    assert rate.now == 0
    for quarter in range(1, 9):
        rate.sample(1_000 + 25 * quarter, quarter * SECOND // 4)
    assert rate.now == pytest.approx(100)
    for quarter in range(9, 14):
        rate.sample(1_200, quarter * SECOND // 4)
    assert rate.now == 0


def test_a_total_that_falls_is_no_negative_rate() -> None:
    rate = Rate()
    rate.sample(10, 0)
    rate.sample(5, SECOND)
    assert rate.now == 0


def test_the_pace_is_a_mean_in_milliseconds() -> None:
    pace = Pace()
    pace.sample((0, 0), 0)
    pace.sample((4, 8_000_000), SECOND // 2)
    assert pace.mean == 2.0
    pace.sample((4, 8_000_000), 2 * SECOND)
    pace.sample((4, 8_000_000), 3 * SECOND)
    assert pace.mean == 0.0


def test_latencies_leave_the_window_after_ten_seconds() -> None:
    delay = Delay()
    assert delay.figures().count == 0
    delay.add([5, -1, 10])
    delay.same(1_000, 3)
    delay.same(1_000, 0)
    found = delay.figures()
    assert (found.count, found.max) == (5, 1_000)
    for second in range(1, 13):
        delay.turn(second * SECOND)
    assert delay.figures().count == 0


def test_a_slot_is_closed_once_a_second_only() -> None:
    delay = Delay()
    delay.add([1])
    for tick in range(40):
        delay.turn(SECOND + tick)
    assert delay.figures().count == 1
