"""What a bridge hears on a durable session: stored first, acknowledged after, in the order of arrival. No I/O."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from eventscope.links.mqtt.publishfields import ALIAS, SUBSCRIPTION, USER, cut
from eventscope.mqtt.codec import Malformed
from eventscope.mqtt.packets import V5
from eventscope.mqtt.wire import PROTOCOL_ERROR, TOPIC_ALIAS_INVALID

LOOSE = 20_000, 16 << 20  # QoS 0 messages and bytes that may wait to be stored; nobody can slow these down
ALIASES = 256  # that are taken though we announce none
HIGH = 4 << 20  # bytes of QoS 1 and 2 that may wait to be stored before the socket is no longer read
WEIGHT = 700  # bytes that a message takes beside its own: mosquitto 2.0 sends far more than the Receive Maximum
EXPIRY = 0x02  # Message Expiry Interval
_UNKNOWN_ID = b"\x92"
_RENEWED = frozenset({ALIAS, SUBSCRIPTION})  # mean something on their own connection only


class Arrival(NamedTuple):
    """One PUBLISH. `properties` are raw, without their length, topic alias and subscription identifiers."""

    topic: bytes
    payload: bytes
    qos: int
    retain: bool
    dup: bool
    packet_id: int
    properties: bytes


@dataclass(slots=True)
class Batch:
    """What is to be stored in one go: messages, and which QoS 2 packet ids are held (True) or released from now on.

    `dropped` QoS 0 messages found no room; the first of them is kept as an example.
    """

    arrivals: list[Arrival] = field(default_factory=list)
    inbox: dict[int, bool] = field(default_factory=dict)
    dropped: int = 0
    example: Arrival | None = None
    acks: bytearray = field(default_factory=bytearray)
    singles: list[int] = field(default_factory=list)  # QoS 1 packet ids
    connection: int = 0  # on which of our connections `acks` mean something


class Source:
    """Lives as long as the bridge; `connected` and `lost` bound each connection, `take` and `stored` each batch.

    `inbox` are the QoS 2 packet ids that were stored and not released when the last process ended. One batch is
    under way at a time.
    """

    def __init__(self, version: int, receive_maximum: int, inbox: Iterable[int] = ()) -> None:
        self._v5 = version == V5
        self._receive_maximum = receive_maximum
        self._held = set(inbox)  # as stored
        self._known = set(inbox)  # with what is still to be stored
        self._unsaid: set[int] = set()  # QoS 1, stored, but the connection was gone before PUBACK could leave
        self._open: set[int] = set()  # QoS 1, not yet acknowledged
        self._aliases: dict[int, bytes] = {}
        self._batch = Batch()
        self._under_way: Batch | None = None
        self._connection = 0
        self._loose = self._loose_bytes = self._bytes = 0
        self.counts: Counter[str] = Counter()  # duplicates, unknown_pubrel, packet_id_reused, qos0_dropped …

    # --- the connection ------------------------------------------------------------------------------------

    def connected(self, session_present: bool) -> bool:
        """CONNACK came. True: the broker forgot us, and so must the store forget the inbox before we subscribe.

        Until then a packet id that we remember could be taken for a new message's.
        """
        self._connection += 1
        if session_present:
            return False
        forgets = bool(self._held)
        self._held.clear()
        self._known.clear()
        self._unsaid.clear()
        return forgets

    def lost(self) -> None:
        """The connection is gone. What was not taken comes again, but for QoS 0, which is kept."""
        old, self._batch = self._batch, Batch()
        self._batch.arrivals = [item for item in old.arrivals if not item.qos]
        self._batch.dropped, self._batch.example = old.dropped, old.example
        self._bytes = self._loose_bytes
        self._aliases.clear()
        self._open.clear()
        self._connection += 1
        self._known = set(self._held)

    # --- what the broker sends -----------------------------------------------------------------------------

    def publish(self, first: int, body: bytes) -> None:
        """One PUBLISH; raises Malformed."""
        topic, packet_id, properties, payload, alias = cut(first, body, self._v5)
        if alias or not topic:
            topic = self._resolve(topic, alias)
        if properties:
            properties = forwardable(properties)
        qos = first >> 1 & 3
        arrival = Arrival(topic, payload, qos, bool(first & 1), bool(first & 8), packet_id, properties)
        size = len(payload) + len(topic) + len(properties)
        if not qos:
            self._add_loose(arrival, size)
        elif self._once(arrival) if qos == 1 else self._twice(arrival):
            self._batch.arrivals.append(arrival)
            self._bytes += size + WEIGHT

    def _add_loose(self, arrival: Arrival, size: int) -> None:
        if self._loose >= LOOSE[0] or (self._loose and self._loose_bytes + size > LOOSE[1]):
            self.counts["qos0_dropped"] += 1
            self._batch.dropped += 1
            self._batch.example = self._batch.example or arrival
            return
        self._loose += 1
        self._loose_bytes += size
        self._bytes += size
        self._batch.arrivals.append(arrival)

    def _once(self, arrival: Arrival) -> bool:
        packet_id = arrival.packet_id
        if packet_id in self._open:
            self.counts["packet_id_reused"] += 1
        self._open.add(packet_id)
        self._check_window()
        self._batch.acks += b"\x40\x02" + packet_id.to_bytes(2, "big")
        self._batch.singles.append(packet_id)
        if packet_id not in self._unsaid:
            return True
        # Stored on an earlier connection that broke before PUBACK left: the broker cannot mean another message.
        self._unsaid.discard(packet_id)
        if not arrival.dup:
            return True
        self.counts["duplicates"] += 1
        return False

    def _twice(self, arrival: Arrival) -> bool:
        packet_id = arrival.packet_id
        self._batch.acks += b"\x50\x02" + packet_id.to_bytes(2, "big")
        if packet_id in self._known:
            self.counts["duplicates"] += 1
            if not arrival.dup:
                self.counts["packet_id_reused"] += 1
            return False
        self._known.add(packet_id)
        self._batch.inbox[packet_id] = True
        self._check_window()
        return True

    def _check_window(self) -> None:
        """More than we announced is taken all the same: mosquitto 2.0 does it, and a refusal would repeat for ever."""
        if self._v5 and len(self._open) + len(self._known) > self._receive_maximum:
            self.counts["receive_maximum_exceeded"] += 1

    def pubrel(self, packet_id: int) -> None:
        """PUBREL; PUBCOMP leaves once the packet id is released in the store."""
        number = packet_id.to_bytes(2, "big")
        if packet_id in self._known:
            self._known.discard(packet_id)
            self._batch.inbox[packet_id] = False
            self._batch.acks += b"\x70\x02" + number
        else:
            self.counts["unknown_pubrel"] += 1
            self._batch.acks += b"\x70\x03" + number + _UNKNOWN_ID if self._v5 else b"\x70\x02" + number

    def _resolve(self, topic: bytes, alias: int) -> bytes:
        """The whole topic behind an alias. We announce none, but what is unmistakable is taken [MQTT5 3.3.2.3.4]."""
        if not self._v5 or not alias:
            raise Malformed(PROTOCOL_ERROR, "The topic name is empty")
        if topic:
            if len(self._aliases) >= ALIASES and alias not in self._aliases:
                raise Malformed(TOPIC_ALIAS_INVALID, "It uses topic aliases, and ever more of them; we announced none")
            self._aliases[alias] = topic
        elif alias not in self._aliases:
            raise Malformed(PROTOCOL_ERROR, "The topic name is empty and the topic alias stands for nothing")
        return self._aliases[alias]

    # --- what is stored --------------------------------------------------------------------------------------

    @property
    def waiting(self) -> bool:
        """There is something to store, and nothing under way."""
        batch = self._batch
        return self._under_way is None and bool(batch.arrivals or batch.acks or batch.dropped)

    @property
    def high(self) -> bool:
        """So much waits that no more should be read."""
        return self._bytes - self._loose_bytes > HIGH

    def take(self) -> Batch:
        """What came since the last one; ask `waiting` before."""
        batch, self._batch = self._batch, Batch()
        batch.connection = self._connection
        self._under_way = batch
        self._loose = self._loose_bytes = self._bytes = 0
        return batch

    def stored(self) -> bytes:
        """The batch under way is safe: acknowledgements that may leave now, none when its connection is gone."""
        batch, self._under_way = self._under_way, None
        assert batch is not None
        current = batch.connection == self._connection
        for packet_id, held in batch.inbox.items():
            (self._held.add if held else self._held.discard)(packet_id)
            if not current:
                (self._known.add if held else self._known.discard)(packet_id)
        if not current:
            self._unsaid.update(batch.singles)
            return b""
        self._open.difference_update(batch.singles)
        return bytes(batch.acks)

    def not_stored(self) -> None:
        """The batch under way will never be stored: give the connection up, so that all of it comes again."""
        self._under_way = None
        self._known = set(self._held)


def forwardable(raw: bytes) -> bytes:
    """Properties without those that concern one connection only. `raw` was looked through before."""
    if ALIAS not in raw and SUBSCRIPTION not in raw:  # neither as a code nor as any other byte
        return raw
    kept, at = [], 0
    while at < len(raw):
        end = _end(raw, at)
        if raw[at] not in _RENEWED:
            kept.append(raw[at:end])
        at = end
    return b"".join(kept)


def with_expiry(raw: bytes, seconds: int) -> bytes:
    """Properties with another Message Expiry Interval in the place of theirs; as they were where they have none."""
    at = 0
    while at < len(raw):
        if raw[at] == EXPIRY:
            return raw[: at + 1] + seconds.to_bytes(4, "big") + raw[at + 5 :]
        at = _end(raw, at)
    return raw


def _end(raw: bytes, at: int) -> int:
    """Where the property at `at` ends [MQTT5 2.2.2.2]."""
    code = raw[at]
    at += 1
    if code == SUBSCRIPTION:
        while raw[at] > 127:
            at += 1
        return at + 1
    if code in (0x01, EXPIRY, ALIAS):
        return at + {0x01: 1, EXPIRY: 4, ALIAS: 2}[code]
    at += 2 + (raw[at] << 8 | raw[at + 1])
    return at + 2 + (raw[at] << 8 | raw[at + 1]) if code == USER else at
