"""Series: bounded, fine for the recent past, and no extreme is ever lost by thinning."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, strategies as st

from eventscope.core import series
from eventscope.core.series import COARSE, FINE, Board, Ring, Series, decimate

TENTH = 100_000_000
SECOND = 10 * TENTH


def test_a_ring_keeps_the_newest_rows() -> None:
    ring = Ring(100, 2)
    for n in range(250):
        ring.append(n, (n, -n))
    times, rows = ring.between(0, 1000)
    assert times.tolist() == list(range(150, 250))
    assert rows[:, 1].tolist() == [-n for n in range(150, 250)]
    assert ring.oldest == 150
    assert len(ring) == 100


def test_a_ring_answers_stretches_and_grows_as_it_fills() -> None:
    ring = Ring(1000, 1)
    assert ring.oldest is None
    assert len(ring.between(0, 10)[0]) == 0
    for n in range(200):
        ring.append(n * 10, n)
    assert ring.between(500, 530)[0].tolist() == [500, 510, 520, 530]


def test_a_series_is_fine_for_minutes_and_keeps_peaks_for_hours() -> None:
    line = Series()
    count = FINE + 3000
    for n in range(count):
        line.append(n * TENTH, 99.0 if n == 55 else float(n % 7))
    times, values = line.between(0, count * TENTH)
    assert (np.diff(times) > 0).all()
    assert values.max() == 99.0  # long gone from the fine ring
    old = times < (count - FINE) * TENTH
    assert np.diff(times[old]).max() <= SECOND
    assert (np.diff(times[times >= (count - FINE) * TENTH + SECOND]) == TENTH).all()


def test_a_silence_breaks_the_curve() -> None:
    line = Series()
    line.append(0, 1.0)
    line.append(SECOND, 1.0)
    line.append(60 * SECOND, 1.0)
    _, values = line.between(0, 60 * SECOND)
    assert np.isnan(values).tolist() == [False, False, True, False]


def test_an_unknown_value_is_a_gap() -> None:
    line = Series()
    line.append(0, None)
    line.append(TENTH, 5.0)
    assert np.isnan(line.between(0, SECOND)[1]).tolist() == [True, False]


def test_memory_is_bounded() -> None:
    line = Series()
    for n in range(COARSE + 2000):
        line.append(n * SECOND, float(n))
    times, _ = line.between(0, 10**18)
    assert len(times) <= 2 * COARSE + FINE
    assert times[0] > 0


@given(
    st.lists(st.one_of(st.floats(-1e9, 1e9), st.just(float("nan"))), min_size=1, max_size=500),
    st.integers(2, 120),
)
def test_thinning_keeps_every_extreme_in_order(values: list[float], width: int) -> None:
    raw = np.array(values)
    times = np.arange(len(raw)) * 10
    thin_times, thin = decimate(times, raw, width)
    assert len(thin) <= max(width, 2) + 2
    assert (np.diff(thin_times) >= 0).all()
    assert all(raw[time // 10] == value or np.isnan(value) for time, value in zip(thin_times, thin, strict=True))
    if not np.isnan(raw).all():
        assert np.nanmax(thin) == np.nanmax(raw)
        assert np.nanmin(thin) == np.nanmin(raw)


def test_a_long_gap_stays_a_gap() -> None:
    values = np.ones(1000)
    values[400:600] = np.nan
    times, thin = decimate(np.arange(1000), values, 50)
    assert np.isnan(thin[(times > 430) & (times < 570)]).all()
    assert not np.isnan(thin[times < 390]).any()


def test_short_curves_are_left_alone() -> None:
    times, values = np.arange(10), np.ones(10)
    assert decimate(times, values, 10)[1] is values


def test_the_board_ends_curves_of_what_is_gone() -> None:
    board = Board()
    board.record(0, {"queue.a": 1.0, "queue.b": 2.0, "other": 3.0})
    for time in (TENTH, 2 * TENTH):
        board.record(time, {"queue.b": 2.0})
        board.end("queue.", time, {"queue.b": 0})
    gone = board.get("queue.a")
    assert gone is not None
    assert np.isnan(gone.between(0, SECOND)[1]).tolist() == [False, True]  # one gap, not many


def test_a_full_board_refuses_and_says_how_many() -> None:
    board = Board(limit=3)
    board.record(0, {f"queue.{n}": n for n in range(5)})
    assert board.names() == ["queue.0", "queue.1", "queue.2"]
    assert board.refused == 2
    late = 2 * series._STALE
    board.record(late, {"queue.1": 1})
    board.record(late, {"queue.1": 1, "queue.4": 4})  # one that was silent for a minute makes room
    assert "queue.4" in board.names()
    assert "queue.1" in board.names()
    assert board.refused == 0


def test_the_quality_is_that_of_the_last_value() -> None:
    board = Board()
    board.record(0, {"queue.a": 1.0}, "estimated")
    shown = board.get("queue.a")
    assert shown is not None
    assert shown.quality == "estimated"
    board.record(TENTH, {"queue.a": 1.0})
    assert shown.quality == "exact"


@pytest.mark.parametrize("width", [0, 1, 2])
def test_silly_widths_are_survived(width: int) -> None:
    _, thin = decimate(np.arange(100), np.arange(100.0), width)
    assert thin.tolist() == [0.0, 99.0]
