"""DISCONNECT and AUTH to and from bytes: a reason and properties, both left out where they say nothing."""

from __future__ import annotations

from eventscope.mqtt.packets import V5, Auth, Disconnect, PacketType, Properties, no_properties
from eventscope.mqtt.propertycodec import encode_properties, read_properties, with_length
from eventscope.mqtt.reasons import check_reason
from eventscope.mqtt.wire import MALFORMED, PROTOCOL_ERROR, Malformed, Reader


def decode_disconnect(body: bytes, version: int) -> Disconnect:
    """The body of DISCONNECT [MQTT5 3.14]; raises Malformed."""
    if version != V5 and body:
        raise Malformed(MALFORMED, f"DISCONNECT has {len(body)} bytes where none are due")
    return Disconnect(*_read(body, PacketType.DISCONNECT))


def encode_disconnect(packet: Disconnect, version: int) -> bytes:
    """The body; empty in 3.1.1. Raises Malformed."""
    return _put(packet.reason, packet.properties, PacketType.DISCONNECT) if version == V5 else b""


def decode_auth(body: bytes, version: int) -> Auth:
    """The body of AUTH [MQTT5 3.15], which 3.1.1 does not know; raises Malformed."""
    _only_in_v5(version)
    packet = Auth(*_read(body, PacketType.AUTH))
    _check_method(packet)
    return packet


def encode_auth(packet: Auth, version: int) -> bytes:
    """The body. Raises Malformed."""
    _only_in_v5(version)
    _check_method(packet)
    return _put(packet.reason, packet.properties, PacketType.AUTH)


def _only_in_v5(version: int) -> None:
    if version != V5:
        raise Malformed(MALFORMED, "AUTH does not exist in MQTT 3.1.1")


def _check_method(packet: Auth) -> None:
    """An AUTH without Authentication Method is a protocol error, but a successful empty one may leave all out."""
    said_more = packet.reason or packet.properties != no_properties()
    if said_more and packet.properties.auth_method is None:
        raise Malformed(PROTOCOL_ERROR, "There is no Authentication Method")


def _read(body: bytes, packet: PacketType) -> tuple[int, Properties]:
    if not body:
        return 0, no_properties()
    reader = Reader(body)
    reason = reader.number(1, "reason code")
    check_reason(reason, V5, packet)
    properties = read_properties(reader, packet) if reader.left else no_properties()
    reader.finish()
    return reason, properties


def _put(reason: int, properties: Properties, packet: PacketType) -> bytes:
    check_reason(reason, V5, packet)
    raw = encode_properties(properties, packet)
    if not raw and not reason:
        return b""
    return bytes((reason,)) + (with_length(raw) if raw else b"")
