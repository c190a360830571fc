"""bench intake: messages received and stored by one link, beside stock paho and mosquitto_sub in the same run."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any

from eventscope.base import clock, paths, system
from eventscope.cli.bench.figures import ratio, spread
from eventscope.cli.bench.meter import Meter
from eventscope.cli.bench.peers import expect_success, started
from eventscope.cli.bench.sending import TOPIC, Load, Sent
from eventscope.cli.bench.source import Source
from eventscope.core.errors import Unavailable
from eventscope.links.mqtt import stock

FILTER = f"{TOPIC}/#"
START_WITHIN = 30.0  # seconds until a receiver has subscribed
PATIENCE = 180.0  # seconds for one run
LOOK = 0.1  # seconds between two looks at memory

# A receiver for a block, given port, QoS and how many messages it waits for; yields the number of its process.
Receiver = Callable[[int, int, int], AbstractContextManager[int]]


@dataclass(frozen=True, slots=True)
class Run:
    """One receiver, once: messages a second, CPU microseconds a message, peak memory in bytes."""

    rate: float
    cpu_us: float
    rss: int


@contextlib.contextmanager
def ours(port: int, qos: int, count: int) -> Iterator[int]:
    """The product's own command: engine, link, log and all."""
    where = ["--url", f"mqtt://127.0.0.1:{port}", "--version", "3.1.1", "-t", FILTER, "-q", str(qos)]
    until = ["-n", str(count), "--seconds", f"{START_WITHIN + PATIENCE:.0f}s", "--quiet", "--json"]
    with started([*paths.self_command(), "sub", *where, *until]) as process:
        yield process.pid
        expect_success(process)


@contextlib.contextmanager
def mosquitto_sub(port: int, qos: int, count: int) -> Iterator[int]:
    """The reference receiver of the field; it prints each payload, to nowhere."""
    program = str(system.program("mosquitto_sub"))
    with started([program, "-p", str(port), "-t", FILTER, "-q", str(qos), "-C", str(count)]) as process:
        yield process.pid
        expect_success(process)


def stock_paho(port: int, qos: int, count: int) -> AbstractContextManager[int]:
    """paho with an ordinary callback; it stores nothing."""
    return stock.receiver(port, FILTER, qos, count)


def receivers() -> dict[str, Receiver]:
    """What can be measured here."""
    known: dict[str, Receiver] = {"eventscope": ours, "paho": stock_paho}
    return {**known, "mosquitto_sub": mosquitto_sub} if system.program("mosquitto_sub") else known


def measure(count: int, size: int, qos: int, repeats: int) -> dict[str, Any]:
    """Medians and spread of each receiver, and ours as ratios of the others. Runs take turns."""
    known = receivers()
    runs: dict[str, list[Run]] = {name: [] for name in known}
    for _ in range(repeats):
        for name, receiver in known.items():
            runs[name].append(once(name, receiver, Load(count, size, qos)))
    figures = {name: summary(items) for name, items in runs.items()}
    mine = figures["eventscope"]["rate"]
    return {
        "qos": qos,
        "size": size,
        "messages": count,
        "repeats": repeats,
        "receivers": figures,
        "ratios": {name: ratio(mine, item["rate"]) for name, item in figures.items() if name != "eventscope"},
        "notes": [] if "mosquitto_sub" in known else ["mosquitto_sub is not installed, so it is not among them."],
    }


def once(name: str, receiver: Receiver, load: Load) -> Run:
    """One receiver takes one load; time runs from the first byte to its goodbye. Unavailable when it does not."""
    with contextlib.closing(Source(load)) as source, receiver(source.port, load.qos, load.count) as pid:
        try:
            source.ready(START_WITHIN)
            meter = Meter(pid)
            source.begin()
            sent = _watch(source, meter)
        except TimeoutError:
            sentence = "{name} did not take {count} messages in time, so nothing can be compared."
            raise Unavailable("bench-too-slow", sentence, name=name, count=load.count) from None
    return Run(load.count * 1e9 / (sent.end - sent.start), 1e6 * meter.cpu_seconds / load.count, meter.peak_rss)


def _watch(source: Source, meter: Meter) -> Sent:
    end = clock.mono_ns() + int(PATIENCE * 1e9)
    while True:
        try:
            return source.finish(LOOK)
        except TimeoutError:
            if clock.mono_ns() > end:
                raise
        finally:
            meter.sample()


def summary(runs: list[Run]) -> dict[str, float]:
    """The spread of the runs; of memory the most."""
    figures = spread([run.rate for run in runs], [run.cpu_us for run in runs])
    return {**figures, "peak_rss_mb": round(max(run.rss for run in runs) / 2**20, 1)}
