"""Packet identifiers of one session: shared by PUBLISH, SUBSCRIBE and UNSUBSCRIBE, never given out twice. Pure."""

from __future__ import annotations

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

    def free(self, packet_id: int) -> None:
        """May be given out again."""
        self._used.discard(packet_id)
