"""Events that the broker has not acknowledged: at most so many, repeated after a reconnect, settled by answers."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable

from eventscope.base import clock
from eventscope.links.mqtt import drafts
from eventscope.links.mqtt.entries import Entry, Tell
from eventscope.links.mqtt.packetids import PacketIds
from eventscope.mqtt import codec, reasons
from eventscope.mqtt.packets import Ack, PacketType

UNKNOWN_ID = 0x92
Trouble = Callable[[str, dict[str, str]], None]


class Window:
    """Used by the link's thread. Finding an entry costs the same whatever the window holds."""

    def __init__(self, version: int, ids: PacketIds, tell: Tell, trouble: Trouble) -> None:
        self._version = version
        self._ids = ids
        self._tell = tell
        self._trouble = trouble
        self._again: deque[Entry] = deque()  # sent on an older connection, not yet on this one
        self._open: OrderedDict[int, Entry] = OrderedDict()  # by packet id, in the order of sending
        self.limit = 0

    @property
    def room(self) -> bool:
        """Whether the broker takes one more [MQTT-3.3.4-7]."""
        return len(self._open) < self.limit

    @property
    def repeats(self) -> bool:
        """Something must be sent again before anything new."""
        return bool(self._again)

    def add(self, entry: Entry) -> None:
        """It is about to leave under its packet id."""
        self._open[entry.packet_id] = entry

    def resume(self) -> None:
        """The broker kept the session: everything is sent again, in order [MQTT-4.4.0-1, MQTT-4.6.0-1]."""
        self._again.extend(self._open.values())
        self._open.clear()

    def lost(self) -> None:
        """The connection is gone; what was not sent again yet stays behind what was."""
        for entry in self._again:
            self._open[entry.packet_id] = entry
        self._again.clear()

    def restart(self) -> list[Entry]:
        """The session is gone, or we are: answers the entries, which have no packet id any more."""
        self.lost()
        entries = list(self._open.values())
        self._open.clear()
        for entry in entries:
            self._ids.free(entry.packet_id)
            entry.packet_id, entry.released = 0, False
        return entries

    def repeat(self) -> bytes:
        """The packet that repeats the oldest entry; ask `repeats` and `room` first."""
        entry = self._again.popleft()
        self._open[entry.packet_id] = entry
        if entry.released:
            return codec.encode(Ack(PacketType.PUBREL, entry.packet_id), self._version)
        return drafts.encode(drafts.without_alias(entry.draft), self._version, entry.packet_id, dup=True)

    def answered(self, packet: Ack) -> bytes:
        """PUBACK, PUBREC or PUBCOMP came; what to answer, empty where nothing is due."""
        entry = self._open.get(packet.packet_id)
        if entry is None:
            return self._unknown(packet)
        if packet.type is PacketType.PUBREC and entry.draft.qos == 2 and packet.reason < 0x80:
            entry.released = True
            return codec.encode(Ack(PacketType.PUBREL, packet.packet_id), self._version)
        refused = packet.type is PacketType.PUBREC and entry.draft.qos == 2
        last = PacketType.PUBACK if entry.draft.qos == 1 else PacketType.PUBCOMP
        if packet.type is last or refused:
            self._settle(entry, packet)
        else:
            self._trouble("wrong-answer", {"packet": str(packet.packet_id), "type": packet.type.name})
        return b""

    def _settle(self, entry: Entry, packet: Ack) -> None:
        now = clock.mono_ns()
        del self._open[entry.packet_id]
        self._ids.free(entry.packet_id)
        if entry.sent is None:  # the batch that it is part of is still on its way to the socket
            entry.sent = now
        words = reasons.words(packet.reason, self._version, packet.type.name) if packet.reason else ""
        if packet.properties.reason_string:
            words = f"{words} It says: {packet.properties.reason_string}".lstrip()
        self._tell(entry.as_receipt(now, packet.reason, "refused" if packet.reason >= 0x80 else "", words))

    def _unknown(self, packet: Ack) -> bytes:
        """Answered as MQTT wants it, so that the broker can forget it too [MQTT5 4.3.3, MQTT5 3.6.2.1]."""
        self._trouble("unknown-packet-id", {"packet": str(packet.packet_id), "type": packet.type.name})
        if packet.type is PacketType.PUBREC and packet.reason < 0x80:
            return codec.encode(Ack(PacketType.PUBREL, packet.packet_id, UNKNOWN_ID), self._version)
        return b""
