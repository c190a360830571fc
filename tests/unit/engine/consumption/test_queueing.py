"""M/M/1 and M/D/1 by a fake clock: what the consumer's book says against theory, and Little's law in every window."""

import random
from dataclasses import replace
from statistics import fmean

import numpy as np
import pytest

from eventscope.core.consumer import Service, Simulation
from eventscope.core.little import WINDOW
from eventscope.core.message import ROW, V5, Block
from eventscope.core.servicetime import ServiceTimes
from eventscope.core.station import Station
from eventscope.engine.consumption.held import Held, Settling
from eventscope.engine.consumption.tally import Tally

SECOND = 10**9
MEAN = 2.0  # ms of service: mu = 500 a second
EMPTY = Block(np.empty(0, ROW), (), b"")


def course(simulation: Simulation, rate: float, seconds: int, seed: int) -> tuple[Tally, list[float], set[str]]:
    """(book, L of each window, verdicts) of Poisson arrivals at `rate` a second."""
    dice = random.Random(seed)
    times = ServiceTimes(simulation, random.Random(seed + 1).random)
    station: Station[Held] = Station(simulation.concurrency, times.next, times.fails, simulation.retries)
    tally, levels, verdicts = Tally(), list[float](), set[str]()
    now, look = SECOND, (WINDOW + 3) * SECOND
    while now < seconds * SECOND:
        now += int(dice.expovariate(rate) * SECOND)
        while (due := station.due) is not None and due <= now:
            finish(tally, station, due)
        if now > look:
            little, _ = tally.residence.check(look)
            levels.append(little.measured or 0.0)
            verdicts.add(little.verdict)
            look += WINDOW * SECOND
        tally.residence.arrive(now)
        station.arrive(Held(EMPTY, 0, Settling(None, 1), now, None, None, V5, 0), now)
    return tally, levels, verdicts


def finish(tally: Tally, station: Station[Held], now: int) -> None:
    for work in station.finished(now):
        tally.finish(work.item, work.begun, work.end, work.failed, work.attempts)


def sojourn(tally: Tally) -> float:
    """Mean time in the system in seconds."""
    return ((tally.waiting.mean or 0.0) + (tally.service.mean or 0.0)) / SECOND


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize(("service", "variance"), [("exponential", 1.0), ("fixed", 0.0)])
def test_one_server_behaves_as_theory_says(service: Service, variance: float, seed: int) -> None:
    rho, mu = 0.7, 1000 / MEAN
    rate = rho * mu
    # Pollaczek and Khinchine: Wq = rho / (1 - rho) x (1 + cs^2) / 2 x S
    waiting = rho / (1 - rho) * (1 + variance) / 2 / mu
    stay = waiting + 1 / mu
    tally, levels, verdicts = course(Simulation(service, mean=MEAN), rate, 400, seed)
    assert sojourn(tally) == pytest.approx(stay, rel=0.05)
    assert (tally.waiting.mean or 0) / SECOND == pytest.approx(waiting, rel=0.05)
    assert fmean(levels) == pytest.approx(rate * stay, rel=0.05)
    assert verdicts == {"holds"}
    assert tally.busy / tally.worked * rate / SECOND == pytest.approx(rho, rel=0.03)  # utilisation


def test_several_servers_wait_less_than_one_of_their_speed_alone() -> None:
    # M/M/2 at rho 0.7: Erlang C gives Wq = C / (2 mu - lambda), C = 2 rho^2 / (1 + rho)
    rho, mu = 0.7, 1000 / MEAN
    rate = rho * 2 * mu
    waiting = (2 * rho**2 / (1 + rho)) / (2 * mu - rate)
    tally, levels, verdicts = course(Simulation(mean=MEAN, concurrency=2), rate, 200, 5)
    assert (tally.waiting.mean or 0) / SECOND == pytest.approx(waiting, rel=0.05)
    assert fmean(levels) == pytest.approx(rate * (waiting + 1 / mu), rel=0.05)
    assert verdicts == {"holds"}


def test_above_its_capacity_the_check_says_unstable() -> None:
    _, levels, verdicts = course(Simulation(mean=MEAN), 1.2 * 1000 / MEAN, 60, 1)
    assert verdicts == {"unstable"}
    assert levels == sorted(levels)


def test_retries_cost_service_and_are_counted() -> None:
    plain = Simulation("fixed", mean=MEAN)
    failing = replace(plain, failure=0.5, retries=1)
    tally, _, _ = course(failing, 100, 120, 1)
    # One attempt in two fails, and one message in four fails twice.
    assert tally.failed / tally.worked == pytest.approx(0.25, rel=0.05)
    assert tally.retried / tally.worked == pytest.approx(0.5, rel=0.05)
    assert tally.busy / tally.worked / 1e6 == pytest.approx(1.5 * MEAN, rel=0.05)
    assert tally.done + tally.failed == tally.worked
