"""Messages as the engine holds them: blocks of numpy rows beside one blob, and single messages cut from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

# One row for each message. Times in ns: `wall` since 1970 for display, `mono` for durations.
# `latency` is receive time minus intended send time, NO_LATENCY where the message carries no stamp;
# it may be negative, which shows a clock error and is never clipped.
# `topic` indexes the block's own topic list; `at`, `size` and `props` cut payload and raw MQTT 5
# property bytes (without their length prefix) out of the block's blob: payload first, properties after it.
ROW = np.dtype(
    [
        ("id", "<i8"),
        ("wall", "<i8"),
        ("mono", "<i8"),
        ("latency", "<i8"),
        ("topic", "<u4"),
        ("at", "<u4"),
        ("size", "<u4"),
        ("props", "<u4"),
        ("packet", "<u2"),
        ("connection", "<u2"),
        ("flags", "<u2"),
        ("pad", "<u2"),
    ]
)
NO_LATENCY = np.iinfo(np.int64).min

QOS = 0b11
RETAIN = 1 << 2
DUP = 1 << 3
V5 = 1 << 4
OUTGOING = 1 << 5  # sent by us, kept in the log only when the workspace asks for it
STAMPED = 1 << 6
WALL_LATENCY = 1 << 7  # the latency compares wall clocks of two hosts: shown with its error
DAMAGED = 1 << 8  # the topic is no valid topic name (bad UTF-8, NUL, wildcard): shown, never published
KAFKA = 1 << 9  # a record of Kafka: its user properties say key, partition, offset and headers, see core.kafkarow

Rows = NDArray[np.void]


def connection_tag(connection: str) -> int:
    """The number in `rows["connection"]`: made from the id alone, so that old logs need no table of names."""
    return crc32(connection.encode()) & 0xFFFF


@dataclass(slots=True)
class Block:
    """Messages of one connection in order of arrival.

    `rows` has dtype ROW and shape (n,); `topics` are raw topic bytes, indexed by `rows["topic"]`;
    `blob` holds payloads and properties. A block stands alone: nothing outside is needed to read it.
    """

    rows: Rows
    topics: Sequence[bytes]
    blob: bytes

    def __len__(self) -> int:
        return len(self.rows)

    def payload(self, index: int) -> bytes:
        """The payload of one row, byte for byte."""
        row = self.rows[index]
        at = int(row["at"])
        return self.blob[at : at + int(row["size"])]

    def properties(self, index: int) -> bytes:
        """The raw MQTT 5 property bytes of one row (empty in 3.1.1)."""
        row = self.rows[index]
        at = int(row["at"]) + int(row["size"])
        return self.blob[at : at + int(row["props"])]

    def topic(self, index: int) -> bytes:
        """The raw topic of one row."""
        return self.topics[int(self.rows[index]["topic"])]

    def message(self, index: int) -> Message:
        """One row as a value of its own."""
        row = self.rows[index]
        latency = int(row["latency"])
        flags = int(row["flags"])
        return Message(
            id=int(row["id"]),
            wall=int(row["wall"]),
            mono=int(row["mono"]),
            connection=int(row["connection"]),
            topic=self.topic(index),
            payload=self.payload(index),
            properties=self.properties(index),
            flags=flags,
            latency=None if latency == NO_LATENCY else latency,
        )


@dataclass(frozen=True, slots=True)
class Message:
    """One message, whole. Times and latency in ns; `properties` are raw MQTT 5 property bytes."""

    id: int
    wall: int
    mono: int
    connection: int
    topic: bytes
    payload: bytes
    properties: bytes
    flags: int
    latency: int | None

    @property
    def qos(self) -> int:
        """The QoS it was delivered with."""
        return self.flags & QOS

    @property
    def retain(self) -> bool:
        """Whether it came with the RETAIN flag."""
        return bool(self.flags & RETAIN)


@dataclass(frozen=True, slots=True)
class PublishProperties:
    """What a sender may say with an event in MQTT 5; in 3.1.1 all of it must be empty."""

    payload_format: int | None = None
    message_expiry: int | None = None
    content_type: str = ""
    response_topic: str = ""
    correlation_data: bytes = b""
    topic_alias: int | None = None
    user: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """An event ready to leave: rendered, encoded, not yet stamped.

    `connection` is the id of a connection of the workspace; `intended` is the monotonic time in ns at
    which it should leave (None: now); `stamp` asks for latency stamps where the version can carry them,
    `envelope` lets 3.1.1 carry them around the payload.
    """

    connection: str
    topic: str
    payload: bytes
    qos: int = 0
    retain: bool = False
    properties: PublishProperties = field(default_factory=PublishProperties)
    intended: int | None = None
    stamp: bool = True
    envelope: bool = False


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of one published event; monotonic times in ns, None while a stage has not come.

    `received` is when our own subscriptions first saw it back (by its stamp), `receivers` how many did;
    `failed` is an empty string or the code of the reason, `words` the same in English.
    """

    id: int
    topic: str
    qos: int
    queued: int
    wall: int
    sent: int | None = None
    acknowledged: int | None = None
    received: int | None = None
    receivers: int = 0
    reason: int = 0
    failed: str = ""
    words: str = ""
