"""The control packets and properties of MQTT 3.1.1 and 5 as plain values, one model for both versions."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum

V311 = 4
V5 = 5


class PacketType(IntEnum):
    """The four high bits of the first byte [MQTT5 2.1.2]."""

    CONNECT = 1
    CONNACK = 2
    PUBLISH = 3
    PUBACK = 4
    PUBREC = 5
    PUBREL = 6
    PUBCOMP = 7
    SUBSCRIBE = 8
    SUBACK = 9
    UNSUBSCRIBE = 10
    UNSUBACK = 11
    PINGREQ = 12
    PINGRESP = 13
    DISCONNECT = 14
    AUTH = 15


@dataclass
class Properties:
    """All properties of MQTT 5 [MQTT5 2.2.2]; None means absent. Packets of 3.1.1 carry an empty one.

    Integers are in the units of the specification (seconds, bytes). Which property may appear in which
    packet is checked where bytes are read and written, not here. It has no slots on purpose: what is absent
    falls through to the class, so that the decoder sets only what it finds and the encoder looks at no more.
    """

    payload_format: int | None = None
    message_expiry: int | None = None
    content_type: str | None = None
    response_topic: str | None = None
    correlation_data: bytes | None = None
    subscription_ids: tuple[int, ...] = ()
    session_expiry: int | None = None
    assigned_client_id: str | None = None
    server_keep_alive: int | None = None
    auth_method: str | None = None
    auth_data: bytes | None = None
    request_problem_information: int | None = None
    will_delay: int | None = None
    request_response_information: int | None = None
    response_information: str | None = None
    server_reference: str | None = None
    reason_string: str | None = None
    receive_maximum: int | None = None
    topic_alias_maximum: int | None = None
    topic_alias: int | None = None
    maximum_qos: int | None = None
    retain_available: int | None = None
    user: tuple[tuple[str, str], ...] = ()
    maximum_packet_size: int | None = None
    wildcard_available: int | None = None
    subscription_ids_available: int | None = None
    shared_available: int | None = None


def no_properties() -> Properties:
    """A new Properties with nothing set, cheaper to make and to encode than `Properties()`, and equal to it."""
    return Properties.__new__(Properties)


@dataclass(slots=True)
class Will:
    """The message a broker publishes when a client goes without DISCONNECT."""

    topic: str
    payload: bytes
    qos: int = 0
    retain: bool = False
    properties: Properties = field(default_factory=no_properties)


@dataclass(slots=True)
class Connect:
    """CONNECT. `clean_start` is Clean Session in 3.1.1; `version` is 4 (3.1.1) or 5.

    `bridge`: the client says that it is one, by the high bit of the protocol level. Only 3.1.1 needs and has that: no
    standard, but what mosquitto began and others know. Such a client gets RETAIN as it was published, and not its own.
    """

    client_id: str
    version: int = V5
    clean_start: bool = True
    keep_alive: int = 60
    user: str | None = None
    password: bytes | None = None
    will: Will | None = None
    properties: Properties = field(default_factory=no_properties)
    bridge: bool = False


@dataclass(slots=True)
class Connack:
    """CONNACK. `reason` is a return code of 3.1.1 or a reason code of 5."""

    session_present: bool
    reason: int
    properties: Properties = field(default_factory=no_properties)


@dataclass(slots=True)
class Publish:
    """PUBLISH. `packet_id` is 0 at QoS 0; `topic` may be empty only with an alias in v5."""

    topic: str
    payload: bytes
    qos: int = 0
    retain: bool = False
    dup: bool = False
    packet_id: int = 0
    properties: Properties = field(default_factory=no_properties)


@dataclass(slots=True)
class Ack:
    """PUBACK, PUBREC, PUBREL or PUBCOMP, told apart by `type`."""

    type: PacketType
    packet_id: int
    reason: int = 0
    properties: Properties = field(default_factory=no_properties)


@dataclass(slots=True)
class SubscribeFilter:
    """One entry of SUBSCRIBE; the three options are of v5 and keep their defaults in 3.1.1."""

    filter: str
    qos: int = 0
    no_local: bool = False
    retain_as_published: bool = False
    retain_handling: int = 0


@dataclass(slots=True)
class Subscribe:
    """SUBSCRIBE with at least one filter [MQTT-3.8.3-2]."""

    packet_id: int
    filters: tuple[SubscribeFilter, ...]
    properties: Properties = field(default_factory=no_properties)


@dataclass(slots=True)
class Suback:
    """SUBACK with one reason for each filter, in order."""

    packet_id: int
    reasons: tuple[int, ...]
    properties: Properties = field(default_factory=no_properties)


@dataclass(slots=True)
class Unsubscribe:
    """UNSUBSCRIBE with at least one filter."""

    packet_id: int
    filters: tuple[str, ...]
    properties: Properties = field(default_factory=no_properties)


@dataclass(slots=True)
class Unsuback:
    """UNSUBACK; `reasons` is empty in 3.1.1."""

    packet_id: int
    reasons: tuple[int, ...] = ()
    properties: Properties = field(default_factory=no_properties)


@dataclass(slots=True)
class Pingreq:
    """PINGREQ."""


@dataclass(slots=True)
class Pingresp:
    """PINGRESP."""


@dataclass(slots=True)
class Disconnect:
    """DISCONNECT; `reason` and properties exist in v5 only."""

    reason: int = 0
    properties: Properties = field(default_factory=no_properties)


@dataclass(slots=True)
class Auth:
    """AUTH (v5 only)."""

    reason: int = 0
    properties: Properties = field(default_factory=no_properties)


Packet = (
    Connect
    | Connack
    | Publish
    | Ack
    | Subscribe
    | Suback
    | Unsubscribe
    | Unsuback
    | Pingreq
    | Pingresp
    | Disconnect
    | Auth
)
