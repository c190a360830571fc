"""Packet identifiers of QoS 1 that we did not acknowledge yet, one by one or by the hundred. Pure."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from eventscope.links.mqtt.acks import PACKET, PUBACK

_ALL = 1 << 16


class OpenIds:
    """A set of numbers below 65,536. The bytes are for single ones, the array over them for many."""

    def __init__(self) -> None:
        self._flags = bytearray(_ALL)
        self._array = np.frombuffer(self._flags, np.uint8)
        self._place = np.zeros(
            _ALL, np.int64
        )  # where an identifier stood in the last run, to find one that is twice in it
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def __contains__(self, packet_id: int) -> bool:
        return self._flags[packet_id] > 0

    def add(self, packet_id: int) -> None:
        """One more."""
        self._count += not self._flags[packet_id]
        self._flags[packet_id] = 1

    def add_new(self, ids: NDArray[np.int64]) -> bool:
        """All of them, if none is in and none is twice among them; else nothing is done."""
        places = np.arange(len(ids))
        self._place[ids] = places
        if self._array[ids].any() or (self._place[ids] != places).any():
            return False
        self._array[ids] = 1
        self._count += len(ids)
        return True

    def answered(self, packets: bytes) -> None:
        """These acknowledgements leave: what a PUBACK among them answers is open no longer."""
        if not packets:
            return
        acks = np.frombuffer(packets, np.uint8).reshape(-1, PACKET)
        acks = acks[acks[:, 0] == PUBACK]
        self._array[acks[:, 2].astype(np.int64) << 8 | acks[:, 3]] = 0
        self._count = int(np.count_nonzero(self._array))

    def clear(self) -> None:
        """None is open."""
        self._array[:] = 0
        self._count = 0
