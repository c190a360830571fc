"""How old the next record of a partition is: read one record at each place, in no group, and forget it."""

from __future__ import annotations

from typing import Any

from confluent_kafka import Consumer, KafkaException, TopicPartition

from eventscope.base import clock
from eventscope.core.kafka import Partition
from eventscope.links.kafka import options, troubles
from eventscope.links.kafka.cluster import Cluster

AGES = 5.0  # seconds for the next records of all partitions


def next_times(
    cluster: Cluster, password: bytes | None, wanted: set[tuple[Partition, int]], wait: float = AGES
) -> dict[tuple[Partition, int], int]:
    """The time (ns since 1970) of the record at or after each offset; those not read in time are left out."""
    found: dict[tuple[Partition, int], int] = {}
    left = sorted(wanted)
    with Reading(cluster, password) as reader:
        until = clock.mono_ns() + int(wait * 1e9)
        while left and clock.mono_ns() < until:
            # One offset for each partition at a time: two groups may stand at two places of one.
            turn = dict(left)
            found |= _first_times(reader, turn, until)
            left = [item for item in left if turn[item[0]] != item[1]]
    return found


def _first_times(reader: Any, turn: dict[Partition, int], until: int) -> dict[tuple[Partition, int], int]:
    found: dict[tuple[Partition, int], int] = {}
    reader.assign([TopicPartition(*partition, offset) for partition, offset in turn.items()])
    waiting = dict(turn)
    while waiting and clock.mono_ns() < until:
        message = reader.poll(0.1)
        if message is None or message.topic() is None:
            continue
        partition = Partition(message.topic(), message.partition())
        if partition not in waiting:
            continue
        offset = waiting.pop(partition)
        kind, time = message.timestamp()
        if message.error() is None and kind:
            found[partition, offset] = time * 1_000_000
        reader.pause([TopicPartition(*partition)])
    reader.unassign()
    return found


class Reading:
    """A consumer for a few questions, in no group."""

    def __init__(self, cluster: Cluster, password: bytes | None) -> None:
        small = {"fetch.message.max.bytes": 1_024, "queued.min.messages": 1, "auto.offset.reset": "error"}
        group = {"group.id": "eventscope-questions", "enable.auto.commit": False, "isolation.level": "read_committed"}
        try:
            self._client = Consumer(options.common(cluster.servers, password) | small | group)
        except KafkaException as error:
            raise troubles.as_error(error) from None

    def __enter__(self) -> Any:
        return self._client

    def __exit__(self, *_: object) -> None:
        self._client.close()
