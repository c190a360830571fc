"""Decoded blocks that are likely to be asked for again, bounded in bytes."""

from __future__ import annotations

import threading
from collections import OrderedDict

from eventscope.core.message import Block
from eventscope.store.backlog import weight

BYTES = 16 << 20


class Cache:
    """The least recently used block goes first. Any thread."""

    def __init__(self, limit: int = BYTES) -> None:
        self.bytes = 0
        self._limit = limit
        self._blocks: OrderedDict[int, Block] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, first: int) -> Block | None:
        """The block that begins with that id."""
        with self._lock:
            block = self._blocks.get(first)
            if block is not None:
                self._blocks.move_to_end(first)
            return block

    def put(self, block: Block) -> None:
        """Keep a block, unless it alone is over the limit."""
        first, size = int(block.rows["id"][0]), weight(block)
        if size > self._limit:
            return
        with self._lock:
            self._drop(first)
            self._blocks[first] = block
            self.bytes += size
            while self.bytes > self._limit:
                self._drop(next(iter(self._blocks)))

    def clear(self) -> None:
        """Forget all."""
        with self._lock:
            self._blocks.clear()
            self.bytes = 0

    def _drop(self, first: int) -> None:
        block = self._blocks.pop(first, None)
        if block is not None:
            self.bytes -= weight(block)
