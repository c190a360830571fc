"""Records as blocks of rows, so that they flow through the same log and the same monitor as MQTT's messages."""

from __future__ import annotations

from collections.abc import Sequence
from struct import Struct

import numpy as np

from eventscope.core.kafka import Record
from eventscope.core.kafkarow import properties
from eventscope.core.message import KAFKA, NO_LATENCY, ROW, V5, Block

_ROW = Struct("<qqqqIIIIHHHH")  # the layout of core.message.ROW, in its order


def block(given: Sequence[Record], tag: int, mono: int, wall: int, qos: int) -> Block:
    """One batch of records that were read at `mono` (ns; `wall` is the same moment since 1970).

    The topic is Kafka's, the payload is the value (empty for a tombstone), the rest is in the row's properties, see
    core.kafkarow. `qos` 1 marks records of a group, which are to be acknowledged, 0 those of a tail.
    """
    flags = KAFKA | V5 | qos
    topics: dict[str, int] = {}
    rows, blob = bytearray(), bytearray()
    for record in given:
        index = topics.setdefault(record.topic, len(topics))
        value = record.value or b""
        said = properties(record)
        rows += _ROW.pack(0, wall, mono, NO_LATENCY, index, len(blob), len(value), len(said), 0, tag, flags, 0)
        blob += value
        blob += said
    return Block(np.frombuffer(rows, ROW), tuple(topic.encode() for topic in topics), bytes(blob))
