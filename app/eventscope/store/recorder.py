"""Blocks into segments: numbered, joined, written, and a new segment begun when it is time."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np

from eventscope.base import clock
from eventscope.core.message import Block
from eventscope.core.workspace import Retention
from eventscope.store.blocks import cut, join, pack
from eventscope.store.cache import Cache
from eventscope.store.damage import Damage
from eventscope.store.frames import Damaged
from eventscope.store.reserve import is_full
from eventscope.store.retention import Forgetter
from eventscope.store.segment import Segment
from eventscope.store.shelf import Shelf

log = logging.getLogger(__name__)

SEGMENT_BYTES = 64 << 20
SEGMENT_NS = 3_600 * 10**9
JOINED_ROWS = 8_192
JOINED_BYTES = 256 << 10  # small blocks that wait together become one of about this size
WHOLE = 64 << 10  # bytes from which a block stays as it is: to copy it would cost more than it saves
RETENTION_NS = 10**9  # how often the limits are looked at


class Recorder:
    """Used by one thread. What the disk refuses comes as OSError or Damaged, and nothing is stored then."""

    def __init__(self, folder: Path, retention: Retention, shelf: Shelf, cache: Cache, damage: Damage) -> None:
        self.retention = retention
        self.forgetter = Forgetter(folder, shelf)
        self._folder = folder
        self._shelf = shelf
        self._cache = cache
        self._damage = damage
        self._segment: Segment | None = None
        self._born = 0
        self._looked = 0

    def record(self, blocks: Iterable[Block]) -> None:
        """Store all or nothing; row ids are given out here, without gaps."""
        next_ = self._shelf.next
        numbered = []
        for block in _tidy(blocks):
            numbered.append(_number(block, next_))
            next_ += len(block)
        self._open().write([pack(block) for block in numbered])
        self._shelf.grew(next_)
        for block in numbered:
            self._cache.put(block)
        self._forget_now_and_then()

    def abandon(self, error: Exception) -> bool:
        """Give the open segment up where it is part of the trouble; True when a new one may do at once."""
        segment = self._segment
        if segment is None or is_full(error):
            return False
        self._segment = None
        if segment.damaged or isinstance(error, Damaged) or not segment.path.exists():
            self._shelf.remove(segment)
            self._damage.put_aside(segment, error)
            return True
        self._finish(segment)
        return False

    def clear(self) -> None:
        """Forget everything that is stored."""
        self._segment = None
        for segment in self._shelf.all():
            self.forgetter.delete(segment)
        self._cache.clear()

    def close(self) -> None:
        """Finish the open segment."""
        segment, self._segment = self._segment, None
        if segment is not None:
            self._finish(segment)

    def _open(self) -> Segment:
        segment = self._segment
        if segment is not None and segment.damaged:
            self._segment = None
            self._damage.put_aside(segment)
        elif segment is not None and self._is_over(segment):
            self._segment = None
            self._finish(segment)
        if self._segment is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._segment = Segment.create(self._folder, self._shelf.next)
            self._shelf.add(self._segment)
            self._born = clock.mono_ns()
        return self._segment

    def _is_over(self, segment: Segment) -> bool:
        limit = min(SEGMENT_BYTES, max(self.retention.bytes // 8, 1 << 20))
        return segment.size >= limit or segment.full or clock.mono_ns() - self._born >= SEGMENT_NS

    def _finish(self, segment: Segment) -> None:
        try:
            segment.finish()
        except OSError as error:  # it stays readable; the next start finishes it
            log.warning("%s cannot be finished: %s", segment.path.name, error)

    def _forget_now_and_then(self) -> None:
        now = clock.mono_ns()
        if now - self._looked >= RETENTION_NS or self._shelf.bytes > self.retention.bytes:
            self._looked = now
            self.forgetter.keep_to(self.retention)


def _tidy(blocks: Iterable[Block]) -> Iterator[Block]:
    """Small blocks joined, huge ones cut, in order."""
    waiting: list[Block] = []
    rows = size = 0
    for block in blocks:
        large = len(block.blob) > WHOLE
        if waiting and (large or rows + len(block) > JOINED_ROWS or size + len(block.blob) > JOINED_BYTES):
            yield join(waiting)
            waiting, rows, size = [], 0, 0
        if large:
            yield from cut(block)
            continue
        waiting.append(block)
        rows += len(block)
        size += len(block.blob)
    if waiting:
        yield join(waiting)


def _number(block: Block, first: int) -> Block:
    rows = block.rows if block.rows.flags.writeable else block.rows.copy()
    rows["id"] = np.arange(first, first + len(rows))
    return block if rows is block.rows else Block(rows, block.topics, block.blob)
