"""Stamps events as they leave, so that whoever receives them can tell latency, loss, duplicates and order."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import replace

from eventscope.base import clock
from eventscope.core.message import Draft, connection_tag
from eventscope.core.stamp import BOOT_WIDTH, envelope, stamp_properties
from eventscope.core.workspace import Connection
from eventscope.engine.receipts import Receipts
from eventscope.links.base import Stamper

# (stream, topic, sequence number, intended monotonic ns): told before the event leaves.
Sent = Callable[[str, bytes, int, int], None]
TOPICS = 100_000  # sequences kept for one connection; then it goes on as a new stream


class Stamps:
    """Makes a stamper for each connection; `sent` hears of each stamped event."""

    def __init__(self, receipts: Receipts, sent: Sent) -> None:
        self._receipts = receipts
        self._sent = sent
        self._boot = clock.boot_id()[:BOOT_WIDTH].ljust(BOOT_WIDTH, "0")

    def of(self, connection: Connection) -> Stamper:
        """A new stream for a link that is about to open: a restart is no loss."""
        return Stream(connection, self._receipts, self._sent, self._boot).stamp


class Stream:
    """One link's stamper, called on its I/O thread in the order in which events leave.

    A stamp goes into user properties of MQTT 5; in 3.1.1 an envelope carries it where the sender asked for
    that, and without it the event leaves as it is.
    """

    def __init__(self, connection: Connection, receipts: Receipts, sent: Sent, boot: str) -> None:
        self._tag = connection_tag(connection.id)
        self._v5 = connection.version == "5"
        self._receipts = receipts
        self._sent = sent
        self._boot = boot  # names the clock of our monotonic stamps
        self._begin()

    def _begin(self) -> None:
        self._name = f"{secrets.token_hex(4)}.{self._tag:04x}"
        self._next: dict[str, int] = {}

    def stamp(self, receipt: int, draft: Draft) -> Draft:
        """The draft as it goes out now."""
        if not draft.stamp or not (self._v5 or draft.envelope):
            return draft
        seq = self._take(draft.topic)
        now, wall = clock.mono_ns(), clock.wall_ns()
        mono = now if draft.intended is None else draft.intended
        values = (self._name, seq, wall + mono - now, wall, mono, self._boot)
        topic = draft.topic.encode()
        if receipt > 0:
            self._receipts.stamped(receipt, topic, seq, self._name.encode())
        self._sent(self._name, topic, seq, mono)
        if self._v5:
            user = draft.properties.user + stamp_properties(*values)
            return replace(draft, properties=replace(draft.properties, user=user))
        return replace(draft, payload=envelope(draft.payload, *values))

    def _take(self, topic: str) -> int:
        if len(self._next) >= TOPICS and topic not in self._next:
            self._begin()
        seq = self._next.get(topic, 0)
        self._next[topic] = seq + 1
        return seq
