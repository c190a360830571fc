"""Axes carry round marks that can be read."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from eventscope.ui.viewmodels import charts_ticks as ticks
from eventscope.ui.viewmodels.charts_ticks import SECOND

NOON = 1_795_435_200 * SECOND  # 2026-11-23T12:00:00Z


@pytest.fixture
def _india(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    if not hasattr(time, "tzset"):
        pytest.skip("the time zone of a process cannot be set here")
    monkeypatch.setenv("TZ", "Asia/Kolkata")
    time.tzset()
    ticks._local.cache_clear()
    ticks._ahead.cache_clear()
    yield
    monkeypatch.undo()
    time.tzset()
    ticks._local.cache_clear()
    ticks._ahead.cache_clear()


@pytest.mark.usefixtures("_india")
def test_times_are_round_in_local_time_also_half_an_hour_ahead() -> None:
    found = ticks.time_ticks(0, 3600 * SECOND, NOON, 4)
    assert [tick.label for tick in found] == ["17:40", "18:00", "18:20"]
    assert found[1].place == 1800 * SECOND


@pytest.mark.usefixtures("_india")
def test_dates_carry_their_zone() -> None:
    assert ticks.date_text(NOON + 200_000_000) == "2026-11-23T17:30:00.200+05:30"


@pytest.mark.parametrize(("seconds", "most"), [(2, 5), (60, 6), (600, 10), (3600, 3), (7200, 8)])
def test_there_are_never_more_marks_than_fit_and_all_are_inside(seconds: int, most: int) -> None:
    start = 123_456_789
    found = ticks.time_ticks(start, start + seconds * SECOND, NOON, most)
    assert 1 <= len(found) <= most + 1
    assert all(start <= tick.place <= start + seconds * SECOND for tick in found)


def test_short_stretches_show_tenths() -> None:
    found = ticks.time_ticks(0, 2 * SECOND, NOON, 5)
    assert found[1].label.endswith(":00.5")


@pytest.mark.parametrize("highest", [0.0, 0.003, 0.7, 23.0, 99.9, 12_480.0, 3e9])
def test_a_scale_holds_its_values_with_few_round_marks(highest: float) -> None:
    scale = ticks.scale(highest, 0.01, 5)
    assert scale.top > highest
    assert 2 <= len(scale.ticks()) <= 6
    assert scale.ticks()[0].place == 0


def test_counts_have_no_marks_between_integers() -> None:
    assert [tick.label for tick in ticks.scale(2, 4, 10, whole=True).ticks()] == ["0", "1", "2", "3", "4"]


def test_thousands_are_grouped() -> None:
    assert ticks.number(12_500.0, 500.0) == "12,500"
    assert ticks.number(0.25, 0.05) == "0.25"


def test_an_axis_stays_until_it_no_longer_serves() -> None:
    first = ticks.steady(None, 80.0, 10, 5)
    assert ticks.steady(first, 60.0, 10, 5) is first
    assert ticks.steady(first, 200.0, 10, 5).top > 200
    assert ticks.steady(first, 3.0, 10, 5).top < first.top
    assert ticks.steady(first, 80.0, 10, 2).step > first.step  # the chart became lower


def test_latencies_are_marked_by_decades_and_between_where_there_is_room() -> None:
    assert [tick.label for tick in ticks.log_ticks(1e5, 1e8, 4)] == ["0.1 ms", "1 ms", "10 ms", "100 ms"]
    assert [tick.label for tick in ticks.log_ticks(1e5, 1e6, 9)] == ["0.1 ms", "0.2 ms", "0.5 ms", "1 ms"]
    assert [tick.label for tick in ticks.log_ticks(1e3, 1e10, 3)][-1] == "10 s"
    assert ticks.latency_text(20_000.0) == "20 µs"


def test_bounds_of_a_log_axis_are_round_and_at_least_a_decade_apart() -> None:
    assert ticks.log_bounds(600_000, 23_000_000) == (500_000, 50_000_000)
    low, high = ticks.log_bounds(1_000_000, 1_100_000)
    assert low <= 1_000_000
    assert high >= 10 * low
    assert ticks.log_bounds(0, 0)[0] > 0


def test_a_clock_beyond_all_dates_does_not_stop_anything() -> None:
    assert ticks.clock_text(10**30)
