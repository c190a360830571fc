"""Messages by filter and cursor, without a view that stays open: for programs that page or pull."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from eventscope.base import clock
from eventscope.core import query
from eventscope.core.errors import BadInput
from eventscope.core.message import Block, Message
from eventscope.core.query import Query
from eventscope.core.verbs import FindMessages, Found
from eventscope.engine.explain import explain
from eventscope.engine.receipts import Receipts
from eventscope.store.log import Log
from eventscope.store.reader import Run

MOST = 1000  # messages of one answer
BYTES = 8 << 20  # of payloads in one answer; a single message may be larger
LOOK = 250_000_000  # ns of looking in one go
SLICE = 256  # rows between two looks at the clock, where rows are judged one by one
LONGEST_WAIT = 60.0  # seconds


class Finder:
    """Answers FindMessages. Lives on the event loop; it looks in threads."""

    def __init__(self, log: Log, receipts: Receipts) -> None:
        self._log = log
        self._receipts = receipts
        self._loop = asyncio.get_running_loop()
        self._waiting: frozenset[asyncio.Event] = frozenset()
        log.listen(self._committed)

    async def find(self, verb: FindMessages) -> Found:
        """See FindMessages."""
        wanted = query.compile(verb.filter, clock.wall_ns())
        if verb.before is not None:
            return await self._look(_Backward(self._log, wanted, verb.count, verb.before))
        after = self._log.newest if verb.after is None else verb.after
        return await self._forward(wanted, verb, after)

    async def _forward(self, wanted: Query, verb: FindMessages, after: int) -> Found:
        """Look, and look again at what is stored meanwhile, until something is found or the wait is over."""
        end = clock.mono_ns() + int(min(verb.wait, LONGEST_WAIT) * 1e9)
        missed = 0
        with self._commits() as committed:
            while True:
                committed.clear()
                found = await self._look(_Forward(self._log, wanted, verb.count, after))
                missed += found.missed
                after = found.cursor
                left = (end - clock.mono_ns()) / 1e9
                if found.messages or left <= 0:
                    return _with_missed(found, missed)
                if not found.more:
                    await _either(committed, left)

    async def _look(self, search: _Search) -> Found:
        messages = await asyncio.to_thread(search.run)
        explained = tuple(explain(item, self._receipts) for item in messages)
        return Found(tuple(messages), explained, search.cursor, search.more(), search.missed, search.wanted.undecoded)

    @contextmanager
    def _commits(self) -> Iterator[asyncio.Event]:
        event = asyncio.Event()
        self._waiting |= {event}
        try:
            yield event
        finally:
            self._waiting -= {event}

    def _committed(self) -> None:
        """On the log's writer thread."""
        if self._waiting:
            try:
                self._loop.call_soon_threadsafe(self._wake)
            except RuntimeError:
                return  # the loop has ended; nobody waits any more

    def _wake(self) -> None:
        for event in self._waiting:
            event.set()


class _Search:
    """One go over the log. `cursor` is the last row id that was looked at, in the direction of the search."""

    def __init__(self, log: Log, wanted: Query, count: int, cursor: int) -> None:
        if not 1 <= count <= MOST:
            raise BadInput("bad-count", "Ask for 1 to {most} messages at a time.", most=MOST)
        self.log = log
        self.wanted = wanted
        self.cursor = cursor
        self.missed = 0
        self._count = count
        self._bytes = 0
        self._full = False
        self._end = 0
        self.found: list[Message] = []

    def run(self) -> list[Message]:
        """Look until enough was found, the time is over, or there is no more."""
        self._end = clock.mono_ns() + LOOK
        while not self._full and (run := self.next_run()) is not None:
            before, looked_at = self.cursor, 0
            if run.block is not None:
                looked_at = self._take(run.block)
            if not self._full:
                self.cursor = self.end_of(run)
            # Rows that were forgotten or cannot be read: passed by, but neither looked at nor known to be unwanted.
            passed = self.passed(before)
            self.missed += len(passed) - looked_at - sum(_overlap(passed, item) for item in run.skipped)
            self._full = self._full or clock.mono_ns() > self._end
        return self.found

    def next_run(self) -> Run | None:
        """The next piece of the log."""
        raise NotImplementedError

    def end_of(self, run: Run) -> int:
        """The cursor behind all of a piece."""
        raise NotImplementedError

    def passed(self, before: int) -> range:
        """The row ids between an earlier place of the cursor and this one."""
        raise NotImplementedError

    def more(self) -> bool:
        """Whether rows were left that this search did not look at."""
        raise NotImplementedError

    def in_order(self, items: list[int]) -> list[int]:
        """Ascending numbers in the direction of the search."""
        return items

    def _take(self, block: Block) -> int:
        """Judge rows and keep what matches, until it is enough or time is over; answers how many were looked at."""
        rows, looked_at = len(block), 0
        step = SLICE if self.wanted.heavy else max(rows, 1)
        for at in self.in_order(list(range(0, rows, step))):
            part = Block(block.rows[at : at + step], block.topics, block.blob)
            looked_at += self._take_part(part)
            self._full = self._full or clock.mono_ns() > self._end
            if self._full:
                break
        return looked_at

    def _take_part(self, part: Block) -> int:
        order = self.in_order(list(range(len(part))))
        matching = self.wanted.select(part)
        for place, index in enumerate(order):
            if matching[index]:
                size = int(part.rows[index]["size"])
                if self.found and self._bytes + size > BYTES:
                    self._full = True
                    return place
                self._bytes += size
                self.found.append(part.message(index))
                self._full = len(self.found) >= self._count
            if self._full:
                self.cursor = int(part.rows[index]["id"])
                return place + 1
        self.cursor = int(part.rows[order[-1]]["id"])
        return len(part)


class _Forward(_Search):
    """Oldest first, from behind the cursor."""

    def next_run(self) -> Run | None:
        return self.log.forward(self.cursor + 1, self.wanted)

    def end_of(self, run: Run) -> int:
        return run.end - 1

    def passed(self, before: int) -> range:
        return range(before + 1, self.cursor + 1)

    def more(self) -> bool:
        return self.log.newest > self.cursor


class _Backward(_Search):
    """Newest first, from before the cursor."""

    def next_run(self) -> Run | None:
        self.cursor = min(self.cursor, self.log.newest + 1)
        return self.log.backward(self.cursor, self.wanted)

    def end_of(self, run: Run) -> int:
        return run.begin

    def passed(self, before: int) -> range:
        return range(self.cursor, before)

    def more(self) -> bool:
        return self.cursor > self.log.oldest

    def in_order(self, items: list[int]) -> list[int]:
        return items[::-1]


def _overlap(one: range, other: range) -> int:
    return max(min(one.stop, other.stop) - max(one.start, other.start), 0)


def _with_missed(found: Found, missed: int) -> Found:
    return Found(found.messages, found.explained, found.cursor, found.more, missed, found.undecoded)


async def _either(event: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except TimeoutError:
        return
