"""The course of a run: points that cut nothing off, and a flatness that only long runs have."""

from __future__ import annotations

import pytest

from eventscope.base import clock
from eventscope.cli.bench.curve import MOST, Curve


def course(total: int, looks: int, costs: float = 1e-6, late: float = 1e-6) -> Curve:
    """A run that costs so many CPU seconds a message, and more in its second half."""
    curve, cpu = Curve(), 0.0
    for n in range(1, looks + 1):
        cpu += total / looks * (costs if 2 * n <= looks else late)
        curve.add(total * n // looks, 50 << 20, cpu)
    return curve


def test_points_tell_memory_and_the_cost_since_the_point_before(monkeypatch: pytest.MonkeyPatch) -> None:
    curve = Curve(begun=0)
    monkeypatch.setattr(clock, "mono_ns", lambda: 2_000_000_000)
    curve.add(1000, 10 << 20, 0.002)
    monkeypatch.setattr(clock, "mono_ns", lambda: 3_000_000_000)
    curve.add(3000, 20 << 20, 0.010)
    assert curve.points() == [[2.0, 1000, 10.0, 2.0], [3.0, 3000, 20.0, 4.0]]


@pytest.mark.parametrize("looks", [1, 59, 60, 61, 1000])
def test_a_long_course_is_thinned_and_keeps_its_end(looks: int) -> None:
    points = course(2_000_000, looks).points()
    assert 0 < len(points) <= MOST
    assert points[-1][1] == 2_000_000
    assert {point[3] for point in points} == {1.0}


def test_flatness_compares_late_with_early() -> None:
    assert course(2_000_000, 100).flatness() == 1.0
    assert course(2_000_000, 100, late=3e-6).flatness() == 3.0


def test_a_short_run_has_no_flatness() -> None:
    assert course(999_999, 100).flatness() is None
    assert course(2_000_000, 3).flatness() is None
    assert (Curve().flatness(), Curve().steady(), Curve().points()) == (None, None, [])


def test_the_steady_cost_is_that_of_the_second_half() -> None:
    assert course(2_000_000, 100, costs=9e-6, late=2e-6).steady() == 2.0
    assert course(999_999, 100).steady() is None
