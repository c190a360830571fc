"""Little's check: below 5 % for queues in a steady state, and flagged for all others."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from eventscope.core.little import TOLERANCE, WINDOW, Flow, merge_checks, verdict
from eventscope.core.metrics import LittleFigures

SECOND = 1_000_000_000
Times = NDArray[np.float64]


def served(arrivals: Times, services: Times) -> Times:
    """Departures of one server that takes messages in their order."""
    ends = np.empty_like(arrivals)
    free = 0.0
    for n, (arrival, service) in enumerate(zip(arrivals, services, strict=True)):
        free = max(free, arrival) + service
        ends[n] = free
    return ends


def poisson(rate: float, seconds: float, rng: np.random.Generator) -> Times:
    gaps = rng.exponential(1 / rate, int(rate * seconds * 1.2) + 50)
    times = np.cumsum(gaps)
    return times[times < seconds]


def checks(arrivals: Times, departures: Times, seconds: float, latencies: Times | None = None) -> list[LittleFigures]:
    """The check at each full second of a run, messages told as they would come: arrivals and blocks of departures."""
    flow = Flow()
    delays = departures - arrivals if latencies is None else latencies
    found = []
    for second in range(int(seconds)):
        for time in arrivals[(arrivals >= second) & (arrivals < second + 1)]:
            flow.arrive(int(time * SECOND))
        chosen = (departures >= second) & (departures < second + 1)
        for block in np.array_split(np.flatnonzero(chosen), 60):
            if len(block):
                ns = int(departures[block].mean() * SECOND)
                flow.leave(ns, len(block), int(delays[block].sum() * SECOND))
        found.append(flow.check((second + 1) * SECOND))
    return found


def settled(found: list[LittleFigures]) -> list[LittleFigures]:
    return found[WINDOW + 5 :]


@pytest.mark.parametrize("load", [0.3, 0.6, 0.8])
@pytest.mark.parametrize("kind", ["M/M/1", "M/D/1"])
def test_steady_queues_hold(kind: str, load: float) -> None:
    rng = np.random.default_rng(7)
    arrivals = poisson(load * 1000, 40, rng)
    services = rng.exponential(0.001, len(arrivals)) if kind == "M/M/1" else np.full(len(arrivals), 0.001)
    found = settled(checks(arrivals, served(arrivals, services), 40))
    assert len(found) >= 20
    assert {each.verdict for each in found} == {"holds"}
    for each in found:
        assert each.gap is not None
        assert each.gap < TOLERANCE
    measured = np.mean([each.measured or 0 for each in found])
    theory = load / (1 - load) if kind == "M/M/1" else load + load**2 / (2 * (1 - load))
    assert measured == pytest.approx(theory, rel=0.25)


def test_more_in_than_out_is_unstable() -> None:
    arrivals = np.arange(0, 40, 1 / 300)
    found = settled(checks(arrivals, served(arrivals, np.full(len(arrivals), 1 / 200)), 40))
    assert {each.verdict for each in found} == {"unstable"}


def test_a_backlog_that_shrinks_is_draining() -> None:
    arrivals = np.concatenate([np.zeros(5000), np.arange(0.01, 40, 1 / 50)])
    found = settled(checks(arrivals, served(arrivals, np.full(len(arrivals), 1 / 200)), 30))
    assert found[0].verdict == "draining"


def test_a_stall_is_flagged_while_it_reaches_out_of_the_window() -> None:
    arrivals = np.arange(0, 40, 1 / 200)
    departures = arrivals + 0.001
    stalled = (departures >= 20) & (departures < 25)
    departures[stalled] = 25.0  # five seconds in which nothing came, then all at once
    found = checks(arrivals, departures, 40)
    by_end = {second: each.verdict for second, each in enumerate(found)}
    assert by_end[19] == "holds"
    assert {by_end[second] for second in range(21, 25)} == {"unstable"}
    assert by_end[38] == "holds"


def test_latencies_that_hide_a_queue_are_suspect() -> None:
    """Coordinated omission: the queue is there, and the latencies say that nothing waited."""
    arrivals = np.arange(0, 40, 1 / 200)
    departures = arrivals + 0.5
    found = settled(checks(arrivals, departures, 40, latencies=np.full(len(arrivals), 0.001)))
    assert {each.verdict for each in found} == {"suspect"}


def test_few_messages_say_nothing() -> None:
    arrivals = np.arange(0, 30, 2.0)
    found = checks(arrivals, arrivals + 0.1, 30)
    assert {each.verdict for each in found} == {"too-few"}


def test_nothing_is_said_before_a_full_window() -> None:
    flow = Flow()
    for second in range(6):
        flow.arrive(second * SECOND)
    assert flow.check(6 * SECOND) == LittleFigures()
    assert Flow().check(0) == LittleFigures()


def test_the_level_survives_silence() -> None:
    flow = Flow()
    flow.arrive(5 * SECOND, 7)
    flow.leave(6 * SECOND, 3, 0)
    flow.arrive(500 * SECOND, 1)
    assert flow.level == 5
    found = flow.check(501 * SECOND)
    assert found.measured == pytest.approx(4, abs=0.11)


def test_a_correction_changes_the_level_and_no_rate() -> None:
    flow = Flow()
    flow.arrive(SECOND, 10)
    flow.correct(2 * SECOND, -4)
    flow.arrive(13 * SECOND, 10)
    assert flow.level == 16
    assert flow.rates(14 * SECOND) == (0.0, 0.0)  # both arrivals lie outside of the last ten settled seconds
    assert flow.rates(15 * SECOND) == (1.0, 0.0)


def test_boundaries_add_up_and_the_gravest_verdict_wins() -> None:
    steady = LittleFigures(10.0, 10.1, 0.01, "holds")
    growing = LittleFigures(30.0, 10.0, 0.66, "unstable")
    assert merge_checks([steady, growing, LittleFigures()]).verdict == "unstable"
    assert merge_checks([steady, growing]).measured == 40.0
    assert merge_checks([]) == LittleFigures()


def test_a_change_within_the_limit_explains_its_own_gap() -> None:
    assert verdict(10.0, 10.4, 1000, 1000, 0).verdict == "holds"
    assert verdict(10.0, 10.8, 1000, 1000, 0).verdict == "suspect"
    assert verdict(10.0, 10.8, 1000, 960, 40).verdict == "holds"
