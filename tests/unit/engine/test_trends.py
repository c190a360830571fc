"""Trends: what the charts show is what was measured, second by second."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from eventscope.core.broker import BrokerGauges
from eventscope.core.delays import Delays
from eventscope.core.histogram import BANDS
from eventscope.core.metrics import Integrity, LittleFigures, QueueFigures
from eventscope.engine.trends import Meters, Trends, thin_heat

SECOND = 1_000_000_000
TENTH = SECOND // 10
MS = 1_000_000


def values(trends: Trends, name: str) -> list[float]:
    series = trends.board.get(name)
    assert series is not None, name
    return series.between(0, 10**15)[1].tolist()


def delays_of(*latencies: int) -> Delays:
    delays = Delays()
    add(delays, *latencies)
    return delays


def add(delays: Delays, *latencies: int) -> None:
    count = len(latencies)
    delays.add(np.array(latencies, np.int64), np.zeros(count, bool), np.zeros(count, bool), np.full(count, -1))


def test_faults_are_drawn_in_the_interval_in_which_they_happened() -> None:
    trends = Trends()
    for time, lost in ((0, 0), (1, 4), (2, 4), (3, 3), (4, 9)):  # one came late and is lost no longer
        trends.tenth(time * TENTH, Meters(), [], Integrity(lost=lost, duplicates=2 * time, reordered=time))
    assert values(trends, "integrity.lost") == [0, 4, 0, 0, 6]
    assert values(trends, "integrity.duplicates") == [0, 2, 2, 2, 2]


def test_each_queue_has_a_curve_with_its_quality_until_it_is_gone() -> None:
    trends = Trends()
    queues = [QueueFigures("a", "client", 5, "exact"), QueueFigures("b", "client", 7, "estimated")]
    trends.tenth(0, Meters(), queues, Integrity())
    trends.tenth(TENTH, Meters(), queues[:1], Integrity())
    assert values(trends, "queue.client.a") == [5, 5]
    assert values(trends, "queue.client.b")[0] == 7
    assert np.isnan(values(trends, "queue.client.b")[1])
    shown = trends.board.get("queue.client.b")
    assert shown is not None
    assert shown.quality == "estimated"


def test_all_percentiles_are_of_the_second_or_of_the_window_that_tells_more() -> None:
    trends = Trends()
    delays = Delays()
    for second in range(11):
        slow = 8 if second == 10 else 1
        add(delays, *[slow * MS] * 50)
        trends.second(second * SECOND, {"watcher": delays}, LittleFigures(), None)
    p50, p90, p99 = (values(trends, f"latency.{name}") for name in ("p50", "p90", "p99"))
    assert p90[0] != p90[0]  # too few at first: a gap
    assert p90[-2] == pytest.approx(MS, rel=0.008)  # ten seconds hold five hundred
    assert p50[-1] == pytest.approx(MS, rel=0.008)  # of the same ten, although fifty were enough for it
    assert np.isnan(p99).all()  # and never a thousand
    assert values(trends, "latency.max")[-1] == 8 * MS
    add(delays, *[2 * MS] * 1000)
    trends.second(11 * SECOND, {"watcher": delays}, LittleFigures(), None)
    assert values(trends, "latency.p99")[-1] == pytest.approx(2 * MS, rel=0.008)  # a second that can tell all is told
    assert values(trends, "latency.max")[-1] == 2 * MS


@given(
    st.lists(
        st.tuples(st.sampled_from((0, 3, 25, 120, 1100)), st.integers(0, 10**10), st.integers(0, 10**10)),
        min_size=1,
        max_size=40,
    )
)
@settings(max_examples=60, deadline=None)
def test_percentiles_never_cross_each_other_or_the_maximum(seconds: list[tuple[int, int, int]]) -> None:
    trends, delays, other = Trends(), Delays(), Delays()
    for number, (count, low, high) in enumerate(seconds):
        add(delays, *np.linspace(low, high, count).astype(np.int64).tolist())
        add(other, *[high] * (count // 2))
        trends.second(number * SECOND, {"a": delays, "b": other}, LittleFigures(), None)
    curves = np.array([values(trends, f"latency.{name}") for name in ("p50", "p90", "p99", "max")])
    assert [not np.isnan(longest) for longest in curves[3]] == [count > 0 for count, *_ in seconds]
    for moment in curves.T:
        assert (np.diff(moment[~np.isnan(moment)]) >= 0).all()


def test_a_second_without_messages_is_a_gap_not_zero() -> None:
    trends = Trends()
    delays = delays_of(*[MS] * 200)
    trends.second(0, {"w": delays}, LittleFigures(), None)
    trends.second(SECOND, {"w": delays}, LittleFigures(), None)
    assert np.isnan(values(trends, "latency.p50")).tolist() == [False, True]
    assert np.isnan(values(trends, "latency.max")).tolist() == [False, True]


def test_several_consumers_have_curves_of_their_own() -> None:
    trends = Trends()
    both = {"fast": delays_of(*[MS] * 30), "slow": delays_of(*[90 * MS] * 30)}
    trends.second(0, both, LittleFigures(), None)
    assert values(trends, "consumer.p50.fast")[0] == pytest.approx(MS, rel=0.008)
    assert values(trends, "consumer.p50.slow")[0] == pytest.approx(90 * MS, rel=0.008)


def test_the_heat_map_holds_every_message_of_its_second_and_negative_ones_below() -> None:
    trends = Trends()
    delays = delays_of(MS, 2 * MS, -5)
    trends.second(0, {"w": delays}, LittleFigures(), None)
    add(delays, MS)
    trends.second(SECOND, {"w": delays}, LittleFigures(), None)
    times, cells = trends.heat.between(0, SECOND)
    assert times.tolist() == [0, SECOND]
    assert cells.sum(axis=1).tolist() == [3, 1]
    assert cells[0, 0] == 1
    assert cells.shape[1] == len(BANDS)


def test_thinning_the_heat_map_adds_neighbours_up() -> None:
    times = np.arange(100) * SECOND
    cells = np.ones((100, len(BANDS)), np.int32)
    thin = thin_heat(times, cells, 30)
    assert len(thin.times) <= 30
    assert thin.cells.sum() == cells.sum()
    assert thin.times[0] == 0
    assert thin_heat(times[:0], cells[:0], 30).cells.shape == (0, len(BANDS))


def test_little_and_utilisation_are_drawn_and_unknown_is_a_gap() -> None:
    trends = Trends()
    trends.second(0, {}, LittleFigures(), None)
    trends.second(SECOND, {}, LittleFigures(12.0, 11.5, 0.04, "holds"), 0.8)
    assert np.isnan(values(trends, "little.measured")[0])
    assert values(trends, "little.measured")[1] == 12.0
    assert values(trends, "utilisation")[1] == 0.8


def test_the_brokers_own_rates_are_drawn() -> None:
    trends = Trends()
    for n in range(11):
        gauges = BrokerGauges(n * TENTH, (), (), 100 * n, 200 * n, 0, 0, 0, 0, 0, 0, 0, 0.0)
        trends.gauges(gauges)
    assert values(trends, "broker.received")[-1] == pytest.approx(1000)
    assert values(trends, "broker.delivered")[-1] == pytest.approx(2000)
