"""A bus as a connection of the workspace: published at it, heard at its members; heard at it, whoever published."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bridgeears import ears, publish
from enginebench import options, running, until
from eventscope.core import verbs
from eventscope.core.errors import BadInput
from eventscope.core.news import LinkNews, SubscriptionNews
from eventscope.core.workspace import Connection, SavedEvent, Subscription, Workspace
from servers import mosquitto, needs_mosquitto, wait_until

pytestmark = [needs_mosquitto, pytest.mark.peer]


def workspace(one: int, other: int) -> Workspace:
    members = (Connection("1", "one", port=one), Connection("2", "other", port=other))
    bus = Connection("b", "all", scheme="bus", members=("1", "2"), subscriptions=(Subscription("t/#"),))
    return Workspace(connections=(*members, bus), broker=False)


def test_the_bus_is_a_connection(tmp_path: Path) -> None:
    async def test(one: int, other: int) -> None:
        async with running(options(tmp_path, workspace(one, other))) as bench:

            def told(news: type, state: str) -> bool:
                return any(isinstance(item, news) and item.connection == "b" and item.state == state  # type: ignore[attr-defined]
                           for item in bench.news)  # fmt: skip

            await until(lambda: told(LinkNews, "up") and told(SubscriptionNews, "granted"), "the bus is up")
            await asyncio.to_thread(publish, one, b"t/1", b"from one")
            await asyncio.to_thread(publish, other, b"t/2", b"from other")
            await bench.ask(verbs.Publish(SavedEvent("", "t/3", "at the bus", "text", connection="b", qos=1)))
            await bench.stored(3)
            page = await bench.ask(verbs.GetPage(0, 1, 10))
            assert sorted(page.heads) == [b"at the bus", b"from one", b"from other"]
            (receipt,) = await bench.ask(verbs.GetReceipts(1))
            assert receipt.acknowledged is not None
            assert receipt.failed == ""
            found = [await bench.ask(verbs.GetMessage(int(ident))) for ident in page.rows["id"]]
            stamped = [item for item in found if item.payload == b"at the bus"]
            assert stamped[0].latency is not None
            await bench.ask(verbs.Disconnect("b"))
            await until(lambda: told(LinkNews, "down"), "the bus is down")
            with pytest.raises(BadInput, match="no bridge"):
                await bench.ask(verbs.SetBridge("all", "drain"))
            bench.news.clear()
            await bench.ask(verbs.SetBridge("all", "run"))
            await until(lambda: told(LinkNews, "up"), "run connects it again")

    with mosquitto() as one, mosquitto() as other, ears(one.port, other.port) as listening:
        asyncio.run(test(one.port, other.port))
        for ear in listening:
            assert ear.copies == {b"from one": 1, b"from other": 1, b"at the bus": 1}


def test_a_drained_bus_starts_again(tmp_path: Path) -> None:
    async def test(one: int, other: int) -> None:
        async with running(options(tmp_path, workspace(one, other))) as bench:

            async def states(state: str) -> None:
                await until(lambda: {item.state for item in bench.engine.bridging.bridges.figures()} == {state}, state)

            async def publish_at_the_bus(payload: str) -> None:
                await bench.ask(verbs.Publish(SavedEvent("", "t/1", payload, "text", connection="b", qos=1)))

            await states("running")
            await publish_at_the_bus("before")
            await bench.ask(verbs.SetBridge("all", "drain"))
            await states("stopped")
            await publish_at_the_bus("meanwhile")
            (receipt,) = await bench.ask(verbs.GetReceipts(1))
            assert receipt.failed == "bus-down"
            await bench.ask(verbs.SetBridge("all", "run"))
            await states("running")
            await publish_at_the_bus("after")
            await bench.stored(2)

    with mosquitto() as one, mosquitto() as other, ears(one.port, other.port) as listening:
        asyncio.run(test(one.port, other.port))
        for ear in listening:
            wait_until(lambda ear=ear: ear.copies == {b"before": 1, b"after": 1})
