"""The same key does a thing once, however often and however close together it comes."""

from __future__ import annotations

import asyncio

import pytest

from eventscope.api.idempotency import Keys
from eventscope.core.errors import BadInput, Refused


class Deed:
    def __init__(self) -> None:
        self.done = 0
        self.go = asyncio.Event()

    async def __call__(self) -> int:
        self.done += 1
        await self.go.wait()
        return self.done


def test_at_the_same_time_and_later() -> None:
    async def test() -> None:
        keys, deed = Keys[int](), Deed()
        both = [asyncio.ensure_future(keys.once("a", "k", "r", deed)) for _ in range(2)]
        await asyncio.sleep(0)
        deed.go.set()
        assert await asyncio.gather(*both) == [(1, False), (1, True)]
        assert await keys.once("a", "k", "r", deed) == (1, True)
        assert await keys.once("b", "k", "r", deed) == (2, False)  # another caller's key is another key
        with pytest.raises(Refused):
            await keys.once("a", "k", "other", deed)

    asyncio.run(test())


def test_what_failed_can_be_tried_again() -> None:
    async def fail() -> int:
        raise BadInput("c", "s")

    async def test() -> None:
        keys, deed = Keys[int](), Deed()
        deed.go.set()
        with pytest.raises(BadInput):
            await keys.once("a", "k", "r", fail)
        assert await keys.once("a", "k", "r", deed) == (1, False)
        given_up = asyncio.ensure_future(keys.once("a", "c", "r", Deed()))
        await asyncio.sleep(0)
        waiting = asyncio.ensure_future(keys.once("a", "c", "r", deed))
        await asyncio.sleep(0)
        given_up.cancel()
        with pytest.raises(BadInput, match="given up"):
            await waiting

    asyncio.run(test())


def test_old_keys_are_forgotten() -> None:
    async def test() -> None:
        keys, deed = Keys[int](kept=2), Deed()
        deed.go.set()
        for key in "abc":
            await keys.once("", key, "r", deed)
        assert await keys.once("", "c", "r", deed) == (3, True)
        assert await keys.once("", "a", "r", deed) == (4, False)

    asyncio.run(test())
