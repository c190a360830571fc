"""Stamps events as they leave, so that whoever receives them can tell latency, loss, duplicates and order."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from eventscope.base import clock
from eventscope.core.message import Draft, connection_tag
from eventscope.core.stamp import BOOT_WIDTH, envelope, stamp_properties
from eventscope.core.volley import Times
from eventscope.core.workspace import Connection
from eventscope.engine.receipts import Receipts
from eventscope.links.base import Marks

# (stream, topic, first sequence number, intended monotonic ns of each): told before the events leave.
Sent = Callable[[str, bytes, int, Times], None]
TOPICS = 100_000  # sequences kept for one connection; then it goes on as a new stream


class Stamps:
    """Makes a stamper for each connection; `sent` hears of each stamped event."""

    def __init__(self, receipts: Receipts, sent: Sent) -> None:
        self._receipts = receipts
        self._sent = sent
        self._boot = clock.boot_id()[:BOOT_WIDTH].ljust(BOOT_WIDTH, "0")

    def of(self, connection: Connection) -> Stream:
        """A new stream for a link that is about to open: a restart is no loss."""
        return Stream(connection, self._receipts, self._sent, self._boot)


class Stream:
    """One link's stamper (links.base.Numbering), called on its I/O thread in the order in which events leave.

    A stamp goes into user properties of MQTT 5; in 3.1.1 an envelope carries it where the sender asked for
    that, and without it the event leaves as it is. `boot` names the clock of our monotonic stamps.
    """

    def __init__(self, connection: Connection, receipts: Receipts, sent: Sent, boot: str) -> None:
        self._tag = connection_tag(connection.id)
        self._v5 = connection.version == "5"
        self._receipts = receipts
        self._sent = sent
        self.boot = boot
        self._begin()

    def _begin(self) -> None:
        self.stream = f"{secrets.token_hex(4)}.{self._tag:04x}"
        self._next: dict[str, int] = {}

    def __call__(self, receipt: int, draft: Draft) -> Draft:
        """The draft as it goes out now."""
        if not self.wants(draft):
            return draft
        marks = self.number(receipt, draft, None, 1)
        mono = marks.mono if draft.intended is None else draft.intended
        values = (marks.stream, marks.first, marks.wall + mono - marks.mono, marks.wall, mono, self.boot)
        if self._v5:
            user = draft.properties.user + stamp_properties(*values)
            return replace(draft, properties=replace(draft.properties, user=user))
        return replace(draft, payload=envelope(draft.payload, *values))

    def wants(self, draft: Draft) -> bool:
        """Whether it would stamp this draft at all."""
        return draft.stamp and (self._v5 or draft.envelope)

    def number(self, receipt: int, draft: Draft, intended: Times | None, count: int) -> Marks:
        """`count` events like that draft leave now; `intended` (count,) where they are not meant for its time."""
        first = self._take(draft.topic, count)
        mono, wall = clock.mono_ns(), clock.wall_ns()
        topic = draft.topic.encode()
        if receipt > 0:
            self._receipts.stamped(receipt, topic, first, self.stream.encode())
        due = np.full(count, mono if draft.intended is None else draft.intended) if intended is None else intended
        self._sent(self.stream, topic, first, due)
        return Marks(self.stream, first, mono, wall, intended)

    def _take(self, topic: str, count: int) -> int:
        if len(self._next) >= TOPICS and topic not in self._next:
            self._begin()
        first = self._next.get(topic, 0)
        self._next[topic] = first + count
        return first
