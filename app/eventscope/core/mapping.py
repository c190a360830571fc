"""How what stands beside a payload crosses between MQTT, Kafka and HTTP, and comes back unchanged.

Kafka's form is the common one: a key, a payload that may be null, named bytes in order. In it stand

    content-type           Content Type
    mqtt-payload-format    Payload Format Indicator, 0 or 1
    mqtt-message-expiry    Message Expiry Interval in seconds
    mqtt-response-topic    Response Topic
    mqtt-correlation-data  Correlation Data, raw
    mqtt-topic             the topic that it had in MQTT; mqtt-retain: 1 where it was retained
    mqtt-user.NAME         a User Property whose own name would read as one of these
    NAME                   any other User Property

and in MQTT, as User Properties,

    k-key                  the key of a Kafka record
    k-null = 1             a tombstone: the payload is empty here and null there
    k-header.NAME          a header whose own name would read as something else
    k-base64.NAME          a value that is no text of MQTT (or, in HTTP, no field value)
    k-absent.NAME          a header without a value, which is not an empty one

Attributes of CloudEvents are `id` in MQTT, `ce_id` in Kafka, `ce-id` in HTTP.
"""

from __future__ import annotations

import base64
from typing import NamedTuple

from eventscope.core import cloudevents, marks, rawproperties as raw, topics
from eventscope.core.bus import Headers
from eventscope.core.errors import BadInput

_NAMED = {
    raw.CONTENT_TYPE: b"content-type",
    raw.RESPONSE_TOPIC: b"mqtt-response-topic",
    raw.CORRELATION_DATA: b"mqtt-correlation-data",
}
_ABOUT = frozenset((b"mqtt-topic", b"mqtt-retain"))  # how it was sent there, not part of it
_NEVER = _ABOUT | marks.NAMES  # names that no header keeps in MQTT
_TAKEN = (b"mqtt-", b"k-", b"ce_")  # beginnings of names with a meaning
Pairs = list[tuple[bytes, bytes | None]]


class Beside(NamedTuple):
    """What stands beside a payload in Kafka's form, without marks; `null` is a tombstone."""

    headers: Headers
    key: bytes | None = None
    null: bool = False


def from_mqtt(properties: list[bytes], topic: bytes, retain: bool, empty: bool) -> Beside:
    """The properties of a PUBLISH (as `rawproperties.split` gives them) in Kafka's form; `empty` is the payload."""
    pairs = [raw.pair(item) for item in properties if item[0] == raw.USER]
    found = dict(pairs)
    event = all(found.get(name.encode()) for name in cloudevents.REQUIRED)
    codes = frozenset(item[0] for item in properties)
    headers: Pairs = []
    key: bytes | None = None
    for pair in pairs:
        name, value = _decoded(*pair)
        if name == b"k-key":
            key = value
            headers.append((b"mqtt-user.k-key", value))
        elif name not in marks.NAMES:
            headers.append((_header_name(name, value, event, codes), value))
    null = empty and (b"k-null", b"1") in pairs
    about: Pairs = [(b"mqtt-topic", topic), *([(b"mqtt-retain", b"1")] if retain else [])]
    return Beside((*_fixed(properties), *headers, *about), key, null)


def _decoded(name: bytes, value: bytes) -> tuple[bytes, bytes | None]:
    """A User Property with what we coded in base64, or as absent, as it was; somebody else's stays as it is."""
    if name.startswith(b"k-absent.") and not value:
        return name[9:], None
    if name.startswith(b"k-base64."):
        try:
            data = base64.b64decode(value, validate=True)
        except ValueError:
            return name, value
        if not raw.is_text(data) and base64.b64encode(data) == value:
            return name[9:], data
    return name, value


def _header_name(name: bytes, value: bytes | None, event: bool, codes: frozenset[int]) -> bytes:
    if event and cloudevents.ATTRIBUTE.fullmatch(name):
        return cloudevents.PREFIX + name
    if name.startswith(b"k-header."):
        inner = name[9:]
        code = _code(inner, value)
        if _user_name(inner, event) == name and inner not in _NEVER and (code is None or code in codes):
            return inner
    return b"mqtt-user." + name if _is_taken(name) else name


def _is_taken(name: bytes) -> bool:
    return name.startswith(_TAKEN) or name == b"content-type"


def _fixed(properties: list[bytes]) -> Pairs:
    found: Pairs = []
    for item in properties:
        code = item[0]
        if code in _NAMED:
            found.append((_NAMED[code], raw.counted(item)))
        elif code == raw.PAYLOAD_FORMAT:
            found.append((b"mqtt-payload-format", b"%d" % item[1]))
        elif code == raw.MESSAGE_EXPIRY:
            found.append((b"mqtt-message-expiry", b"%d" % int.from_bytes(item[1:], "big")))
    return found


def to_mqtt(beside: Beside) -> tuple[bytes, bool]:
    """(raw properties in the order of their codes, whether it was retained). Raises ValueError for what cannot fit."""
    event = cloudevents.is_binary(beside.headers)
    from_mqtt = any(name == b"mqtt-topic" for name, _ in beside.headers)
    fixed: dict[int, bytes] = {}
    user: list[bytes] = []
    for name, value in beside.headers:
        if name in marks.NAMES or name in _ABOUT:
            continue
        code = _code(name, value)
        if code is not None and code not in fixed:
            fixed[code] = _property(code, value or b"")
        else:
            user.append(raw.user(*_encoded(_user_name(name, event), value)))
    if beside.key is not None and not from_mqtt:
        user.append(raw.user(*_encoded(b"k-key", beside.key)))
    if beside.null and (b"mqtt-user.k-null", b"1") not in beside.headers:
        user.append(raw.user(b"k-null", b"1"))
    return b"".join([*(fixed[code] for code in sorted(fixed)), *user]), (b"mqtt-retain", b"1") in beside.headers


def _code(name: bytes, value: bytes | None) -> int | None:
    """The property that a header stands for, None where it is a User Property."""
    if value is None:
        return None
    if name == b"content-type" and raw.is_text(value):
        return raw.CONTENT_TYPE
    if name == b"mqtt-payload-format" and value in (b"0", b"1"):
        return raw.PAYLOAD_FORMAT
    if name == b"mqtt-message-expiry" and seconds(value) is not None:
        return raw.MESSAGE_EXPIRY
    if name == b"mqtt-correlation-data":
        return raw.CORRELATION_DATA
    return raw.RESPONSE_TOPIC if name == b"mqtt-response-topic" and _is_topic(value) else None


def seconds(value: bytes) -> int | None:
    """A Message Expiry Interval in decimal digits; None for what is none, or is not written as we write it."""
    if not value.isdigit() or len(value) > 10 or (value[:1] == b"0" and value != b"0"):
        return None
    return int(value) if int(value) < 1 << 32 else None


def _is_topic(value: bytes) -> bool:
    try:
        topics.check_topic(value.decode())
    except (BadInput, UnicodeDecodeError):
        return False
    return True


def _property(code: int, value: bytes) -> bytes:
    if code == raw.PAYLOAD_FORMAT:
        return bytes((code, int(value)))
    if code == raw.MESSAGE_EXPIRY:
        return bytes((code,)) + int(value).to_bytes(4, "big")
    return raw.text(code, value)


def _user_name(name: bytes, event: bool) -> bytes:
    if name.startswith(b"mqtt-user."):
        return name[10:]
    if event and name.startswith(cloudevents.PREFIX) and cloudevents.ATTRIBUTE.fullmatch(name[3:]):
        return name[3:]
    taken = _is_taken(name) or (event and cloudevents.ATTRIBUTE.fullmatch(name))
    return b"k-header." + name if taken else name


def _encoded(name: bytes, value: bytes | None) -> tuple[bytes, bytes]:
    if not raw.is_text(name):
        raise ValueError("the name of a header is no text of MQTT")
    if value is None:
        return b"k-absent." + name, b""
    if not raw.is_text(value):
        return b"k-base64." + name, base64.b64encode(value)
    return name, value


def split_marks(headers: Headers) -> tuple[Headers, dict[bytes, bytes]]:
    """(the headers without marks, the marks by name)."""
    kept = tuple(item for item in headers if item[0] not in marks.NAMES)
    if len(kept) == len(headers):
        return headers, {}
    return kept, {name: value or b"" for name, value in headers if name in marks.NAMES}
