"""Placing in a column without overlap."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from eventscope.ui.viewmodels.bus.spread import free, spread

PLACES = st.lists(st.tuples(st.floats(-1e4, 1e4), st.floats(1, 300)), max_size=30)


@given(PLACES, st.floats(0, 50))
def test_nothing_overlaps_and_the_order_stays(items: list[tuple[float, float]], gap: float) -> None:
    wanted, sizes = [each[0] for each in items], [each[1] for each in items]
    found = spread(wanted, sizes, gap)
    for at in range(1, len(found)):
        assert found[at] - found[at - 1] >= (sizes[at] + sizes[at - 1]) / 2 + gap - 1e-6


def test_who_has_room_stays_where_he_wants_to_be() -> None:
    assert spread([0, 100, 300], [50, 50, 50], 10) == [0, 100, 300]


def test_a_crowd_spreads_around_the_middle() -> None:
    assert spread([0, 0, 0], [10, 10, 10], 2) == [-12, 0, 12]
    assert spread([], [], 5) == []


@given(st.floats(-500, 500), st.floats(1, 100), PLACES)
def test_a_free_place_is_free(wanted: float, size: float, taken: list[tuple[float, float]]) -> None:
    place = free(wanted, size, taken, 8)
    assert all(abs(place - centre) >= (size + other) / 2 + 8 - 1e-3 for centre, other in taken)


def test_the_nearest_free_place_wins() -> None:
    assert free(0, 10, [], 4) == 0
    assert free(1, 10, [(0, 10)], 4) == pytest.approx(14)
    assert free(-1, 10, [(0, 10)], 4) == pytest.approx(-14)
