"""What waits to be stored: bounded in messages and bytes, so that a slow disk slows the senders down."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from typing import Protocol, runtime_checkable

from eventscope.base import clock
from eventscope.core.message import Block

Acknowledge = Callable[[], None]
Entry = tuple[Block, Acknowledge | None]
MESSAGES = 131_072
BYTES = 32 << 20
BATCH = 4 << 20  # bytes that one transaction takes
LINGER = 0.02  # s that messages without acknowledgement wait for company
PATIENCE = 2.0  # s that they hold up their sender once the disk takes nothing more


@runtime_checkable
class Refusable(Protocol):
    """An Acknowledge that also hears when its messages will never be stored, so that no later ones wait for them."""

    def __call__(self) -> None:
        """They are stored."""

    def refuse(self) -> None:
        """Called in place of the acknowledgement; must return at once."""


def refuse(acknowledge: object) -> None:
    """Tell whoever waits for an acknowledgement that none will come, where that can be told."""
    if isinstance(acknowledge, Refusable):
        acknowledge.refuse()


class Backlog:
    """Many threads put, one takes. `waiting` counts messages not yet stored, `bytes` their size.

    A full backlog makes `put` wait, which stops the reading from the network: nothing is lost while the disk
    is slow. When the disk takes nothing at all (`stop`), messages that nobody has to acknowledge wait for
    PATIENCE seconds and are then dropped and counted, so that their connections live on; the others keep
    waiting, unacknowledged, and their broker keeps them.
    """

    def __init__(self, messages: int = MESSAGES, size: int = BYTES) -> None:
        self.waiting = 0
        self.bytes = 0
        self.dropped: dict[str, int] = {}
        self._limits = messages, size
        self._entries: deque[Entry] = deque()
        self._changed = threading.Condition()
        self._urgent = False
        self._poked = False
        self._closed = False
        self._stopped_at: int | None = None  # monotonic ns

    @property
    def closed(self) -> bool:
        """Whether `close` was called."""
        return self._closed

    # --- the senders' side -----------------------------------------------------------------------------

    def put(self, block: Block, acknowledge: Acknowledge | None) -> None:
        """Wait for room and add the block; an empty one is acknowledged at once."""
        if not len(block):
            if acknowledge is not None:
                acknowledge()
            return
        with self._changed:
            while not self._closed and not self._has_room(block):
                patience = None if acknowledge else self._patience()
                if patience is not None and patience <= 0:
                    self._drop("disk-full", len(block))
                    return
                self._changed.wait(patience)
            if self._closed:
                self._drop("log-closed", len(block))
                refuse(acknowledge)
                return
            self._add(block, acknowledge)

    def _has_room(self, block: Block) -> bool:
        messages, size = self._limits
        return self.waiting == 0 or (self.waiting + len(block) <= messages and self.bytes + weight(block) <= size)

    def _patience(self) -> float | None:
        if self._stopped_at is None:
            return None
        return PATIENCE - (clock.mono_ns() - self._stopped_at) / 1e9

    def _add(self, block: Block, acknowledge: Acknowledge | None) -> None:
        self._entries.append((block, acknowledge))
        self.waiting += len(block)
        self.bytes += weight(block)
        urgent = self._urgent or acknowledge is not None or self.bytes > BATCH // 2
        if urgent != self._urgent or len(self._entries) == 1:
            self._urgent = urgent
            self._changed.notify_all()

    def _drop(self, reason: str, count: int) -> None:
        self.dropped[reason] = self.dropped.get(reason, 0) + count

    # --- the writer's side -----------------------------------------------------------------------------

    def take(self) -> list[Entry]:
        """The next entries, about BATCH bytes; empty after `poke`, and at the end once closed."""
        with self._changed:
            self._changed.wait_for(lambda: self._entries or self._closed or self._poked)
            self._changed.wait_for(lambda: self._urgent or self._closed or self._poked, LINGER)
            self._poked = False
            entries: list[Entry] = []
            size = 0
            while self._entries and size < BATCH:
                entries.append(self._entries.popleft())
                size += weight(entries[-1][0])
            self._urgent = bool(self._entries)
            return entries

    def done(self, entries: list[Entry], dropped: str = "") -> None:
        """Entries that were taken are stored, or given up for that reason."""
        count = sum(len(block) for block, _ in entries)
        with self._changed:
            self.waiting -= count
            self.bytes -= sum(weight(block) for block, _ in entries)
            if dropped:
                self._drop(dropped, count)
            self._changed.notify_all()

    def stop(self) -> None:
        """The disk takes nothing more."""
        with self._changed:
            self._stopped_at = clock.mono_ns()
            self._changed.notify_all()

    def go(self) -> None:
        """It does again."""
        with self._changed:
            self._stopped_at = None

    def poke(self) -> None:
        """Let `take` and `rest` return at once."""
        with self._changed:
            self._poked = True
            self._changed.notify_all()

    def rest(self, seconds: float) -> None:
        """Let time pass, unless something else is to be done."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._poked, seconds)
            self._poked = False

    def close(self) -> None:
        """Take nothing more in; `take` still gives what waits."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()


def weight(block: Block) -> int:
    """Bytes that a block takes in memory, about."""
    return block.rows.nbytes + len(block.blob) + sum(map(len, block.topics))
