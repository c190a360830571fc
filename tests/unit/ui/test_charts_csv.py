"""The data of the charts as a table: one row a moment, units in the header, hostile queue names harmless."""

from __future__ import annotations

import csv
import io
from datetime import datetime

import numpy as np

from eventscope.core.csvtext import NOTE
from eventscope.core.verbs import Band, ChartData, Curve
from eventscope.ui.viewmodels import charts_csv

S = 1_000_000_000
WALL = 1_795_435_200 * S


def table(data: ChartData) -> list[list[str]]:
    return list(csv.reader(io.StringIO(charts_csv.text(data), newline="")))


def curve(name: str, times: list[int], values: list[float], quality: str = "exact") -> Curve:
    return Curve(name, np.array(times, np.int64) * S, np.array(values, np.float64), quality)


def test_curves_of_different_times_share_one_table() -> None:
    data = ChartData(
        (
            curve("latency.p50", [1, 3], [1_500_000.0, float("nan")]),
            curve("throughput.delivered", [1, 2, 3], [10.0, 20.5, 30.0]),
            curve("queue.client.a", [2], [7.0], "estimated"),
        ),
        None,
        (Band("hiccup", 2 * S, 2 * S, "billing"),),
        3 * S,
        WALL,
    )
    rows = table(data)
    assert rows[0] == [
        "time", "seconds", "latency.p50 (ms)", "throughput.delivered (1/s)", "queue.client.a (messages, estimated)",
        "marks",
    ]  # fmt: skip
    assert [row[1:] for row in rows[1:]] == [
        ["0", "1.5", "10", "", ""],
        ["1", "", "20.5", "7", "hiccup billing"],
        ["2", "", "30", "", ""],
    ]
    assert datetime.fromisoformat(rows[1][0]).timestamp() == WALL // S + 1


def test_a_queue_named_like_a_formula_stays_a_text() -> None:
    rows = table(ChartData((curve('queue.client.x,=HYPERLINK("http://x")', [1], [1.0]),), None, (), S, WALL))
    assert rows[0][2].startswith("queue.client.x,'=HYPERLINK")
    assert rows[0][-1] == NOTE
    assert len(rows) == 2


def test_nothing_recorded_is_a_header_alone() -> None:
    assert table(ChartData((), None, (), 0, WALL)) == [["time", "seconds", "marks"]]
