"""Properties of an MQTT 5 PUBLISH taken apart and put together as raw bytes, so that what passes by stays as it came.

The codec of `mqtt` reads the same bytes into values; a bridge only cuts some out and adds some, and must not change
the rest. Layouts are of [MQTT5 2.2.2.2] and [MQTT5 3.3.2.3].
"""

from __future__ import annotations

PAYLOAD_FORMAT = 0x01
MESSAGE_EXPIRY = 0x02
CONTENT_TYPE = 0x03
RESPONSE_TOPIC = 0x08
CORRELATION_DATA = 0x09
SUBSCRIPTION_ID = 0x0B
TOPIC_ALIAS = 0x23
USER = 0x26
LONGEST = 65_535  # bytes of one text or of binary data

_FIXED = {PAYLOAD_FORMAT: 1, MESSAGE_EXPIRY: 4, TOPIC_ALIAS: 2}
_COUNTED = (CONTENT_TYPE, RESPONSE_TOPIC, CORRELATION_DATA)


def split(raw: bytes) -> list[bytes]:
    """Each property whole, its code first, in order. Raises ValueError where the bytes are no properties of PUBLISH."""
    found = []
    at = 0
    while at < len(raw):
        end = _end(raw, at)
        if end > len(raw):
            raise ValueError(f"the property 0x{raw[at]:02X} is cut short")
        found.append(raw[at:end])
        at = end
    return found


def _end(raw: bytes, at: int) -> int:
    """Where the property that begins at `at` ends; past the end of `raw` where it is cut short."""
    code = raw[at]
    if code == USER:
        middle = _after(raw, at + 1)
        return _after(raw, middle)
    if code in _COUNTED:
        return _after(raw, at + 1)
    if code in _FIXED:
        return at + 1 + _FIXED[code]
    if code == SUBSCRIPTION_ID:
        return _after_number(raw, at + 1)
    raise ValueError(f"0x{code:02X} is no property of PUBLISH")


def _after(raw: bytes, at: int) -> int:
    if at + 2 > len(raw):
        return len(raw) + 1
    return at + 2 + (raw[at] << 8 | raw[at + 1])


def _after_number(raw: bytes, at: int) -> int:
    """A Variable Byte Integer has at most four bytes, each but the last with its high bit set [MQTT5 1.5.5]."""
    for size in range(1, 5):
        if at + size > len(raw):
            break
        if raw[at + size - 1] < 0x80:
            return at + size
    return len(raw) + 1


def pair(whole: bytes) -> tuple[bytes, bytes]:
    """Name and value of a User Property as `split` gave it."""
    middle = 3 + (whole[1] << 8 | whole[2])
    return whole[3:middle], whole[middle + 2 :]


def counted(whole: bytes) -> bytes:
    """The text or data of a property with a length, as `split` gave it."""
    return whole[3:]


def user(name: bytes, value: bytes) -> bytes:
    """A User Property. Raises ValueError where name or value is longer than MQTT allows."""
    return bytes((USER,)) + _put(name) + _put(value)


def text(code: int, value: bytes) -> bytes:
    """A property with a length. Raises ValueError beyond 65,535 bytes."""
    return bytes((code,)) + _put(value)


def _put(value: bytes) -> bytes:
    if len(value) > LONGEST:
        raise ValueError(f"{len(value)} bytes do not fit into a property, which holds {LONGEST}")
    return len(value).to_bytes(2, "big") + value


def is_text(value: bytes) -> bool:
    """Whether MQTT can carry it as a text: UTF-8 without U+0000 [MQTT-1.5.4-1, MQTT-1.5.4-2]."""
    try:
        value.decode()
    except UnicodeDecodeError:
        return False
    return b"\0" not in value
