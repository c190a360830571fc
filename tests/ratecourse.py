"""Messages at full rate through link, engine and log, with something bad in the middle, and what must hold then."""

from __future__ import annotations

import asyncio
import contextlib
import os
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from enginebench import Bench, options, running, until
from eventscope.core import query
from eventscope.core.message import Message
from eventscope.core.news import LinkNews, Summary
from eventscope.core.workspace import Connection, Subscription, Workspace
from fullrate import STEP, Book, Flood, check_complete, numbers
from peers import Peer, Talk

BEFORE = int(os.environ.get("EVENTSCOPE_FLOOD", "60000"))  # messages before the bad thing
AFTER = BEFORE * 2 // 3
PATIENCE = 90.0  # seconds
RATE = 100_000  # messages a second while something else goes on


async def nothing(bench: Bench) -> None:
    """For cases that ask nothing of the engine."""


@dataclass(frozen=True)
class Case:
    """What comes in the middle, and what has to be told and kept of it.

    `bad` are packets; `kept` topic and payload of what is stored of them. With `reason` the connection ends with it.
    `during` runs while messages keep coming, `look` when all is stored.
    """

    bad: tuple[bytes, ...] = ()
    kept: tuple[tuple[bytes, bytes], ...] = ()
    reason: int | None = None
    words: tuple[str, ...] = ()
    violations: int = 0
    settings: dict[str, Any] = field(default_factory=dict)
    during: Callable[[Bench], Awaitable[None]] = nothing
    look: Callable[[Bench], Awaitable[None]] = nothing


class Course:
    """A broker that sends numbered messages, the bad thing between them, and goes on after a reconnect."""

    def __init__(self, case: Case) -> None:
        self.book = Book()
        self.case = case
        self.enough = threading.Event()  # what runs beside the messages has ended
        self.done = False

    def first(self, talk: Talk) -> None:
        """The connection on which it comes."""
        flood = self._begin(talk)
        flood.push(BEFORE)
        # Who breaks a rule is left while it still sends.
        with contextlib.suppress(OSError, EOFError) if self.case.reason is not None else contextlib.nullcontext():
            flood.slip(*self.case.bad)
            self._go_on(flood)

    def second(self, talk: Talk) -> None:
        """The one behind it."""
        flood = self._begin(talk)
        flood.resume()
        self._go_on(flood)

    def _begin(self, talk: Talk) -> Flood:
        talk.accept()
        talk.grant(1)
        return Flood(talk, self.book)

    def _go_on(self, flood: Flood) -> None:
        flood.push(AFTER)
        while not self.enough.is_set():
            flood.push(STEP, RATE)
        flood.drain()
        self.done = True
        flood.stay()


def run(folder: Path, case: Case) -> None:
    """One case from its begin to its end."""
    asyncio.run(_run(folder, case))


async def _run(folder: Path, case: Case) -> None:
    course, ends = Course(case), case.reason is not None
    async with taking(folder, case.settings, course.first, course.second) as (bench, peer):
        if ends:
            await until(lambda: course.book.reasons, "it is told to the broker", PATIENCE)
            assert course.book.acked >= BEFORE, "what came before it was acknowledged before the connection ended"
            await until(lambda: peer.connections == 2, "it goes on", PATIENCE)
        middle = BEFORE if ends else BEFORE + 2 * STEP + len(case.kept)
        await until(lambda: bench.engine.log.stored >= middle, "the middle", PATIENCE)
        await case.during(bench)
        course.enough.set()
        await until(lambda: course.done, "all is sent", PATIENCE)
        await settled(bench, course.book, course.book.sent + len(case.kept))
        assert peer.connections == 1 + ends
        assert course.book.reasons == ([case.reason] if ends else [])
        check_complete(numbers(bench.engine.log), course.book.sent, course.book.resent)
        await until(lambda: not unsaid(bench, case), "all words are said", PATIENCE)  # some come with the next beat
        check_kept(bench, case)
        check_counts(bench, case.violations)
        await case.look(bench)
        print(f"{course.book.sent} messages, {course.book.rate:.0f}/s")


@asynccontextmanager
async def taking(
    folder: Path, settings: dict[str, Any], *scripts: Callable[[Talk], None]
) -> AsyncIterator[tuple[Bench, Peer]]:
    """An engine that is subscribed to everything at a broker with these scripts."""
    with Peer(*scripts, lenient=True) as peer:
        connection = Connection(
            "c", "Foreign", port=peer.port, client_id="rate", subscriptions=(Subscription("#"),), **settings
        )
        async with running(options(folder, Workspace("Test", (connection,), broker=False))) as bench:
            yield bench, peer


async def settled(bench: Bench, book: Book, count: int) -> None:
    """Wait until so many are stored, all that were sent are acknowledged, and the summary says so."""
    await until(lambda: bench.engine.log.stored >= count and book.acked == book.sent, f"{count} stored", PATIENCE)
    await until(lambda: (last := last_summary(bench)) and last.counts.stored == bench.engine.log.stored, "the summary")


def check_counts(bench: Bench, violations: int = 0, dropped: dict[str, int] | None = None) -> None:
    """Conservation in everything that was ever told, and at the end."""
    for item in bench.news:
        if isinstance(item, Summary):
            counts = item.counts
            assert counts.received == counts.stored + counts.waiting + sum(counts.dropped.values())
            assert counts.waiting >= 0
    last = last_summary(bench)
    assert last is not None
    assert (last.counts.waiting, last.counts.dropped) == (0, dropped or {})
    assert last.counts.violations == violations


def last_summary(bench: Bench) -> Summary | None:
    """What the window shows now."""
    return next((item for item in reversed(bench.news) if isinstance(item, Summary)), None)


def check_kept(bench: Bench, case: Case) -> None:
    """What came between the numbered messages is there byte for byte."""
    found = [(item.topic, sha256(item.payload).digest()) for item in kept(bench)]
    assert found == [(topic, sha256(payload).digest()) for topic, payload in case.kept]


def unsaid(bench: Bench, case: Case) -> list[str]:
    """Words that are still missing."""
    said = bench.words() + "".join(item.words for item in bench.news if isinstance(item, LinkNews))
    return [words for words in case.words if words not in said]


def kept(bench: Bench, filter_: str = "-topic:rate/#") -> list[Message]:
    """What a filter lets through of all that is stored, oldest first."""
    wanted, found, log = query.compile(filter_, 0), [], bench.engine.log
    at = log.oldest
    while at <= log.newest and (part := log.forward(at)) is not None:
        assert part.block is not None
        found += [part.block.message(row) for row in np.flatnonzero(wanted.select(part.block)).tolist()]
        at = part.end
    return found
