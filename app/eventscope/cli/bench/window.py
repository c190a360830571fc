"""bench window: frame gaps of the real window while stamped messages arrive, beside an idle control in the same run."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eventscope.cli.bench.load import TOPIC, Load
from eventscope.cli.bench.source import Source
from eventscope.core.errors import Unavailable
from eventscope.core.workspace import Connection, Subscription, Workspace
from eventscope.engine.documents import Options
from eventscope.host.process import EngineProcess

SPARE = 60.0  # seconds of traffic beyond the measured time, so that the source never runs dry
READY_WITHIN = 30.0  # seconds until the engine has subscribed
StartEngine = Callable[[Callable[[], None]], EngineProcess]
NAMES = (
    "received",
    "rate",
    "frame_gap_ms",
    "stamp_error_ms",
    "window_rss_mb",
    "engine_rss_mb",
    "control_gap_ms",
    "sent",
    "lost",
    "duplicates",
)


@dataclass(frozen=True, slots=True)
class Arrivals:
    """The traffic of the run, for `ui.bench`."""

    source: Source

    def begin(self) -> None:
        """Start once the engine has subscribed."""
        self.source.ready(READY_WITHIN)
        self.source.begin()

    def end(self) -> int:
        """Stop; answers how many left."""
        return self.source.end()


BenchWindow = Callable[[StartEngine, float, Arrivals], dict[str, Any]]


def measure(
    bench_window: BenchWindow,
    rate: float,
    seconds: float,
    size: int = 200,
    topics: int = 50,
    curve: bool = False,
) -> dict[str, Any]:
    """Open the window at 1920x1080 with the whole Live page and send `rate` messages a second through a real link.

    `stamp_error_ms` is the latency that the engine shows for messages stamped in the instant before they were
    handed to the socket: all of it is ours (reading late), so it bounds the error of every latency shown.
    """
    load = Load(int(rate * (seconds + SPARE)), size, rate=rate, topics=topics)
    with (
        tempfile.TemporaryDirectory(prefix="eventscope-bench-", ignore_cleanup_errors=True) as folder,
        contextlib.closing(Source(load)) as source,
    ):
        known = options(Path(folder), source.port)
        try:
            found = bench_window(lambda wake: EngineProcess(known, wake), seconds, Arrivals(source))
        except TimeoutError as error:
            sentence = "The window could not be measured: {words}."
            raise Unavailable("bench-no-window", sentence, words=error) from error
    return {name: found[name] for name in (*NAMES, *(("rss_curve",) if curve else ()))}


def options(folder: Path, port: int) -> Options:
    """An engine that subscribes to the source at that port, with all it keeps in `folder`."""
    subscription = Subscription(f"{TOPIC}/#", qos=0)
    connection = Connection("bench", "Bench source", port=port, subscriptions=(subscription,))
    return Options(
        workspace_path=folder / "workspace.toml",
        settings_path=folder / "settings.toml",
        log_folder=folder / "log",
        workspace=Workspace(name="bench", connections=(connection,), broker=False),
        temporary=True,
    )
