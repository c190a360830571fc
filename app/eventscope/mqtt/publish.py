"""PUBLISH to and from bytes: the packet a broker spends its time on, so written out by hand."""

from __future__ import annotations

from eventscope.mqtt.packets import V5, PacketType, Publish, no_properties
from eventscope.mqtt.propertycodec import decode_properties, encode_properties, with_length
from eventscope.mqtt.wire import (
    MALFORMED,
    PROTOCOL_ERROR,
    TOPIC_NAME_INVALID,
    Malformed,
    Reader,
    check_topic,
    put_length,
    text,
    utf8,
)

_PUBLISH = PacketType.PUBLISH
_RETAIN = 0x01
_DUP = 0x08


def decode_publish(first: int, body: bytes, version: int) -> Publish:
    """The body behind first byte `first` [MQTT5 3.3]; raises Malformed."""
    qos = first >> 1 & 3
    if qos == 3 or (first & _DUP and not qos):
        raise _bad_flags(qos)
    at = (body[0] << 8 | body[1]) + 2 if len(body) > 1 else 2
    payload_at = at + 2 if qos else at
    if payload_at > len(body):
        raise Malformed(MALFORMED, "The topic name or packet identifier is cut short")
    topic = text(body[2:at], "topic name")
    if "+" in topic or "#" in topic:
        check_topic(topic)
    packet_id = body[at] << 8 | body[at + 1] if qos else 0
    if qos and not packet_id:
        raise Malformed(PROTOCOL_ERROR, "The packet identifier is 0")
    properties = no_properties()
    if version == V5:
        size = body[payload_at] if payload_at < len(body) else 0x80
        payload_at += 1
        if size:
            if size >= 0x80:
                size, payload_at = _long_length(body, payload_at - 1)
            stop = payload_at + size
            if stop > len(body):
                raise Malformed(MALFORMED, "The properties are cut short")
            properties = decode_properties(body[payload_at:stop], _PUBLISH)
            payload_at = stop
    if not topic:
        _check_empty(properties.topic_alias, version)
    return Publish(topic, body[payload_at:], qos, bool(first & _RETAIN), bool(first & _DUP), packet_id, properties)


def _bad_flags(qos: int) -> Malformed:
    if qos == 3:
        return Malformed(MALFORMED, "The QoS is 3 [MQTT-3.3.1-4]")
    return Malformed(MALFORMED, "DUP is set at QoS 0 [MQTT-3.3.1-2]")


def _long_length(body: bytes, at: int) -> tuple[int, int]:
    reader = Reader(body)
    reader.at = at
    return reader.length("property length"), reader.at


def _check_empty(alias: int | None, version: int) -> None:
    if version != V5:
        raise Malformed(TOPIC_NAME_INVALID, "The topic name is empty [MQTT-4.7.3-1]")
    if alias is None:
        raise Malformed(PROTOCOL_ERROR, "The topic name is empty and there is no Topic Alias")


def encode_publish(packet: Publish, version: int) -> bytes:
    """The whole packet. In 3.1.1 properties do not exist and are left out. Raises Malformed."""
    if not 0 <= packet.qos <= 2 or (packet.dup and not packet.qos):
        raise _bad_flags(packet.qos)
    check_topic(packet.topic)
    if not packet.topic:
        _check_empty(packet.properties.topic_alias, version)
    properties = b""
    if version == V5 and packet.properties.__dict__:
        properties = encode_properties(packet.properties, _PUBLISH)
    topic = utf8(packet.topic, "topic name")
    head, tail = encode_publish_shape(topic, packet.payload, packet.qos, packet.retain, properties, version)
    if not packet.qos:
        return head + tail
    if not 0 < packet.packet_id <= 0xFFFF:
        raise Malformed(PROTOCOL_ERROR, f"The packet identifier is {packet.packet_id}; it must be 1 to 65535")
    if packet.dup:
        head = mark_duplicate(head)
    return b"".join((head, packet.packet_id.to_bytes(2, "big"), tail))


def encode_publish_shape(
    topic: bytes, payload: bytes, qos: int, retain: bool, properties: bytes = b"", version: int = V5
) -> tuple[bytes, bytes]:
    """A PUBLISH for many receivers: the whole packet is `head + tail` at QoS 0, `head + id + tail` above.

    `id` are the two big-endian bytes of the packet identifier; `properties` are raw and without length prefix
    (ignored in 3.1.1). Nothing is checked but sizes: topic and properties come from a packet that was decoded.
    The packet has `len(head) + len(tail) + (2 if qos else 0)` bytes. Raises Malformed 0x95 past MQTT's limit.
    """
    if len(topic) > 0xFFFF:
        raise Malformed(TOPIC_NAME_INVALID, f"The topic name has {len(topic)} bytes; MQTT ends at 65535")
    tail = payload
    if version == V5:
        tail = b"".join((with_length(properties), payload)) if properties else b"\0" + payload
    size = 2 + len(topic) + (2 if qos else 0) + len(tail)
    first = 0x30 | qos << 1 | (_RETAIN if retain else 0)
    high, low = divmod(len(topic), 256)
    if size < 0x80:
        return bytes((first, size, high, low)) + topic, tail
    if size < 0x4000:
        return bytes((first, size & 0x7F | 0x80, size >> 7, high, low)) + topic, tail
    return bytes((first, *put_length(size), high, low)) + topic, tail


def mark_duplicate(head: bytes) -> bytes:
    """The head of a PUBLISH with DUP set, for sending it again [MQTT-3.3.1-1]."""
    return bytes((head[0] | _DUP,)) + head[1:]
