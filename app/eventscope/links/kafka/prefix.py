"""Which records of a partition are done without a gap: only those may be committed."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable


class Prefix:
    """Offsets of one partition in the order they were handed out; done in any order."""

    def __init__(self) -> None:
        self._waiting: deque[int] = deque()
        self._done: set[int] = set()
        self._last = -1
        self.position: int | None = None  # what to commit: the offset after the last one done without a gap
        self.committed: int | None = None

    def __len__(self) -> int:
        """Handed out and not yet done without a gap."""
        return len(self._waiting)

    def handed(self, offsets: Iterable[int]) -> None:
        """These went out, in rising order. The library's own gaps (markers, compaction) are none."""
        self._waiting.extend(offsets)
        if self._waiting:
            self._last = self._waiting[-1]

    def done(self, offsets: Iterable[int]) -> None:
        """These are safe. What was never handed out, or is done already, changes nothing."""
        waiting, done = self._waiting, self._done
        for offset in offsets:
            if waiting and offset == waiting[0]:
                waiting.popleft()
                self.position = offset + 1
                while waiting and waiting[0] in done:
                    done.discard(waiting[0])
                    self.position = waiting.popleft() + 1
            elif waiting and waiting[0] < offset <= self._last:
                done.add(offset)

    @property
    def news(self) -> int | None:
        """The position where it was not committed yet."""
        return self.position if self.position != self.committed else None

    def done_until(self, offset: int) -> None:
        """Everything that went out below `offset` is safe."""
        waiting = self._waiting
        while waiting and (waiting[0] < offset or waiting[0] in self._done):
            self._done.discard(waiting[0])
            self.position = waiting.popleft() + 1

    def forget(self) -> None:
        """What is not done without a gap goes out again."""
        self._waiting.clear()
        self._done.clear()
