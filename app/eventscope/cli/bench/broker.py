"""bench broker: messages delivered by the embedded broker, beside mosquitto in the same run."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import Any

from eventscope.base import system
from eventscope.cli.bench.figures import ratio, spread
from eventscope.cli.bench.meter import Meter
from eventscope.cli.bench.peers import embedded, mosquitto
from eventscope.cli.bench.traffic import Delivered, Traffic

WARM_UP = 1.0  # seconds
IN_FLIGHT_BYTES = 16 << 20  # so that huge payloads do not fill the queues of a broker by themselves


@dataclass(frozen=True, slots=True)
class Case:
    """One shape of traffic; `window` messages are in flight at most, for both brokers."""

    name: str
    subscribers: int
    qos: int
    topics: int = 50
    window: int = 1000

    def window_for(self, size: int) -> int:
        """Fewer of huge ones; `size` in bytes."""
        return max(min(self.window, IN_FLIGHT_BYTES // size), 1)


CASES = (
    Case("one subscriber, QoS 0", 1, 0),
    Case("one subscriber, QoS 0, one topic", 1, 0, topics=1),
    Case("ten subscribers, QoS 0", 10, 0),
    Case("one subscriber, QoS 1", 1, 1),
    Case("ten subscribers, QoS 1", 10, 1, window=100),
)


@dataclass(frozen=True, slots=True)
class Run:
    """One broker, once: what it delivered, the CPU seconds it cost in the measured time, and its resident bytes."""

    delivered: Delivered
    cpu: float
    rss: int = 0

    @property
    def cpu_us(self) -> float:
        """Microseconds a delivered message."""
        return 1e6 * self.cpu / max(self.delivered.delivered, 1)


def measure(seconds: float, repeats: int, size: int = 200, cases: tuple[Case, ...] = CASES) -> dict[str, Any]:
    """Each case on each broker in turn: medians of delivered messages a second, drops, CPU a message, ratio."""
    with contextlib.ExitStack() as stack:
        brokers = {"eventscope": stack.enter_context(embedded())}
        if system.program("mosquitto"):
            brokers["mosquitto"] = stack.enter_context(mosquitto(max(case.window for case in cases)))
        found = [_case(case, brokers, seconds, repeats, size) for case in cases]
    return {
        "size": size,
        "seconds": seconds,
        "repeats": repeats,
        "cases": found,
        "notes": [] if "mosquitto" in brokers else ["mosquitto is not installed, so there is nothing to compare with."],
    }


def _case(case: Case, brokers: dict[str, tuple[int, int]], seconds: float, repeats: int, size: int) -> dict[str, Any]:
    window = case.window_for(size)
    runs: dict[str, list[Run]] = {name: [] for name in brokers}
    for _ in range(repeats):
        for name, (port, pid) in brokers.items():
            traffic = Traffic(port, case.subscribers, case.qos, size, window, case.topics)
            runs[name].append(once(traffic, pid, seconds))
    figures = {name: summary(items) for name, items in runs.items()}
    found: dict[str, Any] = {"case": case.name, "window": window, **figures}
    if "mosquitto" in figures:
        found["ratio"] = ratio(figures["eventscope"]["rate"], figures["mosquitto"]["rate"])
    return found


def once(traffic: Traffic, pid: int, seconds: float, warm_up: float = WARM_UP) -> Run:
    """One run through the broker with that process number; its CPU is read at both ends of the measured time."""
    meter = Meter(pid)
    marks: list[float] = []

    def mark() -> None:
        meter.sample()
        marks.append(meter.cpu_seconds)

    delivered = traffic.run(seconds, warm_up, mark)
    return Run(delivered, marks[1] - marks[0], meter.peak_rss)


def summary(runs: list[Run]) -> dict[str, Any]:
    """The spread of the rates and of CPU; of memory the most; drops of all runs together."""
    figures = spread([run.delivered.rate for run in runs], [run.cpu_us for run in runs])
    peak = round(max(run.rss for run in runs) / 2**20, 1)
    return {**figures, "peak_rss_mb": peak, "dropped": sum(run.delivered.dropped for run in runs)}
