"""Events that wait to leave: bounded, in order, QoS 0 apart because it must not wait for acknowledgements."""

from __future__ import annotations

import itertools
import threading
from collections import deque
from collections.abc import Iterable

from eventscope.links.mqtt.drafts import Refusal
from eventscope.links.mqtt.entries import Entry, Rest

Item = Entry | Rest

MESSAGES, BYTES = 50_000, 64 << 20  # what may wait; beyond it events are refused in words
DOWN = Refusal("not-connected", "The connection is down. Connect first; QoS 1 and 2 would wait for it.")
CLOSED = Refusal("closed", "The connection was closed before the broker acknowledged this event.")
FULL = Refusal("outbox-full", f"Too many events wait already (at most {MESSAGES:,} or 64 MiB). Send fewer at once.")


class OutQueue:
    """All methods may be called from any thread. `open` and `closed` are set by the link's own."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._plain: deque[Item] = deque()  # QoS 0
        self._acked: deque[Item] = deque()  # QoS 1 and 2
        self._events = self._bytes = 0
        self._orders = itertools.count(1)
        self.open = False  # a connection is up
        self.closed = False  # no connection will ever come again

    def __len__(self) -> int:
        """How many events wait."""
        return self._events

    @property
    def room(self) -> int:
        """How many further ones may wait."""
        return 0 if self._bytes >= BYTES else max(MESSAGES - self._events, 0)

    def put(self, item: Item) -> Refusal | None:
        """Take an event or a volley, or say why not; who brings a volley has asked for room."""
        with self._lock:
            if (why := self._refusal(item)) is None:
                item.order = next(self._orders)
                (self._acked if item.qos else self._plain).append(item)
                self._count(item.count, item.size)
            return why

    def _refusal(self, item: Item) -> Refusal | None:
        if self.closed:
            return CLOSED
        if not self.open and not item.qos:
            return DOWN
        full = self._events >= MESSAGES or self._bytes + item.size > BYTES
        return FULL if full and isinstance(item, Entry) else None

    def pop(self, room: bool) -> Item | None:
        """The oldest; without `room` for unacknowledged ones, QoS 0 passes them. A volley stays: see `advance`."""
        with self._lock:
            plain, acked = self._plain, self._acked
            if acked and room and not (plain and plain[0].order < acked[0].order):
                queue = acked
            elif plain:
                queue = plain
            else:
                return None
            item = queue[0]
            if isinstance(item, Entry):
                queue.popleft()
                self._count(-1, -item.size)
            return item

    def advance(self, rest: Rest, count: int) -> None:
        """So many events of the volley that `pop` answered are on their way; it goes with its last one."""
        with self._lock:
            rest.at += count
            self._count(-count, 0 if rest.count else -rest.size)
            if not rest.count:
                (self._acked if rest.qos else self._plain).remove(rest)

    def ready(self, room: bool) -> bool:
        """Whether `pop` would answer something."""
        return bool(self._plain) or (room and bool(self._acked))

    def put_back(self, entries: Iterable[Entry]) -> None:
        """These of QoS 1 and 2 go first again, whatever the bound says: they were taken once."""
        with self._lock:
            for entry in reversed(list(entries)):
                self._acked.appendleft(entry)
                self._count(1, entry.size)

    def lost(self) -> list[Item]:
        """The connection is gone; answers what has QoS 0, which goes with it."""
        with self._lock:
            self.open = False
            gone = list(self._plain)
            self._plain.clear()
            for item in gone:
                self._count(-item.count, -item.size)
            return gone

    def close(self) -> list[Item]:
        """Nothing leaves any more; answers what waited."""
        with self._lock:
            self.open, self.closed = False, True
            left = [*self._plain, *self._acked]
            self._plain.clear()
            self._acked.clear()
            self._events = self._bytes = 0
            return left

    def _count(self, events: int, size: int) -> None:
        self._events += events
        self._bytes += size
