"""The thread of HTTP begins with the first who needs it and ends with the last, with nothing left open."""

from __future__ import annotations

import asyncio
import threading

import pytest

from eventscope.links.http.thread import Hold


def threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "http"]


async def answer(number: int) -> int:
    await asyncio.sleep(0)
    if number < 0:
        raise ValueError(number)
    return number


def test_one_thread_for_all() -> None:
    one, other = Hold(), Hold()
    assert one.loop is other.loop
    assert one.listeners is other.listeners
    assert len(threads()) == 1
    assert one.start(answer(7)).result(10) == 7
    one.release()
    one.release()
    assert other.start(answer(8)).result(10) == 8
    other.release()
    assert threads() == []
    again = Hold()
    assert again.loop is not one.loop
    again.release()
    assert threads() == []


def test_from_another_loop() -> None:
    async def run() -> None:
        hold = Hold()
        try:
            assert await hold.do(answer(3)) == 3
            with pytest.raises(ValueError, match="-1"):
                await hold.do(answer(-1))
        finally:
            await asyncio.to_thread(hold.release)

    asyncio.run(run())


def test_what_still_runs_is_ended() -> None:
    hold = Hold()
    ended = threading.Event()

    async def forever() -> None:
        try:
            await asyncio.sleep(3_600)
        finally:
            ended.set()

    future = hold.start(forever())
    hold.start(answer(1)).result(10)
    hold.release()
    assert ended.is_set()
    assert future.cancelled()
