"""Reading while others write: pages for the table, whole messages, and long runs for searching."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eventscope.core.errors import Unavailable
from eventscope.core.message import ROW, Block, Message, Rows
from eventscope.core.verbs import Page
from eventscope.store.blocks import Damaged, Packed, join, unpack
from eventscope.store.cache import Cache
from eventscope.store.damage import Damage, broken
from eventscope.store.segment import Segment
from eventscope.store.shelf import Shelf

HEAD = 256  # bytes of payload in a page
RUN_ROWS = 8_192
RUN_BYTES = 1 << 20

Ids = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Run:
    """What lies at ids `begin` to `end` - 1; the block is None where nothing of it can be read."""

    begin: int
    end: int
    block: Block | None


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

    def forward(self, start: int) -> Run | None:
        """Some thousand messages from id `start` on; None when there are none yet."""
        cached = self._cached(start)
        if cached is not None:
            return _run_of([cached], start, None)
        return self._run(start, forward=True)

    def backward(self, end: int) -> Run | None:
        """Some thousand messages that end just before id `end`; None when there are none."""
        return self._run(end - 1, forward=False)

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
            except (sqlite3.Error, Damaged) as error:
                self._failed(segment, error)
        return None, ident + 1

    def _block_in(self, segment: Segment, ident: int) -> tuple[Block | None, int]:
        first = segment.holder(ident)
        block = self._cache.get(first) if first is not None else None
        if block is None:
            packed = segment.read(first) if first is not None else None
            block = self._unpack(segment, packed) if packed is not None else None
            if block is None:
                return None, max(ident + 1, packed.first + packed.count if packed else 0)
            self._cache.put(block)
        next_ = int(block.rows["id"][0]) + len(block)
        return (block, next_) if ident < next_ else (None, ident + 1)

    def _cached(self, start: int) -> Block | None:
        segment = self._shelf.at_or_after(start)
        if segment is None or start < segment.first:
            return None
        try:
            first = segment.holder(start)
        except sqlite3.Error as error:
            self._failed(segment, error)
            return None
        return self._cache.get(first) if first is not None else None

    def _run(self, start: int, forward: bool) -> Run | None:
        look = self._shelf.at_or_after if forward else self._shelf.at_or_before
        while (segment := look(start)) is not None:
            if (segment.last < start) if forward else (segment.first > start):
                return None
            try:
                packed = segment.run(start, forward, RUN_ROWS, RUN_BYTES)
                blocks = [block for item in packed if (block := self._unpack(segment, item)) is not None]
            except (sqlite3.Error, Damaged) as error:
                self._failed(segment, error)
                continue
            if not packed:
                return None
            begin, end = packed[0].first, packed[-1].first + packed[-1].count
            return _run_of(blocks, max(start, begin) if forward else begin, end if forward else min(start + 1, end))
        return None

    def _unpack(self, segment: Segment, packed: Packed) -> Block | None:
        try:
            return unpack(packed)
        except Damaged as error:
            self._damage.block(segment, error)
            return None

    def _failed(self, segment: Segment, error: Exception) -> None:
        """Returns when another look at the shelf helps; raises Unavailable when it does not."""
        if isinstance(error, sqlite3.ProgrammingError):
            return  # closed under our hands: the log has forgotten it meanwhile
        if isinstance(error, Damaged) or broken(error):
            self._damage.file(segment, error)
            return
        raise Unavailable(
            "log-unreadable",
            "The message log cannot be read at the moment ({words}). Look at the disk; try again.",
            words=str(error),
        ) from error


def _run_of(blocks: list[Block], begin: int, end: int | None) -> Run:
    if not blocks:
        assert end is not None
        return Run(begin, end, None)
    block = join(blocks)
    ids = block.rows["id"]
    end = int(ids[-1]) + 1 if end is None else end
    low, high = np.searchsorted(ids, [begin, end])
    if low or high < len(ids):
        block = Block(block.rows[low:high], block.topics, block.blob)
    return Run(begin, end, block)


def _heads(block: Block, rows: Rows) -> Iterator[bytes]:
    sizes = np.minimum(rows["size"], HEAD)
    for begin, size in zip(rows["at"].tolist(), sizes.tolist(), strict=True):
        yield block.blob[begin : begin + size]
