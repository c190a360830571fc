"""Reading while others write: pages for the table, whole messages, and long runs for searching."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eventscope.core.errors import Unavailable
from eventscope.core.facts import Summary
from eventscope.core.message import ROW, Block, Message, Rows
from eventscope.core.query import Query
from eventscope.core.verbs import Page
from eventscope.store.blocks import Damaged, join
from eventscope.store.cache import Cache
from eventscope.store.damage import Damage, broken
from eventscope.store.segment import Gone, Segment
from eventscope.store.shelf import Shelf
from eventscope.store.stored import Stored

HEAD = 256  # bytes of payload in a page
RUN_ROWS = 8_192
RUN_BYTES = 1 << 20
RUN_BLOCKS = 512  # also those that are passed by

Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Run:
    """What lies at ids `begin` to `end` - 1; the block is None where nothing of it can be read, or can be wanted.

    `skipped` are the ids that are not in the block because they cannot match.
    """

    begin: int
    end: int
    block: Block | None
    skipped: tuple[range, ...] = ()


class Reader:
    """Any thread. Rows that are gone or damaged are left out; `damage` hears of the latter."""

    def __init__(self, shelf: Shelf, cache: Cache, damage: Damage) -> None:
        self._shelf = shelf
        self._cache = cache
        self._damage = damage

    def page(self, first: int, count: int) -> Page:
        """At most `count` rows from row id `first` on; positions are row ids."""
        next_ = self._shelf.next
        begin = min(max(first, self._shelf.oldest), next_)
        ids = np.arange(begin, max(begin, min(first + count, next_)), dtype=np.int64)
        return self.pick(ids, ids)

    def pick(self, ids: Ids, positions: Ids) -> Page:
        """The rows of the given ids (ascending), each at its position in some view."""
        rows: list[Rows] = []
        heads: list[bytes] = []
        places: list[Ids] = []
        topics: dict[bytes, int] = {}
        for block, of_ids, at in self._blocks_of(ids):
            found = block.rows[at].copy()
            used, numbers = np.unique(found["topic"], return_inverse=True)
            found["topic"] = np.array([topics.setdefault(block.topics[index], len(topics)) for index in used])[numbers]
            rows.append(found)
            heads.extend(_heads(block, found))
            places.append(positions[of_ids])
        if not rows:
            return Page(np.empty(0, np.int64), np.empty(0, ROW), (), ())
        return Page(np.concatenate(places), np.concatenate(rows), tuple(topics), tuple(heads))

    def message(self, ident: int) -> Message | None:
        """One message, whole; None when it is gone."""
        block, _ = self._block(ident)
        return block.message(ident - int(block.rows["id"][0])) if block is not None else None

    def forward(self, start: int, wanted: Query | None = None) -> Run | None:
        """Some thousand messages from id `start` on; None when there are none yet.

        With a query, blocks of which none can match are passed by unread, and told as `skipped`.
        """
        return self._run(start, True, wanted)

    def backward(self, end: int, wanted: Query | None = None) -> Run | None:
        """Some thousand messages that end just before id `end`; None when there are none. See `forward`."""
        return self._run(end - 1, False, wanted)

    # --- inside ----------------------------------------------------------------------------------------

    def _blocks_of(self, ids: Ids) -> Iterator[tuple[Block, slice, Ids]]:
        """Each block that holds some of the ids, which of the ids, and their rows in it."""
        place = 0
        while place < len(ids):
            block, next_ = self._block(int(ids[place]))
            end = int(np.searchsorted(ids, min(next_, int(ids[-1]) + 1)))
            if block is not None:
                yield block, slice(place, end), ids[place:end] - int(block.rows["id"][0])
            place = end

    def _block(self, ident: int) -> tuple[Block | None, int]:
        """The block that holds an id (None when there is none), and the next id that may be in another."""
        while (segment := self._shelf.at_or_after(ident)) is not None:
            if segment.first > ident:
                return None, segment.first
            try:
                return self._block_in(segment, ident)
            except (OSError, sqlite3.Error, Damaged, Gone) as error:
                self._failed(segment, error)
        return None, ident + 1

    def _block_in(self, segment: Segment, ident: int) -> tuple[Block | None, int]:
        stored = segment.holder(ident)
        if stored is None or ident >= stored.end:
            return None, ident + 1
        block = self._cached(stored)
        if block is None and (block := self._whole(segment, stored)) is not None:
            self._cache.put(block)
        return block, stored.end

    def _run(self, start: int, forward: bool, wanted: Query | None) -> Run | None:
        look = self._shelf.at_or_after if forward else self._shelf.at_or_before
        while (segment := look(start)) is not None:
            if (segment.last < start) if forward else (segment.first > start):
                return None
            try:
                return self._gather(segment, _Course(start, forward), wanted)
            except (OSError, sqlite3.Error, Damaged, Gone) as error:
                self._failed(segment, error)
        return None

    def _gather(self, segment: Segment, course: _Course, wanted: Query | None) -> Run | None:
        """Blocks from a place on, without those that hold nothing that is wanted."""
        facts, end = segment.outline()
        if wanted is not None and not wanted.may(Summary(facts)):
            course.pass_by(segment.first, end, skipped=True)
            return course.run([])
        blocks = []
        for stored in segment.along(course.start, course.forward):
            block, skipped = self._wanted(segment, stored, wanted)
            course.pass_by(stored.first, stored.end, skipped)
            course.spend(stored, block)
            if block is not None:
                blocks.append(block)
            if course.over:
                break
        return course.run(blocks)

    def _wanted(self, segment: Segment, stored: Stored, wanted: Query | None) -> tuple[Block | None, bool]:
        """A block; None where none of its rows can match, and True, or where it cannot be read, and False."""
        block = self._cached(stored)
        if block is None:
            try:
                if wanted is not None and not wanted.may(stored):
                    return None, True
            except Damaged as error:
                self._damage.block(segment, error)
                return None, False
            block = self._whole(segment, stored)
        return block, False

    def _cached(self, stored: Stored) -> Block | None:
        block = self._cache.get(stored.first)
        # Packing joins small blocks: what is cached may be a part of what now begins with that id.
        return block if block is not None and len(block) == stored.facts.rows else None

    def _whole(self, segment: Segment, stored: Stored) -> Block | None:
        try:
            return stored.block()
        except Damaged as error:
            self._damage.block(segment, error)
            return None

    def _failed(self, segment: Segment, error: Exception) -> None:
        """Returns when another look at the shelf helps; raises Unavailable when it does not."""
        if isinstance(error, Gone):
            return  # closed under our hands: the log has forgotten it meanwhile
        if isinstance(error, Damaged) or broken(error):
            self._damage.file(segment, error)
            return
        raise Unavailable(
            "log-unreadable",
            "The message log cannot be read at the moment ({words}). Look at the disk; try again.",
            words=str(error),
        ) from error


class _Course:
    """How far a run has come: over which ids, and what is left of what it may read."""

    def __init__(self, start: int, forward: bool) -> None:
        self.start, self.forward = start, forward
        self._low: int | None = None
        self._high = 0
        self._skipped: list[range] = []
        self._rows, self._size, self._blocks = RUN_ROWS, RUN_BYTES, RUN_BLOCKS

    @property
    def over(self) -> bool:
        """Whether it has read enough."""
        return min(self._rows, self._size, self._blocks) <= 0

    def spend(self, stored: Stored, block: Block | None) -> None:
        """One block was looked at, and taken or not."""
        self._blocks -= 1
        self._size -= stored.spent if block is None else stored.size
        self._rows -= 0 if block is None else len(block)

    def pass_by(self, first: int, end: int, skipped: bool) -> None:
        """A stretch is behind us; whether it cannot match."""
        low, high = (max(first, self.start), end) if self.forward else (first, min(end, self.start + 1))
        self._low = low if self._low is None else min(low, self._low)
        self._high = max(high, self._high)
        if skipped:
            self._skipped.append(range(low, high))

    def run(self, blocks: list[Block]) -> Run | None:
        """All of it, oldest first; None where nothing was."""
        if self._low is None:
            return None
        if not blocks:
            return Run(self._low, self._high, None, tuple(self._skipped))
        block = join(blocks if self.forward else blocks[::-1])
        low, high = np.searchsorted(block.rows["id"], [self._low, self._high])
        if low or high < len(block):
            block = Block(block.rows[low:high], block.topics, block.blob)
        return Run(self._low, self._high, block, tuple(self._skipped))


def _heads(block: Block, rows: Rows) -> Iterator[bytes]:
    sizes = np.minimum(rows["size"], HEAD)
    for begin, size in zip(rows["at"].tolist(), sizes.tolist(), strict=True):
        yield block.blob[begin : begin + size]
