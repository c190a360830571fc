"""What `sub` does with what was stored: prints it in order and counts, honest to the end."""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import TYPE_CHECKING, Any

import numpy as np

from eventscope.base import clock
from eventscope.cli import output
from eventscope.cli.session import Session
from eventscope.cli.target import IDENT
from eventscope.core import visible
from eventscope.core.message import Block, Message
from eventscope.core.messagetext import as_object as as_object
from eventscope.engine.explain import explain

if TYPE_CHECKING:
    from eventscope.core.query import Query

SETTLE = 2.0  # seconds for the log to store what has come


class Receiving:
    """Reads the log from where it was at the start. `shape` is json, text, raw or quiet; `only` a filter."""

    def __init__(self, session: Session, limit: int | None, shape: str, only: Query | None = None) -> None:
        self._session = session
        self._engine = session.engine
        self._limit = limit
        self._shape = shape
        self._only = only
        self._next = self._engine.log.newest + 1
        self._first = self._last = 0  # arrival of the first and the last message, monotonic ns
        self._cpu = clock.cpu_ns()
        self._received = self._shown = 0
        self._engine.intake.listen(self._arrived)
        self._engine.log.listen(session.wake)

    @property
    def shown(self) -> int:
        """Messages so far that the filter lets through, never more than were wanted: printed, unless quiet."""
        if self._uncounted:
            stored = self._engine.log.stored
            return stored if self._limit is None else min(stored, self._limit)
        return self._shown

    @property
    def full(self) -> bool:
        """Whether there are as many as were wanted."""
        return self._limit is not None and self.shown >= self._limit

    @property
    def news(self) -> bool:
        """Whether something is stored that was not looked at."""
        return self._engine.log.newest >= self._next

    async def step(self) -> None:
        """Print what is stored by now."""
        if self._uncounted:
            self._next = self._engine.log.newest + 1
            return
        while not self.full and (found := await asyncio.to_thread(self._read)) is not None:
            for block, row in found:
                if not self.full:
                    self._show(block, row)

    async def finish(self) -> dict[str, Any]:
        """Take the figures, then disconnect; what has come is stored and printed before."""
        lost = self._engine.monitor.snapshot().integrity
        cpu = clock.cpu_ns() - self._cpu
        await self._engine.links.close(IDENT)
        for _ in range(int(SETTLE * 100)):
            if self._engine.log.waiting == 0:
                break
            await asyncio.sleep(0.01)
        await self.step()
        seconds = (self._last - self._first) / 1e9
        if self._only is not None and self._only.undecoded:
            sentence = "The filter saw {n} payloads as text, because they are too large or too deep to decode."
            output.notice(sentence.format(n=self._only.undecoded), "undecoded")
        return {
            "shown": self.shown,
            "received": self._received,
            "stored": self._engine.log.stored,
            "dropped": sum(self._engine.log.dropped.values()),
            "lost": lost.lost + lost.outstanding,
            "duplicates": lost.duplicates,
            "rate": round((self._received - 1) / seconds, 1) if seconds > 0 else 0.0,
            "cpu_us_per_message": round(cpu / 1e3 / self._received, 2) if self._received else None,
        }

    def _arrived(self, connection: str, block: Block) -> None:
        """On the link's thread."""
        self._received += len(block)
        self._last = clock.mono_ns()
        self._first = self._first or self._last

    @property
    def _uncounted(self) -> bool:
        """Whether nobody has to look at the messages one by one."""
        return self._shape == "quiet" and self._only is None

    def _read(self) -> list[tuple[Block, int]] | None:
        """In a thread: the next messages that the filter lets through; None when there are none to look at."""
        run = self._engine.log.forward(self._next)
        if run is None:
            return None
        self._next = run.end
        block = run.block
        if block is None:
            return []
        rows = range(len(block)) if self._only is None else np.flatnonzero(self._only.select(block)).tolist()
        return [(block, row) for row in rows]

    def _show(self, block: Block, row: int) -> None:
        self._shown += 1
        if self._shape == "quiet":
            return
        message = block.message(row)
        if self._shape == "json":
            output.data(as_object(message, explain(message, self._engine.receipts)))
        elif self._shape == "raw":
            output.raw(message.payload)
        else:
            output.line(as_line(message))


def as_line(message: Message, dated: bool = False) -> str:
    """Time, topic and payload; what is no UTF-8 or cannot be seen shows as marks."""
    moment = datetime.fromtimestamp(message.wall / 1e9).astimezone()
    topic, body = visible.decode(message.topic).text, visible.decode(message.payload).text
    day = f"{moment:%Y-%m-%d} " if dated else ""
    return day + f"{moment:%H:%M:%S.%f}"[:-3] + f" {topic} {body}"
