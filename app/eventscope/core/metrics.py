"""Figures as they cross layers: latency, integrity, queue depth, throughput, each with how far to trust it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

# exact: counted by us; estimated: derived by sequence or by Little; reported: said by a foreign broker.
Quality = Literal["exact", "estimated", "reported", "unavailable"]
QueueKind = Literal["client", "group", "intake", "bridge", "kafka"]


@dataclass(frozen=True, slots=True)
class LatencyFigures:
    """Latency from the intended send time, in ns; a percentile is None while it has too few samples.

    `negative` counts messages that seem to arrive before they were sent (a clock error, kept out of the
    percentiles); `wall` counts those measured between two wall clocks, `error` is the bound on those in ns (None:
    unknown). `unreadable` counts messages with a stamp that could not be read, `retained` stamped retained
    copies, whose age is no latency and stays out.
    """

    count: int = 0
    p50: int | None = None
    p90: int | None = None
    p99: int | None = None
    p999: int | None = None
    max: int | None = None
    mean: float | None = None
    negative: int = 0
    wall: int = 0
    error: int | None = None
    unreadable: int = 0
    retained: int = 0


@dataclass(frozen=True, slots=True)
class Integrity:
    """Exact counts over all stamped streams: sent = received + lost + outstanding.

    `received` counts first copies, `late` those of them that came after they had been counted as lost (and are
    lost no longer). `overlapping` is the part of `duplicates` that overlapping subscriptions of the same
    connection explain. `beyond` counts messages too old to be told from duplicates, `unchecked` those whose
    sequence could not be followed (a shared subscription without a declared group, too many topics).
    """

    received: int = 0
    lost: int = 0
    outstanding: int = 0
    late: int = 0
    duplicates: int = 0
    duplicates_flagged: int = 0
    reordered: int = 0
    max_displacement: int = 0
    restarts: int = 0
    overlapping: int = 0
    beyond: int = 0
    unchecked: int = 0
    sent: int = 0


@dataclass(frozen=True, slots=True)
class QueueFigures:
    """One queue: messages waiting, sent but unacknowledged, bytes, age of the oldest in seconds."""

    name: str
    kind: QueueKind
    depth: int
    quality: Quality
    in_flight: int = 0
    bytes: int = 0
    oldest: float = 0.0
    dropped: int = 0
    delivered: int = 0
    max_depth: int = 0


@dataclass(frozen=True, slots=True)
class LittleFigures:
    """Little's check over one window: L measured against X times W; `verdict` says what to make of it.

    unstable: more came in than went out; draining: a backlog shrank; suspect: the system was steady and yet
    the figures do not agree, so a measurement is wrong. `gap` is |L - X W| / max(L, 1).
    """

    measured: float | None = None
    predicted: float | None = None
    gap: float | None = None
    verdict: Literal["holds", "unstable", "draining", "suspect", "too-few"] = "too-few"


@dataclass(frozen=True, slots=True)
class ThroughputFigures:
    """Rates in messages a second (bytes for `bytes`); the article's numbers are beside the textbook's."""

    offered: float = 0.0
    delivered: float = 0.0
    bytes: float = 0.0
    utilisation: float | None = None
    headroom: float | None = None


@dataclass(frozen=True, slots=True)
class ArticleFigures:
    """The published design's own five formulas; None where they are undefined.

    throughput = production rate / processing rate; latency = processing time - production time in ns (the
    sign put right); queue_length = processing rate x latency; throughput_rate = production rate / queue length
    (1/s); scalability = processing rate / production rate. The processing rate is that of the seconds in which
    something waited: without a queue nobody knows how fast the consumer could be.
    """

    throughput: float | None = None
    latency: float | None = None
    queue_length: float | None = None
    throughput_rate: float | None = None
    scalability: float | None = None


@dataclass(frozen=True, slots=True)
class ProcessFigures:
    """What the engine costs: CPU in percent of one core, memory in bytes, its own lateness in ms."""

    cpu: float = 0.0
    rss: int = 0
    lateness_ms: float = 0.0


@dataclass(frozen=True, slots=True)
class Losses:
    """What did not reach one connection, as far as that can be known; the figures may count one message twice.

    `missing` by the gaps of stamped sequences; `dropped` by reason, as our own broker counts it for this client;
    `reported` is what a broker says that it dropped since it started, over all its clients (None: it was not heard,
    or its number was none).
    """

    missing: int = 0
    dropped: dict[str, int] = field(default_factory=dict)
    reported: int | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """Honest counts since the start: received = stored + sum(dropped) + waiting."""

    received: int = 0
    stored: int = 0
    waiting: int = 0
    retained: int = 0
    bytes: int = 0
    violations: int = 0
    published: int = 0
    dropped: dict[str, int] = field(default_factory=dict)
