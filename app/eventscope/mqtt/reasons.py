"""Return codes of MQTT 3.1.1 and reason codes of MQTT 5: who may carry which, and what each means in plain words."""

from __future__ import annotations

from eventscope.mqtt.packets import V5, PacketType
from eventscope.mqtt.wire import PROTOCOL_ERROR, Malformed

_SUBSCRIBED = {
    0x00: "Granted with QoS 0.",
    0x01: "Granted with QoS 1.",
    0x02: "Granted with QoS 2.",
}
_RETURNS = {
    PacketType.CONNACK: {
        0: "Connected.",
        1: "The broker does not speak MQTT 3.1.1. Try MQTT 5.",
        2: "The broker does not accept this client identifier. Choose another, or leave it empty with a clean session.",
        3: "The broker is not available. Try again later.",
        4: "The user name or password is wrong. Check both.",
        5: "This client is not allowed to connect. Ask who runs the broker for access.",
    },
    PacketType.SUBACK: {
        **_SUBSCRIBED,
        0x80: "The broker refused this subscription and gives no reason in MQTT 3.1.1. Check filter and access rules.",
    },
}

_WORDS = {
    0x00: "Done.",
    0x04: "The client left and asked for its will to be published.",
    0x10: "Accepted, but nobody subscribes to this topic.",
    0x11: "There was no such subscription.",
    0x18: "The authentication goes on.",
    0x19: "The client asks to authenticate again.",
    0x80: "Refused; the other side does not say why. Look into its log.",
    0x81: "The packet could not be read: its bytes do not follow MQTT. One of the two sides has a fault.",
    0x82: "The packet breaks a rule of the protocol. One of the two sides has a fault.",
    0x83: "Refused for a reason of the other side's own. Look into its log.",
    0x84: "The broker does not speak this version of MQTT. Choose the other version.",
    0x85: "The broker does not accept this client identifier. Choose another.",
    0x86: "The user name or password is wrong. Check both.",
    0x87: "This is not allowed for this client. Check the access rules of the broker.",
    0x88: "The broker is not available. Try again later.",
    0x89: "The broker is busy. Try again later.",
    0x8A: "This client is banned. Ask who runs the broker.",
    0x8B: "The broker is shutting down. Connect again when it is back.",
    0x8C: "The authentication method is unknown there, or not the one agreed on. Choose another.",
    0x8D: "Nothing came within one and a half times the keep alive. Check the network, or ask for a longer one.",
    0x8E: "Another client connected with the same client identifier. Give each client its own.",
    0x8F: "The topic filter is not accepted. Check where # and + stand.",
    0x90: "The topic name is not accepted. Check it for wildcards and for what the broker allows.",
    0x91: "The packet identifier is already in use.",
    0x92: "The packet identifier is unknown to the other side; after a reconnect this is harmless.",
    0x93: "More messages are on their way than the other side allows (Receive Maximum). Send fewer at once.",
    0x94: "The topic alias is 0 or above the agreed maximum. Use a smaller one, or none.",
    0x95: "The packet is larger than the other side accepts. Send less at once, or raise its limit.",
    0x96: "Messages come too fast. Slow down.",
    0x97: "A quota or limit of the broker is reached. Free some space there, or ask for a higher limit.",
    0x98: "The connection was closed by an administrator.",
    0x99: "The payload is not in the format it claims. Correct the payload or its format indicator.",
    0x9A: "The broker does not support retained messages. Publish without retain.",
    0x9B: "The broker does not support this QoS. Use a lower one.",
    0x9C: "Use another server for now; the server reference may name it.",
    0x9D: "The server has moved for good; the server reference may name the new one.",
    0x9E: "The broker does not support shared subscriptions. Subscribe without $share.",
    0x9F: "Connections come too fast. Wait before you connect again.",
    0xA0: "The connection was open for the longest time the broker allows. Connect again.",
    0xA1: "The broker does not support subscription identifiers. Subscribe without one.",
    0xA2: "The broker does not support wildcards in filters. Subscribe to whole topics.",
}
_OWN_WORDS = {
    PacketType.CONNACK: {0x00: "Connected."},
    PacketType.SUBACK: _SUBSCRIBED,
    PacketType.UNSUBACK: {0x00: "Unsubscribed."},
    PacketType.DISCONNECT: {0x00: "Disconnected on purpose."},
    PacketType.AUTH: {0x00: "Authenticated."},
}

_DELIVERY = frozenset({0x00, 0x10, 0x80, 0x83, 0x87, 0x90, 0x91, 0x97, 0x99})
_RELEASE = frozenset({0x00, 0x92})
# Which reason codes a packet of MQTT 5 may carry [MQTT5 2.4 and the tables of 3.2.2.2 to 3.15.2.1].
ALLOWED: dict[PacketType, frozenset[int]] = {
    PacketType.CONNACK: frozenset(
        {0x00, *range(0x80, 0x8B), 0x8C, 0x90, 0x95, 0x97, 0x99, 0x9A, 0x9B, 0x9C, 0x9D, 0x9F}
    ),
    PacketType.PUBACK: _DELIVERY,
    PacketType.PUBREC: _DELIVERY,
    PacketType.PUBREL: _RELEASE,
    PacketType.PUBCOMP: _RELEASE,
    PacketType.SUBACK: frozenset({0, 1, 2, 0x80, 0x83, 0x87, 0x8F, 0x91, 0x97, 0x9E, 0xA1, 0xA2}),
    PacketType.UNSUBACK: frozenset({0x00, 0x11, 0x80, 0x83, 0x87, 0x8F, 0x91}),
    PacketType.DISCONNECT: frozenset(
        {0x00, 0x04, 0x80, 0x81, 0x82, 0x83, 0x87, 0x89, 0x8B, 0x8C, 0x8D, 0x8E, 0x8F, 0x90, *range(0x93, 0xA3)}
    ),
    PacketType.AUTH: frozenset({0x00, 0x18, 0x19}),
}
ALLOWED_V311: dict[PacketType, frozenset[int]] = {packet: frozenset(words) for packet, words in _RETURNS.items()}


def check_reason(code: int, version: int, packet: PacketType) -> None:
    """Raises Malformed 0x82 for a code that `packet` may not carry in `version`."""
    allowed = ALLOWED if version == V5 else ALLOWED_V311
    if code not in allowed[packet]:
        raise Malformed(PROTOCOL_ERROR, f"0x{code:02X} is no reason code of {packet.name}")


def words(code: int, version: int = V5, packet: str = "") -> str:
    """What a code in a packet ("CONNACK", "SUBACK", …; may be empty) says and what to do, in English.

    Without a packet, codes of 3.1.1 are those of CONNACK. A code that the version does not know is named by number.
    """
    kind = PacketType.__members__.get(packet.upper())
    if version == V5:
        own = _OWN_WORDS.get(kind, {}) if kind else {}
        found = own.get(code) or _WORDS.get(code)
    else:
        found = _RETURNS.get(kind or PacketType.CONNACK, {}).get(code)
    return found or f"The other side answered with a code that MQTT does not define (0x{code:02X}). Look into its log."
