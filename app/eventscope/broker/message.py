"""A message inside the broker, and the bytes of its PUBLISH for each kind of receiver."""

from __future__ import annotations

from eventscope.mqtt.packets import V5
from eventscope.mqtt.wire import put_length

NS = 1_000_000_000
Shape = tuple[bytes, bytes, bytes]


class Message:
    """One event on its way through the broker; it is shared by all its receivers and never changed.

    `topic` is UTF-8; `properties` are raw MQTT 5 property bytes as they are passed on: without message
    expiry, topic alias and subscription identifiers, which belong to one hop. `expires` and `stamp` are
    monotonic ns, `expires` 0 where there is no expiry; `stamp` is when the message arrived here.
    """

    __slots__ = ("_key", "_shape", "expires", "payload", "properties", "qos", "retain", "size", "stamp", "topic")

    def __init__(
        self,
        topic: bytes,
        payload: bytes,
        qos: int = 0,
        retain: bool = False,
        properties: bytes = b"",
        expires: int = 0,
        stamp: int = 0,
    ) -> None:
        self.topic = topic
        self.payload = payload
        self.qos = qos
        self.retain = retain
        self.properties = properties
        self.expires = expires
        self.stamp = stamp
        self.size = len(topic) + len(payload) + len(properties)
        self._key = -1
        self._shape: Shape = (b"", b"", b"")

    def shape(self, version: int, qos: int, retain: bool) -> Shape:
        """The PUBLISH for a plain receiver: `head + middle + payload`, with the packet id after `head` at QoS 1, 2.

        Plain means without properties of this receiver or this moment. The last answer is kept, because most
        receivers of a message want the same bytes.
        """
        key = version << 3 | qos << 1 | retain
        if key != self._key:
            self._key, self._shape = key, build(self, version, qos, retain, self.topic, b"")
        return self._shape

    def expiry(self, now: int) -> bytes:
        """The Message Expiry Interval that is left, as property bytes [MQTT-3.3.2-6]."""
        if not self.expires:
            return b""
        left = max(0, -((now - self.expires) // NS))
        return b"\x02" + left.to_bytes(4, "big")


def build(message: Message, version: int, qos: int, retain: bool, topic: bytes, extra: bytes) -> Shape:
    """The three parts of a PUBLISH; `topic` may be empty under an alias, `extra` are properties of this hop."""
    middle = b""
    if version == V5:
        size = len(extra) + len(message.properties)
        middle = put_length(size) + extra + message.properties if size else b"\0"
    name = len(topic)
    rest = (4 if qos else 2) + name + len(middle) + len(message.payload)
    first = 0x30 | qos << 1 | retain
    if 0x80 <= rest < 0x4000:  # by far the most
        head = b"%c%c%c%c%c%b" % (first, rest & 0x7F | 0x80, rest >> 7, name >> 8, name & 0xFF, topic)
    else:
        head = b"%c%b%c%c%b" % (first, put_length(rest), name >> 8, name & 0xFF, topic)
    return head, middle, message.payload
