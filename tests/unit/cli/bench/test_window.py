"""bench window: the names that scripts rely on, the source behind it, and an end in order."""

from __future__ import annotations

from typing import Any, ClassVar

import pytest

from eventscope.cli.bench import window
from eventscope.cli.bench.sending import Load
from eventscope.core.errors import Unavailable

FOUND = {
    "received": 1990,
    "rate": 199,
    "frame_gap_ms": {"p50": 1.0, "p99": 2.0, "max": 3.0},
    "control_gap_ms": {"p50": 1.0, "p99": 2.0, "max": 3.0},
    "stamp_error_ms": {"p50": 0.1, "p99": 0.2},
    "window_rss_mb": 100.0,
    "engine_rss_mb": 90.0,
    "sent": 2000,
    "lost": 0,
    "duplicates": 0,
    "rss_curve": [(0.0, 99.0, 89.0)],
}


class FakeSource:
    """Remembers what was asked of it."""

    made: ClassVar[list[FakeSource]] = []

    def __init__(self, load: Load) -> None:
        self.load, self.port, self.calls = load, 4242, []
        FakeSource.made.append(self)

    def ready(self, seconds: float) -> None:
        self.calls.append("ready")

    def begin(self) -> None:
        self.calls.append("begin")

    def end(self) -> int:
        self.calls.append("end")
        return 2000

    def close(self) -> None:
        self.calls.append("close")


@pytest.fixture(autouse=True)
def _sources(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FakeSource, "made", [])
    monkeypatch.setattr(window, "Source", FakeSource)


def test_the_contract_and_the_traffic_behind_it() -> None:
    def bench_window(start_engine: Any, seconds: float, traffic: window.Arrivals) -> dict[str, Any]:
        assert seconds == 10.0
        traffic.begin()
        assert traffic.end() == 2000
        return FOUND

    found = window.measure(bench_window, 200, 10.0, 50, 7)
    assert {"received", "rate", "frame_gap_ms", "stamp_error_ms", "window_rss_mb", "engine_rss_mb"} <= set(found)
    assert {"sent", "lost", "duplicates", "control_gap_ms"} <= set(found)
    assert "rss_curve" not in found
    (source,) = FakeSource.made
    assert source.calls == ["ready", "begin", "end", "close"]
    assert (source.load.rate, source.load.size, source.load.topics) == (200, 50, 7)
    assert source.load.count >= 200 * 70  # never runs dry while the window is measured


def test_the_curve_is_told_when_it_is_wanted() -> None:
    found = window.measure(lambda *_: FOUND, 200, 10.0, curve=True)
    assert found["rss_curve"] == [(0.0, 99.0, 89.0)]


@pytest.mark.parametrize("error", [KeyboardInterrupt(), ZeroDivisionError()])
def test_the_source_ends_whatever_happens(error: BaseException) -> None:
    def fails(*_: Any) -> dict[str, Any]:
        raise error

    with pytest.raises(type(error)):
        window.measure(fails, 200, 10.0)
    assert FakeSource.made[0].calls == ["close"]


def test_an_engine_that_does_not_come_is_told_in_words() -> None:
    def fails(*_: Any) -> dict[str, Any]:
        raise TimeoutError("the engine did not answer within 30 s")

    with pytest.raises(Unavailable, match="the engine did not answer"):
        window.measure(fails, 200, 10.0)


def test_the_engine_listens_to_the_source_and_leaves_nothing(tmp_path: Any) -> None:
    options = window.options(tmp_path, 4242)
    (connection,) = options.workspace.connections
    assert (connection.port, connection.version) == (4242, "5")
    assert options.temporary
    assert options.log_folder.parent == tmp_path
