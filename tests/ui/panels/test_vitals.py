"""Vital signs: what was not measured says so, what is estimated looks so, and nothing flickers."""

from __future__ import annotations

from collections import deque

from PySide6.QtCore import QRectF

from eventscope.core.metrics import Integrity, LatencyFigures, QueueFigures
from eventscope.ui.panels import readings
from eventscope.ui.panels.vitals import EVERY, VitalsPanel, _runs
from ui.fakes import HOSTILE, make_desk, push, summary


def test_cards_show_the_summary(qtbot) -> None:
    desk = make_desk()
    panel = VitalsPanel(desk)
    qtbot.addWidget(panel)
    push(desk, summary())
    names = [card.accessibleName() for card in panel.cards]
    assert names == ["Throughput: 12,480 msg/s", "Latency: 0.80 ms p50", "Queued: 37 messages", "Integrity: 0 lost"]
    panel.show()
    panel.grab()


def test_before_the_first_news_nothing_is_claimed(qtbot) -> None:
    panel = VitalsPanel(make_desk())
    qtbot.addWidget(panel)
    assert all(card._reading.value == readings.NONE for card in panel.cards)


def test_four_looks_a_second_are_enough(qtbot) -> None:
    desk = make_desk()
    panel = VitalsPanel(desk)
    qtbot.addWidget(panel)
    for n in range(30):
        push(desk, summary(at=10 * EVERY + n * EVERY // 8))
    assert len(panel.cards[0]._points) == 4


def test_tooltips_say_how_it_is_computed(qtbot) -> None:
    desk = make_desk()
    panel = VitalsPanel(desk)
    qtbot.addWidget(panel)
    push(desk, summary())
    assert "due to be sent" in panel.cards[1].toolTip()


def test_latency_without_stamps_is_not_measured() -> None:
    reading = readings.latency(summary(latency=LatencyFigures()))
    assert reading.value == readings.NONE
    assert "not measured" in reading.detail
    assert reading.point is None


def test_latency_between_two_clocks_is_marked_with_its_error() -> None:
    seen = LatencyFigures(100, 5_000_000, 6_000_000, 9_000_000, None, 9_000_000, 5e6, wall=100, error=2_000_000)
    reading = readings.latency(summary(latency=seen))
    assert reading.value.startswith("~")
    assert reading.estimated
    assert "± 2.0 ms" in reading.detail


def test_negative_latency_is_a_clock_error() -> None:
    reading = readings.latency(summary(latency=LatencyFigures(3, None, None, None, None, 900_000, negative=2)))
    assert "2 with a clock error" in reading.detail
    assert reading.unit.endswith("max")  # too few samples for a percentile


def test_queues_sum_and_name_the_deepest() -> None:
    queues = (
        QueueFigures("billing", "group", 31, "exact", oldest=0.2),
        QueueFigures(HOSTILE[0], "client", 40, "estimated", oldest=3.0),
        QueueFigures("else", "client", 99, "unavailable"),
    )
    reading = readings.queued(summary(queues=queues))
    assert reading.value == "~71"
    assert "oldest 3.0 s" in reading.detail
    assert reading.estimated


def test_no_queue_to_be_seen_is_said() -> None:
    assert "not measured" in readings.queued(summary(queues=())).detail


def test_loss_is_bad_and_doubles_are_a_warning() -> None:
    assert readings.integrity(summary(integrity=Integrity(received=10, lost=2))).level == "bad"
    assert readings.integrity(summary(integrity=Integrity(received=10, duplicates=1))).level == "warn"
    assert readings.integrity(summary(integrity=Integrity())).value == readings.NONE


def test_line_breaks_where_nothing_was_measured() -> None:
    points = deque([(1, 1.0), (2, 2.0), (3, None), (4, 3.0), (5, 1.0)])
    runs = _runs(points, QRectF(0, 0, 100, 30))
    assert [len(run) for run in runs] == [2, 2]
    assert all(0 <= point.y() <= 30 for run in runs for point in run)


def test_utilisation_has_one_name_everywhere() -> None:
    assert "utilisation 62 %" in readings.throughput(summary()).detail
    assert "Utilisation" in readings.throughput(None).how
