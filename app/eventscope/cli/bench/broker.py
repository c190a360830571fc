"""bench broker: messages delivered by the embedded broker, beside mosquitto in the same run."""

from __future__ import annotations

import contextlib
import json
import statistics
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from eventscope.base import paths
from eventscope.cli.bench.peers import Meter, mosquitto, program
from eventscope.cli.bench.traffic import Delivered, Traffic

WARM_UP = 1.0  # seconds


@dataclass(frozen=True, slots=True)
class Case:
    """One shape of traffic; `window` messages are in flight at most, for both brokers."""

    name: str
    subscribers: int
    qos: int
    topics: int = 50
    window: int = 1000


CASES = (
    Case("one subscriber, QoS 0", 1, 0),
    Case("one subscriber, QoS 0, one topic", 1, 0, topics=1),
    Case("ten subscribers, QoS 0", 10, 0),
    Case("one subscriber, QoS 1", 1, 1),
    Case("ten subscribers, QoS 1", 10, 1, window=100),
)


@dataclass(frozen=True, slots=True)
class Run:
    """One broker, once: what it delivered and the CPU seconds that cost, warm-up included."""

    delivered: Delivered
    cpu: float

    @property
    def cpu_us(self) -> float:
        """Microseconds a delivered message; the warm-up's share is taken out by time."""
        measured = self.delivered.seconds / (self.delivered.seconds + WARM_UP)
        return 1e6 * self.cpu * measured / max(self.delivered.delivered, 1)


def measure(seconds: float, repeats: int, size: int = 200, cases: tuple[Case, ...] = CASES) -> dict[str, Any]:
    """Each case on each broker in turn: medians of delivered messages a second, drops, CPU a message, ratio."""
    with contextlib.ExitStack() as stack:
        brokers = {"eventscope": stack.enter_context(embedded())}
        if program("mosquitto"):
            brokers["mosquitto"] = stack.enter_context(mosquitto(max(case.window for case in cases)))
        found = [_case(case, brokers, seconds, repeats, size) for case in cases]
    return {"size": size, "seconds": seconds, "repeats": repeats, "cases": found}


@contextlib.contextmanager
def embedded() -> Iterator[tuple[int, int]]:
    """The product's own `broker` command; yields (port, pid)."""
    command = [*paths.self_command(), "broker", "--port", "0", "--json"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL)  # noqa: S603  # a list, no shell
    assert process.stdout is not None
    try:
        ready = json.loads(process.stdout.readline())
        yield ready["mqtt"], ready["pid"]
    finally:
        process.terminate()
        process.wait(10)
        process.stdout.close()


def _case(case: Case, brokers: dict[str, tuple[int, int]], seconds: float, repeats: int, size: int) -> dict[str, Any]:
    runs: dict[str, list[Run]] = {name: [] for name in brokers}
    for _ in range(repeats):
        for name, (port, pid) in brokers.items():
            meter = Meter(pid)
            traffic = Traffic(port, case.subscribers, case.qos, size, case.window, case.topics)
            delivered = traffic.run(seconds, WARM_UP)
            meter.sample()
            runs[name].append(Run(delivered, meter.cpu_seconds))
    figures = {name: summary(items) for name, items in runs.items()}
    found: dict[str, Any] = {"case": case.name, "window": case.window, **figures}
    if "mosquitto" in figures:
        found["ratio"] = round(figures["eventscope"]["rate"] / max(figures["mosquitto"]["rate"], 1), 2)
    return found


def summary(runs: list[Run]) -> dict[str, Any]:
    """The median, least and most of the rates, drops of all runs, median CPU a message."""
    rates = [run.delivered.rate for run in runs]
    return {
        "rate": round(statistics.median(rates)),
        "least": round(min(rates)),
        "most": round(max(rates)),
        "dropped": sum(run.delivered.dropped for run in runs),
        "cpu_us_per_message": round(statistics.median(run.cpu_us for run in runs), 2),
    }
