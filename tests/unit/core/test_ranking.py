"""The order of traffic: largest first, equal ones as they came, and nothing of the whole goes missing."""

from __future__ import annotations

import numpy as np
from hypothesis import given, strategies as st

from eventscope.core.ranking import MEASURES, Sums, Traffic, difference, largest, together


def sums(*counts: int) -> Sums:
    numbers = np.array(counts, np.int64)
    return Sums(numbers / 2, numbers * 10.0, numbers, numbers * 20)


def test_the_largest_come_first_and_equal_ones_stay_in_their_order() -> None:
    values = np.array([5.0, 9.0, 0.0, 9.0, 5.0, 5.0, 1.0])
    assert largest(values, 4).tolist() == [1, 3, 0, 4]
    assert largest(values, 100).tolist() == [1, 3, 0, 4, 5, 6]  # what brings nothing has no place


def test_nothing_has_no_places() -> None:
    assert largest(np.zeros(0), 5).tolist() == []
    assert largest(np.zeros(9), 5).tolist() == []


@given(st.lists(st.integers(0, 5), max_size=40), st.integers(1, 45))
def test_it_agrees_with_a_sort_of_everything(numbers: list[int], count: int) -> None:
    order = [place for place in sorted(range(len(numbers)), key=lambda n: (-numbers[n], n)) if numbers[place]]
    assert largest(np.array(numbers, np.float64), count).tolist() == order[:count]


def test_groups_are_summed_in_every_measure_and_minus_one_is_left_out() -> None:
    found = sums(1, 2, 4, 8).grouped(np.array([1, -1, 1, 0]), 2)
    assert found.at(0) == Traffic(4.0, 80.0, 8, 160)
    assert found.at(1) == Traffic(2.5, 50.0, 5, 100)
    assert found.total() == Traffic(6.5, 130.0, 13, 260)
    assert [found.of(by).tolist() for by in MEASURES] == [[4, 2.5], [80, 50], [8, 5], [160, 100]]
    assert [found.at(0).of(by) for by in MEASURES] == [4.0, 80.0, 8, 160]


def test_numbers_above_32_bits_stay_exact() -> None:
    found = sums(2**40 + 1, 2**40 + 2).grouped(np.array([0, 0]), 1)
    assert (found.at(0).count, found.at(0).size) == (2**41 + 3, 20 * (2**41 + 3))


def test_what_is_left_and_what_is_together() -> None:
    whole = Traffic(5.0, 50.0, 5, 50)
    parts = [Traffic(2.0, 20.0, 2, 20), Traffic(3.0000001, 30.0, 3, 30)]
    assert difference(whole, parts) == Traffic(0.0, 0.0, 0, 0)
    assert together(parts[0], Traffic(1.0, 1.0, 1, 1)) == Traffic(3.0, 21.0, 3, 21)
