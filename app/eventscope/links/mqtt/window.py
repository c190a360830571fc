"""Events that the broker has not acknowledged: at most so many, repeated after a reconnect, settled by answers."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from itertools import groupby

from eventscope.base import clock
from eventscope.links.mqtt import drafts
from eventscope.links.mqtt.capabilities import LARGEST
from eventscope.links.mqtt.encoder import too_large
from eventscope.links.mqtt.entries import Entry, Flight, Tell
from eventscope.links.mqtt.packetids import PacketIds
from eventscope.mqtt import codec, reasons
from eventscope.mqtt.acks import join_acks
from eventscope.mqtt.packets import Ack, PacketType

UNKNOWN_ID = 0x92
Trouble = Callable[[str, dict[str, str]], None]


class Window:
    """Used by the link's thread. Finding an event costs the same whatever the window holds."""

    def __init__(self, version: int, ids: PacketIds, tell: Tell, trouble: Trouble) -> None:
        self._version = version
        self._ids = ids
        self._tell = tell
        self._trouble = trouble
        self._again: deque[Entry] = deque()  # sent on an older connection, not yet on this one
        # By packet id, in the order of sending; a flight stands under each of its identifiers.
        self._open: dict[int, Entry | Flight] = {}
        self._touched: list[Entry | Flight] = []
        self.limit = 0
        self.largest = LARGEST  # bytes of a packet

    @property
    def room(self) -> int:
        """How many more the broker takes [MQTT-3.3.4-7]."""
        return max(self.limit - len(self._open), 0)

    @property
    def repeats(self) -> bool:
        """Something must be sent again before anything new."""
        return bool(self._again)

    def touched(self) -> list[Entry | Flight]:
        """What came to an end since the last call."""
        touched, self._touched = self._touched, []
        return touched

    def add(self, entry: Entry) -> None:
        """It is about to leave under its packet id."""
        self._open[entry.packet_id] = entry

    def add_all(self, ids: Sequence[int], flight: Flight) -> None:
        """The same for the packets of a flight."""
        self._open.update(dict.fromkeys(ids, flight))

    # --- the life of a connection ------------------------------------------------------------------------

    def resume(self) -> None:
        """The broker kept the session: everything is sent again, in order [MQTT-4.4.0-1, MQTT-4.6.0-1]."""
        self._again.extend(self._singles())
        self._open.clear()

    def lost(self) -> None:
        """The connection is gone; what was not sent again yet stays behind what was."""
        for entry in self._again:
            self._open[entry.packet_id] = entry
        self._again.clear()

    def restart(self) -> list[Entry]:
        """The session is gone, or we are: answers the entries, which have no packet id any more."""
        self.lost()
        entries = self._singles()
        self._ids.free_all(self._open)
        self._open.clear()
        for entry in entries:
            entry.packet_id, entry.released = 0, False
        return entries

    def _singles(self) -> list[Entry]:
        """Flights fall apart into events, as some were acknowledged and the others are now repeated one by one."""
        return [item.single(key) if isinstance(item, Flight) else item for key, item in self._open.items()]

    def repeat(self) -> bytes:
        """The packet that repeats the oldest entry, empty where it is too large now; ask `repeats` and `room` first.

        The bytes are those of the first time with DUP set; only a topic alias, which stood for something on the
        connection before, is left out.
        """
        entry = self._again.popleft()
        if entry.released:
            self._open[entry.packet_id] = entry
            return codec.encode(Ack(PacketType.PUBREL, entry.packet_id), self._version)
        if entry.packet:
            packet = codec.mark_duplicate(entry.packet)
        else:
            packet = drafts.encode(drafts.without_alias(entry.draft), self._version, entry.packet_id, dup=True)
        if len(packet) > self.largest:  # this connection's limit is a smaller one
            self._ids.free(entry.packet_id)
            entry.fail(self._tell, too_large(len(packet), self.largest))
            self._touched.append(entry)
            return b""
        self._open[entry.packet_id] = entry
        return packet

    # --- answers -----------------------------------------------------------------------------------------

    def answered(self, packet: Ack) -> bytes:
        """PUBACK, PUBREC or PUBCOMP came; what to answer, empty where nothing is due."""
        words = reasons.words(packet.reason, self._version, packet.type.name) if packet.reason else ""
        if packet.properties.reason_string:
            words = f"{words} It says: {packet.properties.reason_string}".lstrip()
        owner = self._open.get(packet.packet_id)
        return self._answer(owner, packet.type, packet.reason, words, [packet.packet_id])

    def answered_all(self, kind: PacketType, reason: int, packet_ids: Sequence[int]) -> bytes:
        """The same for many of one type and reason, none of which says more than that."""
        if len(set(packet_ids)) < len(packet_ids):  # one after the other, as the second of a pair is unknown
            return b"".join([self.answered(Ack(kind, packet_id, reason)) for packet_id in packet_ids])
        words = reasons.words(reason, self._version, kind.name) if reason else ""
        return b"".join(
            [
                self._answer(owner, kind, reason, words, list(group))
                for owner, group in groupby(packet_ids, self._open.get)
            ]
        )

    def _answer(self, owner: Entry | Flight | None, kind: PacketType, reason: int, words: str, ids: list[int]) -> bytes:
        """The same answer to some events of one owner."""
        if owner is None:
            return self._unknown(kind, reason, ids)
        if kind is PacketType.PUBREC and owner.qos == 2:
            if reason < 0x80:
                return self._release(owner, ids)
        elif kind is not (PacketType.PUBACK if owner.qos == 1 else PacketType.PUBCOMP):
            for packet_id in ids:
                self._trouble("wrong-answer", {"packet": str(packet_id), "type": kind.name})
            return b""
        self._settle(owner, ids, reason, words)
        return b""

    def _release(self, owner: Entry | Flight, ids: list[int]) -> bytes:
        if isinstance(owner, Flight):
            owner.released.update(ids)
        else:
            owner.released = True
        return join_acks(PacketType.PUBREL, ids)

    def _settle(self, owner: Entry | Flight, ids: list[int], reason: int, words: str) -> None:
        now = clock.mono_ns()
        for packet_id in ids:
            del self._open[packet_id]
        self._ids.free_all(ids)
        if isinstance(owner, Flight):
            owner.volley.settled([owner.index(packet_id) for packet_id in ids], now, reason, words)
        else:
            owner.settled(self._tell, now, reason, words)
        self._touched.append(owner)

    def _unknown(self, kind: PacketType, reason: int, ids: list[int]) -> bytes:
        """Answered as MQTT wants it, so that the broker can forget it too [MQTT5 4.3.3, MQTT5 3.6.2.1]."""
        for packet_id in ids:
            self._trouble("unknown-packet-id", {"packet": str(packet_id), "type": kind.name})
        if kind is not PacketType.PUBREC or reason >= 0x80:
            return b""
        return b"".join([codec.encode(Ack(PacketType.PUBREL, each, UNKNOWN_ID), self._version) for each in ids])
