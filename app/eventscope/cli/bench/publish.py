"""bench publish: messages sent by one link, beside stock paho and mosquitto_pub in the same run."""

from __future__ import annotations

import contextlib
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import partial
from typing import IO, Any

from eventscope.base import clock, paths, system
from eventscope.cli.bench.figures import ratio, spread
from eventscope.cli.bench.intake import LOOK, PATIENCE, START_WITHIN
from eventscope.cli.bench.load import Load
from eventscope.cli.bench.meter import Meter
from eventscope.cli.bench.peers import started
from eventscope.cli.bench.sink import Sink
from eventscope.cli.bench.taking import Taken
from eventscope.core.errors import Unavailable
from eventscope.links.mqtt import stock

TOPIC = "bench/publish"
MINE = "eventscope"
LINES = 1000  # that mosquitto_pub is given at once

# A sender of a load to a port, for a block; yields the number of its process.
Sender = Callable[[int, Load], AbstractContextManager[int]]


@dataclass(frozen=True, slots=True)
class Run:
    """One sender, once: messages a second, CPU microseconds a message, peak memory in bytes."""

    rate: float
    cpu_us: float
    rss: int


@contextlib.contextmanager
def ours(port: int, load: Load, stamped: bool = True) -> Iterator[int]:
    """The product's own command: engine, link and all."""
    where = ["--url", f"mqtt://127.0.0.1:{port}", "-t", TOPIC, "-q", str(load.qos), "-m", payload(load)]
    how = ["--repeat", str(load.count), "--every", "0s", "--json", *([] if stamped else ["--no-stamp"])]
    with started([*paths.self_command(), "pub", *where, *how]) as process:
        yield process.pid


@contextlib.contextmanager
def mosquitto_pub(port: int, load: Load) -> Iterator[int]:
    """The reference sender of the field; its lines come through a pipe that stays open until all have arrived.

    With a file it would leave at the end of it, and what it has not sent by then never arrives.
    """
    program = str(system.program("mosquitto_pub"))
    command = [program, "-p", str(port), "-t", TOPIC, "-q", str(load.qos), "-l"]
    with started(command, stdin=subprocess.PIPE) as process:
        assert process.stdin is not None
        feeder = threading.Thread(target=_feed, args=(process.stdin, load), daemon=True)
        feeder.start()
        try:
            yield process.pid
        finally:
            process.terminate()
            feeder.join()
            with contextlib.suppress(OSError):
                process.stdin.close()


def _feed(pipe: IO[bytes], load: Load) -> None:
    line = payload(load).encode() + b"\n"
    with contextlib.suppress(OSError):  # it is gone, which the sink tells
        for done in range(0, load.count, LINES):
            pipe.write(line * min(LINES, load.count - done))
        pipe.flush()


def stock_paho(port: int, load: Load) -> AbstractContextManager[int]:
    """paho with an ordinary loop around `publish`."""
    return stock.sender(port, TOPIC, payload(load).encode(), load.qos, load.count)


def payload(load: Load) -> str:
    """What everybody sends."""
    return ('{"bench": "' + "x" * load.size)[: load.size - 2] + '"}'


def senders() -> dict[str, Sender]:
    """What can be measured here."""
    known: dict[str, Sender] = {MINE: ours, f"{MINE} --no-stamp": partial(ours, stamped=False), "paho": stock_paho}
    return {**known, "mosquitto_pub": mosquitto_pub} if system.program("mosquitto_pub") else known


def measure(count: int, size: int, qos: int, repeats: int) -> dict[str, Any]:
    """Medians and spread of each sender, and ours as ratios of the others. Runs take turns."""
    known = senders()
    runs: dict[str, list[Run]] = {name: [] for name in known}
    for _ in range(repeats):
        for name, sender in known.items():
            runs[name].append(once(name, sender, Load(count, size, qos)))
    figures = {name: summary(items) for name, items in runs.items()}
    mine = figures[MINE]["rate"]
    return {
        "qos": qos,
        "size": size,
        "messages": count,
        "repeats": repeats,
        "senders": figures,
        "ratios": {name: ratio(mine, item["rate"]) for name, item in figures.items() if not name.startswith(MINE)},
        "notes": [] if "mosquitto_pub" in known else ["mosquitto_pub is not installed, so it is not among them."],
    }


def once(name: str, sender: Sender, load: Load) -> Run:
    """One sender sends one load; time runs from its first message to the end of its last. Unavailable if it fails."""
    with contextlib.closing(Sink(load.count)) as sink, sender(sink.port, load) as pid:
        try:
            sink.ready(START_WITHIN)
            meter = Meter(pid)
            sink.begin()
            taken = _watch(sink, meter)
        except TimeoutError:
            sentence = "{name} did not send {count} messages in time, so nothing can be compared."
            raise Unavailable("bench-too-slow", sentence, name=name, count=load.count) from None
    return Run(load.count * 1e9 / (taken.end - taken.start), 1e6 * meter.cpu_seconds / load.count, meter.peak_rss)


def _watch(sink: Sink, meter: Meter) -> Taken:
    end = clock.mono_ns() + int(PATIENCE * 1e9)
    while True:
        try:
            return sink.finish(LOOK)
        except TimeoutError:
            if clock.mono_ns() > end:
                raise
        finally:
            meter.sample()


def summary(runs: list[Run]) -> dict[str, float]:
    """The spread of the runs; of memory the most."""
    figures = spread([run.rate for run in runs], [run.cpu_us for run in runs])
    return {**figures, "peak_rss_mb": round(max(run.rss for run in runs) / 2**20, 1)}
