"""bench latency: what we add to the latency of messages, and how true the latency is that we show."""

from __future__ import annotations

import contextlib
import statistics
from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from eventscope.base import clock, system
from eventscope.cli.bench import arrivals
from eventscope.cli.bench.arrivals import Arrived, Watcher
from eventscope.cli.bench.load import Load, Sent
from eventscope.cli.bench.meter import Meter
from eventscope.cli.bench.peers import embedded, mosquitto
from eventscope.cli.bench.source import Source
from eventscope.core.errors import Unavailable
from eventscope.mqtt.packets import V5

Int = NDArray[np.int64]
RATES = (500.0, 5_000.0, 20_000.0)
ROUTES = ("direct", "embedded", "mosquitto")
WARM_UP = 1.0  # seconds
START_WITHIN = 30.0  # seconds until a receiver has subscribed
LOOK = 0.1  # seconds between two looks at CPU time
WATCHERS: dict[str, Watcher] = {"eventscope": arrivals.ours, "reader": arrivals.plain, "paho": arrivals.paho}


def measure(
    seconds: float,
    repeats: int,
    size: int = 200,
    rates: tuple[float, ...] = RATES,
    routes: tuple[str, ...] = ROUTES,
) -> dict[str, Any]:
    """Each rate over each route to each receiver in turn; of each the run with the median p99."""
    has_peer = system.program("mosquitto") is not None
    routes = tuple(route for route in routes if has_peer or route != "mosquitto")
    cases = [_case(route, rate, seconds, repeats, size) for route in routes for rate in rates]
    notes = [] if has_peer else ["mosquitto is not installed, so there is nothing to compare with."]
    return {"size": size, "seconds": seconds, "repeats": repeats, "cases": cases, "notes": notes}


def _case(route: str, rate: float, seconds: float, repeats: int, size: int) -> dict[str, Any]:
    runs: dict[str, list[dict[str, Any]]] = {name: [] for name in WATCHERS}
    for _ in range(repeats):
        for name, watcher in WATCHERS.items():
            runs[name].append(once(route, watcher, rate, seconds, size))
    found = {name: summary(items) for name, items in runs.items()}
    return {"case": f"{rate:,.0f}/s, {route}", "route": route, "rate": rate, "receivers": found, "added": _added(found)}


def _added(found: dict[str, Any]) -> dict[str, float | None]:
    """What our link shows beyond what a plain reader saw, as differences of the percentiles, in ms."""
    ours, reader = found["eventscope"], found["reader"]
    known = None not in (ours["p99"], reader["p99"])
    return {name: round(ours[name] - reader[name], 3) if known else None for name in ("p50", "p99")}


@contextlib.contextmanager
def _broker(route: str) -> Iterator[tuple[int, int]]:
    """(port, pid) of the broker of a route; zeros where the source plays it."""
    if route == "direct":
        yield 0, 0
    elif route == "mosquitto":
        with mosquitto(1000) as (port, pid):
            yield port, pid
    else:
        with embedded() as (port, pid):
            yield port, pid


def once(route: str, watcher: Watcher, rate: float, seconds: float, size: int) -> dict[str, Any]:
    """One receiver, one run; the figures are of what was due after the warm-up, CPU of the whole run."""
    count, warm = int(rate * (WARM_UP + seconds)), int(rate * WARM_UP)
    with contextlib.ExitStack() as stack:
        port, pid = stack.enter_context(_broker(route))
        load = Load(count, size, rate=rate, version=V5, planned=True, port=port)
        source = stack.enter_context(contextlib.closing(Source(load)))
        watch = stack.enter_context(watcher(source.port, load))
        try:
            cpu = _sent(source, [watch.pid, *([pid] if pid else [])], WARM_UP + seconds)
            arrived = watch.end()
            sent = source.finish(START_WITHIN)
        except TimeoutError as error:
            raise Unavailable("bench-too-slow", "The messages did not leave in time: {words}.", words=error) from None
    figures = told(sent, arrived, warm, direct=not port)
    mine, brokers = (1e6 * item / count for item in (cpu[0], cpu[-1]))
    return {**figures, "cpu_us_per_message": mine, "broker_cpu_us_per_message": brokers if port else None}


def _sent(source: Source, pids: list[int], seconds: float) -> list[float]:
    """CPU seconds of each process while everything leaves."""
    source.ready(START_WITHIN)
    meters = [Meter(pid) for pid in pids]
    source.begin()
    end = clock.mono_ns() + int((2 * seconds + START_WITHIN) * 1e9)
    while not source.all_sent(LOOK):
        if clock.mono_ns() > end:
            raise TimeoutError(f"{source.sent:,} by now")
        for meter in meters:
            meter.sample()
    return [meter.cpu_seconds for meter in meters]


def told(sent: Sent, arrived: Arrived, warm: int, direct: bool) -> dict[str, Any]:
    """Milliseconds from when messages were due until they arrived; what was due before number `warm` is left out.

    Of several copies the first counts; what our engine shows comes from its log as it is. `direct`: nothing stands
    between source and receiver, so what passed after the sending is the error of the receiver's stamp.
    """
    numbers, at = np.unique(arrived.numbers, return_index=True)  # the first of equal ones
    kept = (numbers >= warm) & (numbers < sent.count)
    numbers, at = numbers[kept], at[kept]
    times = arrived.times[at]
    delays = times - sent.due[numbers] if arrived.shown is None else arrived.shown[at]
    found = {**percentiles(delays), "lost": sent.count - warm - len(numbers)}
    found["source_late_ms"] = percentiles((sent.left - sent.due)[warm:])
    if direct:
        found["stamp_error_ms"] = percentiles(times - sent.left[numbers])
    return found


def percentiles(values: Int) -> dict[str, Any]:
    """p50, p99 and max of ns, in ms; None where there are none."""
    if not len(values):
        return {"p50": None, "p99": None, "max": None}
    p50, p99 = np.percentile(values / 1e6, (50, 99), method="inverted_cdf").tolist()
    return {"p50": round(p50, 3), "p99": round(p99, 3), "max": round(float(values.max()) / 1e6, 3)}


def summary(runs: list[dict[str, Any]]) -> dict[str, Any]:
    """The run with the median p99, beside the least and the most of it; medians of CPU; lost is of all runs."""
    known = sorted((run for run in runs if run["p99"] is not None), key=lambda run: float(run["p99"])) or runs
    spread = {"least_p99": known[0]["p99"], "most_p99": known[-1]["p99"], "lost": sum(run["lost"] for run in runs)}
    cpu = {name: _median([run[name] for run in runs]) for name in ("cpu_us_per_message", "broker_cpu_us_per_message")}
    return {**known[len(known) // 2], **spread, **cpu}


def _median(values: list[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return round(statistics.median(known), 1) if known else None
