"""Packet identifiers of one session: shared by PUBLISH, SUBSCRIBE and UNSUBSCRIBE, never given out twice. Pure."""

from __future__ import annotations

from collections.abc import Iterable

LAST = 65_535


class PacketIds:
    """Hands out 1 to 65,535 in turn and skips those in use [MQTT-2.2.1-2]."""

    def __init__(self) -> None:
        self._used: set[int] = set()
        self._newest = 0

    def take(self) -> int:
        """A free identifier; raises OverflowError when none is."""
        if len(self._used) >= LAST:
            raise OverflowError("all packet identifiers are in use")
        while True:
            self._newest = self._newest % LAST + 1
            if self._newest not in self._used:
                self._used.add(self._newest)
                return self._newest

    def row(self, most: int) -> range:
        """Free identifiers in a row, at least one and at most so many; raises OverflowError when none is."""
        first = last = self.take()
        end = min(first + most - 1, LAST)
        while last < end and last + 1 not in self._used:
            last += 1
        self._used.update(range(first + 1, last + 1))
        self._newest = last
        return range(first, last + 1)

    def free(self, packet_id: int) -> None:
        """May be given out again."""
        self._used.discard(packet_id)

    def free_all(self, packet_ids: Iterable[int]) -> None:
        """The same for many."""
        self._used.difference_update(packet_ids)
