"""Events on their way out: queued, stamped just before they leave, and a receipt at each stage."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from eventscope.base import clock
from eventscope.core.message import Draft
from eventscope.links.base import Stamper
from eventscope.links.mqtt import drafts
from eventscope.links.mqtt.capabilities import Capabilities
from eventscope.links.mqtt.drafts import Refusal
from eventscope.links.mqtt.entries import Entry, Tell
from eventscope.links.mqtt.outqueue import CLOSED, OutQueue
from eventscope.links.mqtt.packetids import PacketIds
from eventscope.links.mqtt.window import Window
from eventscope.mqtt import codec
from eventscope.mqtt.packets import Ack

_BATCH, _BATCH_BYTES = 32, 32 << 10  # small, so that the stamp is taken just before an event leaves
_LOST = Refusal("connection-lost", "The connection broke before this event left. QoS 1 and 2 would be sent again.")
_NO_ALIAS = Refusal("unknown-alias", "The topic is empty and its alias stands for nothing yet. Name the topic once.")
Trouble = Callable[[str, dict[str, str]], None]


class Outbox:
    """Lives as long as the link. `add` may be called from any thread, the rest by the link's own."""

    def __init__(self, version: int, ids: PacketIds, stamper: Stamper | None, tell: Tell, trouble: Trouble) -> None:
        self._version = version
        self._ids = ids
        self._stamper = stamper
        self._tell = tell
        self._trouble = trouble
        self._queue = OutQueue()
        self._window = Window(version, ids, tell, trouble)
        self._limits = Capabilities()
        self._aliases: dict[int, str] = {}

    def add(self, items: Sequence[tuple[int, Draft]]) -> None:
        """Take events; each that cannot wait or go is told at once, with words."""
        now, wall = clock.mono_ns(), clock.wall_ns()
        for receipt, draft in items:
            entry = Entry(receipt, draft, now, wall)
            if (why := self._queue.put(entry)) is not None:
                self._tell(entry.failed(why))

    # --- the life of a connection ------------------------------------------------------------------------

    def connected(self, session_present: bool, limits: Capabilities) -> None:
        """A connection is up. What was unacknowledged is sent again with DUP, or anew where the session is gone."""
        self._limits = limits
        self._window.limit = limits.receive_maximum
        self._aliases.clear()
        if session_present:
            self._window.resume()
        elif unsettled := self._window.restart():
            self._trouble("session-lost", {"messages": str(len(unsettled))})
            self._queue.put_back(unsettled)
        self._queue.open = True

    def lost(self, in_hand: Sequence[Entry]) -> None:
        """The connection is gone, `in_hand` with it: QoS 0 fails, QoS 1 and 2 wait for the next."""
        gone = [entry for entry in in_hand if not entry.draft.qos]
        for entry in gone + self._queue.lost():
            self._tell(entry.failed(_LOST))
        self._window.lost()

    def close(self) -> None:
        """The link is thrown away: nothing is on its way any more."""
        for entry in self._window.restart() + self._queue.close():
            self._tell(entry.failed(CLOSED))

    # --- sending and answers -----------------------------------------------------------------------------

    @property
    def ready(self) -> bool:
        """Something may leave now."""
        room = self._window.room
        return (room and self._window.repeats) or self._queue.ready(room and not self._window.repeats)

    def batch(self) -> tuple[bytes, list[Entry]] | None:
        """The next few packets and the new events in them; None when nothing may leave now."""
        packets: list[bytes] = []
        entries: list[Entry] = []
        size = 0
        while len(packets) < _BATCH and size < _BATCH_BYTES:
            if self._window.repeats and self._window.room:
                packet: bytes | None = self._window.repeat()
            elif entry := self._queue.pop(self._window.room and not self._window.repeats):
                if (packet := self._encode(entry)) is not None:
                    entries.append(entry)
            else:
                break
            if packet is not None:
                packets.append(packet)
                size += len(packet)
        return (b"".join(packets), entries) if packets else None

    def sent(self, entries: Sequence[Entry]) -> None:
        """These were handed to the socket."""
        now = clock.mono_ns()
        for entry in entries:
            if entry.sent is None:
                entry.sent = now
                self._tell(entry.as_receipt())

    def answered(self, packet: Ack) -> bytes:
        """PUBACK, PUBREC or PUBCOMP came; what to answer, empty where nothing is due."""
        return self._window.answered(packet)

    # --- inside ------------------------------------------------------------------------------------------

    def _encode(self, entry: Entry) -> bytes | None:
        """The packet of a new event; None when it cannot go, which is told."""
        why = drafts.refusal(entry.draft, self._version, self._limits) or self._name_topic(entry)
        if why is None:
            self._stamp(entry)
            entry.packet_id = self._ids.take() if entry.draft.qos else 0
            try:
                packet = drafts.encode(entry.draft, self._version, entry.packet_id)
                if len(packet) <= self._limits.maximum_packet_size:
                    self._leaving(entry)
                    return packet
                why = self._too_large(len(packet))
            except codec.Malformed as fault:
                why = Refusal("bad-event", f"This event cannot be sent: {fault.words}. Correct it.", fault.reason)
            self._ids.free(entry.packet_id)
        self._tell(entry.failed(why))
        return None

    def _leaving(self, entry: Entry) -> None:
        alias = entry.draft.properties.topic_alias
        if alias is not None and entry.draft.topic:
            self._aliases[alias] = entry.draft.topic
        if entry.packet_id:
            self._window.add(entry)

    def _name_topic(self, entry: Entry) -> Refusal | None:
        """Topic aliases [MQTT5 3.3.2.3.4]: an event that may have to be sent again carries its whole topic."""
        alias = entry.draft.properties.topic_alias
        if alias is None or entry.draft.topic:
            return None
        if alias not in self._aliases:
            return _NO_ALIAS
        if entry.draft.qos:
            entry.draft = drafts.without_alias(entry.draft, self._aliases[alias])
        return None

    def _too_large(self, size: int) -> Refusal:
        limit = self._limits.maximum_packet_size
        words = f"The event has {size:,} bytes as a packet; this broker takes {limit:,}. Make it smaller."
        return Refusal("too-large", words, 0x95)

    def _stamp(self, entry: Entry) -> None:
        """Once for each event, also when it is sent twice: its sequence number must not change."""
        if self._stamper is None or entry.stamped:
            return
        entry.stamped = True
        try:
            entry.draft = self._stamper(entry.receipt, entry.draft)
        except Exception as error:  # noqa: BLE001 - a fault of the stamper must not end the link
            self._trouble("stamp-failed", {"error": f"{type(error).__name__}: {error}"})
