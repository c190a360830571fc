"""The heat map hides no message and marks clock errors."""

from __future__ import annotations

import numpy as np

from eventscope.core.histogram import BANDS
from eventscope.core.verbs import HeatMap
from eventscope.ui.viewmodels.charts_heat import FAINTEST, grid, levels

S = 1_000_000_000


def heat(cells: dict[tuple[int, int], int], columns: int = 3) -> HeatMap:
    """Counts by (column, latency in ns)."""
    counts = np.zeros((columns, len(BANDS)), np.int32)
    for (column, latency), count in cells.items():
        counts[column, 0 if latency < 0 else np.searchsorted(BANDS[1:], latency, "right") + 1] = count
    return HeatMap(np.arange(1, columns + 1, dtype=np.int64) * S, BANDS, counts)


def test_the_axis_holds_every_message() -> None:
    found = grid(heat({(0, 700_000): 5, (2, 23_000_000): 1}))
    assert found is not None
    assert found.low <= 700_000
    assert found.high >= 23_000_000
    assert not found.negative


def test_nothing_measured_is_no_axis() -> None:
    assert grid(None) is None
    assert grid(heat({})) is None
    assert grid(heat({}, columns=0)) is None


def test_clock_errors_alone_make_an_axis_too() -> None:
    found = grid(heat({(1, -5): 2}))
    assert found is not None
    assert found.negative


def test_a_single_message_among_a_million_is_visible() -> None:
    data = heat({(0, 700_000): 1_000_000, (0, 23_000_000): 1})
    picture = levels(data, np.array([S // 2]), np.array([700_000.0, 23_000_000.0, 90_000_000.0]))
    assert picture[:, 0].tolist() == [255, FAINTEST, 0]


def test_columns_cover_the_second_before_their_time_and_gaps_stay_empty() -> None:
    data = heat({(n, 700_000): 9 for n in range(6)}, 6)
    spread = HeatMap(np.array([1, 2, 3, 4, 5, 20], np.int64) * S, data.bands, data.cells)
    moments = np.array([-1, S // 2, 4 * S + S // 2, 10 * S, 19 * S + S // 2, 30 * S], np.int64)
    picture = levels(spread, moments, np.array([700_000.0]))
    assert (picture[0] > 0).tolist() == [False, True, True, False, True, False]


def test_negative_rows_show_the_clock_errors() -> None:
    picture = levels(heat({(0, -5): 3}), np.array([S // 2]), np.array([-1.0, 700_000.0]))
    assert picture[0, 0] > 0
    assert picture[1, 0] == 0


def test_one_strange_column_does_not_dim_the_others() -> None:
    cells = {(n, latency): 10 for n in range(20) for latency in (500_000, 1_000_000, 2_000_000, 4_000_000)}
    usual = levels(heat(cells, 21), np.array([S // 2]), np.array([1_000_000.0]))[0, 0]
    with_one = levels(heat({**cells, (20, 1_000_000): 1}, 21), np.array([S // 2]), np.array([1_000_000.0]))[0, 0]
    assert with_one == usual
