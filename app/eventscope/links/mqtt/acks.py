"""Acknowledgements wait here until their messages are done with, and leave in the order of arrival. Pure."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

PACKET = 4  # bytes of an acknowledgement without reason and properties
PUBACK, PUBREC, PUBCOMP = 0x40, 0x50, 0x70


@dataclass(slots=True)
class Entry:
    """The acknowledgement packets of one block: `ready` bytes of them may leave, and `left` bytes of those have."""

    packets: bytes
    stored: bool = False
    ready: int = 0
    left: int = 0

    def pass_on(self) -> bytes:
        """What may leave and has not."""
        end = len(self.packets) if self.stored else self.ready
        packets = self.packets[self.left : end]
        self.left = max(self.left, end)
        return packets


class Ledger:
    """Entries by serial number. Used by the link's thread only.

    What a lost connection leaves behind keeps its place but loses its packets: an identifier means another
    message on the next connection, and the broker sends again what it heard nothing about.
    """

    def __init__(self) -> None:
        self._entries: deque[Entry] = deque()
        self.first = 0  # serial number of the oldest entry that waits
        self.skipped = 0  # messages on this connection that will never be acknowledged

    @property
    def next(self) -> int:
        """The serial number that the next entry gets."""
        return self.first + len(self._entries)

    @property
    def waiting(self) -> bool:
        """Whether something is not stored yet."""
        return bool(self._entries)

    def expect(self, packets: bytes) -> int:
        """These packets leave once `stored` is called with the serial number answered here."""
        self._entries.append(Entry(packets))
        return self.next - 1

    def stored(self, serial: int) -> None:
        """A block is stored; a second call changes nothing."""
        if self.first <= serial < self.next:
            self._entries[serial - self.first].stored = True

    def partly(self, serial: int, packets: Sequence[tuple[int, int]]) -> None:
        """The first messages of a block are done: (QoS, packet identifier) of the next ones that want an answer."""
        if not self.first <= serial < self.next:
            return
        entry = self._entries[serial - self.first]
        place = entry.ready
        for qos, packet_id in packets:
            wanted = bytes((PUBACK if qos == 1 else PUBREC, 2)) + packet_id.to_bytes(2, "big")
            found = _find(entry.packets, wanted, place)
            place = place if found < 0 else found + PACKET
        entry.ready = place

    def has_left(self, serial: int, packet_id: int) -> bool:
        """Whether the PUBREC of a message in that block is on its way."""
        if serial != self.first or not self._entries:
            return serial < self.first
        entry = self._entries[0]
        wanted = bytes((PUBREC, 2)) + packet_id.to_bytes(2, "big")
        return 0 <= _find(entry.packets, wanted, 0) < entry.left

    def skip(self, serial: int) -> None:
        """A block could not be stored: it is never acknowledged, and those behind it do not wait for it."""
        if self.first <= serial < self.next:
            entry = self._entries[serial - self.first]
            self.skipped += (len(entry.packets) - entry.left) // PACKET
            entry.packets, entry.stored = entry.packets[: entry.left], True

    def release(self) -> bytes:
        """Packets that may leave now, joined."""
        packets = bytearray()
        while self._entries:
            packets += self._entries[0].pass_on()
            if not self._entries[0].stored:
                break
            self._entries.popleft()
            self.first += 1
        return bytes(packets)

    def forget(self) -> None:
        """The connection is lost."""
        self.skipped = 0
        for entry in self._entries:
            entry.packets, entry.ready, entry.left = b"", 0, 0


def _find(packets: bytes, wanted: bytes, place: int) -> int:
    """Where a whole packet stands, from `place` on; -1 where it does not."""
    found = packets.find(wanted, place)
    while found >= 0 and found % PACKET:
        found = packets.find(wanted, found + 1)
    return found
