"""The textbook's figures follow from one consumer's rates and latency, and are nothing where an input is."""

from __future__ import annotations

import pytest

from eventscope.core.metrics import ArticleFigures, LatencyFigures
from eventscope.core.verbs import StreamFigures
from eventscope.ui.viewmodels.charts_streams import Textbook, textbook


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
