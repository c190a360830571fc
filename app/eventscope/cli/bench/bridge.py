"""bench bridge: what crosses our bridges, beside mosquitto's own bridge in the same run."""

from __future__ import annotations

import contextlib
from typing import Any

from eventscope.base import system
from eventscope.cli.bench.bridgecourse import WINDOW, Crossed, Times, added, await_first, flood, paced
from eventscope.cli.bench.bridgeload import (
    Feed,
    MqttFeed,
    MqttTap,
    Tap,
    dialled,
)
from eventscope.cli.bench.bridgepeers import Case, Place, ours, theirs
from eventscope.cli.bench.figures import ratio, spread
from eventscope.cli.bench.meter import Meter

WARM_UP = 1.0  # seconds
CASES = (
    Case("MQTT to MQTT, at most once", "mqtt-mqtt", "at-most-once", 0),
    Case("MQTT to MQTT, at least once", "mqtt-mqtt", "at-least-once", 1),
    Case("MQTT to MQTT, effectively once", "mqtt-mqtt", "effectively-once", 2),
    Case("MQTT to Kafka, at least once", "mqtt-kafka", "at-least-once", 1),
    Case("Kafka to MQTT, at least once", "kafka-mqtt", "at-least-once", 1),
)
NOTES = (
    "Added is the time from the reading of a message before the bridge to the reading of the same message behind it.",
    "Ours is a process of its own: its CPU is the bridge's alone. Mosquitto's bridge is part of its broker.",
    "Kafka is noida-db on this machine, a small server, not Apache Kafka.",
)


def measure(
    seconds: float, repeats: int, size: int = 200, rate: float = 500.0, cases: tuple[Case, ...] = CASES
) -> dict[str, Any]:
    """Each case by each bridge in turn: medians of messages a second, added latency, CPU a message."""
    has_peer = system.program("mosquitto") is not None
    found = [_case(case, seconds, repeats, size, rate, has_peer) for case in cases]
    notes = [*NOTES] if has_peer else [*NOTES, "mosquitto is not installed, so there is nothing to compare with."]
    return {"size": size, "seconds": seconds, "repeats": repeats, "rate": rate, "cases": found, "notes": notes}


def _case(case: Case, seconds: float, repeats: int, size: int, rate: float, has_peer: bool) -> dict[str, Any]:
    bridges = {"eventscope": ours}
    if has_peer and case.way == "mqtt-mqtt":
        bridges["mosquitto"] = theirs
    runs: dict[str, list[dict[str, Any]]] = {name: [] for name in bridges}
    for _ in range(repeats):
        for name, bridge in bridges.items():
            with bridge(case) as (place, pid):
                runs[name].append(once(case, place, pid, seconds, size, rate))
    figures = {name: summary(items) for name, items in runs.items()}
    found: dict[str, Any] = {"case": case.name, "delivery": case.delivery, **figures}
    if "mosquitto" in figures:
        found["ratio"] = ratio(figures["eventscope"]["rate"], figures["mosquitto"]["rate"])
    return found


def once(case: Case, place: Place, pid: int, seconds: float, size: int, rate: float) -> dict[str, Any]:
    """One run over a bridge whose process has that number."""
    near, far = Times(), Times()
    with contextlib.ExitStack() as stack:
        feed = _feed(stack, case, place, size)
        beside = _tap(stack, place.source, "near", case.qos, size, near)
        behind = _tap(stack, place.target, "far", case.qos, size, far)
        await_first(feed, behind)
        while beside.turn(0.2):
            pass
        first, last = paced(feed, beside, behind, rate, seconds, far)
        figures = added(near, far, first, last)
    with contextlib.ExitStack() as stack:  # nobody listens before the bridge, which would cost it speed
        feed = _feed(stack, case, place, size)
        behind = _tap(stack, place.target, "far", case.qos, size, None)
        await_first(feed, behind)
        crossed, cpu = _flooded(feed, behind, pid, seconds)
    return {"rate": crossed.rate, "cpu_us": 1e6 * cpu / max(crossed.count, 1), **figures}


def _flooded(feed: Feed, tap: Tap, pid: int, seconds: float) -> tuple[Crossed, float]:
    meter = Meter(pid)
    marks: list[float] = []

    def mark() -> None:
        meter.sample()
        marks.append(meter.cpu_seconds)

    crossed = flood(feed, tap, seconds, WARM_UP, mark)
    return crossed, marks[1] - marks[0]


def summary(runs: list[dict[str, Any]]) -> dict[str, Any]:
    """The spread of the rates; percentiles are those of the run with the median p99; lost is of all runs together."""
    figures = spread([run["rate"] for run in runs], [run["cpu_us"] for run in runs])
    known = sorted((run for run in runs if run["p99_added_ms"] is not None), key=lambda run: float(run["p99_added_ms"]))
    middle = known[len(known) // 2] if known else {"p50_added_ms": None, "p99_added_ms": None}
    told = {name: middle[name] for name in ("p50_added_ms", "p99_added_ms")}
    return {**figures, **told, "lost": sum(run["lost"] for run in runs)}


# --- both ends -----------------------------------------------------------------------------------------------


def _feed(stack: contextlib.ExitStack, case: Case, place: Place, size: int) -> Feed:
    if isinstance(place.source, str):
        from eventscope.cli.bench.bridgekafka import KafkaFeed  # Kafka's library loads where it is needed

        feed = KafkaFeed(place.source, size)
        stack.callback(feed.close)
        return feed
    return MqttFeed(stack.enter_context(dialled(place.source, "bench-feed")), case.qos, size, WINDOW)


def _tap(stack: contextlib.ExitStack, place: int | str, name: str, qos: int, size: int, times: Times | None) -> Tap:
    arrived = times.arrived if times is not None else None
    if isinstance(place, str):
        from eventscope.cli.bench.bridgekafka import KafkaTap

        tap = KafkaTap(place, arrived)
        stack.callback(tap.close)
        return tap
    own = min(qos, 1)  # reading with QoS 2 would measure the reader
    return MqttTap(stack.enter_context(dialled(place, f"bench-{name}", own)), own, size, arrived)
