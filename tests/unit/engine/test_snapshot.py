"""Throughput figures out of meters."""

from __future__ import annotations

import pytest

from eventscope.core.metrics import ThroughputFigures
from eventscope.engine.snapshot import throughput
from eventscope.engine.trends import Meters

SECOND = 1_000_000_000


def test_rates_are_of_the_last_second_and_headroom_is_one_over_the_load() -> None:
    meters = Meters()
    meters.read(0)
    meters.offered.total, meters.delivered.total, meters.bytes.total = 200, 190, 40_000
    meters.read(SECOND)
    assert throughput(meters, 0.8) == ThroughputFigures(200.0, 190.0, 40_000.0, 0.8, pytest.approx(1.25))


@pytest.mark.parametrize("load", [None, 0.0])
def test_an_unknown_load_leaves_the_headroom_unknown(load: float | None) -> None:
    assert throughput(Meters(), load).headroom is None
