"""Control packets of MQTT 3.1.1 and 5 to and from bytes: the one front that other packages use."""

from __future__ import annotations

from collections.abc import Callable

from eventscope.mqtt import acks, connect, farewell, subscription
from eventscope.mqtt.packets import (
    V5,
    Ack,
    Auth,
    Connack,
    Connect,
    Disconnect,
    Packet,
    Pingreq,
    Pingresp,
    Publish,
    Suback,
    Subscribe,
    Unsuback,
    Unsubscribe,
)
from eventscope.mqtt.propertycodec import decode_properties, encode_properties
from eventscope.mqtt.publish import decode_publish, encode_publish, encode_publish_shape, mark_duplicate
from eventscope.mqtt.splitter import Splitter
from eventscope.mqtt.wire import MALFORMED, Malformed, put_length

__all__ = [
    "Malformed",
    "Packet",
    "Splitter",
    "decode",
    "decode_properties",
    "encode",
    "encode_properties",
    "encode_publish_shape",
    "mark_duplicate",
]


def _empty(packet: type[Pingreq | Pingresp]) -> Callable[[bytes, int], Pingreq | Pingresp]:
    def read(body: bytes, version: int) -> Pingreq | Pingresp:
        if body:
            raise Malformed(MALFORMED, f"{packet.__name__.upper()} has {len(body)} bytes where none are due")
        return packet()

    return read


def _ack(kind: int) -> Callable[[bytes, int], Ack]:
    return lambda body, version: acks.decode_ack(kind, body, version)


_DECODE: dict[int, Callable[[bytes, int], Packet]] = {
    0x10: lambda body, version: connect.decode_connect(body),
    0x20: connect.decode_connack,
    0x40: _ack(4),
    0x50: _ack(5),
    0x62: _ack(6),
    0x70: _ack(7),
    0x82: subscription.decode_subscribe,
    0x90: subscription.decode_suback,
    0xA2: subscription.decode_unsubscribe,
    0xB0: subscription.decode_unsuback,
    0xC0: _empty(Pingreq),
    0xD0: _empty(Pingresp),
    0xE0: farewell.decode_disconnect,
    0xF0: farewell.decode_auth,
}


def decode(first: int, body: bytes | memoryview, version: int = V5) -> Packet:
    """One control packet from its first byte and its body; `version` is ignored for CONNECT, which names its own.

    Raises Malformed with the MQTT 5 reason code to answer with; nothing else, whatever the bytes are.
    """
    if not isinstance(body, bytes):
        body = bytes(body)
    if first & 0xF0 == 0x30:
        return decode_publish(first, body, version)
    read = _DECODE.get(first)
    if read is None:
        raise Malformed(MALFORMED, _unknown(first))
    return read(body, version)


def _unknown(first: int) -> str:
    if first >> 4 == 0:
        return "Control packet type 0 is forbidden"
    return f"The reserved flags of packet type {first >> 4} are {first & 0x0F:04b} [MQTT-2.2.2-2]"


_ENCODE: dict[type, tuple[bytes, Callable[..., bytes]]] = {
    Connack: (b"\x20", connect.encode_connack),
    Subscribe: (b"\x82", subscription.encode_subscribe),
    Suback: (b"\x90", subscription.encode_suback),
    Unsubscribe: (b"\xa2", subscription.encode_unsubscribe),
    Unsuback: (b"\xb0", subscription.encode_unsuback),
    Disconnect: (b"\xe0", farewell.encode_disconnect),
    Auth: (b"\xf0", farewell.encode_auth),
}


def encode(packet: Packet, version: int = V5) -> bytes:
    """A whole control packet as bytes.

    What 3.1.1 does not know (properties, reasons, subscription options) is left out there. Raises Malformed
    for a packet that MQTT cannot carry: a text over 65,535 bytes, a property in the wrong packet, an id of 0.
    """
    if isinstance(packet, Publish):
        return encode_publish(packet, version)
    if isinstance(packet, Ack):
        return acks.encode_ack(packet, version)
    if isinstance(packet, Pingreq):
        return b"\xc0\x00"
    if isinstance(packet, Pingresp):
        return b"\xd0\x00"
    if isinstance(packet, Connect):
        body = connect.encode_connect(packet)
        return b"\x10" + put_length(len(body)) + body
    first, write = _ENCODE[type(packet)]
    body = write(packet, version)
    return first + put_length(len(body)) + body
