"""Histograms: the error is bounded, merging loses nothing, and few samples give no percentile."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, strategies as st

from eventscope.core.histogram import BANDS, EDGES, LONG, SHORT, TOP, Histogram, Recent, figures, merged, needed

QUANTILES = (0.5, 0.9, 0.99, 0.999)


def of(*values: int) -> Histogram:
    histogram = Histogram()
    histogram.add(np.array(values, np.int64))
    return histogram


@pytest.mark.parametrize("seed", range(5))
def test_percentiles_are_within_the_promised_error(seed: int) -> None:
    rng = np.random.default_rng(seed)
    values = rng.lognormal(13 + seed, 1.5, 50_000).astype(np.int64).clip(1_000, TOP)
    histogram = Histogram()
    for part in np.array_split(values, 37):
        histogram.add(part)
    exact = np.percentile(values, [100 * q for q in QUANTILES], method="inverted_cdf")
    shown = histogram.percentiles(QUANTILES)
    for value, truth in zip(shown, exact, strict=True):
        assert value == pytest.approx(truth, rel=0.008)
    assert histogram.max == values.max()
    assert histogram.mean == pytest.approx(values.mean())


@given(st.integers(0, TOP))
def test_every_value_falls_into_the_bucket_around_it(value: int) -> None:
    bucket = int(np.flatnonzero(of(value).counts)[0])
    low, high = int(EDGES[bucket]), int(EDGES[bucket + 1])
    assert low <= value < high
    assert high - low <= max(8, low / 127)


@given(st.lists(st.lists(st.integers(0, 2 * TOP), max_size=30), max_size=5))
def test_merging_is_adding(parts: list[list[int]]) -> None:
    whole = of(*(value for part in parts for value in part))
    together = merged(of(*part) for part in parts)
    assert (together.counts == whole.counts).all()
    assert (together.count, together.total, together.max) == (whole.count, whole.total, whole.max)


@pytest.mark.parametrize("quantile", QUANTILES)
def test_no_percentile_is_shown_below_ten_samples_beyond_it(quantile: float) -> None:
    few = needed(quantile)
    assert of(*[5000] * (few - 1)).percentiles([quantile]) == [None]
    assert of(*[5000] * few).percentiles([quantile]) != [None]


def test_needed_is_ten_over_one_minus_q() -> None:
    assert [needed(q) for q in QUANTILES] == [20, 100, 1000, 10_000]


def test_figures_of_nothing_are_unknown_not_zero() -> None:
    shown = figures(Histogram(), negative=3)
    assert (shown.count, shown.p50, shown.max, shown.mean, shown.negative) == (0, None, None, None, 3)


def test_negative_values_are_refused_aloud() -> None:
    with pytest.raises(ValueError, match="negative"):
        of(5, -1)
    with pytest.raises(ValueError, match="negative"):
        Histogram().one(-1)


def test_a_percentile_is_never_above_the_maximum() -> None:
    assert of(*[1_000_001] * 30).percentiles([0.5]) == [1_000_001]


def test_bands_hold_every_sample_under_their_upper_bound() -> None:
    values = [0, 900, 1024, 1600, 5_000_000, TOP, 3 * TOP]
    counts = of(*values).bands()
    assert counts.sum() == len(values)
    assert len(counts) == len(BANDS) - 1
    assert BANDS[0] == 0
    assert (np.diff(BANDS) > 0).all()
    assert counts[0] == 2  # both below 1 us


def test_the_windows_slide_and_the_whole_stays() -> None:
    recent = Recent()
    for second in range(40):
        recent.now.add(np.full(10, 1000 * (second + 1)))
        recent.turn()
    recent.now.one(50_000)
    assert recent.window().count == 10 * SHORT + 1
    assert recent.window().total == 10 * sum(range(31, 41)) * 1000 + 50_000
    assert recent.long().count == 10 * LONG + 1
    assert recent.all().count == 401
    for _ in range(SHORT):
        recent.turn()
    assert recent.window().count == 1
    assert recent.window().max == 50_000
    recent.turn()
    assert (recent.window().count, recent.window().max) == (0, 0)
    assert recent.all().max == 50_000
    assert not recent.window().counts.any()


@given(st.lists(st.integers(0, 2 * TOP), max_size=40))
def test_one_by_one_counts_the_same(values: list[int]) -> None:
    single = Histogram()
    for value in values:
        single.one(value)
    whole = of(*values)
    assert (single.counts == whole.counts).all()
    assert (single.count, single.total, single.max) == (whole.count, whole.total, whole.max)


def test_a_stall_of_one_second_shows_as_theory_says() -> None:
    """An open loop of 200/s for 8 s with a stall of 1 s: of 1,600 messages the 200 in it wait 1,000 to 0 ms.

    The latency that 1 % exceed is that of the 16th longest: 1 s less 16 periods of 5 ms, 920 ms.
    """
    rate, seconds, stall = 200, 8, 1_000_000_000
    due = np.arange(rate * seconds) * (1_000_000_000 // rate)
    start = 3_000_000_000
    waits = np.where((due >= start) & (due < start + stall), start + stall - due, 0)
    histogram = Histogram()
    histogram.add((waits + 300_000).astype(np.int64))
    (p99,) = histogram.percentiles([0.99])
    assert p99 == pytest.approx(920_000_000, rel=0.02)


def test_empty_additions_change_nothing() -> None:
    histogram = of()
    assert histogram.count == 0
    assert histogram.percentiles(QUANTILES) == [None] * 4
