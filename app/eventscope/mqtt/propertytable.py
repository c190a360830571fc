"""The properties of MQTT 5: which exist, how each is written, which packet may carry it, which values are allowed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from eventscope.mqtt.packets import PacketType
from eventscope.mqtt.wire import (
    LARGEST_LENGTH,
    MALFORMED,
    PROTOCOL_ERROR,
    TOPIC_ALIAS_INVALID,
    Malformed,
    Reader,
    put_data,
    put_length,
    put_number,
    put_text,
)

WILL = 0  # the properties of a will have a list of their own [MQTT5 3.1.3.2]
USER = 0x26


@dataclass(frozen=True, slots=True)
class Kind:
    """One data type of the wire: how it is read from a Reader and written."""

    read: Callable[[Reader, str], object]
    put: Callable[..., bytes]


def _number(size: int) -> Kind:
    return Kind(lambda reader, field: reader.number(size, field), lambda value, field: put_number(value, size, field))


def _put_length(value: int, field: str) -> bytes:
    if value > LARGEST_LENGTH:
        raise Malformed(PROTOCOL_ERROR, f"The {field} is {value}; it must not pass {LARGEST_LENGTH}")
    return put_length(value)


_BYTE, _SHORT, _LONG = _number(1), _number(2), _number(4)
_LENGTH = Kind(Reader.length, _put_length)
_TEXT = Kind(Reader.text, put_text)
_DATA = Kind(Reader.data, put_data)


@dataclass(frozen=True, slots=True)
class Property:
    """One row of the table [MQTT5 2.2.2.2]: `low` and `high` bound a number, `packets` may carry it."""

    code: int
    field: str
    name: str
    kind: Kind
    packets: frozenset[int]
    low: int = 0
    high: int | None = None


_CONNECT, _CONNACK, _PUBLISH = PacketType.CONNECT, PacketType.CONNACK, PacketType.PUBLISH
_SUBSCRIBE, _DISCONNECT, _AUTH = PacketType.SUBSCRIBE, PacketType.DISCONNECT, PacketType.AUTH
_BOTH = frozenset({_CONNECT, _CONNACK})
_MESSAGE = frozenset({_PUBLISH, WILL})
_HELLO = frozenset({_CONNACK})
_ANY = frozenset({WILL, *PacketType}) - {PacketType.PINGREQ, PacketType.PINGRESP}
_ANSWERS = _ANY - {WILL, _CONNECT, _PUBLISH, _SUBSCRIBE, PacketType.UNSUBSCRIBE}
_SHAKING = frozenset({_CONNECT, _CONNACK, _AUTH})

TABLE = (
    Property(0x01, "payload_format", "Payload Format Indicator", _BYTE, _MESSAGE, high=1),
    Property(0x02, "message_expiry", "Message Expiry Interval", _LONG, _MESSAGE),
    Property(0x03, "content_type", "Content Type", _TEXT, _MESSAGE),
    Property(0x08, "response_topic", "Response Topic", _TEXT, _MESSAGE),
    Property(0x09, "correlation_data", "Correlation Data", _DATA, _MESSAGE),
    Property(0x0B, "subscription_ids", "Subscription Identifier", _LENGTH, frozenset({_PUBLISH, _SUBSCRIBE}), low=1),
    Property(0x11, "session_expiry", "Session Expiry Interval", _LONG, frozenset({_CONNECT, _CONNACK, _DISCONNECT})),
    Property(0x12, "assigned_client_id", "Assigned Client Identifier", _TEXT, _HELLO),
    Property(0x13, "server_keep_alive", "Server Keep Alive", _SHORT, _HELLO),
    Property(0x15, "auth_method", "Authentication Method", _TEXT, _SHAKING),
    Property(0x16, "auth_data", "Authentication Data", _DATA, _SHAKING),
    Property(0x17, "request_problem_information", "Request Problem Information", _BYTE, frozenset({_CONNECT}), high=1),
    Property(0x18, "will_delay", "Will Delay Interval", _LONG, frozenset({WILL})),
    Property(
        0x19, "request_response_information", "Request Response Information", _BYTE, frozenset({_CONNECT}), high=1
    ),
    Property(0x1A, "response_information", "Response Information", _TEXT, _HELLO),
    Property(0x1C, "server_reference", "Server Reference", _TEXT, frozenset({_CONNACK, _DISCONNECT})),
    Property(0x1F, "reason_string", "Reason String", _TEXT, _ANSWERS),
    Property(0x21, "receive_maximum", "Receive Maximum", _SHORT, _BOTH, low=1),
    Property(0x22, "topic_alias_maximum", "Topic Alias Maximum", _SHORT, _BOTH),
    Property(0x23, "topic_alias", "Topic Alias", _SHORT, frozenset({_PUBLISH}), low=1),
    Property(0x24, "maximum_qos", "Maximum QoS", _BYTE, _HELLO, high=1),
    Property(0x25, "retain_available", "Retain Available", _BYTE, _HELLO, high=1),
    Property(USER, "user", "User Property", _TEXT, _ANY),
    Property(0x27, "maximum_packet_size", "Maximum Packet Size", _LONG, _BOTH, low=1),
    Property(0x28, "wildcard_available", "Wildcard Subscription Available", _BYTE, _HELLO, high=1),
    Property(0x29, "subscription_ids_available", "Subscription Identifier Available", _BYTE, _HELLO, high=1),
    Property(0x2A, "shared_available", "Shared Subscription Available", _BYTE, _HELLO, high=1),
)
BY_CODE = {row.code: row for row in TABLE}
ORDER = {row.field: order for order, row in enumerate(TABLE)}


def row(code: int, packet: int | None) -> Property:
    """The row of a code; raises Malformed for an unknown one and for one that `packet` may not carry."""
    found = BY_CODE.get(code)
    if found is None:
        raise Malformed(MALFORMED, f"0x{code:02X} is no property of MQTT 5")
    if packet is not None and packet not in found.packets:
        raise Malformed(MALFORMED, f"The {found.name} is not allowed in {packet_name(packet)}")
    return found


def packet_name(packet: int) -> str:
    """What the specification calls a packet: "PUBLISH", or "a will"."""
    return "a will" if packet == WILL else PacketType(packet).name


def check(known: Property, value: object) -> None:
    """Raises Malformed for a value out of range: 0x82, or 0x94 for Topic Alias 0."""
    if isinstance(value, int) and (value < known.low or (known.high is not None and value > known.high)):
        reason = TOPIC_ALIAS_INVALID if known.field == "topic_alias" else PROTOCOL_ERROR
        allowed = f"{known.low} or {known.high}" if known.high == 1 else f"at least {known.low}"
        raise Malformed(reason, f"The {known.name} is {value}; it must be {allowed}")
    if known.field == "response_topic" and isinstance(value, str) and ("+" in value or "#" in value):
        raise Malformed(PROTOCOL_ERROR, "The Response Topic has a wildcard (+ or #)")
