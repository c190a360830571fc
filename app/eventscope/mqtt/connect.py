"""CONNECT and CONNACK to and from bytes."""

from __future__ import annotations

from eventscope.mqtt.packets import V5, V311, Connack, Connect, PacketType, Properties, Will, no_properties
from eventscope.mqtt.propertycodec import encode_properties, read_properties, with_length
from eventscope.mqtt.propertytable import WILL
from eventscope.mqtt.reasons import check_reason
from eventscope.mqtt.wire import (
    MALFORMED,
    PROTOCOL_ERROR,
    UNSUPPORTED_VERSION,
    Malformed,
    Reader,
    check_topic,
    put_data,
    put_number,
    put_text,
)

_BRIDGE = 0x80  # of the protocol level
_CLEAN, _WILL, _WILL_QOS, _WILL_RETAIN, _PASSWORD, _USER = 0x02, 0x04, 0x18, 0x20, 0x40, 0x80


def decode_connect(body: bytes) -> Connect:
    """The body of CONNECT [MQTT5 3.1]; its version is the one it names. Raises Malformed."""
    reader = Reader(body)
    version, bridge = _version(reader)
    flags = reader.number(1, "connect flags")
    _check_flags(flags, version)
    keep_alive = reader.number(2, "keep alive")
    properties = _properties(reader, PacketType.CONNECT, version)
    _check_auth(properties)
    client_id = reader.text("client identifier")
    will = _read_will(reader, flags, version) if flags & _WILL else None
    user = reader.text("user name") if flags & _USER else None
    password = reader.data("password") if flags & _PASSWORD else None
    reader.finish()
    return Connect(client_id, version, bool(flags & _CLEAN), keep_alive, user, password, will, properties, bridge)


def _version(reader: Reader) -> tuple[int, bool]:
    """And whether a bridge speaks."""
    name = reader.data("protocol name")
    level = reader.number(1, "protocol level")
    if name != b"MQTT" or level not in (V311, V311 | _BRIDGE, V5):
        shown = name[:16].decode("ascii", "backslashreplace")
        raise Malformed(
            UNSUPPORTED_VERSION,
            f"The protocol is {shown!r} level {level}; MQTT 3.1.1 (level 4) and MQTT 5 (level 5) are spoken here",
        )
    return level & ~_BRIDGE, level > _BRIDGE


def _check_flags(flags: int, version: int) -> None:
    if flags & 1:
        raise Malformed(MALFORMED, "The reserved bit of the connect flags is set [MQTT-3.1.2-3]")
    if flags & _WILL_QOS == _WILL_QOS:
        raise Malformed(MALFORMED, "The QoS of the will is 3 [MQTT-3.1.2-12]")
    if not flags & _WILL and flags & (_WILL_QOS | _WILL_RETAIN):
        raise Malformed(MALFORMED, "The will has a QoS or RETAIN but there is no will [MQTT-3.1.2-11, -13]")
    if version == V311 and flags & (_USER | _PASSWORD) == _PASSWORD:
        raise Malformed(MALFORMED, "There is a password without a user name [MQTT-3.1.2-22]")


def _properties(reader: Reader, packet: int, version: int) -> Properties:
    return read_properties(reader, packet) if version == V5 else no_properties()


def _check_auth(properties: Properties) -> None:
    if properties.auth_data is not None and properties.auth_method is None:
        raise Malformed(PROTOCOL_ERROR, "There is Authentication Data without an Authentication Method")


def _read_will(reader: Reader, flags: int, version: int) -> Will:
    properties = _properties(reader, WILL, version)
    topic = reader.text("topic of the will")
    _check_will(topic)
    payload = reader.data("payload of the will")
    return Will(topic, payload, flags >> 3 & 3, bool(flags & _WILL_RETAIN), properties)


def _check_will(topic: str) -> None:
    check_topic(topic, "topic of the will")
    if not topic:
        raise Malformed(PROTOCOL_ERROR, "The topic of the will is empty [MQTT-4.7.3-1]")


def encode_connect(packet: Connect) -> bytes:
    """The body, in the version that the packet names. Raises Malformed."""
    if packet.version not in (V311, V5):
        raise Malformed(UNSUPPORTED_VERSION, f"There is no protocol level {packet.version}; use 4 or 5")
    if packet.bridge and packet.version != V311:
        raise Malformed(UNSUPPORTED_VERSION, "Only MQTT 3.1.1 has a bit for bridges; MQTT 5 has options instead")
    flags = _flags(packet)
    _check_flags(flags, packet.version)
    _check_auth(packet.properties)
    parts = [
        b"\0\4MQTT",
        bytes((packet.version | packet.bridge * _BRIDGE, flags)),
        put_number(packet.keep_alive, 2, "keep alive"),
        _raw(packet.properties, PacketType.CONNECT, packet.version),
        put_text(packet.client_id, "client identifier"),
    ]
    if packet.will is not None:
        _check_will(packet.will.topic)
        parts.append(_raw(packet.will.properties, WILL, packet.version))
        parts.append(put_text(packet.will.topic, "topic of the will"))
        parts.append(put_data(packet.will.payload, "payload of the will"))
    if packet.user is not None:
        parts.append(put_text(packet.user, "user name"))
    if packet.password is not None:
        parts.append(put_data(packet.password, "password"))
    return b"".join(parts)


def _flags(packet: Connect) -> int:
    flags = _CLEAN if packet.clean_start else 0
    if packet.will is not None:
        if not 0 <= packet.will.qos <= 2:
            raise Malformed(MALFORMED, f"The QoS of the will is {packet.will.qos} [MQTT-3.1.2-12]")
        flags |= _WILL | packet.will.qos << 3 | (_WILL_RETAIN if packet.will.retain else 0)
    if packet.user is not None:
        flags |= _USER
    if packet.password is not None:
        flags |= _PASSWORD
    return flags


def _raw(properties: Properties, packet: int, version: int) -> bytes:
    return with_length(encode_properties(properties, packet)) if version == V5 else b""


def decode_connack(body: bytes, version: int) -> Connack:
    """The body of CONNACK [MQTT5 3.2]; raises Malformed."""
    reader = Reader(body)
    flags = reader.number(1, "acknowledge flags")
    if flags > 1:
        raise Malformed(MALFORMED, "Reserved bits of the acknowledge flags are set [MQTT-3.2.2-1]")
    reason = reader.number(1, "reason code")
    _check_connack(bool(flags), reason, version)
    properties = _properties(reader, PacketType.CONNACK, version)
    _check_auth(properties)
    reader.finish()
    return Connack(bool(flags), reason, properties)


def _check_connack(present: bool, reason: int, version: int) -> None:
    check_reason(reason, version, PacketType.CONNACK)
    if present and reason:
        raise Malformed(PROTOCOL_ERROR, "The session is present although the connection is refused [MQTT-3.2.2-6]")


def encode_connack(packet: Connack, version: int) -> bytes:
    """The body. Raises Malformed."""
    _check_connack(packet.session_present, packet.reason, version)
    _check_auth(packet.properties)
    return bytes((packet.session_present, packet.reason)) + _raw(packet.properties, PacketType.CONNACK, version)
