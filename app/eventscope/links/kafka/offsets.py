"""What was handed out, done and committed in all partitions of a group's member; asked and told from two threads."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping, Sequence

from eventscope.core.kafka import Partition
from eventscope.links.kafka.prefix import Prefix


class Offsets:
    """Prefixes by partition. Partitions that are not ours are ignored: their records were read again by others."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._prefixes: dict[Partition, Prefix] = {}
        self._begun: dict[Partition, int] = {}

    @property
    def waiting(self) -> int:
        """Handed out and not done without a gap."""
        with self._lock:
            return sum(map(len, self._prefixes.values()))

    def begin(self, positions: Mapping[Partition, int]) -> None:
        """Partitions are read from there on."""
        with self._lock:
            for partition, offset in positions.items():
                self._prefixes[partition] = Prefix()
                self._begun[partition] = offset

    def begun(self, partition: Partition) -> int:
        """Where reading of a partition that is ours began."""
        with self._lock:
            return self._begun[partition]

    def fresh(self, partition: Partition) -> bool:
        """Whether it is ours and nothing of it is done yet."""
        with self._lock:
            prefix = self._prefixes.get(partition)
            return prefix is not None and prefix.position is None

    def end(self, partitions: Iterable[Partition]) -> None:
        """Partitions are read no longer."""
        with self._lock:
            for partition in partitions:
                self._prefixes.pop(partition, None)
                self._begun.pop(partition, None)

    def handed(self, given: Mapping[Partition, Sequence[int]]) -> None:
        """Records went out."""
        with self._lock:
            for partition, offsets in given.items():
                if partition in self._prefixes:
                    self._prefixes[partition].handed(offsets)

    def done(self, given: Mapping[Partition, Sequence[int]]) -> None:
        """Records are safe."""
        with self._lock:
            for partition, offsets in given.items():
                if partition in self._prefixes:
                    self._prefixes[partition].done(offsets)

    def done_until(self, partition: Partition, offset: int) -> None:
        """Everything below `offset` is safe."""
        with self._lock:
            if partition in self._prefixes:
                self._prefixes[partition].done_until(offset)

    def forget(self) -> dict[Partition, int]:
        """Start anew in every partition from what is done; where that is."""
        with self._lock:
            found = {}
            for partition, prefix in self._prefixes.items():
                found[partition] = self._begun[partition] if prefix.position is None else prefix.position
                prefix.forget()
            return found

    def news(self) -> dict[Partition, int]:
        """Positions that were not committed yet."""
        with self._lock:
            return {item: news for item, prefix in self._prefixes.items() if (news := prefix.news) is not None}

    def committed(self, positions: Mapping[Partition, int]) -> None:
        """These were sent to be committed."""
        with self._lock:
            for partition, position in positions.items():
                if partition in self._prefixes:
                    self._prefixes[partition].committed = position

    def refused(self, partitions: Iterable[Partition]) -> None:
        """These were not committed after all: the next commit tries again."""
        with self._lock:
            for partition in partitions:
                if partition in self._prefixes:
                    self._prefixes[partition].committed = None
