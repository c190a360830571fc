"""Acknowledgements wait here until their messages are stored, and leave in the order of arrival. Pure."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(slots=True)
class Entry:
    """The acknowledgement packets of one block, and the QoS 1 identifiers in it."""

    packets: bytes
    ids: Sequence[int]
    stored: bool = False


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

    def expect(self, packets: bytes, ids: Sequence[int]) -> int:
        """These packets leave once `stored` is called with the serial number answered here."""
        self._entries.append(Entry(packets, ids))
        return self.next - 1

    def stored(self, serial: int) -> None:
        """A block is stored; a second call changes nothing."""
        if self.first <= serial < self.next:
            self._entries[serial - self.first].stored = True

    def skip(self, serial: int) -> None:
        """A block could not be stored: it is never acknowledged, and those behind it do not wait for it."""
        if self.first <= serial < self.next:
            entry = self._entries[serial - self.first]
            self.skipped += len(entry.packets) // 4
            entry.packets, entry.ids, entry.stored = b"", (), True

    def release(self) -> tuple[bytes, list[int]]:
        """Packets that may leave now, joined, and the QoS 1 identifiers they settle."""
        packets, ids = bytearray(), list[int]()
        while self._entries and self._entries[0].stored:
            entry = self._entries.popleft()
            self.first += 1
            packets += entry.packets
            ids += entry.ids
        return bytes(packets), ids

    def forget(self) -> None:
        """The connection is lost."""
        self.skipped = 0
        for entry in self._entries:
            entry.packets, entry.ids = b"", ()
