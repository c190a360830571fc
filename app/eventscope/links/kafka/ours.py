"""Which consumer groups this process reads, so that their lag can be watched; loads nothing of the library."""

from __future__ import annotations

import threading
from collections import Counter
from typing import NamedTuple

from eventscope.core.kafka import Servers


class Reader(NamedTuple):
    """A group at a cluster, and what is needed to ask about it."""

    servers: Servers
    password: bytes | None
    group: str

    def __repr__(self) -> str:
        return f"Reader({self.group!r} at {self.servers.bootstrap})"


_lock = threading.Lock()
_readers: Counter[Reader] = Counter()  # several members of one group may run here


def enter(reader: Reader) -> None:
    """It reads."""
    with _lock:
        _readers[reader] += 1


def leave(reader: Reader) -> None:
    """It reads no longer."""
    with _lock:
        _readers[reader] -= 1
        if _readers[reader] <= 0:
            del _readers[reader]


def readers() -> tuple[Reader, ...]:
    """All that read now."""
    with _lock:
        return tuple(_readers)
