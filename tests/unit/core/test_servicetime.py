"""Service times: mean and spread as asked, one seed one course, nothing negative."""

import random
from statistics import fmean, pstdev

import pytest

from eventscope.core.consumer import Service, Simulation
from eventscope.core.servicetime import ServiceTimes

DRAWS = 40_000


def drawn(seed: int = 7, **settings: object) -> list[float]:
    """Milliseconds."""
    simulation = Simulation(**{"mean": 20.0, "spread": 8.0, **settings})  # type: ignore[arg-type]
    times = ServiceTimes(simulation, random.Random(seed).random)
    return [times.next() / 1e6 for _ in range(DRAWS)]


@pytest.mark.parametrize(
    ("service", "deviation"), [("fixed", 0.0), ("uniform", 8 / 3**0.5), ("exponential", 20.0), ("lognormal", 8.0)]
)
def test_mean_and_deviation_are_those_of_the_distribution(service: Service, deviation: float) -> None:
    found = drawn(service=service)
    assert fmean(found) == pytest.approx(20.0, rel=0.02)
    assert pstdev(found) == pytest.approx(deviation, rel=0.04, abs=1e-9)
    assert min(found) >= 0


def test_one_seed_gives_one_course() -> None:
    assert drawn(1, service="lognormal")[:50] == drawn(1, service="lognormal")[:50]
    assert drawn(1)[:50] != drawn(2)[:50]


def test_a_uniform_time_keeps_to_its_bounds() -> None:
    found = drawn(service="uniform")
    assert 12.0 <= min(found) < 12.1
    assert 27.9 < max(found) <= 28.0


def test_dice_at_their_ends_do_no_harm() -> None:
    for value in (0.0, 1 - 2**-53):
        for service in ("uniform", "exponential", "lognormal"):
            times = ServiceTimes(Simulation(service=service), lambda value=value: value)  # type: ignore[misc, arg-type]
            assert 0 <= times.next() < 10**12


def test_a_lognormal_time_without_spread_is_fixed() -> None:
    assert set(drawn(service="lognormal", spread=0.0)) == {20.0}


def test_failures_are_as_frequent_as_asked() -> None:
    times = ServiceTimes(Simulation(failure=0.25), random.Random(3).random)
    assert sum(times.fails() for _ in range(DRAWS)) / DRAWS == pytest.approx(0.25, abs=0.01)
    never = ServiceTimes(Simulation(), lambda: 0.0)
    assert not never.fails()
    always = ServiceTimes(Simulation(failure=1.0), lambda: 1 - 2**-53)
    assert always.fails()
