"""bench intake: messages received and stored by one link, beside stock paho and mosquitto_sub in the same run."""

from __future__ import annotations

import contextlib
import statistics
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from eventscope.base import clock
from eventscope.cli.bench.curve import Curve
from eventscope.cli.bench.figures import ratio, spread
from eventscope.cli.bench.load import Load, Sent
from eventscope.cli.bench.meter import Meter
from eventscope.cli.bench.receivers import Receiver, ours, receivers
from eventscope.cli.bench.source import Source
from eventscope.cli.bench.wires import make_certificate
from eventscope.core.errors import Unavailable
from eventscope.mqtt.packets import V5

START_WITHIN = 30.0  # seconds until a receiver has subscribed
PATIENCE = 180.0  # seconds for one run
SLOWEST = 5_000  # messages a second: the more messages, the more patience
LOOK = 0.1  # seconds between two looks at memory


@dataclass(frozen=True, slots=True)
class Run:
    """One receiver, once: messages a second, CPU microseconds a message, peak memory in bytes, and its course."""

    rate: float
    cpu_us: float
    rss: int
    curve: Curve


def measure(load: Load, repeats: int, alone: bool = False) -> dict[str, Any]:
    """Medians and spread of each receiver, and ours as ratios of the others. Runs take turns; `alone` is ours only."""
    known, notes = ({"eventscope": ours}, []) if alone else receivers(load)
    runs: dict[str, list[Run]] = {name: [] for name in known}
    with _certified(load) as given:
        for _ in range(repeats):
            for name, receiver in known.items():
                runs[name].append(once(name, receiver, given))
    figures = {name: summary(items) for name, items in runs.items()}
    mine = figures["eventscope"]["rate"]
    return {
        **_told(load),
        "repeats": repeats,
        "receivers": figures,
        "ratios": {name: ratio(mine, item["rate"]) for name, item in figures.items() if name != "eventscope"},
        "notes": notes,
    }


def _told(load: Load) -> dict[str, Any]:
    return {
        "qos": load.qos,
        "size": load.size,
        "messages": load.count,
        "topics": load.topics,
        "version": "5" if load.version == V5 else "3.1.1",
        "transport": load.transport,
    }


@contextlib.contextmanager
def _certified(load: Load) -> Iterator[Load]:
    if load.transport not in ("tls", "wss"):
        yield load
        return
    with tempfile.TemporaryDirectory(prefix="eventscope-bench-") as folder:
        yield replace(load, certificate=make_certificate(Path(folder)))


def once(name: str, receiver: Receiver, load: Load) -> Run:
    """One receiver takes one load; time runs from the first byte to its goodbye. Unavailable when it does not."""
    with contextlib.closing(Source(load)) as source, receiver(source.port, load) as pid:
        try:
            source.ready(START_WITHIN)
            meter = Meter(pid)
            curve = Curve()
            source.begin()
            sent = _watch(source, meter, curve, PATIENCE + load.count / SLOWEST)
        except TimeoutError:
            sentence = "{name} did not take {count} messages in time, so nothing can be compared."
            raise Unavailable("bench-too-slow", sentence, name=name, count=load.count) from None
    took = (sent.end - sent.start) / 1e9
    return Run(load.count / took, 1e6 * meter.cpu_seconds / load.count, meter.peak_rss, curve)


def _watch(source: Source, meter: Meter, curve: Curve, seconds: float) -> Sent:
    end = clock.mono_ns() + int(seconds * 1e9)
    while True:
        try:
            return source.finish(LOOK)
        except TimeoutError:
            if clock.mono_ns() > end:
                raise
        finally:
            meter.sample()
            curve.add(source.sent, meter.rss, meter.cpu_seconds)


def summary(runs: list[Run]) -> dict[str, Any]:
    """The spread of the runs; of memory the most; the course of the last."""
    figures = spread([run.rate for run in runs], [run.cpu_us for run in runs])
    peak, curve = round(max(run.rss for run in runs) / 2**20, 1), runs[-1].curve
    steady = [cost for run in runs if (cost := run.curve.steady()) is not None]
    course = {"flatness": curve.flatness(), "curve": curve.points()}
    return {**figures, "steady_cpu_us": statistics.median(steady) if steady else None, "peak_rss_mb": peak, **course}
