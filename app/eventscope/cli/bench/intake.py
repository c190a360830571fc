"""bench intake: messages received and stored by one link, beside stock paho and mosquitto_sub in the same run."""

from __future__ import annotations

import statistics
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from eventscope.base import clock, paths
from eventscope.cli.bench.peers import Meter, program
from eventscope.cli.bench.source import TOPIC, Load, Sent, Source
from eventscope.links.mqtt import stock

FILTER = f"{TOPIC}/#"
PATIENCE = 180.0  # seconds for one run


class Process(Protocol):
    """A subprocess or a multiprocessing child."""

    @property
    def pid(self) -> int | None:
        """Its number."""

    def kill(self) -> None:
        """End it."""


Start = Callable[[int, int, int], Process]  # port, qos, count


@dataclass(frozen=True, slots=True)
class Run:
    """One receiver, once: messages a second, CPU microseconds a message, peak memory in bytes."""

    rate: float
    cpu_us: float
    rss: int


def ours(port: int, qos: int, count: int) -> Process:
    """The product's own command: engine, link, log and all."""
    command = ["sub", "--url", f"mqtt://127.0.0.1:{port}", "--version", "3.1.1", "-t", FILTER]
    return _popen([*paths.self_command(), *command, "-q", str(qos), "-n", str(count), "--quiet", "--json"])


def mosquitto_sub(port: int, qos: int, count: int) -> Process:
    """The reference receiver of the field; it prints each payload, to nowhere."""
    return _popen([str(program("mosquitto_sub")), "-p", str(port), "-t", FILTER, "-q", str(qos), "-C", str(count)])


def stock_paho(port: int, qos: int, count: int) -> Process:
    """paho with an ordinary callback; it stores nothing."""
    return stock.start(port, FILTER, qos, count)


def receivers() -> dict[str, Start]:
    """What can be measured here."""
    known: dict[str, Start] = {"eventscope": ours, "paho": stock_paho}
    return {**known, "mosquitto_sub": mosquitto_sub} if program("mosquitto_sub") else known


def measure(count: int, size: int, qos: int, repeats: int) -> dict[str, Any]:
    """Medians and spread of each receiver, and ours as ratios of the others. Runs take turns."""
    runs: dict[str, list[Run]] = {name: [] for name in receivers()}
    for _ in range(repeats):
        for name, start in receivers().items():
            runs[name].append(once(start, Load(count, size, qos)))
    figures = {name: summary(items) for name, items in runs.items()}
    mine = figures["eventscope"]["rate"]
    ratios = {name: round(mine / item["rate"], 2) for name, item in figures.items() if name != "eventscope"}
    return {"qos": qos, "size": size, "messages": count, "receivers": figures, "ratios": ratios}


def once(start: Start, load: Load) -> Run:
    """One receiver takes one load; time runs from the first message to its goodbye."""
    source = Source(load)
    process = start(source.port, load.qos, load.count)
    try:
        source.started(PATIENCE)
        assert process.pid is not None
        meter = Meter(process.pid)
        sent = _watch(source, meter)
        seconds = (sent.end - sent.start) / 1e9
        return Run(load.count / seconds, 1e6 * meter.cpu_seconds / load.count, meter.peak_rss)
    finally:
        process.kill()
        source.kill()


def _watch(source: Source, meter: Meter) -> Sent:
    end = clock.mono_ns() + int(PATIENCE * 1e9)
    while clock.mono_ns() < end:
        meter.sample()
        try:
            return source.finish(0.02)
        except TimeoutError:
            continue
    raise TimeoutError("the receiver did not finish")


def summary(runs: list[Run]) -> dict[str, float]:
    """The median and the least and most of the rates."""
    rates = [run.rate for run in runs]
    return {
        "rate": round(statistics.median(rates)),
        "least": round(min(rates)),
        "most": round(max(rates)),
        "cpu_us_per_message": round(statistics.median(run.cpu_us for run in runs), 2),
        "peak_rss_mb": round(max(run.rss for run in runs) / 2**20, 1),
    }


def _popen(command: list[str]) -> Process:
    return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)  # noqa: S603  # a list, no shell
