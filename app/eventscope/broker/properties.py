"""The properties of PUBLISH on their way through the broker, kept as raw bytes wherever that is right."""

from __future__ import annotations

from dataclasses import replace

from eventscope.mqtt.codec import encode_properties
from eventscope.mqtt.packets import PacketType, Properties

USER = 0x26


def users_only(raw: bytes) -> bool:
    """Whether property bytes are nothing but well-formed user properties, which travel unchanged [MQTT-3.3.2-17].

    This is the common case by far (our own latency stamps are such), so it is decided without decoding: the pairs
    are walked by their lengths, then one UTF-8 check of all bytes does, since the length bytes of short strings
    are ASCII themselves and cannot join two halves of a character. False only means "look closer".
    """
    at, end, zeros = 0, len(raw), 0
    while at < end:
        if raw[at] != USER or at + 5 > end or raw[at + 1] or (name := raw[at + 2]) > 127:
            return False
        value = at + 3 + name
        if value + 2 > end or raw[value] or (size := raw[value + 1]) > 127:
            return False
        zeros += 2 + (not name) + (not size)
        at = value + 2 + size
    if at != end or raw.count(0) != zeros:  # U+0000 is no character of MQTT [MQTT-1.5.4-2]
        return False
    try:
        raw.decode()
    except UnicodeDecodeError:
        return False
    return True


def forwarded(properties: Properties) -> bytes:
    """What of decoded properties goes on to receivers: all that does not belong to one hop [MQTT5 3.3.2.3]."""
    passed = replace(properties, message_expiry=None, topic_alias=None, subscription_ids=(), will_delay=None)
    return encode_properties(passed, PacketType.PUBLISH)
