"""Medians and spread of repeated runs, worked out by hand."""

from __future__ import annotations

import pytest

from eventscope.cli.bench.figures import ratio, spread


def test_the_median_stands_between_the_least_and_the_most() -> None:
    assert spread([300.4, 100.2, 200.6], [2.0, 9.999, 4.0]) == {
        "rate": 201,
        "least": 100,
        "most": 300,
        "cpu_us_per_message": 4.0,
    }


def test_an_even_number_of_runs_has_its_median_in_the_middle() -> None:
    assert spread([100, 200, 400, 1000], [1, 2, 3, 4])["rate"] == 300


@pytest.mark.parametrize(("ours", "theirs", "times"), [(300, 200, 1.5), (100, 300, 0.33), (100, 0, None)])
def test_a_ratio_to_nothing_is_none(ours: float, theirs: float, times: float | None) -> None:
    assert ratio(ours, theirs) == times
