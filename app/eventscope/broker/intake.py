"""PUBLISH packets as they come in: the hot path of the broker, so written for speed and measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eventscope.broker.message import NS, Message
from eventscope.broker.outbox import Outbox
from eventscope.broker.properties import forwarded, users_only
from eventscope.broker.router import Route
from eventscope.mqtt import codec
from eventscope.mqtt.packets import V5, V311, Ack, Packet, PacketType, Publish
from eventscope.mqtt.wire import TOPIC_ALIAS_INVALID, Malformed

if TYPE_CHECKING:
    from eventscope.broker.connection import Connection

NO_MATCHING_SUBSCRIBERS = 0x10
NOT_AUTHORIZED = 0x87
RECEIVE_MAXIMUM_EXCEEDED = 0x93


class Intake:
    """Takes the PUBLISH packets of one client out of its chunks of bytes.

    `unsent` counts acknowledgements that are still in the outbox: together with the QoS 2 exchanges that are open
    they are what Receive Maximum bounds [MQTT-3.3.4-7].
    """

    __slots__ = (
        "_aliases", "_connection", "_guard", "_hub", "_outbox", "_routes", "_session", "_v5", "_version", "unsent",
    )  # fmt: skip

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._hub = connection.hub
        self._session = connection.session
        self._outbox = connection.outbox
        self._routes = connection.hub.router.routes
        self._version = connection.version
        self._v5 = connection.version == V5
        permissions = connection.session.permissions
        self._guard = permissions if permissions is not None and not permissions.writes_all else None
        self._aliases: dict[int, bytes] = {}
        self.unsent = 0

    def run(self, data: bytes, at: int, body: int, stop: int) -> int:
        """Deliver a plain QoS 0 PUBLISH and all equal ones behind it, as one slice; answers where it ends, or 0.

        Equal means the same header, topic and size, which is what a fast producer sends. The bytes go to receivers
        of the same version as they are. 0 says that the packet is not plain: `take` it.
        """
        if stop - body < 4:
            return 0
        payload = body + 2 + (data[body] << 8 | data[body + 1])
        topic = data[body + 2 : payload]
        route = self._routes.get(topic)
        if route is None or payload >= stop or route.refused or self._guard is not None:
            return 0
        size = stop - at
        if self._v5:
            length = data[payload]
            payload += 1
            if length:
                end = payload + length
                properties = data[payload:end]
                if length >= 0x80 or end > stop or not users_only(properties):
                    return 0
                self._forward(route, topic, data[at:stop], size, end - at, properties)
                return stop
        prefix = data[at:payload]
        last = len(data) - size
        end = stop
        while end <= last and data.startswith(prefix, end):
            end += size
        self._forward(route, topic, data[at:end], size, payload - at, b"")
        return end

    def take(self, first: int, data: bytes, body: int, stop: int) -> None:
        """Deliver one PUBLISH of any kind and answer it; raises Malformed."""
        packet = self._read(first, data, body, stop)
        topic, packet_id, properties, expires, payload = packet
        qos = first >> 1 & 3
        route = self._hub.router.route(topic)
        if qos == 2 and packet_id in self._session.incoming:
            self._answer(PacketType.PUBREC, packet_id, 0)  # delivered before: exactly once [MQTT-4.3.3-10]
            return
        if qos:
            self._check_quota()
        self._hub.received += 1
        self._session.received += 1
        reason = route.refused
        if not reason and self._guard is not None and not self._guard.may_publish(topic.decode()):
            reason = NOT_AUTHORIZED
        if reason:
            self._hub.count_drop("access-denied" if reason == NOT_AUTHORIZED else "topic-refused")
        else:
            message = Message(topic, payload, qos, bool(first & 1), properties, expires, self._hub.now)
            if not self._hub.publish_to(route, message, self._session):
                reason = NO_MATCHING_SUBSCRIBERS
        if qos == 1:
            self._answer(PacketType.PUBACK, packet_id, reason)
        elif qos == 2:
            if reason < 0x80:
                self._session.incoming.add(packet_id)
            self._answer(PacketType.PUBREC, packet_id, reason)

    # --- reading ------------------------------------------------------------------------------------------------

    def _read(self, first: int, data: bytes, body: int, stop: int) -> tuple[bytes, int, bytes, int, bytes]:
        """Topic, packet id, properties to pass on, expiry and payload: at once where nothing is unusual."""
        if stop - body > 6 and first & 0x06 != 0x06 and first & 0x0E != 0x08:
            at = body + 2 + (data[body] << 8 | data[body + 1])
            topic = data[body + 2 : at]
            packet_id = 1
            if at + 3 < stop and topic in self._routes:
                if first & 0x06:
                    packet_id = data[at] << 8 | data[at + 1]
                    at += 2
                if packet_id and not self._v5:
                    return topic, packet_id, b"", 0, data[at:stop]
                if packet_id and not data[at]:
                    return topic, packet_id, b"", 0, data[at + 1 : stop]
                end = at + 1 + data[at]
                if packet_id and data[at] < 0x80 and end <= stop and users_only(data[at + 1 : end]):
                    return topic, packet_id, data[at + 1 : end], 0, data[end:stop]
        return self._read_carefully(codec.decode(first, data[body:stop], self._version))

    def _read_carefully(self, packet: Packet) -> tuple[bytes, int, bytes, int, bytes]:
        assert isinstance(packet, Publish)
        properties = packet.properties
        if properties.subscription_ids:
            raise Malformed(0x82, "A client may not send Subscription Identifiers [MQTT-3.3.4-6]")
        topic = self._resolve(packet.topic.encode(), properties.topic_alias)
        expires = 0
        if properties.message_expiry is not None:
            expires = self._hub.now + max(1, properties.message_expiry * NS)
        raw = forwarded(properties) if self._v5 else b""
        return topic, packet.packet_id, raw, expires, packet.payload

    def _resolve(self, topic: bytes, alias: int | None) -> bytes:
        if alias is None:
            return topic
        if alias > self._hub.limits.topic_alias_maximum:
            raise Malformed(TOPIC_ALIAS_INVALID, f"The topic alias {alias} is above the agreed maximum")
        if topic:
            self._aliases[alias] = topic
            return topic
        known = self._aliases.get(alias)
        if known is None:
            raise Malformed(TOPIC_ALIAS_INVALID, f"The topic alias {alias} was never set on this connection")
        return known

    # --- delivering and answering ---------------------------------------------------------------------------------

    def _forward(self, route: Route, topic: bytes, raw: bytes, size: int, payload: int, properties: bytes) -> None:
        """`raw` are whole packets of `size` bytes each, alike but for what follows at `payload` in each."""
        count = len(raw) // size
        self._session.received += count
        self._hub.received += count
        plain = route.plain
        _append(plain[self._version], raw, count, size)
        others = plain[V311 if self._v5 else V5]
        if others:
            version = V311 if self._v5 else V5
            sample = Message(topic, raw[payload:size], properties=properties)
            prefix = b"".join(sample.shape(version, 0, False, 0)[:2])
            parts = [prefix + raw[at + payload : at + size] for at in range(0, len(raw), size)]
            _append(others, b"".join(parts), count, len(parts[0]))
        for session in route.offline:
            session.drop("offline", count)
        if route.special or route.groups:
            for at in range(0, len(raw), size):
                self._deliver(
                    route, Message(topic, raw[at + payload : at + size], properties=properties, stamp=self._hub.now)
                )

    def _deliver(self, route: Route, message: Message) -> None:
        for target in route.special:
            one = target if target.session is not self._session else target.own
            if one is not None:
                one.session.deliver(message, one)
        for group in route.groups:
            group.dispatch(message)

    def _check_quota(self) -> None:
        """[MQTT-3.3.4-7]: more exchanges are open than we announced."""
        if self._v5 and self.unsent + len(self._session.incoming) >= self._hub.limits.receive_maximum:
            raise Malformed(
                RECEIVE_MAXIMUM_EXCEEDED,
                f"More than {self._hub.limits.receive_maximum} messages of QoS 1 and 2 are open at once",
            )

    def _answer(self, kind: PacketType, packet_id: int, reason: int) -> None:
        self.unsent += 1
        if reason and self._v5:
            self._outbox.put(codec.encode(Ack(kind, packet_id, reason), V5))
        else:
            self._outbox.put(b"%c\x02%c%c" % (kind << 4, packet_id >> 8, packet_id & 0xFF))


def _append(outboxes: list[Outbox], raw: bytes, count: int, size: int) -> None:
    for outbox in outboxes:
        if size > outbox.max_packet:
            outbox.drop("too-large", count)
            continue
        if not outbox.pieces:
            outbox.dirty.append(outbox)
        outbox.pieces.append(raw)
        outbox.messages += count
