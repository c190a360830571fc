"""The consumers of a workspace: saved, started, stopped, renamed, told."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest

from consuming import Settled, block, on_loop
from enginebench import until
from enginefakes import FakeLink
from eventscope.core.consumer import ConsumerSpec, Simulation
from eventscope.core.errors import BadInput
from eventscope.core.news import ConsumerNews, LinkNews, News, Notice, SubscriptionNews
from eventscope.core.workspace import Connection
from eventscope.engine.consumption import service as module, sessions
from eventscope.engine.consumption.service import Consumption
from eventscope.engine.feed import Feed
from eventscope.engine.monitor import Monitor
from eventscope.engine.receipts import Receipts

PULL = ConsumerSpec("p", "conn", "t/#", "pull", window=5)


class Bench:
    """A service whose links have no peers."""

    def __init__(self) -> None:
        self.connections = {"conn": Connection("conn", "Broker")}
        self.links: list[FakeLink] = []
        self.news: list[News] = []
        feed = Feed()
        feed.listen(self.news.append)
        self.monitor = Monitor(Receipts())
        self.service = Consumption(self.make, self.find, lambda connection: b"pw", self.monitor, feed, "me")

    def make(self, *given: Any) -> FakeLink:
        link = FakeLink(*given)
        self.links.append(link)
        if link.connection.clean_start:  # one that ends a session
            link.open = lambda: link.sink.on_link(LinkNews("conn", "up", 1))  # type: ignore[method-assign]
        return link

    def find(self, ident: str) -> Connection:
        if ident not in self.connections:
            raise BadInput("no-connection", "There is no connection {name!r} in this workspace.", name=ident)
        return self.connections[ident]

    def up(self, number: int = -1) -> FakeLink:
        link = self.links[number]
        link.sink.on_link(LinkNews("conn", "up", 1))
        link.sink.on_subscription(SubscriptionNews("conn", "t/#", "granted"))
        return link

    @property
    def told(self) -> ConsumerNews:
        return [item for item in self.news if isinstance(item, ConsumerNews)][-1]

    @property
    def ended(self) -> list[str]:
        return [link.connection.client_id for link in self.links if link.connection.clean_start]


@asynccontextmanager
async def bench() -> AsyncIterator[Bench]:
    found = Bench()
    try:
        yield found
    finally:
        await found.service.leave()


@on_loop
async def test_a_saved_consumer_runs_and_is_told() -> None:
    async with bench() as found:
        await found.service.save(PULL)
        assert [item.state for item in found.told.consumers] == ["connecting"]
        found.up()
        await until(lambda: found.told.consumers[0].state == "up")
        count = len(found.news)
        await until(lambda: found.service._telling is not None)
        assert len(found.news) == count  # nothing changed
        found.links[0].sink.on_block("conn", block(3), Settled(3))
        given = await found.service.pull("p", 2, 0, False)
        assert found.service.acknowledge("p", (given[0].token,), True) == 1
        await until(lambda: found.told.consumers[0].done == 1)
        seen = found.told.consumers[0]
        assert (seen.received, seen.holding, seen.name) == (3, 2, "p")


@on_loop
async def test_stopping_keeps_session_and_counts() -> None:
    async with bench() as found:
        await found.service.save(PULL)
        found.up().sink.on_block("conn", block(3), Settled(3))
        await found.service.set("p", False)
        (seen,) = found.told.consumers
        assert (seen.state, seen.received, seen.returned, seen.holding, seen.queued) == ("stopped", 3, 3, 0, None)
        assert found.links[0].calls[-1] == ("close", None)
        assert found.ended == []
        assert found.service.specs == (replace(PULL, enabled=False),)
        with pytest.raises(BadInput) as caught:
            await found.service.pull("p", 1, 0, True)
        assert caught.value.code == "consumer-stopped"
        await found.service.set("p", True)
        assert len(found.links) == 2
        assert found.links[0].connection.client_id == found.links[1].connection.client_id
        await found.service.set("p", True)  # it runs
        assert len(found.links) == 2


@on_loop
async def test_removing_ends_the_session() -> None:
    async with bench() as found:
        await found.service.save(PULL)
        await found.service.remove("p")
        assert found.ended == [found.links[0].connection.client_id]
        assert found.service.figures() == ()
        assert found.told.consumers == ()
        assert all(item.consumer != "p" for item in found.monitor.streams())
        with pytest.raises(BadInput) as caught:
            await found.service.remove("p")
        assert caught.value.code == "no-consumer"


@on_loop
async def test_a_session_that_cannot_be_ended_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "end", lambda *given: False)
    async with bench() as found:
        await found.service.save(PULL)
        await found.service.remove("p")
        assert [item.code for item in found.news if isinstance(item, Notice)] == ["consumer-session-stays"]


@on_loop
async def test_a_change_keeps_the_session_unless_it_reads_something_else() -> None:
    async with bench() as found:
        await found.service.save(PULL)
        await found.service.save(replace(PULL, window=9, simulate=Simulation()), "p")
        assert found.ended == []
        assert found.links[-1].connection.receive_maximum == 1  # it pulls to work, one at a time
        await found.service.save(replace(PULL, filter="u/#"), "p")
        assert len(found.ended) == 1
        assert ("subscribe", "u/#") in found.links[-1].calls


@on_loop
async def test_a_new_name_takes_the_old_ones_place() -> None:
    async with bench() as found:
        await found.service.save(PULL)
        await found.service.save(replace(PULL, name="q"))
        await found.service.save(replace(PULL, name="r"), "p")
        assert [spec.name for spec in found.service.specs] == ["r", "q"]
        assert [item.name for item in found.told.consumers] == ["r", "q"]
        assert len(found.ended) == 1


@on_loop
async def test_what_cannot_be_saved_changes_nothing() -> None:
    async with bench() as found:
        await found.service.save(PULL)
        for spec, before, code in (
            (PULL, "", "consumer-known"),
            (replace(PULL, name="q"), "nobody", "no-consumer"),
            (replace(PULL, name="q", connection="x"), "", "no-connection"),
            (replace(PULL, name="q", window=0), "", "consumer-window"),
        ):
            with pytest.raises(BadInput) as caught:
                await found.service.save(spec, before)
            assert caught.value.code == code
        assert found.service.specs == (PULL,)
        assert len(found.links) == 1


@on_loop
async def test_a_workspace_starts_what_is_enabled_and_says_what_cannot() -> None:
    async with bench() as found:
        other = replace(PULL, name="o", connection="gone")
        idle = replace(PULL, name="i", enabled=False)
        await found.service.enter([PULL, other, idle, PULL])
        states = {item.name: (item.state, item.code) for item in found.service.figures()}
        assert states == {"p": ("connecting", ""), "o": ("refused", "no-connection"), "i": ("stopped", "")}
        assert [item.code for item in found.news if isinstance(item, Notice)] == ["consumer-twice"]
        await found.service.leave()
        assert found.service.specs == ()
        assert found.ended == []


@on_loop
async def test_consumers_follow_their_connection() -> None:
    async with bench() as found:
        await found.service.save(PULL)
        await found.service.connection_changed("conn")
        assert len(found.links) == 1
        found.connections["conn"] = replace(found.connections["conn"], port=1999, name="Other")
        await found.service.connection_changed("other")
        assert len(found.links) == 1
        await found.service.connection_changed("conn")
        assert found.links[1].connection.port == 1999
        found.connections.clear()
        await found.service.connection_changed("conn")
        assert found.service.figures()[0].code == "no-connection"


@on_loop
async def test_members_of_a_queue_are_one_group_for_the_monitor() -> None:
    async with bench() as found:
        for name in "ab":
            await found.service.save(replace(PULL, name=name, sharing="queue", group="q"))
        streams = {item.consumer: item.group for item in found.monitor.streams()}
        assert streams == {"a": "$share/q/t/#", "b": "$share/q/t/#", "$share/q/t/#": "$share/q/t/#"}


@on_loop
async def test_a_pull_waits_no_longer_than_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LONGEST", 0.01)
    async with bench() as found:
        await found.service.save(PULL)
        assert await found.service.pull("p", 1, 1e9, True) == ()
        assert await found.service.pull("p", 1, -5, True) == ()


@on_loop
async def test_what_cannot_be_started_says_why_and_can_be_stopped() -> None:
    async with bench() as found:
        await found.service.enter([replace(PULL, connection="gone", enabled=False)])
        with pytest.raises(BadInput):
            await found.service.set("p", True)
        assert (found.told.consumers[0].state, found.told.consumers[0].code) == ("refused", "no-connection")
        await found.service.set("p", False)
        assert (found.told.consumers[0].state, found.told.consumers[0].code) == ("stopped", "")
