"""PUBACK, PUBREC, PUBREL and PUBCOMP to and from bytes."""

from __future__ import annotations

from collections.abc import Sequence

from eventscope.mqtt.packets import V5, Ack, PacketType, no_properties
from eventscope.mqtt.propertycodec import encode_properties, read_properties, with_length
from eventscope.mqtt.reasons import check_reason
from eventscope.mqtt.wire import MALFORMED, PROTOCOL_ERROR, Malformed, Reader, put_length

_FIRST = {
    PacketType.PUBACK: b"\x40",
    PacketType.PUBREC: b"\x50",
    PacketType.PUBREL: b"\x62",  # its reserved bits are 0010 [MQTT-3.6.1-1]
    PacketType.PUBCOMP: b"\x70",
}
_TYPE = {kind: PacketType(kind) for kind in (4, 5, 6, 7)}


def decode_ack(kind: int, body: bytes, version: int) -> Ack:
    """The body of a packet of type `kind`, 4 to 7 [MQTT5 3.4 to 3.7]; raises Malformed."""
    size = len(body)
    if size < 2 or (size > 2 and version != V5):
        raise Malformed(MALFORMED, f"{_TYPE[kind].name} has {size} bytes where 2 are due")
    packet_id = body[0] << 8 | body[1]
    if not packet_id:
        raise Malformed(PROTOCOL_ERROR, "The packet identifier is 0")
    if size == 2:
        return Ack(_TYPE[kind], packet_id, 0, no_properties())
    check_reason(body[2], V5, _TYPE[kind])
    reader = Reader(body)
    reader.at = 3
    properties = read_properties(reader, kind) if size > 3 else no_properties()
    reader.finish()
    return Ack(_TYPE[kind], packet_id, body[2], properties)


def encode_ack(packet: Ack, version: int) -> bytes:
    """The whole packet; in 3.1.1 only its identifier. Raises Malformed."""
    if not 0 < packet.packet_id <= 0xFFFF:
        raise Malformed(PROTOCOL_ERROR, f"The packet identifier is {packet.packet_id}; it must be 1 to 65535")
    first = _FIRST[packet.type]
    number = packet.packet_id.to_bytes(2, "big")
    if version != V5:
        return first + b"\x02" + number
    properties = encode_properties(packet.properties, packet.type) if packet.properties.__dict__ else b""
    if not properties and not packet.reason:
        return first + b"\x02" + number
    check_reason(packet.reason, V5, packet.type)
    body = number + bytes((packet.reason,))
    if properties:
        body += with_length(properties)
    return first + put_length(len(body)) + body


def join_acks(kind: PacketType, packet_ids: Sequence[int]) -> bytes:
    """One packet for each identifier (1 to 65,535), without reasons, joined."""
    head = _FIRST[kind] + b"\x02"
    return b"".join([head + packet_id.to_bytes(2, "big") for packet_id in packet_ids])
