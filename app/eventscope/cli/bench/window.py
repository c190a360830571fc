"""bench window: frame gaps of the real window while stamped messages arrive, beside an idle control in the same run."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from eventscope.cli.bench.source import TOPIC, Load, Source
from eventscope.core.workspace import Connection, Subscription, Workspace
from eventscope.engine.engine import Options
from eventscope.host.process import EngineProcess

SETTLE = 30.0  # seconds of traffic that may be left when the measuring ends
StartEngine = Callable[[Callable[[], None]], EngineProcess]
BenchWindow = Callable[[StartEngine, float, Callable[[], object]], dict[str, Any]]


def measure(bench_window: BenchWindow, rate: float, seconds: float, size: int = 200) -> dict[str, Any]:
    """Open the window at 1920x1080 with the whole Live page and send `rate` messages a second through a real link.

    `stamp_error_ms` is the latency that the engine shows for messages stamped in the instant before they were
    handed to the socket: all of it is ours (reading late), so it bounds the error of every latency shown.
    """
    load = Load(int(rate * (seconds + SETTLE)), size, rate=rate, stamped=True, wait_for_go=True)
    source = Source(load)
    try:
        with tempfile.TemporaryDirectory(prefix="eventscope-bench-", ignore_cleanup_errors=True) as folder:
            options = _options(Path(folder), source.port)
            figures = bench_window(lambda wake: EngineProcess(options, wake), seconds, source.go)
    finally:
        source.kill()
    return _contract(figures, seconds)


def _options(folder: Path, port: int) -> Options:
    subscription = Subscription(f"{TOPIC}/#", qos=0)
    connection = Connection("bench", "Bench source", port=port, subscriptions=(subscription,))
    return Options(
        workspace_path=folder / "workspace.toml",
        settings_path=folder / "settings.toml",
        log_folder=folder / "log",
        workspace=Workspace(name="bench", connections=(connection,), broker=False),
        temporary=True,
    )


def _contract(figures: dict[str, Any], seconds: float) -> dict[str, Any]:
    """The names and order that scripts rely on; the control stands beside them."""
    return {
        "received": figures["received"],
        "rate": round(figures["received"] / seconds),
        "frame_gap_ms": figures["frame_gap_ms"],
        "stamp_error_ms": figures["stamp_error_ms"],
        "window_rss_mb": figures["window_rss_mb"],
        "engine_rss_mb": figures["engine_rss_mb"],
        "control_gap_ms": figures["control_gap_ms"],
        "lost": figures["lost"],
        "duplicates": figures["duplicates"],
    }
