"""Charts: names choose curves, widths are kept, and one answer holds everything that a page draws."""

from __future__ import annotations

import pytest

from eventscope.base import clock
from eventscope.core.histogram import BANDS
from eventscope.core.verbs import GetChart
from eventscope.door import wire
from eventscope.engine.charts import Charts
from eventscope.engine.monitor import Monitor
from eventscope.engine.receipts import Receipts
from measuring import BOOT, MONO, MS, SECOND, WALL, Event, Time, block


@pytest.fixture
def monitor(monkeypatch: pytest.MonkeyPatch) -> Monitor:
    time = Time()
    monkeypatch.setattr(clock, "mono_ns", time.mono_ns)
    monkeypatch.setattr(clock, "wall_ns", time.wall_ns)
    monkeypatch.setattr(clock, "boot_id", lambda: BOOT)
    made = Monitor(Receipts())
    for n in range(300):
        time.now += 100 * MS
        made.fold("c1", block([Event(10 * n + k, due=time.now - MS) for k in range(10)]))
        made.tick(n % 40)
    return made


def test_names_and_prefixes_choose_curves(monitor: Monitor) -> None:
    charts = Charts(monitor)
    all_names = {curve.name for curve in charts.data(GetChart(0, 0, 100)).curves}
    assert {"latency.p50", "latency.p99", "throughput.delivered", "integrity.lost", "queue.intake.log"} <= all_names
    some = charts.data(GetChart(0, 0, 100, ("latency.p50", "queue.*", "no.such")))
    assert {curve.name for curve in some.curves} == {"latency.p50", "queue.intake.log"}


def test_curves_are_thin_and_keep_their_peaks(monitor: Monitor) -> None:
    (curve,) = Charts(monitor).data(GetChart(0, 0, 50, ("queue.intake.log",))).curves
    assert len(curve.times) <= 52
    assert curve.values.max() == 39
    assert curve.quality == "exact"


def test_a_stretch_has_only_its_own_points(monitor: Monitor) -> None:
    start, end = MONO + 10 * SECOND, MONO + 12 * SECOND
    (curve,) = Charts(monitor).data(GetChart(start, end, 500, ("throughput.delivered",))).curves
    assert len(curve.times) == 21
    assert start <= curve.times[0] <= curve.times[-1] <= end
    assert curve.values == pytest.approx([100.0] * 21)


def test_the_heat_map_comes_when_asked_for_and_loses_nothing(monitor: Monitor) -> None:
    charts = Charts(monitor)
    assert charts.data(GetChart(0, 0, 100)).heat is None
    heat = charts.data(GetChart(0, 0, 7, heat=True)).heat
    assert heat is not None
    assert len(heat.times) <= 7
    assert heat.cells.shape == (len(heat.times), len(BANDS))
    assert heat.cells.sum() == pytest.approx(3000, abs=100)  # the present second is still open


def test_monotonic_times_can_be_turned_into_wall_times(monitor: Monitor) -> None:
    data = Charts(monitor).data(GetChart(0, 0, 10))
    assert data.now + data.wall_offset == WALL + 30 * SECOND


def test_an_answer_crosses_the_pipe(monitor: Monitor) -> None:
    data = Charts(monitor).data(GetChart(0, 0, 40, heat=True))
    _, _, again = wire.read(wire.tell(1, "GetChart", data))
    assert [curve.name for curve in again.curves] == [curve.name for curve in data.curves]
    assert (again.heat.cells == data.heat.cells).all()


def test_silly_requests_are_answered(monitor: Monitor) -> None:
    data = Charts(monitor).data(GetChart(10**18, 5, 0, heat=True))
    assert all(len(curve.times) == 0 for curve in data.curves)
    assert data.heat is not None
    assert len(data.heat.times) == 0
