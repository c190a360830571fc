"""Meters: growth of a total a second."""

from __future__ import annotations

import pytest

from eventscope.core.meter import Meter

TENTH = 100_000_000


def test_a_rate_is_growth_over_the_last_second() -> None:
    meter = Meter()
    assert meter.rate == 0.0
    for n in range(31):
        meter.total = 50 * n if n < 20 else 50 * 20
        meter.read(n * TENTH)
        if n == 15:
            assert meter.rate == pytest.approx(500)
    assert meter.rate == 0.0


def test_two_readings_of_one_moment_are_no_rate() -> None:
    meter = Meter()
    meter.read(5)
    meter.total = 10
    meter.read(5)
    assert meter.rate == 0.0


def test_a_total_that_begins_anew_is_no_negative_rate() -> None:
    meter = Meter()
    for n, total in enumerate((0, 100, 200, 5, 15)):
        meter.total = total
        meter.read(n * TENTH)
    assert meter.rate == pytest.approx(100)
