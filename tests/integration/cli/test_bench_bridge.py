"""`bench bridge` for real and in short: every kind of bridge is crossed, and nothing stays behind."""

from __future__ import annotations

import tempfile
from pathlib import Path

import psutil
import pytest

from eventscope.cli.bench import bridge, bridgecourse, bridgepeers
from eventscope.cli.bench.bridge import CASES
from eventscope.cli.bench.bridgepeers import Case
from eventscope.core.errors import Unavailable
from servers import needs_mosquitto, wait_until


@pytest.fixture(autouse=True)
def _nothing_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> object:
    """No process and no temporary file of a bench outlives it."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    before = set(psutil.Process().children(recursive=True))
    yield
    wait_until(lambda: not [item for item in set(psutil.Process().children(True)) - before if alive(item)], 30)
    assert [path.name for path in folder.iterdir() if path.name.startswith("eventscope-")] == []


def alive(process: psutil.Process) -> bool:
    """The helper of multiprocessing lives as long as we do."""
    try:
        return "resource_tracker" not in " ".join(process.cmdline()) and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


@needs_mosquitto
@pytest.mark.peer
@pytest.mark.slow
@pytest.mark.parametrize("case", CASES[:3], ids=lambda case: case.delivery)
def test_ours_and_mosquittos_bridge_lose_nothing(case: Case) -> None:
    (found,) = bridge.measure(0.5, 1, 100, 100.0, (case,))["cases"]
    for name in ("eventscope", "mosquitto"):
        item = found[name]
        assert item["least"] <= item["rate"] <= item["most"]
        assert item["rate"] > 0
        assert item["lost"] == 0
        assert item["p50_added_ms"] <= item["p99_added_ms"]
    assert found["eventscope"]["cpu_us_per_message"] > 0


@pytest.mark.kafka
@pytest.mark.slow
@pytest.mark.parametrize("case", CASES[3:], ids=lambda case: case.way)
def test_kafka_is_crossed_both_ways(case: Case) -> None:
    (found,) = bridge.measure(0.5, 1, 100, 100.0, (case,))["cases"]
    assert found["eventscope"]["rate"] > 0
    assert found["eventscope"]["lost"] == 0


def test_a_bridge_that_does_not_start_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bridgecourse, "READY", 0.5)
    monkeypatch.setattr(bridgepeers, "text", lambda case, place: "format = 2")
    with pytest.raises(Unavailable, match="No message crossed"):
        bridge.measure(0.5, 1, 100, 100.0, (CASES[1],))
