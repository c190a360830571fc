"""The textbook's figures follow from one consumer's rates and latency, and are nothing where an input is."""

from __future__ import annotations

import pytest

from eventscope.core.consumer import ConsumerFigures
from eventscope.core.metrics import ArticleFigures, LatencyFigures, LittleFigures
from eventscope.core.verbs import StreamFigures
from eventscope.ui.viewmodels.charts_streams import Textbook, parts, textbook, with_work


def test_known_inputs() -> None:
    item = StreamFigures(
        "c", LatencyFigures(mean=15_000_000.0), 10, ArticleFigures(throughput_rate=10.0),
        offered_rate=40.0, delivered_rate=40.0, processing_rate=80.0,
    )  # fmt: skip
    found = textbook(item)
    assert found.utilisation == 0.5
    assert found.headroom == 2.0
    assert found.little == pytest.approx(0.6)  # 40/s for 15 ms
    assert found.depth == 4.0
    assert found.drain == 0.1


def test_what_was_not_measured_is_none() -> None:
    assert textbook(StreamFigures("c", LatencyFigures(), 0)) == Textbook(None, None, None, None, None)
    idle = StreamFigures("c", LatencyFigures(), 0, offered_rate=0.0, delivered_rate=0.0, processing_rate=0.0)
    assert textbook(idle).utilisation is None
    assert textbook(idle).headroom is None


MS = 1_000_000.0
STREAM = StreamFigures("c", LatencyFigures(100, mean=5 * MS), 100, delivered_rate=40.0, offered_rate=1.0, send_lag=MS)
WORKED = ConsumerFigures(
    "c", "up", "push", "topic",
    latency=LatencyFigures(100, p50=20, mean=25 * MS),
    send_lag=LatencyFigures(100, mean=2 * MS), transit=LatencyFigures(100, mean=3 * MS),
    waiting=LatencyFigures(100, mean=8 * MS), service=LatencyFigures(100, mean=12 * MS),
    little=LittleFigures(measured=1.0, predicted=1.0),
    article=ArticleFigures(throughput=0.48, latency=23 * MS, throughput_rate=40.0, scalability=1 / 0.48),
)  # fmt: skip


def test_a_consumer_of_ours_is_measured_to_the_end_of_its_work() -> None:
    found = with_work(STREAM, WORKED)
    assert found.latency == WORKED.latency
    assert (found.received, found.send_lag) == (100, 2 * MS)
    book = textbook(found)
    assert book.utilisation == pytest.approx(0.48)
    assert book.headroom == pytest.approx(1 / 0.48)
    assert book.depth == pytest.approx(1.0)
    assert book.little == pytest.approx(40 * 0.025)


def test_without_stamps_there_is_nothing_better() -> None:
    assert with_work(STREAM, ConsumerFigures("c", "up", "push", "topic")) == STREAM


def test_parts_are_known_of_our_own_consumers_only() -> None:
    assert parts(STREAM, {"c": WORKED}) == {"lag": 2 * MS, "transit": 3 * MS, "waits": 8 * MS, "service": 12 * MS}
    assert parts(STREAM, {}) == {"lag": MS, "transit": 4 * MS, "waits": None, "service": None}
    assert parts(StreamFigures("x", LatencyFigures(), 0), {})["transit"] is None
