"""What waits at a broker for a consumer, and how far to trust that number."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from eventscope.core.broker import BrokerGauges
from eventscope.core.kafka import Partition
from eventscope.core.kafkafigures import Group
from eventscope.core.metrics import Quality


@dataclass(frozen=True, slots=True)
class Depth:
    """At `at` (monotonic ns): messages waiting, shared by so many members; the oldest for so many seconds.

    `lag_seconds` is Kafka's lag in time.
    """

    at: int = 0
    queued: int | None = None
    quality: Quality = "unavailable"
    oldest: float | None = None
    lag_seconds: float | None = None
    members: int = 1


def embedded(gauges: BrokerGauges, client: str, share: str, filter_: str) -> Depth | None:
    """By the gauges of the embedded broker, which counts; None where it does not know the client."""
    own = next((each for each in gauges.clients if each.client == client), None)
    if own is None:
        return None
    queued, oldest, members = own.queued, own.oldest, 1
    for group in gauges.groups:
        if share and (group.group, group.filter) == (share, filter_):
            queued, oldest, members = queued + group.queued, max(oldest, group.oldest), max(group.members, 1)
    return Depth(gauges.at, queued, "exact", oldest if queued else 0.0, members=members)


def estimated(under_way: int | None, at: int) -> Depth:
    """By the sequence numbers of our own producers: sent and not received, what merely travels among it."""
    return Depth(at) if under_way is None else Depth(at, under_way, "estimated")


def kafka(group: Group, positions: Mapping[Partition, int], at: int) -> Depth:
    """By the ends of the partitions that this member reads, as the cluster reported them."""
    ends = {item.partition: item for item in group.partitions if item.partition in positions}
    known = [max(0, item.latest - positions[item.partition]) for item in ends.values() if item.latest is not None]
    if not positions or len(known) < len(positions):
        return Depth(at)
    times = [item.time_lag for item in ends.values() if item.time_lag is not None]
    return Depth(at, sum(known), "reported", lag_seconds=max([*times, 0.0]) if times else None)
