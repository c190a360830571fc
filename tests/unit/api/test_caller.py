"""From one loop to another: answers, errors, cancelling, and receipts that are waited for."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from apiserving import FakeEngine, Loop
from eventscope.api.caller import Caller
from eventscope.core import verbs
from eventscope.core.errors import BadInput
from eventscope.core.message import Receipt
from eventscope.core.news import BrokerNews, ReceiptNews
from eventscope.core.verbs import Verb


@pytest.fixture
def loop() -> Iterator[Loop]:
    made = Loop()
    yield made
    made.close()


def test_answers_and_errors_come_back(loop: Loop) -> None:
    engine = FakeEngine({verbs.Publish: 7, verbs.StopBroker: BadInput("c", "s")})
    caller = Caller(engine.do, loop.loop)

    async def test() -> None:
        assert await caller.ask(verbs.Publish(None)) == 7  # type: ignore[arg-type]
        with pytest.raises(BadInput):
            await caller.ask(verbs.StopBroker())

    asyncio.run(test())


def test_giving_up_here_gives_up_there(loop: Loop) -> None:
    events: list[str] = []

    async def forever(verb: Verb[Any]) -> None:
        events.append("begun")
        try:
            await asyncio.sleep(3600)
        finally:
            events.append("ended")

    caller = Caller(forever, loop.loop)

    async def test() -> None:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(caller.ask(verbs.GetState()), 0.05)
        while events != ["begun", "ended"]:
            await asyncio.sleep(0.005)

    asyncio.run(asyncio.wait_for(test(), 20))


def test_a_receipt_is_waited_for(loop: Loop) -> None:
    kept = [Receipt(1, "t", 1, 0, 0), Receipt(2, "t", 0, 0, 0, sent=5)]
    engine = FakeEngine({verbs.GetReceipts: lambda _: tuple(kept)})
    caller = Caller(engine.do, loop.loop)

    async def test() -> None:
        assert await caller.receipt(3, 30.0) is None
        found = await caller.receipt(2, 30.0)
        assert found is not None
        assert found.sent == 5
        assert await caller.receipt(1, 0.02) == kept[0]
        waiting = asyncio.ensure_future(caller.receipt(1, 30.0))
        while not caller._changed:
            await asyncio.sleep(0.005)
        kept[0] = replace(kept[0], acknowledged=9)
        caller.hear(ReceiptNews((kept[0],)))
        found = await asyncio.wait_for(waiting, 20)
        assert found is not None
        assert found.acknowledged == 9
        assert not caller._changed

    asyncio.run(test())


def test_the_latest_gauges_are_kept(loop: Loop) -> None:
    caller = Caller(FakeEngine().do, loop.loop)
    caller.gauges = object()  # type: ignore[assignment]
    caller.hear(BrokerNews(None, None))
    assert caller.gauges is None
