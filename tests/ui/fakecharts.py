"""A made-up minute of an order flow for the charts: a spike at two thirds, queues that grow and drain, a gap."""

from __future__ import annotations

import numpy as np

from eventscope.core.histogram import BANDS
from eventscope.core.metrics import ArticleFigures, Integrity, LatencyFigures
from eventscope.core.verbs import Band, ChartData, Curve, GetChart, HeatMap, StreamFigures

SECOND = 1_000_000_000
NOW = 10_000 * SECOND
OFFSET = 1_795_435_200 * SECOND - NOW  # wall time of NOW
QUEUES = {
    "queue.group.$share/billing/orders/#": "exact",
    "queue.client.watcher": "exact",
    "queue.intake.log": "exact",
    "queue.client.Lab broker": "estimated",
}


def chart(verb: GetChart, now: int | None = None, queues: dict[str, str] | None = None) -> ChartData:
    """For FakeDoor: what the engine would answer; the stretch ends at `now` where the verb says so."""
    now = now or verb.end or NOW
    end = verb.end or now
    seconds = max((end - verb.start) / SECOND, 1.0)
    count = int(min(seconds * 10, verb.width))
    times = np.linspace(verb.start, end, count).astype(np.int64)
    t = np.linspace(0.0, 60.0, count)
    random = np.random.default_rng(7)
    spike = np.exp(-(((t - 41.0) / 0.9) ** 2))
    noise = random.normal(0.0, 1.0, count)
    flow = 12_500 + 60 * noise - 4_000 * spike + 3_300 * np.exp(-(((t - 43.4) / 0.9) ** 2))
    latency = {"p50": (0.9, 3.0), "p90": (1.6, 5.0), "p99": (3.0, 9.0), "max": (5.5, 18.0)}
    values: dict[str, np.ndarray] = {
        f"latency.{name}": 1e6 * (low + 0.05 * low * noise + 0.1 * low * np.sin(t / 9) + high * spike)
        for name, (low, high) in latency.items()
    }
    values |= {
        "throughput.offered": np.full(count, 12_500.0),
        "throughput.delivered": flow,
        "throughput.bytes": flow * 200,
        "broker.received": flow * 1.02,
        "broker.delivered": flow * 3.1,
        "integrity.lost": np.where(np.abs(t - 41.5) < 0.12, 3.0, 0.0),
        "integrity.duplicates": np.where(np.abs(t - 44.0) < 0.12, 2.0, 0.0),
        "integrity.reordered": np.where(np.abs(t - 20.0) < 0.12, 1.0, 0.0),
        "utilisation": 0.62 + 0.02 * noise + 0.5 * spike,
        "little.measured": 30 + noise + 55 * spike,
        "little.predicted": 30.5 + 0.5 * noise + 52 * spike,
    }
    values["utilisation"][t < 10] = np.nan
    named = QUEUES if queues is None else queues
    for number, name in enumerate(named):
        wave = 14 * np.sin(t / (2.5 + number) + 1.1 * number) + 8 + (70 * spike if number == 0 else 0)
        values[name] = np.floor(np.maximum(wave / (1 + number / 3), 0.0))
    wanted = verb.names or tuple(values)
    curves = tuple(
        Curve(name, times, row, named.get(name, "exact")) for name, row in values.items() if _wanted(name, wanted)
    )
    bands = (
        Band(
            "hiccup",
            verb.start + round(0.66 * (end - verb.start)),
            verb.start + round(0.71 * (end - verb.start)),
            "billing",
        ),
        Band("clock-jump", verb.start + (end - verb.start) // 4, verb.start + (end - verb.start) // 4, "+120 ms"),
    )
    return ChartData(curves, heat(verb.start, end) if verb.heat else None, bands, now, OFFSET)


def _wanted(name: str, wanted: tuple[str, ...]) -> bool:
    return name in wanted or any(each.endswith("*") and name.startswith(each[:-1]) for each in wanted)


def heat(start: int, end: int) -> HeatMap:
    """One column a second; the middle of the latencies follows the spike."""
    times = np.arange(start + SECOND, end, SECOND, dtype=np.int64)
    t = np.linspace(0.0, 60.0, len(times))
    centre = np.log(0.9e6 + 12e6 * np.exp(-(((t - 41.0) / 1.2) ** 2)))
    middles = np.log(np.maximum(BANDS, 500))[None, :]
    cells = 1000 * np.exp(-(((middles - centre[:, None]) / 0.6) ** 2))
    cells[:, 0] = 0
    return HeatMap(times, BANDS, cells.astype(np.int32))


def streams() -> tuple[StreamFigures, ...]:
    """A plain consumer and a shared group of three with their sum."""
    latency = LatencyFigures(48_000, 800_000, 1_500_000, 4_100_000, 9_700_000, 18_000_000, 950_000.0)
    slow = LatencyFigures(16_000, 12_000_000, 31_000_000, 80_000_000, None, 410_000_000, 15_000_000.0)
    article = ArticleFigures(0.66, 14_000_000.0, 2.1, 7.4, 1.52)
    watcher = StreamFigures(
        "watcher",
        latency,
        1_204_331,
        ArticleFigures(),
        "",
        Integrity(received=1_204_331),
        12_500.0,
        12_480.0,
        None,
        40_000.0,
    )
    members = [
        StreamFigures(f"billing-{n}", slow, 16_000 // n, group="billing", delivered_rate=25.0 / n) for n in (1, 2, 3)
    ]
    group = StreamFigures(
        "billing",
        slow,
        29_333,
        article,
        "billing",
        Integrity(received=29_333, lost=3, duplicates=2),
        46.0,
        45.8,
        70.1,
        40_000.0,
    )
    return (watcher, *members, group)
