"""Reads PUBLISH packets of one client: at once where nothing is unusual, else by the codec."""

from __future__ import annotations

from eventscope.broker.message import NS
from eventscope.broker.properties import UserProperties, forwarded
from eventscope.broker.router import Route
from eventscope.core.broker import Limits
from eventscope.mqtt import codec
from eventscope.mqtt.packets import V5, Publish
from eventscope.mqtt.wire import PROTOCOL_ERROR, TOPIC_ALIAS_INVALID, Malformed

Content = tuple[bytes, int, bytes, int, bytes]  # topic, packet id, properties to pass on, expires, payload


class Reading:
    """Knows the client's version and its topic aliases [MQTT5 3.3.2.3.4].

    `routes` are the topics in use: a topic that has a route was found valid before, and need not be checked again.
    """

    __slots__ = ("_alias_maximum", "_aliases", "_routes", "_users", "v5", "version")

    def __init__(self, version: int, limits: Limits, routes: dict[bytes, Route]) -> None:
        self.version = version
        self.v5 = version == V5
        self._routes = routes
        self._users = UserProperties()
        self._aliases: dict[int, bytes] = {}
        self._alias_maximum = limits.topic_alias_maximum

    def read(self, first: int, data: bytes, body: int, stop: int, now: int) -> Content:
        """The content of the packet whose body is `data[body:stop]`; raises Malformed."""
        qos = first & 0x06
        if stop - body > 6 and qos != 0x06 and (qos or first < 0x38):
            at = body + 2 + (data[body] << 8 | data[body + 1])
            topic = data[body + 2 : at]
            if at + 3 <= stop and (topic in self._routes or _is_name(topic)):
                packet_id = 1
                if qos:
                    packet_id = data[at] << 8 | data[at + 1]
                    at += 2
                if packet_id and not self.v5:
                    return topic, packet_id, b"", 0, data[at:stop]
                start, end = self.properties(data, at, stop)
                if packet_id and end:
                    return topic, packet_id, data[start:end], 0, data[end:stop]
        return self._read_carefully(first, data[body:stop], now)

    def properties(self, data: bytes, at: int, stop: int) -> tuple[int, int]:
        """Where the properties whose length is at `at` begin and end; (0, 0) unless they pass unchanged."""
        size = data[at]
        start = at + 1
        if size >= 0x80:
            if start >= stop or not 0 < (high := data[start]) < 0x80:
                return 0, 0
            size = size & 0x7F | high << 7
            start += 1
        end = start + size
        if end > stop or (size and not self._users.alone(data[start:end])):
            return 0, 0
        return start, end

    def _read_carefully(self, first: int, body: bytes, now: int) -> Content:
        packet = codec.decode(first, body, self.version)
        assert isinstance(packet, Publish)
        properties = packet.properties
        if properties.subscription_ids:
            raise Malformed(PROTOCOL_ERROR, "A client may not send Subscription Identifiers [MQTT-3.3.4-6]")
        topic = self._resolve(packet.topic.encode(), properties.topic_alias)
        expires = 0
        if properties.message_expiry is not None:
            expires = now + max(1, properties.message_expiry * NS)
        raw = forwarded(properties) if self.v5 else b""
        return topic, packet.packet_id, raw, expires, packet.payload

    def _resolve(self, topic: bytes, alias: int | None) -> bytes:
        if alias is None:
            return topic
        if alias > self._alias_maximum:
            raise Malformed(TOPIC_ALIAS_INVALID, f"The topic alias {alias} is above the agreed maximum")
        if topic:
            self._aliases[alias] = topic
            return topic
        known = self._aliases.get(alias)
        if known is None:
            raise Malformed(TOPIC_ALIAS_INVALID, f"The topic alias {alias} was never set on this connection")
        return known


def _is_name(topic: bytes) -> bool:
    """Whether a topic that was not in use is a name to publish to [MQTT-1.5.4-1, -2, MQTT-3.3.2-2, MQTT-4.7.3-1]."""
    if not topic or b"+" in topic or b"#" in topic or b"\0" in topic:
        return False
    try:
        topic.decode()
    except UnicodeDecodeError:
        return False
    return True
