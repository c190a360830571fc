"""Packet identifiers of messages that are not done with, one by one or by the hundred. Pure."""

from __future__ import annotations

from array import array
from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from eventscope.links.mqtt.acks import PACKET, PUBACK

_ALL = 1 << 16
_NONE = -1
Ids = NDArray[np.int64]


class Once:
    """Finds an identifier that is twice among many."""

    def __init__(self) -> None:
        self._place = np.zeros(_ALL, np.int64)  # where each stood in the last run

    def __call__(self, ids: Ids) -> bool:
        """Whether none is."""
        places = np.arange(len(ids))
        self._place[ids] = places
        return bool((self._place[ids] == places).all())


class OpenIds:
    """Those of QoS 1 without PUBACK, a set. The bytes are for single ones, the array over them for many."""

    def __init__(self) -> None:
        self._flags = bytearray(_ALL)
        self._array = np.frombuffer(self._flags, np.uint8)
        self._once = Once()
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def __contains__(self, packet_id: int) -> bool:
        return self._flags[packet_id] > 0

    def add(self, packet_id: int) -> None:
        """One more."""
        self._count += not self._flags[packet_id]
        self._flags[packet_id] = 1

    def all_new(self, ids: Ids) -> bool:
        """Whether none of them is in, and none is twice among them."""
        return not self._array[ids].any() and self._once(ids)

    def add_all(self, ids: Ids) -> None:
        """All of them, which are new."""
        self._array[ids] = 1
        self._count += len(ids)

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


class HeldIds:
    """Those of QoS 2 from PUBLISH to PUBREL, each with the serial number of the block that holds its message."""

    def __init__(self) -> None:
        self._serials = array("q", [_NONE]) * _ALL
        self._array = np.frombuffer(self._serials, np.int64)
        self._once = Once()
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def __contains__(self, packet_id: int) -> bool:
        return self._serials[packet_id] != _NONE

    def __iter__(self) -> Iterator[tuple[int, int]]:
        """Identifiers and serial numbers."""
        found = np.flatnonzero(self._array != _NONE)
        return zip(found.tolist(), self._array[found].tolist(), strict=True)

    def add(self, packet_id: int, serial: int) -> None:
        """One that is new."""
        self._serials[packet_id] = serial
        self._count += 1

    def take(self, packet_id: int) -> int | None:
        """The serial number of one that is in no longer; None where it was not."""
        serial, self._serials[packet_id] = self._serials[packet_id], _NONE
        self._count -= serial != _NONE
        return None if serial == _NONE else serial

    def all_new(self, ids: Ids) -> bool:
        """Whether none of them is in, and none is twice among them."""
        return bool((self._array[ids] == _NONE).all()) and self._once(ids)

    def add_all(self, ids: Ids, serial: int) -> None:
        """All of them, which are new."""
        self._array[ids] = serial
        self._count += len(ids)

    def take_all(self, ids: Ids, before: int) -> bool:
        """All of them, if each is in with a serial number below `before` and none is twice; else nothing is done."""
        serials = self._array[ids]
        if not ((serials != _NONE) & (serials < before)).all() or not self._once(ids):
            return False
        self._array[ids] = _NONE
        self._count -= len(ids)
        return True

    def forget(self, serial: int) -> None:
        """Those of one block are in no longer."""
        self._array[self._array == serial] = _NONE
        self._count = int(np.count_nonzero(self._array != _NONE))

    def clear(self) -> None:
        """None is held."""
        self._array[:] = _NONE
        self._count = 0
