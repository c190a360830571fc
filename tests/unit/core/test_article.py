"""The article's five formulas with the figures that show what they really are."""

from __future__ import annotations

import pytest

from eventscope.core.article import article
from eventscope.core.metrics import ArticleFigures


def test_a_queue_at_half_load() -> None:
    """M/M/1 at rho 0.5, mu 100/s: W is 20 ms and L is 1; the article's queue length says 2, which is L / rho."""
    shown = article(production=50, processing=100, latency=20e6, depth=1.0)
    assert shown.throughput == pytest.approx(0.5)
    assert shown.latency == 20e6
    assert shown.queue_length == pytest.approx(2.0)
    assert shown.throughput_rate == pytest.approx(50.0)
    assert shown.scalability == pytest.approx(2.0)


def test_an_empty_queue_and_unknown_rates_are_undefined() -> None:
    assert article(50, None, None, 0.0) == ArticleFigures()
    assert article(None, 100, 1e6, None).queue_length == pytest.approx(0.1)
    assert article(0.0, 100, None, 1.0).scalability is None
