"""One client's session: what waits for it, what is on its way, and what it must not get twice. No input or output."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Protocol

from eventscope.broker.message import Message, Shape, build
from eventscope.core.broker import Limits
from eventscope.mqtt.packets import V5, V311

if TYPE_CHECKING:
    from eventscope.broker.access import Permissions
    from eventscope.broker.outbox import Outbox
    from eventscope.broker.router import Subscription, Target
    from eventscope.broker.sharing import Group

NEVER = 0xFFFFFFFF  # a session expiry that means "keep it" [MQTT-3.1.2-23]
Delivery = tuple[Message, "Target"]


class Totals(Protocol):
    """The broker as a session sees it: a clock that stands still within a turn, and sums."""

    now: int
    limits: Limits
    delivered: int
    crowded: bool

    def count_drop(self, reason: str, count: int) -> None:
        """Count a drop for the whole broker."""


class Session:
    """State that may outlive a connection. `outbox` is there while the client is connected.

    At QoS 1 and 2 a message is first in `waiting` (or in a shared group), then in `inflight` under its packet id
    until the client has acknowledged it; `released` are the ids whose PUBREC came. `resend` are ids of an earlier
    connection whose packets were not sent on this one. `incoming` are QoS 2 ids of the client between PUBLISH and
    PUBREL, which makes their delivery happen once.
    """

    __slots__ = (
        "bytes", "clean_start", "delivered", "dropped", "expires_at", "expiry", "groups", "id", "incoming", "inflight",
        "last_id", "outbox", "permissions", "received", "released", "resend", "since", "subscriptions", "totals",
        "user", "version", "waiting", "window",
    )  # fmt: skip

    def __init__(self, client_id: str, totals: Totals) -> None:
        self.id = client_id
        self.totals = totals
        self.user = ""
        self.version = V311
        self.clean_start = True
        self.outbox: Outbox | None = None
        self.subscriptions: dict[str, Subscription] = {}
        self.groups: list[Group] = []
        self.inflight: dict[int, Delivery] = {}
        self.released: set[int] = set()
        self.waiting: deque[Delivery] = deque()
        self.resend: deque[int] = deque()
        self.incoming: set[int] = set()
        self.window = 1
        self.last_id = 0
        self.bytes = 0
        self.delivered = 0
        self.received = 0
        self.dropped: dict[str, int] = {}
        self.expiry = 0
        self.expires_at = 0
        self.since = totals.now
        self.permissions: Permissions | None = None

    # --- towards the client ---------------------------------------------------------------------------------

    def deliver(self, message: Message, target: Target) -> None:
        """Send a message, or keep it for later, at the lower of both QoS [MQTT-3.8.4-8]."""
        qos = target.qos if target.qos < message.qos else message.qos
        outbox = self.outbox
        if not qos:
            if outbox is None:
                self.drop("offline")
            else:
                self.send(message, target, 0)
        elif outbox is None or outbox.blocked or self.waiting or self.resend or len(self.inflight) >= self.window:
            self.wait(message, target)
        else:
            self.send(message, target, qos)

    def ready(self, qos: int) -> bool:
        """Whether a message of this QoS could leave now."""
        outbox = self.outbox
        if outbox is None or outbox.blocked:
            return False
        return not qos or (not self.waiting and not self.resend and len(self.inflight) < self.window)

    def send(self, message: Message, target: Target, qos: int) -> bool:
        """Put a PUBLISH into the outbox; false when it is dropped because of expiry or size [MQTT-3.1.2-24, -25]."""
        outbox = self.outbox
        assert outbox is not None
        if 0 < message.expires <= self.totals.now:
            self._drop_delivery("expired", target)
            return False
        aliases = len(outbox.aliases)
        if target.ids or message.expires or outbox.alias_maximum:
            head, middle, payload = self._own_shape(outbox, message, target, qos)
        else:
            head, middle, payload = message.shape(outbox.version, qos, target.shows_retain(message))
        if len(head) + len(middle) + len(payload) + (qos and 2) > outbox.max_packet:
            self._drop_delivery("too-large", target)
            if len(outbox.aliases) > aliases:
                outbox.aliases.popitem()  # the packet that would have set it does not leave
            return False
        if not outbox.pieces:
            outbox.dirty.append(outbox)
        if qos:
            packet_id = self.last_id + 1
            if packet_id > 65_535 or packet_id in self.inflight:
                packet_id = self._next_id()
            self.last_id = packet_id
            outbox.pieces += (head, packet_id.to_bytes(2, "big"), middle, payload)
            self.inflight[packet_id] = (message, target)
            self.bytes += message.size
        else:
            outbox.pieces += (head, middle, payload)
            outbox.messages += 1
        return True

    def wait(self, message: Message, target: Target) -> None:
        """Keep a message until there is room, within the bounds of one client."""
        limits = self.totals.limits
        if len(self.waiting) >= limits.queue_messages:
            self.drop("queue-full")
        elif self.bytes + message.size > limits.queue_bytes:
            self.drop("queue-bytes")
        elif self.totals.crowded:
            self.drop("total-bytes")
        else:
            self.waiting.append((message, target))
            self.bytes += message.size

    def pump(self) -> None:
        """Send what waits while there is room: first what was sent before, then our own queue, then the groups."""
        self._resend()
        outbox = self.outbox
        while self.waiting and outbox is not None and not outbox.blocked and self._has_room():
            message, target = self.waiting.popleft()
            self.bytes -= message.size
            self.send(message, target, min(message.qos, target.qos))
        if not self.waiting:
            for group in self.groups:
                group.feed(self)

    # --- acknowledgements of the client -----------------------------------------------------------------------

    def acknowledged(self, packet_id: int, reason: int = 0) -> bool:
        """PUBACK or PUBCOMP, or a PUBREC that refuses: the exchange is over; false for an unknown id."""
        delivery = self.inflight.pop(packet_id, None)
        if delivery is None:
            return False
        message, target = delivery
        self._forget_id(packet_id)
        self.bytes -= message.size
        if reason >= 0x80:
            self._drop_delivery("refused-by-client", target)
        else:
            self.count_delivered(1)
        if target.group is not None:
            target.group.acknowledged(self, reason < 0x80)
        return True

    def release(self, packet_id: int) -> bool:
        """PUBREC: from now on only PUBREL is sent again; false for an unknown id."""
        if packet_id not in self.inflight:
            return False
        self._forget_id(packet_id)
        self.released.add(packet_id)
        return True

    # --- the life of a connection -----------------------------------------------------------------------------

    def attach(self, outbox: Outbox, window: int, version: int) -> None:
        """The client is connected: everything unacknowledged has to be sent again, in order [MQTT-4.4.0-1]."""
        self.outbox = outbox
        self.window = window
        self.version = version
        self.expires_at = 0
        self.resend = deque(self.inflight)
        outbox.watch(self.count_delivered, self.drop)

    def detach(self) -> None:
        """The client is gone; unacknowledged QoS 1 messages of shared groups go back to them [MQTT5 4.8.2]."""
        if self.outbox is not None:
            self.outbox.discard()
        self.outbox = None
        self.resend.clear()
        for group in self.groups:
            group.take_back(self)

    def end(self) -> None:
        """The session is over: what waited for it is dropped, and counted."""
        lost = len(self.waiting) + len(self.inflight)
        for _, target in self.inflight.values():
            if target.group is not None:
                target.group.in_flight -= 1
                target.group.count_drop("session-ended")
        self.waiting.clear()
        self.inflight.clear()
        self.released.clear()
        self.bytes = 0
        if lost:
            self.drop("session-ended", lost)

    # --- sums ---------------------------------------------------------------------------------------------------

    def drop(self, reason: str, count: int = 1) -> None:
        """Count messages that this client will not get."""
        self.dropped[reason] = self.dropped.get(reason, 0) + count
        self.totals.count_drop(reason, count)

    def count_delivered(self, count: int) -> None:
        """Count messages that this client has got."""
        self.delivered += count
        self.totals.delivered += count

    @property
    def queued(self) -> int:
        """Messages that wait: for room in the window, or for the socket."""
        return len(self.waiting) + (self.outbox.waiting if self.outbox is not None else 0)

    @property
    def held_bytes(self) -> int:
        """Bytes that wait or are in flight."""
        return self.bytes + (self.outbox.waiting_bytes if self.outbox is not None else 0)

    @property
    def oldest(self) -> float:
        """Age in seconds of the oldest message that waits or is in flight, 0 where none is."""
        stamps = [message.stamp for message, _ in self._fronts()]
        if self.outbox is not None and self.outbox.oldest:
            stamps.append(self.outbox.oldest)
        return max(0, self.totals.now - min(stamps)) / 1e9 if stamps else 0.0

    def purge(self) -> None:
        """Drop expired messages from the front of the queue, so that depth and age stay true."""
        now = self.totals.now
        while self.waiting and 0 < self.waiting[0][0].expires <= now:
            message, _ = self.waiting.popleft()
            self.bytes -= message.size
            self.drop("expired")

    # --- inside -------------------------------------------------------------------------------------------------

    def _fronts(self) -> list[Delivery]:
        fronts = [self.waiting[0]] if self.waiting else []
        if self.inflight:
            fronts.append(next(iter(self.inflight.values())))
        return fronts

    def _has_room(self) -> bool:
        return len(self.inflight) - len(self.resend) < self.window

    def _next_id(self) -> int:
        packet_id = self.last_id % 65_535 + 1
        while packet_id in self.inflight:
            packet_id = packet_id % 65_535 + 1
        return packet_id

    def _forget_id(self, packet_id: int) -> None:
        self.released.discard(packet_id)
        if packet_id in self.resend:  # acknowledged before we sent it again
            self.resend.remove(packet_id)

    def _drop_delivery(self, reason: str, target: Target) -> None:
        self.drop(reason)
        if target.group is not None:
            target.group.count_drop(reason)

    def _own_shape(self, outbox: Outbox, message: Message, target: Target, qos: int) -> Shape:
        """A PUBLISH with properties of this receiver and moment, a topic alias among them where it allows one."""
        retain = target.shows_retain(message)
        topic = message.topic
        if outbox.version != V5:
            return build(message, V311, qos, retain, topic, b"")
        extra = message.expiry(self.totals.now) + target.ids
        alias = outbox.aliases.get(topic)
        if alias is not None:
            return build(message, V5, qos, retain, b"", extra + b"\x23" + alias.to_bytes(2, "big"))
        # An alias is not set while packets may be dropped: later ones would then name a topic that never came.
        if len(outbox.aliases) < outbox.alias_maximum and not outbox.blocked and len(topic) > 3:
            alias = outbox.aliases[topic] = len(outbox.aliases) + 1
            extra += b"\x23" + alias.to_bytes(2, "big")
        return build(message, V5, qos, retain, topic, extra)

    def _resend(self) -> None:
        outbox = self.outbox
        while self.resend and outbox is not None and not outbox.blocked and self._has_room():
            packet_id = self.resend.popleft()
            if packet_id in self.inflight:
                self._send_again(outbox, packet_id)

    def _send_again(self, outbox: Outbox, packet_id: int) -> None:
        number = packet_id.to_bytes(2, "big")
        if packet_id in self.released:
            outbox.put(b"\x62\x02" + number)
            return
        message, target = self.inflight[packet_id]
        qos = min(message.qos, target.qos)
        extra = message.expiry(self.totals.now) + target.ids if outbox.version == V5 else b""
        head, middle, payload = build(message, outbox.version, qos, target.shows_retain(message), message.topic, extra)
        if len(head) + len(middle) + len(payload) + 2 > outbox.max_packet:
            self.acknowledged(packet_id, 0x95)
            return
        outbox.put(b"%c%b%b%b%b" % (head[0] | 0x08, head[1:], number, middle, payload))
