"""Delays: clock errors, retained copies and unknown latencies stay out of the percentiles, but are counted."""

from __future__ import annotations

import numpy as np
import pytest

from eventscope.core.delays import Delays, mean_lag, whole_figures, window_figures
from eventscope.core.message import NO_LATENCY


def add(delays: Delays, latency: list[int], retained: list[bool] | None = None, lag: int = -1) -> None:
    count = len(latency)
    kept = np.array(retained or [False] * count)
    delays.add(np.array(latency, np.int64), np.zeros(count, bool), kept, np.full(count, lag))


def test_what_is_no_latency_is_counted_beside_it() -> None:
    delays = Delays()
    add(delays, [1000, -5, NO_LATENCY, 2000, 9_999_999], [False, False, False, False, True])
    shown = whole_figures([delays])
    assert (shown.count, shown.negative, shown.retained) == (2, 1, 1)
    assert shown.mean == 1500
    assert shown.max == 2000
    assert delays.turn()[0] == 1
    assert delays.turn()[0] == 0  # the heat map gets a negative one once
    assert whole_figures([delays]).negative == 1


def test_wall_latencies_are_counted() -> None:
    delays = Delays()
    ones = np.array([5, 6, NO_LATENCY], np.int64)
    delays.add(ones, np.array([True, False, False]), np.zeros(3, bool), np.full(3, -1))
    assert whole_figures([delays]).wall == 1


def test_several_consumers_are_merged_not_averaged() -> None:
    fast, slow = Delays(), Delays()
    add(fast, [1_000_000] * 1900)
    add(slow, [500_000_000] * 100)
    shown, seconds = window_figures([fast, slow])
    assert seconds == 10
    assert shown.count == 2000
    assert shown.p50 == pytest.approx(1_000_000, rel=0.008)
    assert shown.p99 == pytest.approx(500_000_000, rel=0.008)


def test_the_mean_lag_is_weighted_and_ignores_the_unknown() -> None:
    one, other = Delays(), Delays()
    add(one, [1, 1, 1], lag=10)
    add(other, [1], lag=50)
    add(other, [1] * 50, lag=-1)
    assert mean_lag([one, other]) == 20
    assert mean_lag([Delays()]) is None


def test_a_longer_window_is_taken_where_the_short_one_has_too_few_samples() -> None:
    delays = Delays()
    for second in range(40):
        shown, seconds = window_figures([delays])
        if second < 11:  # nowhere are there a thousand
            assert (shown.p99, seconds) == (None, 10)
        add(delays, [1_000_000] * 50)
        delays.turn()
    shown, seconds = window_figures([delays])
    assert (shown.count, seconds) == (1500, 30)
    assert shown.p99 == pytest.approx(1_000_000, rel=0.008)


@pytest.mark.parametrize("latency", [0, 900, 5_000_000, -4, NO_LATENCY])
@pytest.mark.parametrize("kept", [False, True])
def test_one_by_one_counts_the_same(latency: int, kept: bool) -> None:
    one, many = Delays(), Delays()
    one.one(latency, True, kept, 7)
    many.add(np.array([latency], np.int64), np.array([True]), np.array([kept]), np.array([7]))
    assert whole_figures([one]) == whole_figures([many])
    assert one.turn()[0] == many.turn()[0]
    assert mean_lag([one]) == mean_lag([many])
