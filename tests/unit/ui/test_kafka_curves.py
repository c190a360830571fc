"""Curves of our Kafka clients find their charts, each known one once."""

from __future__ import annotations

import numpy as np

from eventscope.core.answers import Curve
from eventscope.core.kafkastatistics import UNITS
from eventscope.ui.viewmodels.kafka_curves import CHARTS, lines

BYTES = {"sent-bytes", "received-bytes"}  # told over the API only


def curve(name: str) -> Curve:
    return Curve(name, np.array([1, 2]), np.array([1.0, 2.0]))


def test_every_curve_is_in_one_chart() -> None:
    assert sorted(name for chart in CHARTS for name in chart.names) == sorted(UNITS.keys() - BYTES)


def test_what_is_known_is_drawn_and_lines_of_a_chart_differ() -> None:
    found = lines([curve(name) for name in UNITS])
    assert [line.name for line in found["kafka.rtt"]] == ["kafka.rtt.p50", "kafka.rtt.p99"]
    for each in found.values():
        assert len({line.colour for line in each}) == len({line.dash for line in each}) == len(each)
    assert lines([curve("lag")])["kafka.rtt"] == []
