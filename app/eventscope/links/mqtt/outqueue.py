"""Events that wait to leave: bounded, in order, QoS 0 apart because it must not wait for acknowledgements."""

from __future__ import annotations

import itertools
import threading
from collections import deque
from collections.abc import Iterable

from eventscope.links.mqtt.drafts import Refusal
from eventscope.links.mqtt.entries import Entry

MESSAGES, BYTES = 50_000, 64 << 20  # what may wait; beyond it events are refused in words
DOWN = Refusal("not-connected", "The connection is down. Connect first; QoS 1 and 2 would wait for it.")
CLOSED = Refusal("closed", "The connection was closed before the broker acknowledged this event.")
FULL = Refusal("outbox-full", f"Too many events wait already (at most {MESSAGES:,} or 64 MiB). Send fewer at once.")


class OutQueue:
    """All methods may be called from any thread. `open` and `closed` are set by the link's own."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._plain: deque[Entry] = deque()  # QoS 0
        self._acked: deque[Entry] = deque()  # QoS 1 and 2
        self._bytes = 0
        self._orders = itertools.count(1)
        self.open = False  # a connection is up
        self.closed = False  # no connection will ever come again

    def __len__(self) -> int:
        return len(self._plain) + len(self._acked)

    def put(self, entry: Entry) -> Refusal | None:
        """Take an entry, or say why not."""
        with self._lock:
            if (why := self._refusal(entry)) is None:
                entry.order = next(self._orders)
                (self._acked if entry.draft.qos else self._plain).append(entry)
                self._bytes += entry.size
            return why

    def _refusal(self, entry: Entry) -> Refusal | None:
        if self.closed:
            return CLOSED
        if not self.open and not entry.draft.qos:
            return DOWN
        return FULL if len(self) >= MESSAGES or self._bytes + entry.size > BYTES else None

    def pop(self, room: bool) -> Entry | None:
        """The oldest entry; without `room` for unacknowledged ones, QoS 0 passes them."""
        with self._lock:
            plain, acked = self._plain, self._acked
            if acked and room and not (plain and plain[0].order < acked[0].order):
                entry = acked.popleft()
            elif plain:
                entry = plain.popleft()
            else:
                return None
            self._bytes -= entry.size
            return entry

    def ready(self, room: bool) -> bool:
        """Whether `pop` would answer an entry."""
        return bool(self._plain) or (room and bool(self._acked))

    def put_back(self, entries: Iterable[Entry]) -> None:
        """These of QoS 1 and 2 go first again, whatever the bound says: they were taken once."""
        with self._lock:
            for entry in reversed(list(entries)):
                self._acked.appendleft(entry)
                self._bytes += entry.size

    def lost(self) -> list[Entry]:
        """The connection is gone; answers the QoS 0 entries, which go with it."""
        with self._lock:
            self.open = False
            gone = list(self._plain)
            self._plain.clear()
            self._bytes -= sum(entry.size for entry in gone)
            return gone

    def close(self) -> list[Entry]:
        """Nothing leaves any more; answers what waited."""
        with self._lock:
            self.open, self.closed = False, True
            left = [*self._plain, *self._acked]
            self._plain.clear()
            self._acked.clear()
            self._bytes = 0
            return left
