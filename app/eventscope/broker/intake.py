"""PUBLISH packets as they come in: the hot path of the broker, so written for speed and measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

from eventscope.broker import samepath
from eventscope.broker.message import Message
from eventscope.broker.outbox import Outbox
from eventscope.broker.reading import Reading
from eventscope.broker.router import Route
from eventscope.mqtt import codec
from eventscope.mqtt.packets import V5, V311, Ack, PacketType
from eventscope.mqtt.wire import Malformed

if TYPE_CHECKING:
    from eventscope.broker.connection import Connection

NO_MATCHING_SUBSCRIBERS = 0x10
NOT_AUTHORIZED = 0x87
RECEIVE_MAXIMUM_EXCEEDED = 0x93
UNLIMITED = 1 << 30
TAKEN, NEW = 4, 5  # effort of one message, and more for a topic that is new
SPREAD = 4 << 20  # bytes of like packets that are forwarded at once, over all receivers
ONE_BY_ONE = 1_000  # equal packets at once where some receivers take them one by one


class Intake:
    """Takes the PUBLISH packets of one client out of its chunks of bytes.

    `unsent` counts answers that are still in the outbox, `owed` those of them that end an exchange: together with
    the QoS 2 exchanges that are open these are what Receive Maximum bounds [MQTT-3.3.4-7].
    """

    __slots__ = (
        "_guard", "_hub", "_limit", "_outbox", "_quota", "_reading", "_routes", "_session", "_v5", "_version", "owed",
        "unsent",
    )  # fmt: skip

    def __init__(self, connection: Connection) -> None:
        hub = self._hub = connection.hub
        self._session = connection.session
        self._outbox = connection.outbox
        self._routes = hub.router.routes
        self._version = connection.version
        self._v5 = connection.version == V5
        self._limit = hub.limits.packet
        self._quota = hub.limits.receive_maximum if self._v5 else UNLIMITED
        self._reading = Reading(connection.version, hub.limits, hub.router.routes)
        permissions = connection.session.permissions
        self._guard = permissions if permissions is not None and not permissions.writes_all else None
        self.owed = self.unsent = 0

    def run(self, data: bytes, at: int, body: int, stop: int) -> int:
        """Deliver a plain QoS 0 PUBLISH and those like it behind it, as one slice; answers where it ends, or 0.

        The bytes go to receivers of the same version as they are. Where there are only such, all packets that go the
        same way are alike, else those with the same header, topic and size, which is what a fast producer sends.
        0 says that the packet is not plain: `take` it.
        """
        if stop - body < 4:
            return 0
        payload = body + 2 + (data[body] << 8 | data[body + 1])
        topic = data[body + 2 : payload]
        route = self._routes.get(topic)
        if route is None or payload >= stop or route.refused or self._guard is not None:
            return 0
        if route.passes[self._version]:
            return self._pass(route, data, at)
        size = stop - at
        if self._v5:
            if data[payload]:
                start, end = self._reading.properties(data, payload, stop)
                if end:
                    self._forward(route, topic, data[at:stop], size, end - at, data[start:end])
                return end and stop
            payload += 1
        prefix = data[at:payload]
        last = min(len(data), at + ONE_BY_ONE * size, at + SPREAD // (len(route.targets) or 1)) - size
        end = stop
        while end <= last and data.startswith(prefix, end):
            end += size
        self._forward(route, topic, data[at:end], size, payload - at, b"")
        return end

    def _pass(self, route: Route, data: bytes, at: int) -> int:
        """Hand on as many packets as go this way; answers where they end, or 0."""
        outboxes = route.plain[self._version]
        last = min(len(data), at + (SPREAD // len(outboxes) if outboxes else SPREAD))
        end, count = samepath.measure(self._reading, self._routes, route, data, at, last, self._limit)
        if not count:
            return 0
        self._session.received += count
        self._hub.received += count
        self._hub.effort += 1 + (count >> 1) + len(outboxes) * (1 + (end - at >> 12))
        _append(outboxes, data[at:end], count, 0)
        for session in route.offline:
            session.drop("offline", count)
        return end

    def take(self, first: int, data: bytes, body: int, stop: int) -> None:
        """Deliver one PUBLISH of any kind and answer it; raises Malformed."""
        hub, session = self._hub, self._session
        topic, packet_id, properties, expires, payload = self._reading.read(first, data, body, stop, hub.now)
        qos = first >> 1 & 3
        if qos == 2 and packet_id in session.incoming:
            self._answer(PacketType.PUBREC, packet_id, 0)  # delivered before: exactly once [MQTT-4.3.3-10]
            return
        if qos and self.owed + len(session.incoming) >= self._quota:
            raise Malformed(RECEIVE_MAXIMUM_EXCEEDED, f"More than {self._quota} messages of QoS 1 and 2 are open")
        hub.received += 1
        session.received += 1
        hub.effort += TAKEN
        route = self._routes.get(topic)
        if route is None:
            hub.effort += NEW
            route = hub.router.route(topic)
        reason = route.refused
        if reason or self._guard is not None:
            reason = reason or self._forbidden(topic)
        if not reason:
            message = Message(topic, payload, qos, first & 1 == 1, properties, expires, hub.now)
            if not hub.publish_to(route, message, session):
                reason = NO_MATCHING_SUBSCRIBERS
        elif reason >= 0x80:
            hub.count_drop("access-denied" if reason == NOT_AUTHORIZED else "topic-refused")
        if qos == 1:
            self.owed += 1
            self._answer(PacketType.PUBACK, packet_id, reason)
        elif qos:
            if reason < 0x80:
                session.incoming.add(packet_id)
            else:
                self.owed += 1
            self._answer(PacketType.PUBREC, packet_id, reason)

    def _forbidden(self, topic: bytes) -> int:
        assert self._guard is not None
        return 0 if self._guard.may_publish(topic.decode()) else NOT_AUTHORIZED

    def _forward(self, route: Route, topic: bytes, raw: bytes, size: int, payload: int, properties: bytes) -> None:
        """`raw` are whole packets of `size` bytes each, alike but for what follows at `payload` in each."""
        count = len(raw) // size
        self._hub.effort += 1 + len(route.targets) + (len(route.targets) * len(raw) >> 12)
        self._session.received += count
        self._hub.received += count
        _append(route.plain[self._version], raw, count, size)
        version = V311 if self._v5 else V5
        others = route.plain[version]
        if others:
            sample = Message(topic, raw[payload:size], properties=properties)
            prefix = b"".join(sample.shape(version, 0, False)[:2])
            parts = [prefix + raw[at + payload : at + size] for at in range(0, len(raw), size)]
            _append(others, b"".join(parts), count, len(parts[0]))
        for session in route.offline:
            session.drop("offline", count)
        if route.special or route.groups:
            self._hub.effort += count * (len(route.special) + len(route.groups))
            now = self._hub.now
            for at in range(0, len(raw), size):
                self._deliver(route, Message(topic, raw[at + payload : at + size], 0, False, properties, 0, now))

    def _deliver(self, route: Route, message: Message) -> None:
        for target in route.special:
            one = target if target.session is not self._session else target.own
            if one is not None:
                one.session.deliver(message, one)
        for group in route.groups:
            group.dispatch(message)

    def _answer(self, kind: PacketType, packet_id: int, reason: int) -> None:
        self.unsent += 1
        if reason and self._v5:
            self._outbox.put(codec.encode(Ack(kind, packet_id, reason), V5))
            return
        outbox = self._outbox
        if not outbox.pieces:
            outbox.dirty.append(outbox)
        outbox.pieces.append(b"%c\x02%c%c" % (kind << 4, packet_id >> 8, packet_id & 0xFF))


def _append(outboxes: list[Outbox], raw: bytes, count: int, size: int) -> None:
    for outbox in outboxes:
        if size > outbox.max_packet:
            outbox.drop("too-large", count)
            continue
        if not outbox.pieces:
            outbox.dirty.append(outbox)
        outbox.pieces.append(raw)
        outbox.messages += count
