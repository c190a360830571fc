"""The stretch of time moves, stands still, zooms and pans within what the engine keeps."""

from __future__ import annotations

from eventscope.ui.viewmodels.charts_window import LONGEST, RANGES, SECOND, SHORTEST, TimeWindow

NOW = 10_000 * SECOND


def test_live_ends_now() -> None:
    window = TimeWindow()
    assert window.at(NOW) == (NOW - 60 * SECOND, NOW)
    assert window.at(NOW + SECOND)[1] == NOW + SECOND


def test_frozen_stands_still_and_goes_on() -> None:
    window = TimeWindow()
    window.freeze(NOW)
    assert window.at(NOW + 5 * SECOND) == (NOW - 60 * SECOND, NOW)
    window.freeze(NOW + 5 * SECOND)  # once is enough
    assert window.end == NOW
    window.go_live()
    assert window.live
    assert window.span == RANGES[0]


def test_zoom_keeps_the_moment_in_its_place() -> None:
    window = TimeWindow()
    at = NOW - 20 * SECOND
    window.zoom(2.0, at, NOW)
    start, end = window.at(NOW)
    assert end - start == 30 * SECOND
    assert (at - start) * 60 == (end - start) * 40
    assert not window.live


def test_zoom_is_bounded_and_never_shows_the_future() -> None:
    window = TimeWindow()
    for _ in range(20):
        window.zoom(2.0, NOW - SECOND, NOW)
    assert window.span == SHORTEST
    for _ in range(20):
        window.zoom(0.5, NOW - SECOND, NOW)
    assert window.span == LONGEST
    assert window.at(NOW)[1] <= NOW


def test_going_live_after_a_zoom_takes_a_range_that_holds_it() -> None:
    window = TimeWindow()
    window.zoom(0.2, NOW, NOW)
    assert window.span == 300 * SECOND
    window.go_live()
    assert window.span == RANGES[1]


def test_pan_to_the_present_is_live_again() -> None:
    window = TimeWindow()
    window.pan(-30 * SECOND, NOW)
    assert window.at(NOW) == (NOW - 90 * SECOND, NOW - 30 * SECOND)
    window.pan(40 * SECOND, NOW)
    assert window.live


def test_pan_stops_at_the_oldest_that_is_kept() -> None:
    window = TimeWindow()
    window.pan(-100_000 * SECOND, NOW)
    assert window.at(NOW)[0] == NOW - LONGEST
