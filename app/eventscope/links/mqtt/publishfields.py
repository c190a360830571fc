"""Cuts a PUBLISH into its fields without looking into them, strictly enough that nothing is read past its end. Pure."""

from __future__ import annotations

from typing import NamedTuple

from eventscope.mqtt.codec import Malformed
from eventscope.mqtt.wire import MALFORMED, PROTOCOL_ERROR, TOPIC_ALIAS_INVALID

USER, ALIAS, SUBSCRIPTION = 0x26, 0x23, 0x0B
_FIXED = {0x01: 1, 0x02: 4, ALIAS: 2}  # sizes of the numbers among PUBLISH's properties [MQTT5 3.3.2.3]
_SIZED = frozenset({0x03, 0x08, 0x09})  # content type, response topic, correlation data


class Fields(NamedTuple):
    """`properties` are raw, without their length; `alias` is 0 where there is none."""

    topic: bytes
    packet_id: int
    properties: bytes
    payload: bytes
    alias: int


def cut(first: int, body: bytes, v5: bool) -> Fields:
    """The fields of a PUBLISH; raises Malformed with the reason code to answer with."""
    size = len(body)
    at = 2 + (body[0] << 8 | body[1]) if size > 1 else 3
    topic = body[2:at]
    packet_id = 0
    if first & 6:
        if first & 6 == 6:
            raise Malformed(MALFORMED, "The QoS is 3 [MQTT-3.3.1-4]")
        packet_id = int.from_bytes(body[at : at + 2], "big")
        at += 2
        if not packet_id and at <= size:
            raise Malformed(PROTOCOL_ERROR, "The packet identifier is 0 [MQTT-2.2.1-3]")
    properties, alias = b"", 0
    if v5 and at < size:
        length = body[at]
        at += 1
        if length:
            if length > 127:
                length, at = _long(body, at - 1)
            properties = body[at : at + length]
            at += length
            if at <= size:
                alias = skim(properties)
    elif v5:
        at = size + 1
    if at > size:
        raise Malformed(MALFORMED, "PUBLISH is shorter than its fields")
    return Fields(topic, packet_id, properties, body[at:], alias)


def skim(raw: bytes) -> int:
    """Walks over PUBLISH properties and answers the topic alias, 0 where there is none.

    Raises Malformed: 0x81 for what is cut or unknown, 0x82 for what may be there once and is there twice
    [MQTT5 2.2.2.2], 0x94 for alias 0 [MQTT-3.3.2-8].
    """
    at, end, alias, seen = 0, len(raw), 0, 0
    try:
        while at < end:
            code = raw[at]
            if code == USER:
                at += 3 + (raw[at + 1] << 8 | raw[at + 2])
                at += 2 + (raw[at] << 8 | raw[at + 1])
                continue
            if code == SUBSCRIPTION:
                _, at = _long(raw, at + 1)
                continue
            if seen >> code & 1:
                raise Malformed(PROTOCOL_ERROR, f"Property 0x{code:02X} is there more than once")
            seen |= 1 << code
            if code in _SIZED:
                at += 3 + (raw[at + 1] << 8 | raw[at + 2])
            elif code in _FIXED:
                if code == ALIAS:
                    alias = _alias(raw[at + 1] << 8 | raw[at + 2])
                at += 1 + _FIXED[code]
            else:
                raise Malformed(MALFORMED, f"0x{code:02X} is no property of PUBLISH")
    except IndexError:
        at = end + 1
    if at > end:
        raise Malformed(MALFORMED, "The properties are cut short")
    return alias


def _alias(value: int) -> int:
    if not value:
        raise Malformed(TOPIC_ALIAS_INVALID, "The topic alias is 0 [MQTT-3.3.2-8]")
    return value


def _long(raw: bytes, at: int) -> tuple[int, int]:
    """A variable byte integer at `at` and the place behind it [MQTT5 1.5.5]."""
    value = 0
    for shift in (0, 7, 14, 21):
        if at >= len(raw):
            raise Malformed(MALFORMED, "A length is cut short")
        byte = raw[at]
        at += 1
        value |= (byte & 127) << shift
        if byte < 128:
            if shift and not byte:
                raise Malformed(MALFORMED, "A length is written in more bytes than it needs [MQTT-1.5.5-1]")
            return value, at
    raise Malformed(MALFORMED, "A length is longer than four bytes [MQTT5 1.5.5]")
