"""A row of the spool as a PUBLISH of a durable session: why the broker would not take it, and its bytes. No I/O."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple, Protocol

from eventscope.core import topics
from eventscope.core.errors import BadInput
from eventscope.links.mqtt.capabilities import Capabilities
from eventscope.links.mqtt.durablesource import with_expiry
from eventscope.mqtt import codec
from eventscope.mqtt.codec import Malformed
from eventscope.mqtt.packets import V5, V311, PacketType

_SHORT = 256  # bytes of a topic that is remembered


class Message(Protocol):
    """What is sent of a row; `expires` is wall time in ns, `state` and `mid` are as stored (2: PUBREC came)."""

    @property
    def id(self) -> int: ...
    @property
    def topic(self) -> bytes: ...
    @property
    def payload(self) -> bytes | None: ...
    @property
    def qos(self) -> int: ...
    @property
    def retain(self) -> int: ...
    @property
    def properties(self) -> bytes: ...
    @property
    def expires(self) -> int: ...
    @property
    def state(self) -> int: ...
    @property
    def mid(self) -> int: ...


class Failure(NamedTuple):
    """A row that did not get through: `permanent` ones belong to the dead letters, others are to be tried again."""

    id: int
    reason: str
    words: str
    permanent: bool


def refused(row: Message, limits: Capabilities, v5: bool) -> Failure | None:
    """Why the broker would not take a row, as it told in CONNACK; nothing of it leaves then."""
    if words := _topic_flaw(row.topic):
        return Failure(row.id, "invalid_topic", words, True)
    if row.properties and v5:
        try:
            codec.decode_properties(row.properties, PacketType.PUBLISH)
        except Malformed as error:
            return Failure(row.id, "serialisation", f"The properties cannot be sent: {error.words}.", True)
    if row.qos > limits.maximum_qos:
        words = f"The broker takes QoS {limits.maximum_qos} at most; this message has QoS {row.qos}."
        return Failure(row.id, "qos_unsupported", words, True)
    if row.retain and not limits.retain:
        return Failure(row.id, "retain_unsupported", "The broker does not support retained messages.", True)
    size = len(row.topic) + len(row.payload or b"") + len(row.properties) + 16  # or a few bytes less
    if size > limits.maximum_packet_size:
        words = f"The broker takes packets of {limits.maximum_packet_size} bytes at most; this one has about {size}."
        return Failure(row.id, "too_large", words, True)
    return None


def encode(row: Message, mid: int, dup: bool, v5: bool, wall: Callable[[], int]) -> bytes:
    """A row as a PUBLISH; `mid` is its packet id, `wall` the time in ns."""
    properties = row.properties if v5 else b""
    if row.expires and v5:
        left = row.expires - wall()
        properties = with_expiry(properties, max(1, -(-left // 10**9)))  # [MQTT-3.3.2-6]
    version = V5 if v5 else V311
    head, tail = codec.encode_publish_shape(
        row.topic, row.payload or b"", row.qos, bool(row.retain), properties, version
    )
    if not row.qos:
        return head + tail
    if dup:
        head = codec.mark_duplicate(head)
    return b"".join((head, mid.to_bytes(2, "big"), tail))


def _topic_flaw(topic: bytes) -> str:
    """Why nothing can be published to a topic, empty where something can."""
    return _remembered(topic) if len(topic) <= _SHORT else _flaw(topic)


@lru_cache(maxsize=4_096)
def _remembered(topic: bytes) -> str:
    return _flaw(topic)


def _flaw(topic: bytes) -> str:
    try:
        topics.check_topic(topic.decode())
    except (BadInput, UnicodeDecodeError) as error:
        return f"Nothing can be published to this topic: {error}"
    return ""
