"""From places (ends, offsets, times) to offsets, asked of the cluster in one request for all partitions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from confluent_kafka import KafkaException, TopicPartition

from eventscope.core.kafka import AtTime, Partition, Place
from eventscope.links.kafka import troubles

WAIT = 10.0  # seconds for an answer
# ListOffsets takes these in place of a time [Kafka protocol, ListOffsets].
_EDGES = {"latest": -1, "earliest": -2}


def resolve(client: Any, places: Mapping[Partition, Place], wait: float = WAIT) -> dict[Partition, int]:
    """The offset of each place; `client` is a consumer. Raises EventscopeError.

    A time after the last record is the end. Offsets are taken as they are.
    """
    asked = [
        TopicPartition(*partition, place.wall // 1_000_000 if isinstance(place, AtTime) else _EDGES[place])
        for partition, place in places.items()
        if not isinstance(place, int)
    ]
    found = {partition: place for partition, place in places.items() if isinstance(place, int)}
    answers = _asked(client, asked, wait)
    ends = [partition for partition, offset in answers.items() if offset < 0]
    if ends and wait:
        answers |= _asked(client, [TopicPartition(*partition, _EDGES["latest"]) for partition in ends], wait)
    return found | answers


def committed(client: Any, partitions: Iterable[Partition], wait: float = WAIT) -> dict[Partition, int]:
    """Where the consumer's group goes on; partitions without an offset are left out. Raises EventscopeError."""
    try:
        answers = client.committed([TopicPartition(*item) for item in partitions], timeout=wait)
    except KafkaException as error:
        raise troubles.as_error(error) from None
    return {Partition(item.topic, item.partition): item.offset for item in answers if item.offset >= 0}


def _asked(client: Any, asked: list[TopicPartition], wait: float) -> dict[Partition, int]:
    if not asked:
        return {}
    try:
        answers = client.offsets_for_times(asked, timeout=wait)
    except KafkaException as error:
        raise troubles.as_error(error) from None
    for item in answers:
        if item.error is not None:
            raise troubles.as_error(KafkaException(item.error), item.topic)
    return {Partition(item.topic, item.partition): item.offset for item in answers}
