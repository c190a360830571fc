"""SUBSCRIBE, SUBACK, UNSUBSCRIBE and UNSUBACK to and from bytes."""

from __future__ import annotations

from eventscope.mqtt.packets import (
    V5,
    PacketType,
    Properties,
    Suback,
    Subscribe,
    SubscribeFilter,
    Unsuback,
    Unsubscribe,
    no_properties,
)
from eventscope.mqtt.propertycodec import encode_properties, read_properties, with_length
from eventscope.mqtt.reasons import check_reason
from eventscope.mqtt.wire import MALFORMED, PROTOCOL_ERROR, Malformed, Reader, put_text

_NO_LOCAL, _AS_PUBLISHED = 0x04, 0x08


def decode_subscribe(body: bytes, version: int) -> Subscribe:
    """The body of SUBSCRIBE [MQTT5 3.8]; whether a filter is well formed is the broker's answer. Raises Malformed."""
    reader = Reader(body)
    packet_id, properties = _head(reader, PacketType.SUBSCRIBE, version)
    filters = []
    while reader.left:
        name = reader.text("topic filter")
        filters.append(_read_options(name, reader.number(1, "subscription options"), version))
    _some(filters)
    return Subscribe(packet_id, tuple(filters), properties)


def _head(reader: Reader, packet: int, version: int) -> tuple[int, Properties]:
    packet_id = reader.packet_id()
    return packet_id, read_properties(reader, packet) if version == V5 else no_properties()


def _some(filters: object) -> None:
    if not filters:
        raise Malformed(PROTOCOL_ERROR, "There is no topic filter [MQTT-3.8.3-2, MQTT-3.10.3-2]")


def _read_options(name: str, options: int, version: int) -> SubscribeFilter:
    if options & (0xC0 if version == V5 else 0xFC):
        raise Malformed(MALFORMED, "Reserved bits of the subscription options are set [MQTT-3.8.3-5]")
    entry = SubscribeFilter(name, options & 3, bool(options & _NO_LOCAL), bool(options & _AS_PUBLISHED), options >> 4)
    _check_options(entry, version)
    return entry


def _check_options(entry: SubscribeFilter, version: int) -> None:
    if not 0 <= entry.qos <= 2:
        raise Malformed(PROTOCOL_ERROR if version == V5 else MALFORMED, f"The QoS of a filter is {entry.qos}")
    if not 0 <= entry.retain_handling <= 2:
        raise Malformed(PROTOCOL_ERROR, f"The Retain Handling of a filter is {entry.retain_handling}")
    if entry.no_local and entry.filter.startswith("$share/"):
        raise Malformed(PROTOCOL_ERROR, "No Local is set on a shared subscription [MQTT-3.8.3-4]")


def encode_subscribe(packet: Subscribe, version: int) -> bytes:
    """The body; in 3.1.1 only the QoS of the options exists. Raises Malformed."""
    _some(packet.filters)
    parts = [_put_head(packet.packet_id, packet.properties, PacketType.SUBSCRIBE, version)]
    for entry in packet.filters:
        _check_options(entry, version)
        parts.append(put_text(entry.filter, "topic filter"))
        parts.append(bytes((_options(entry) if version == V5 else entry.qos,)))
    return b"".join(parts)


def _options(entry: SubscribeFilter) -> int:
    flags = (_NO_LOCAL if entry.no_local else 0) | (_AS_PUBLISHED if entry.retain_as_published else 0)
    return entry.qos | flags | entry.retain_handling << 4


def _put_head(packet_id: int, properties: Properties, packet: int, version: int) -> bytes:
    if not 0 < packet_id <= 0xFFFF:
        raise Malformed(PROTOCOL_ERROR, f"The packet identifier is {packet_id}; it must be 1 to 65535")
    number = packet_id.to_bytes(2, "big")
    return number + with_length(encode_properties(properties, packet)) if version == V5 else number


def decode_suback(body: bytes, version: int) -> Suback:
    """The body of SUBACK [MQTT5 3.9]; raises Malformed."""
    reader = Reader(body)
    packet_id, properties = _head(reader, PacketType.SUBACK, version)
    return Suback(packet_id, _read_reasons(reader, PacketType.SUBACK, version), properties)


def _read_reasons(reader: Reader, packet: PacketType, version: int) -> tuple[int, ...]:
    codes = tuple(reader.take(reader.left, "reason codes"))
    _check_reasons(codes, packet, version)
    return codes


def _check_reasons(codes: tuple[int, ...], packet: PacketType, version: int) -> None:
    if not codes:
        raise Malformed(PROTOCOL_ERROR, "There is no reason code")
    for code in codes:
        check_reason(code, version, packet)


def encode_suback(packet: Suback, version: int) -> bytes:
    """The body. Raises Malformed."""
    _check_reasons(packet.reasons, PacketType.SUBACK, version)
    return _put_head(packet.packet_id, packet.properties, PacketType.SUBACK, version) + bytes(packet.reasons)


def decode_unsubscribe(body: bytes, version: int) -> Unsubscribe:
    """The body of UNSUBSCRIBE [MQTT5 3.10]; raises Malformed."""
    reader = Reader(body)
    packet_id, properties = _head(reader, PacketType.UNSUBSCRIBE, version)
    filters = []
    while reader.left:
        filters.append(reader.text("topic filter"))
    _some(filters)
    return Unsubscribe(packet_id, tuple(filters), properties)


def encode_unsubscribe(packet: Unsubscribe, version: int) -> bytes:
    """The body. Raises Malformed."""
    _some(packet.filters)
    head = _put_head(packet.packet_id, packet.properties, PacketType.UNSUBSCRIBE, version)
    return head + b"".join(put_text(name, "topic filter") for name in packet.filters)


def decode_unsuback(body: bytes, version: int) -> Unsuback:
    """The body of UNSUBACK, which has no reasons in 3.1.1 [MQTT5 3.11]; raises Malformed."""
    reader = Reader(body)
    packet_id, properties = _head(reader, PacketType.UNSUBACK, version)
    codes = _read_reasons(reader, PacketType.UNSUBACK, version) if version == V5 else ()
    reader.finish()
    return Unsuback(packet_id, codes, properties)


def encode_unsuback(packet: Unsuback, version: int) -> bytes:
    """The body. Raises Malformed."""
    head = _put_head(packet.packet_id, packet.properties, PacketType.UNSUBACK, version)
    if version != V5:
        return head
    _check_reasons(packet.reasons, PacketType.UNSUBACK, version)
    return head + bytes(packet.reasons)
