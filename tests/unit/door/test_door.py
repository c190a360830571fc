"""Client and server at the two ends of a real pipe, in one process."""

from __future__ import annotations

import asyncio
import multiprocessing
import threading
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from eventscope.core import verbs
from eventscope.core.errors import BadInput, EventscopeError
from eventscope.core.metrics import (
    Counts,
    Integrity,
    LatencyFigures,
    LittleFigures,
    ProcessFigures,
    ThroughputFigures,
)
from eventscope.core.news import Notice, Summary
from eventscope.core.verbs import Verb
from eventscope.door.client import Client
from eventscope.door.server import Server

PUBLISH = verbs.StopPublishing(3)


def summary(at: int) -> Summary:
    none = LatencyFigures(), Integrity(), (), LittleFigures(), ProcessFigures()
    return Summary(at, 0, -1, Counts(), ThroughputFigures(), *none, 0, 0)


class Ends:
    """Both ends; `answers` says what the engine does with a verb's class."""

    def __init__(self) -> None:
        ours, theirs = multiprocessing.Pipe()
        self.woken = threading.Event()
        self.client = Client(ours, self.woken.set)
        self.answers: dict[type, Callable[[Any], Any]] = {}
        self.closed: list[bool] = []
        self.server = Server(theirs, self.do, self.closed.append)
        self.theirs = theirs
        self.client.start()
        self.server.start()

    async def do(self, verb: Verb[Any]) -> Any:
        return self.answers[type(verb)](verb)

    async def drained(self, until: Callable[[], object]) -> list[Any]:
        news: list[Any] = []
        async with asyncio.timeout(10):
            while not until():
                await asyncio.sleep(0.001)
                news += self.client.drain()
        return news

    async def end(self) -> None:
        closing = asyncio.to_thread(self.client.close)
        task = asyncio.ensure_future(closing)
        async with asyncio.timeout(10):
            while not self.closed:
                await asyncio.sleep(0.001)
        self.theirs.close()
        await task


def run(test: Callable[[Ends], Awaitable[None]]) -> None:
    async def main() -> None:
        ends = Ends()
        await test(ends)
        if not ends.closed:
            await ends.end()

    asyncio.run(main())


def test_answers_and_errors_come_back_on_drain() -> None:
    async def test(e: Ends) -> None:
        def refuse(verb: Any) -> None:
            raise BadInput("no", "No {thing}.", thing="way")

        e.answers = {
            verbs.Publish: lambda verb: 42,
            verbs.OpenView: lambda verb: len(verb.filter),
            PUBLISH.__class__: refuse,
        }
        got: list[Any] = []
        for size in range(50):
            e.client.submit(verbs.OpenView("x" * size), got.append)
        e.client.submit(PUBLISH, got.append, got.append)
        e.client.submit(PUBLISH)  # nobody wants to know
        assert got == []
        await e.drained(lambda: len(got) == 51)
        assert got[:50] == list(range(50))
        assert str(got[50]) == "No way."

    run(test)


def test_a_bug_in_the_engine_is_answered_and_loud(caplog: pytest.LogCaptureFixture) -> None:
    async def test(e: Ends) -> None:
        e.answers = {PUBLISH.__class__: lambda verb: {}["x"]}
        got: list[EventscopeError] = []
        e.client.submit(PUBLISH, None, got.append)
        await e.drained(lambda: got)
        assert got[0].code == "engine-bug"
        assert "KeyError" in str(got[0])
        assert "KeyError" in caplog.text

    run(test)


def test_of_many_summaries_the_last_arrives_and_it_comes_last() -> None:
    async def test(e: Ends) -> None:
        for at in range(500):
            e.server.tell(summary(at))
        e.server.tell(Notice("info", "end", "End."))
        seen = await e.drained(lambda: e.woken.is_set())
        async with asyncio.timeout(10):
            while not any(isinstance(item, Notice) for item in seen):
                seen += e.client.drain()
                await asyncio.sleep(0.001)
        found = [item.at for item in seen if isinstance(item, Summary)]
        assert found[-1] == 499
        assert found == sorted(found)

    run(test)


def test_a_goodbye_is_told_apart_from_a_death() -> None:
    async def goodbye(e: Ends) -> None:
        await e.end()
        assert e.closed == [True]
        assert not e.client.lost

    async def death() -> None:
        ours, theirs = multiprocessing.Pipe()
        closed: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        Server(theirs, Ends.do, closed.set_result).start()  # type: ignore[arg-type]
        ours.close()
        async with asyncio.timeout(10):
            assert await closed is False
        theirs.close()

    run(goodbye)
    asyncio.run(death())


def test_open_questions_fail_when_the_engine_dies() -> None:
    ours, theirs = multiprocessing.Pipe()
    woken = threading.Event()
    client = Client(ours, woken.set)
    client.start()
    got: list[EventscopeError] = []
    for _ in range(3):
        client.submit(PUBLISH, None, got.append)
    theirs.close()
    client._reader.join(10)
    client.submit(PUBLISH, None, got.append)
    assert woken.wait(10)
    client.drain()
    assert [error.code for error in got] == ["engine-gone"] * 4
    assert client.lost
    client.close()


def test_a_window_that_stands_still_holds_up_nobody() -> None:
    async def test(e: Ends) -> None:
        big = Notice("info", "x", "y" * 100_000)
        for _ in range(2_000):  # 200 MB, far more than a pipe holds
            e.server.tell(big)
        waiting = len(e.server._box._items)
        assert waiting <= 500
        for at in range(2000):
            e.server.tell(summary(at))
        assert len(e.server._box._items) <= 501

    run(test)
