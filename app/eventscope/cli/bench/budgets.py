"""The budgets of the product as data: what is promised of each figure of `bench all`, and whether it is held."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from eventscope.cli.bench.shapes import name_of

Path = tuple[str, ...]  # keys below the result of a measure; in a list, the name of a case


@dataclass(frozen=True, slots=True)
class Budget:
    """The value at `path` of measure `measure` is to be `at` "least" or "most" `target`, in `unit`.

    Where `over` is given (a measure and a path), it is divided by the value there.
    """

    what: str
    measure: str
    path: Path
    at: Literal["least", "most"]
    target: float
    unit: str = ""
    over: tuple[str, Path] | None = None


_OURS = ("receivers", "eventscope")
_CPU = (*_OURS, "steady_cpu_us")
_BROKER = "Embedded broker beside mosquitto"
_TIMES = "times"
_SEARCHES = ("searches", "open")

BUDGETS = (
    Budget("Receive and store, one link, QoS 0", "intake", (*_OURS, "rate"), "least", 300_000, "/s"),
    Budget("Receive and store beside stock paho", "intake", ("ratios", "paho"), "least", 12, _TIMES),
    Budget("Receive and store beside mosquitto_sub", "intake", ("ratios", "mosquitto_sub"), "least", 2, _TIMES),
    Budget("CPU a message, the ninth of 10 million over the second", "intake-10-million", (*_OURS, "flatness"),
           "most", 1.25, _TIMES),
    Budget("CPU a message, 100,000 topics seen before over 10", "intake-100000-topics", _CPU, "most", 1.25, _TIMES,
           ("intake-10-topics", _CPU)),
    Budget("Engine's memory, 10 million messages", "intake-10-million", (*_OURS, "peak_rss_mb"), "most", 200, "MB"),
    Budget("Engine's memory behind the window", "window", ("engine_rss_mb",), "most", 200, "MB"),
    Budget("Search of a million messages, newest 200 with a rare text", "log",
           (*_SEARCHES, "rare text, newest 200", "ms"), "most", 50, "ms"),
    Budget("Search of a million messages, all with a rare text", "log",
           (*_SEARCHES, "rare text, all", "ms"), "most", 500, "ms"),
    Budget("Search of a million messages, all with a frequent text", "log",
           (*_SEARCHES, "frequent text, all", "ms"), "most", 500, "ms"),
    Budget("Window's memory", "window", ("window_rss_mb",), "most", 200, "MB"),
    Budget("Window's frame gap at 100,000/s, p99", "window", ("frame_gap_ms", "p99"), "most", 40, "ms"),
    Budget("Window's frame gap at 100,000/s, longest", "window", ("frame_gap_ms", "max"), "most", 150, "ms"),
    Budget("Error of the latency shown at 20,000/s, p50", "latency",
           ("cases", "20,000/s, direct", *_OURS, "stamp_error_ms", "p50"), "most", 1, "ms"),
    Budget("Error of the latency shown at 20,000/s, p99", "latency",
           ("cases", "20,000/s, direct", *_OURS, "stamp_error_ms", "p99"), "most", 5, "ms"),
    Budget(f"{_BROKER}, one subscriber, QoS 0", "broker", ("cases", "one subscriber, QoS 0", "ratio"),
           "least", 0.6, _TIMES),
    Budget(f"{_BROKER}, ten subscribers, QoS 1", "broker", ("cases", "ten subscribers, QoS 1", "ratio"),
           "least", 1, _TIMES),
    Budget("Embedded broker's memory", "broker",
           ("cases", "one subscriber, QoS 0", "eventscope", "peak_rss_mb"), "most", 40, "MB"),
    Budget("Bridge, MQTT to MQTT, at most once", "bridge",
           ("cases", "MQTT to MQTT, at most once", "eventscope", "rate"), "least", 100_000, "/s"),
    Budget("Bridge, MQTT to MQTT, at least once", "bridge",
           ("cases", "MQTT to MQTT, at least once", "eventscope", "rate"), "least", 20_000, "/s"),
    Budget("Bridge, MQTT to Kafka, at least once", "bridge",
           ("cases", "MQTT to Kafka, at least once", "eventscope", "rate"), "least", 15_000, "/s"),
)  # fmt: skip
# What the bench does not measure, so that nobody takes its silence for a promise kept.
ELSEWHERE = (
    "Not measured by the bench: 100,000 topics in the tree (no frame over 33 ms: tests/perf/topictree.py), the start "
    "(window visible in 1 s, first event of the demo in 3 s), nothing lost at kill -9 (`eventscope selftest`, "
    "`make kills`)."
)


def verdicts(results: dict[str, Any], quick: bool = False) -> list[dict[str, Any]]:
    """Each budget with its figure, given the result of each measure by key.

    `held` is None where there is no figure, or where it is of a quick look, which counts too little to judge by;
    `ratio` is above 1 where it is better than it must be.
    """
    return [_verdict(budget, results, quick) for budget in BUDGETS]


def _verdict(budget: Budget, results: dict[str, Any], quick: bool) -> dict[str, Any]:
    value = _value(budget, results)
    told = {"what": budget.what, "measure": budget.measure, "at": budget.at, "target": budget.target,
            "unit": budget.unit, "value": value}  # fmt: skip
    if value is None or quick:
        return {**told, "held": None, "ratio": None}
    least = budget.at == "least"
    ratio = value / budget.target if least else budget.target / value if value else None
    held = value >= budget.target if least else value <= budget.target
    return {**told, "held": held, "ratio": None if ratio is None else round(ratio, 2)}


def _value(budget: Budget, results: dict[str, Any]) -> float | None:
    value = _found(results.get(budget.measure), budget.path)
    if budget.over is None or value is None:
        return value
    measure, path = budget.over
    other = _found(results.get(measure), path)
    return round(value / other, 2) if other else None


def _found(result: Any, path: Path) -> float | None:
    for key in path:
        if isinstance(result, list):
            result = next((item for item in result if name_of(item) == key), None)
        elif isinstance(result, dict):
            result = result.get(key)
        else:
            return None
    return result if isinstance(result, int | float) else None


def amount(value: float | None, unit: str) -> str:
    """A figure with its unit, for people."""
    if value is None:
        return "not measured"
    digits = f"{value:,.0f}" if abs(value) >= 1000 else f"{value:g}"
    return f"{digits}{unit}" if unit.startswith("/") else f"{digits} {unit}".strip()


def limit(verdict: dict[str, Any]) -> str:
    """What is promised."""
    return f"at {verdict['at']} {amount(verdict['target'], verdict['unit'])}"


def judged(verdict: dict[str, Any]) -> str:
    """How it went, in words."""
    if verdict["held"] is None:
        return ""
    ratio = verdict["ratio"]
    if verdict["held"]:
        return "held" if ratio is None else f"held, {ratio:g} times over"
    return f"missed, at {ratio:g} of it"


def markdown(result: dict[str, Any]) -> str:
    """The table for a README, from the result of `bench all`, with what it was measured on."""
    machine = result["machine"]
    where = f"{machine['cpu']}, {machine['cores']} cores, Python {machine['python']}, {result['began'][:10]}"
    lines = [f"Measured on: {where}.", "", "| What | Budget | Measured | |", "|---|---|---|---|"]
    for item in result["budgets"]:
        measured = amount(item["value"], item["unit"])
        lines.append(f"| {item['what']} | {limit(item)} | {measured} | {judged(item)} |")
    warnings = ["", *(f"* {words}" for words in result["warnings"])] if result["warnings"] else []
    return "\n".join([*lines, *warnings])
