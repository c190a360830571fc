"""Shared subscriptions: one group hands each message to one of its members, the least busy that has room."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from eventscope.broker.message import Message

if TYPE_CHECKING:
    from eventscope.broker.router import Target
    from eventscope.broker.session import Session, Totals

LOOK = 8  # how many members are compared for one message; more would make large groups slow


class Group:
    """A share name and a filter. What no member has room for waits here, in order, and never with a full member."""

    __slots__ = (
        "_turn", "bytes", "delivered", "delivered_by", "dropped", "filter", "in_flight", "members", "name",
        "order", "totals", "waiting",
    )  # fmt: skip

    def __init__(self, name: str, filter_: str, totals: Totals) -> None:
        self.name = name
        self.filter = filter_
        self.totals = totals
        self.members: dict[Session, Target] = {}
        self.order: list[Session] = []
        self.waiting: deque[Message] = deque()
        self.bytes = 0
        self.in_flight = 0
        self.delivered = 0
        self.delivered_by: dict[str, int] = {}
        self.dropped: dict[str, int] = {}
        self._turn = 0

    def join(self, session: Session, target: Target) -> None:
        """A member subscribes, or changes its options."""
        if session not in self.members:
            self.order.append(session)
            session.groups.append(self)
            self.delivered_by.setdefault(session.id, 0)
        self.members[session] = target

    def leave(self, session: Session) -> None:
        """A member unsubscribes or its session ends; what it did not acknowledge stays with it."""
        if self.members.pop(session, None) is None:
            return
        self.order.remove(session)
        session.groups.remove(self)
        if not self.members:
            self._drop_all()

    def dispatch(self, message: Message) -> None:
        """Give a message to one member, or keep it until one has room."""
        if not self.waiting:
            member = self._choose(message)
            if member is not None:
                self._give(member, message)
                return
        self._wait(message)

    def feed(self, session: Session) -> None:
        """A member has room again."""
        target = self.members.get(session)
        while self.waiting and target is not None:
            if not session.ready(min(self.waiting[0].qos, target.qos)):
                return
            message = self.waiting.popleft()
            self.bytes -= message.size
            self._give(session, message)

    def acknowledged(self, session: Session, good: bool) -> None:
        """A member is done with a message of ours."""
        self.in_flight -= 1
        if good:
            self._count(session)

    def take_back(self, session: Session) -> None:
        """A member is gone: its QoS 1 messages go to others; QoS 2 must wait for it [MQTT-4.8.2-4]."""
        ids = [
            packet_id
            for packet_id, (message, target) in session.inflight.items()
            if target.group is self and min(message.qos, target.qos) == 1
        ]
        back = [session.inflight.pop(packet_id)[0] for packet_id in ids]
        size = sum(message.size for message in back)
        session.bytes -= size
        self.bytes += size
        self.in_flight -= len(back)
        self.waiting.extendleft(reversed(back))
        for other in self.order:
            self.feed(other)

    def count_drop(self, reason: str, count: int = 1) -> None:
        """Count messages that no member got; the broker's own sum is the caller's."""
        self.dropped[reason] = self.dropped.get(reason, 0) + count

    @property
    def oldest(self) -> float:
        """Age in seconds of the oldest message that waits here or is in flight to a member."""
        stamps = [self.waiting[0].stamp] if self.waiting else []
        stamps += [stamp for member in self.order if (stamp := self._oldest_of(member))]
        return max(0, self.totals.now - min(stamps)) / 1e9 if stamps else 0.0

    def bytes_in_flight(self) -> int:
        """Bytes on their way to members."""
        return sum(
            message.size
            for member in self.order
            for message, target in member.inflight.values()
            if target.group is self
        )

    def purge(self) -> None:
        """Drop expired messages from the front."""
        while self.waiting and 0 < self.waiting[0].expires <= self.totals.now:
            self.bytes -= self.waiting.popleft().size
            self._drop("expired")

    def _oldest_of(self, member: Session) -> int:
        for message, target in member.inflight.values():
            if target.group is self:
                return message.stamp
        return 0

    def _choose(self, message: Message) -> Session | None:
        order = self.order
        size = len(order)
        best: Session | None = None
        looked = 0
        for step in range(size):
            member = order[(self._turn + step) % size]
            if not member.ready(min(message.qos, self.members[member].qos)):
                continue
            if best is None or len(member.inflight) < len(best.inflight):
                best = member
            looked += 1
            if looked == LOOK:
                break
        if best is not None:
            self._turn = (order.index(best) + 1) % size
        return best

    def _give(self, session: Session, message: Message) -> None:
        target = self.members[session]
        qos = min(message.qos, target.qos)
        if not session.send(message, target, qos):
            return
        if qos:
            self.in_flight += 1
        else:
            self._count(session)

    def _count(self, session: Session) -> None:
        self.delivered += 1
        self.delivered_by[session.id] = self.delivered_by.get(session.id, 0) + 1

    def _wait(self, message: Message) -> None:
        limits = self.totals.limits
        if not message.qos and not any(member.outbox for member in self.order):
            self._drop("offline")
        elif len(self.waiting) >= limits.queue_messages:
            self._drop("queue-full")
        elif self.bytes + message.size > limits.queue_bytes:
            self._drop("queue-bytes")
        elif self.totals.crowded:
            self._drop("total-bytes")
        else:
            self.waiting.append(message)
            self.bytes += message.size

    def _drop(self, reason: str, count: int = 1) -> None:
        self.count_drop(reason, count)
        self.totals.count_drop(reason, count)

    def _drop_all(self) -> None:
        if self.waiting:
            self._drop("group-ended", len(self.waiting))
        self.waiting.clear()
        self.bytes = 0
