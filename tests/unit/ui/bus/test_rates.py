"""Rates from counters."""

from __future__ import annotations

from eventscope.ui.viewmodels.bus.rates import SECOND, STALE, Rates


def test_a_rate_needs_a_second() -> None:
    rates = Rates()
    assert rates.take("a", 0, 100) == 0.0
    assert rates.take("a", SECOND // 2, 600) == 0.0
    assert rates.take("a", 2 * SECOND, 1_100) == 500.0
    assert rates.take("a", 2 * SECOND + 1, 9_999) == 500.0


def test_a_counter_that_fell_back_begins_anew() -> None:
    rates = Rates()
    rates.take("a", 0, 100)
    assert rates.take("a", SECOND, 5) == 0.0
    assert rates.take("a", 2 * SECOND, 15) == 10.0


def test_what_nobody_asked_about_is_forgotten() -> None:
    rates = Rates()
    rates.take("a", 0, 100)
    rates.forget_before(STALE + 1)
    assert rates.take("a", STALE + SECOND, 900) == 0.0
