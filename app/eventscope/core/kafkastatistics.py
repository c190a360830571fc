"""librdkafka's own statistics: reports of single clients become samples, and those of all at a cluster curves."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from eventscope.core.answers import Curve

EVERY = 2.0  # seconds between two reports of a client
KEPT = 300  # samples of a cluster: ten minutes
NAN = math.nan
# What a curve counts in. Those of round trips are the slowest broker's, all others sums over the clients that run here.
UNITS = {
    "rtt.p50": "ms", "rtt.p99": "ms", "waiting": "messages", "in-flight": "requests", "lag": "messages",
    "sent": "messages/s", "received": "messages/s", "sent-bytes": "bytes/s", "received-bytes": "bytes/s",
    "retries": "/s", "errors": "/s",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Report:
    """One client: gauges as they are now, then totals since it began.

    Round trips are in ms, of the broker that is slowest. A consumer's contain the wait for new records and its requests
    always wait for some, so these are told of producers only; `lag` (of what was handed over) of consumers only. What a
    client cannot tell is NaN.
    """

    rtt_p50: float = NAN
    rtt_p99: float = NAN
    waiting: float = NAN
    in_flight: float = NAN
    lag: float = NAN
    sent: int = 0
    received: int = 0
    sent_bytes: int = 0
    received_bytes: int = 0
    retries: int = 0
    errors: int = 0


class Sample(NamedTuple):
    """The same with rates a second in place of totals, in the order of UNITS."""

    rtt_p50: float
    rtt_p99: float
    waiting: float
    in_flight: float
    lag: float
    sent: float
    received: float
    sent_bytes: float
    received_bytes: float
    retries: float
    errors: float


class Moment(NamedTuple):
    """What the clients of a cluster told at about the same time; `at` is monotonic ns."""

    at: int
    samples: Mapping[Hashable, Sample]


def sample(before: Report, now: Report, seconds: float) -> Sample:
    """What happened between two reports. A client that was made anew in between begins at 0 again."""

    def rate(name: str) -> float:
        return float(max(0, getattr(now, name) - getattr(before, name))) / seconds

    gauges = (now.rtt_p50, now.rtt_p99, now.waiting, now.in_flight, now.lag)
    return Sample(*gauges, *(rate(name) for name in Sample._fields[len(gauges) :]))


def later(before: Sample | None, now: Sample) -> Sample:
    """Two samples of one client as one: what the later one cannot tell, such as round trips, is the earlier one's."""
    if before is None:
        return now
    return Sample(*(old if math.isnan(new) else new for old, new in zip(before, now, strict=True)))


def curves(history: Sequence[Moment]) -> tuple[Curve, ...]:
    """One for each thing that was ever known, oldest first."""
    if not history:
        return ()
    times = np.array([moment.at for moment in history], np.int64)
    values = np.array([_together(samples) for samples in _carried(history)], np.float64)
    columns = zip(UNITS, values.T, strict=True)
    return tuple(Curve(name, times, column) for name, column in columns if not np.isnan(column).all())


def _carried(history: Sequence[Moment]) -> Iterable[Iterable[Sample]]:
    """A client whose report came a little late counts as it did before: the sum must not dip for that."""
    before: Mapping[Hashable, Sample] = {}
    for moment in history:
        yield ({**before, **moment.samples}).values()
        before = moment.samples


def _together(samples: Iterable[Sample]) -> list[float]:
    return [_sum_or_most(name, column) for name, column in zip(UNITS, zip(*samples, strict=True), strict=True)]


def _sum_or_most(name: str, column: Sequence[float]) -> float:
    known = [value for value in column if not math.isnan(value)]
    if not known:
        return NAN
    return max(known) if name.startswith("rtt") else math.fsum(known)
