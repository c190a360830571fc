"""Effectively once into Kafka: what was sent and never reported is looked up where it would lie, then sent or not."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence

from eventscope.base import clock
from eventscope.core.errors import Unavailable
from eventscope.core.kafka import Partition
from eventscope.engine.bridges.ends import Outlet
from eventscope.links.kafka.cluster import Cluster
from eventscope.links.kafka.lookup import Lookup
from eventscope.store.spoolrows import Row

ID = "es-id"
# Of a topic that was not there, or has no partition yet, when it was first sent to: all of it counts.
WHOLE = -1
# What a killed process had given to its socket reaches the broker within this time (s) after we connect.
SETTLING = 0.5
COMMIT = 30.0  # seconds for the spool


class Doubts:
    """Used by one thread, but for `reached`.

    Before the first record goes to a topic the ends of its partitions are stored as floors, and they rise with the
    reports. So a lookup reads only what came after the last report that is stored; where no floor is stored, the
    last links.kafka.lookup.BACK records of each partition. The header that is looked for is `bridge:epoch:row`.
    """

    def __init__(
        self,
        cluster: Cluster,
        password: bytes | None,
        outlet: Outlet,
        ident: str,
        stop: Callable[[], bool],
        committed: bool = False,
    ) -> None:
        self._cluster, self._password = cluster, password
        self._committed_only = committed  # records of transactions that came to nothing are none
        self._outlet = outlet
        self._ident = ident
        self._stop = stop
        self._lock = threading.Lock()
        self._floors = {Partition(*item): offset for item, offset in outlet.floors().items()}
        self._risen: dict[Partition, int] = {}
        self._known = {item.topic for item in self._floors}
        self._kept = clock.mono_ns()

    def name(self, row: Row) -> bytes:
        """What the header of a row says."""
        return f"{self._ident}:{row.epoch}:{row.id}".encode()

    def announce(self, rows: Sequence[Row]) -> None:
        """Returns once the spool knows that these are about to be sent, and floors of their topics."""
        new = {row.topic.decode("utf-8", "replace") for row in rows} - self._known
        if new:
            self._begin(new)
        self._committed(lambda done: self._outlet.sent([(row.id, 0) for row in rows], done))

    def reached(self, ends: Mapping[tuple[bytes, int], int]) -> None:
        """Rows up to these offsets were told to be through. Any thread."""
        with self._lock:
            for (topic, number), offset in ends.items():
                self._risen[Partition(topic.decode(), number)] = offset + 1

    def keep(self, every: float = 0.0) -> None:
        """Store how far floors have risen, at most each so many seconds."""
        if clock.mono_ns() - self._kept < every * 1e9:
            return
        self._kept = clock.mono_ns()
        with self._lock:
            risen, self._risen = self._risen, {}
        if risen:
            self._floors |= risen
            self._outlet.keep([(*item, offset) for item, offset in risen.items()])

    def settle(self, rows: Sequence[Row]) -> list[Row]:
        """Those that are not there, in order; those that are, are told to be through. Raises EventscopeError."""
        names = {self.name(row): row for row in rows}
        until = clock.mono_ns() + int(SETTLING * 1e9)
        gate = threading.Event()
        while not self._stop() and clock.mono_ns() < until:
            gate.wait(0.05)
        with self._lock:
            floors = self._floors | self._risen
        lookup = Lookup(self._cluster, self._password, ID, set(names), self._stop, self._committed_only)
        found = lookup.read({row.topic.decode("utf-8", "replace") for row in rows}, floors)
        if self._stop():
            return []
        there = [row.id for name, row in names.items() if name in found.values]
        left = [row for name, row in names.items() if name not in found.values]
        if there:
            self._outlet.note("duplicates_suppressed", len(there))
            self._outlet.done(there)
        if left and not found.whole:
            self._outlet.note("ambiguous_resends", len(left))
        return left

    def _begin(self, topics: set[str]) -> None:
        there = self._cluster.metadata().topics
        partitions = [Partition(name, number) for name in topics & there.keys() for number in there[name].partitions]
        _, ends = self._cluster.edges(partitions)
        floors = [(*item, offset) for item, offset in ends.items()]
        floors += [(name, WHOLE, 0) for name in topics - {item.topic for item in ends}]
        self._committed(lambda done: self._outlet.keep(floors, done))
        self._floors |= {Partition(topic, number): offset for topic, number, offset in floors}
        self._known |= topics

    def _committed(self, ask: Callable[[Callable[[Exception | None], None]], None]) -> None:
        over = threading.Event()
        errors: list[Exception] = []

        def done(error: Exception | None) -> None:
            if error is not None:
                errors.append(error)
            over.set()

        ask(done)
        until = clock.mono_ns() + int(COMMIT * 1e9)
        while not over.wait(0.25):
            if self._stop() or clock.mono_ns() > until:
                raise Unavailable(
                    "spool-busy", "The spool did not answer in time. Is its disk full? It is tried again."
                )
        if errors:
            raise errors[0]
