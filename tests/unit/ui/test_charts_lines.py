"""Curves become lines with steady colours; gaps stay gaps; the busiest queues are drawn and the rest is counted."""

from __future__ import annotations

import numpy as np
import pytest

from eventscope.core.verbs import ChartData, Curve
from eventscope.ui.viewmodels.charts_lines import SHOWN, Line, Lines, queue_parts

S = 1_000_000_000


def curve(name: str, values: list[float], quality: str = "exact") -> Curve:
    return Curve(name, np.arange(len(values), dtype=np.int64) * S, np.array(values, np.float64), quality)


def data(*curves: Curve) -> ChartData:
    return ChartData(curves, None, (), 0, 0)


def line(times: list[float], values: list[float]) -> Line:
    return Line("x", 0, "solid", "exact", (np.array(times) * S).astype(np.int64), np.array(values, np.float64))


def test_units_are_those_of_the_charts() -> None:
    shown = Lines().take(data(curve("latency.p99", [2e6]), curve("utilisation", [0.62])), True)
    assert shown["latency"][0].values[0] == 2.0
    assert shown["utilisation"][0].values[0] == pytest.approx(62.0)


def test_percentiles_differ_in_colour_and_in_dash() -> None:
    shown = Lines().take(data(*(curve(f"latency.{name}", [1.0]) for name in ("p50", "p90", "p99", "max"))), True)
    looks = [(each.colour, each.dash) for each in shown["latency"]]
    assert len({colour for colour, _ in looks}) == len({dash for _, dash in looks}) == 4


def test_what_is_estimated_is_dashed_and_nothing_exact_is() -> None:
    names = [f"queue.client.c{n}" for n in range(10)]
    shown = Lines().take(
        data(*(curve(name, [1.0]) for name in names), curve("queue.client.far", [1.0], "estimated")), True
    )
    dashes = {each.name: each.dash for each in shown["queues"]}
    assert dashes.pop("queue.client.far") == "dash"
    assert "dash" not in dashes.values()
    looks = {(each.colour, each.dash) for each in shown["queues"]}
    assert len(looks) == 11


def test_the_busiest_queues_are_drawn_and_the_others_counted() -> None:
    curves = [curve(f"queue.client.c{n:03}", [0.0, float(n)]) for n in range(200)]
    lines = Lines()
    shown = lines.take(data(*curves), True)["queues"]
    assert {each.name for each in shown} == {f"queue.client.c{n:03}" for n in range(200 - SHOWN, 200)}
    assert lines.hidden_queues == 200 - SHOWN


def test_a_queue_keeps_its_colour_while_others_come_and_go() -> None:
    lines = Lines()
    lines.take(data(curve("queue.client.a", [5.0]), curve("queue.client.b", [4.0])), True)
    before = {each.name: each.colour for each in lines.take(data(curve("queue.client.b", [4.0])), False)["queues"]}
    after = lines.take(data(curve("queue.client.b", [4.0]), curve("queue.client.c", [9.0])), True)["queues"]
    colours = {each.name: each.colour for each in after}
    assert colours["queue.client.b"] == before["queue.client.b"]
    assert colours["queue.client.c"] == 0  # the place that a left


def test_queues_of_nearly_equal_depth_do_not_take_turns() -> None:
    lines = Lines()
    first = [curve(f"queue.client.c{n:02}", [10.0]) for n in range(SHOWN)]
    lines.take(data(*first, curve("queue.client.late", [9.0])), True)
    shown = lines.take(data(*first, curve("queue.client.late", [11.0])), True)["queues"]
    assert "queue.client.late" not in {each.name for each in shown}


def test_gaps_are_not_bridged() -> None:
    nan = float("nan")
    assert line([0, 1, 2, 3, 4], [1, nan, 2, 3, nan]).runs() == [slice(0, 1), slice(2, 4)]
    assert line([0, 1, 2, 30, 31, 32, 33, 34], [1] * 8).runs() == [slice(0, 3), slice(3, 8)]  # silence without NaN
    assert line([], []).runs() == []
    assert line([0, 1], [nan, nan]).runs() == []


def test_thinned_curves_are_not_torn_apart() -> None:
    times = [n * 5.5 + (4 if n % 2 else 0) for n in range(600)]
    assert len(line(times, [1.0] * 600).runs()) == 1


def test_the_cursor_reads_the_nearest_value_and_nothing_in_a_gap() -> None:
    nan = float("nan")
    one = line([0, 1, 2, 3, 100], [10, 20, nan, 40, 50])
    assert one.value(S // 3) == 10
    assert one.value(9 * S // 10) == 20
    assert one.value(2 * S) is None
    assert one.value(400 * S) is None
    assert line([], []).value(0) is None


def test_names_of_queues_are_taken_apart() -> None:
    assert queue_parts("queue.group.$share/billing/orders/#") == ("group", "billing", "orders/#")
    assert queue_parts("queue.client.a.b/c") == ("client", "a.b/c", "")
    assert queue_parts("queue.intake.log") == ("intake", "log", "")


def test_empty_queues_stay_grey_and_last_and_groups_come_before_clients() -> None:
    lines = Lines()
    names = ("queue.intake.log", "queue.client.shop", "queue.group.$share/billing/orders/#", "queue.client.busy")
    shown = lines.take(data(*(curve(name, [4.0 if "busy" in name else 0.0]) for name in names)), True)["queues"]
    assert [each.name for each in shown] == [names[3], names[2], names[1], names[0]]
    assert [each.colour for each in shown] == [0, None, None, None]
    grown = lines.take(data(*(curve(name, [9.0 if "group" in name else 0.0]) for name in names)), False)["queues"]
    assert {each.name: each.colour for each in grown}[names[2]] == 1  # its own as soon as something waits


def test_the_order_changes_only_when_it_tells_something() -> None:
    lines = Lines()
    lines.take(data(curve("queue.client.a", [60.0]), curve("queue.client.b", [50.0])), True)
    lines.take(data(curve("queue.client.a", [50.0]), curve("queue.client.b", [60.0])), True)
    assert lines.queues == ("queue.client.a", "queue.client.b")
    lines.take(data(curve("queue.client.a", [5.0]), curve("queue.client.b", [60.0])), True)
    assert lines.queues == ("queue.client.b", "queue.client.a")
