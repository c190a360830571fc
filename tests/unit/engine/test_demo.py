"""The demo: who takes part, that it begins when everybody listens, follows the broker and ends."""

from __future__ import annotations

import asyncio
import itertools
import random
import threading
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from enginefakes import FakeLink
from eventscope.core.news import SubscriptionNews
from eventscope.core.workspace import Connection, Subscription
from eventscope.engine import demo as module
from eventscope.engine.demo import Demo, arrivals
from eventscope.engine.demoworkspace import GROUP
from eventscope.engine.feed import Feed
from eventscope.engine.publisher import Publisher
from eventscope.engine.receipts import Receipts
from eventscope.engine.stamps import Stamps


class Monitor:
    """Writes down names, groups and marks."""

    def __init__(self) -> None:
        self.names: list[tuple[str, str, str | None]] = []
        self.marks: list[tuple[str, int, int, str]] = []
        self.marked = threading.Event()

    def consumer(self, connection: str, name: str, group: str | None = None, **more: Any) -> None:
        self.names.append((connection, name, group))

    def mark(self, kind: str, start: int, end: int, words: str = "") -> None:
        self.marks.append((kind, start, end, words))
        self.marked.set()

    def subscription_changed(self, news: SubscriptionNews) -> None:
        pass


class GrantingLink(FakeLink):
    """A link whose broker grants at once."""

    def subscribe(self, subscription: Subscription) -> None:
        super().subscribe(subscription)
        self.sink.on_subscription(SubscriptionNews(self.connection.id, subscription.filter, "granted", 1))


class Bench:
    def __init__(self) -> None:
        self.links: list[FakeLink] = []
        self.monitor = Monitor()
        self.watching = True
        receipts = Receipts()
        self.publisher = Publisher(receipts, Feed(), self.nothing, self.nothing, lambda count, size: None)
        stamps = Stamps(receipts, lambda *item: None)
        self.demo = Demo(self.make, stamps, self.publisher, self.monitor, lambda: self.watching)  # type: ignore[arg-type]

    def nothing(self, ident: str) -> Any:
        raise AssertionError("the demo's links are its own")

    def make(self, *args: Any) -> FakeLink:
        self.links.append(GrantingLink(*args))
        return self.links[-1]

    def link(self, name: str) -> FakeLink:
        return [link for link in self.links if link.connection.client_id == name][-1]


def run(test: Callable[[Bench], Awaitable[None]]) -> None:
    async def main() -> None:
        bench = Bench()
        try:
            await test(bench)
        finally:
            await bench.demo.stop()
            bench.publisher.close()

    asyncio.run(main())


def test_three_producers_and_three_consumers_take_part() -> None:
    async def test(b: Bench) -> None:
        await b.demo.start("127.0.0.1", 1884)
        await b.demo.start("127.0.0.1", 1884)
        names = [link.connection.client_id for link in b.links]
        assert names == ["billing-1", "billing-2", "billing-3", "shop", "payments", "sensors"]
        assert {(link.connection.host, link.connection.port) for link in b.links} == {("127.0.0.1", 1884)}
        for link in b.links[:3]:
            assert link.calls == [("subscribe", GROUP), ("open", None)]
            assert link.connection.receive_maximum == module.WINDOW
        assert ("billing-2", "billing-2", GROUP) in b.monitor.names
        assert ("embedded", "watcher", None) in b.monitor.names
        for name in ("shop", "payments", "sensors"):
            drafts = await asyncio.to_thread(b.link(name).wait_for, 2)
            assert drafts[0].connection == name
            assert b.link(name).sent[0][0] < 0  # counted as a job, no receipt each
        await b.demo.stop()
        assert all(link.calls[-1] == ("close", None) for link in b.links)
        assert not b.demo.running

    run(test)


def test_the_first_event_waits_until_the_window_watches() -> None:
    async def test(b: Bench) -> None:
        b.watching = False
        starting = asyncio.ensure_future(b.demo.start("127.0.0.1", 1884))
        await asyncio.sleep(0.1)
        assert not any(link.sent for link in b.links)
        b.watching = True
        await starting
        await asyncio.to_thread(b.link("sensors").wait_for, 1)

    run(test)


def test_it_goes_where_the_broker_goes() -> None:
    async def test(b: Bench) -> None:
        await b.demo.follow("127.0.0.1", 1)
        assert b.links == []
        await b.demo.start("127.0.0.1", 1884)
        await b.demo.follow("127.0.0.1", None)
        await b.demo.follow("127.0.0.1", 1884)
        assert len(b.links) == 6
        await b.demo.follow("127.0.0.1", 1885)
        assert len(b.links) == 12
        assert b.links[0].calls[-1] == ("close", None)
        assert b.links[-1].connection.port == 1885

    run(test)


def test_a_hiccup_is_marked_on_the_charts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "FIRST_HICCUP", 0)
    monkeypatch.setattr(module, "HICCUP", 30_000_000)
    monkeypatch.setattr(module, "HICCUP_STEP", 10_000_000)

    async def test(b: Bench) -> None:
        await b.demo.start("127.0.0.1", 1884)
        assert await asyncio.to_thread(b.monitor.marked.wait, 10)
        async with asyncio.timeout(10):
            while b.monitor.marks[-1][2] - b.monitor.marks[-1][1] < 30_000_000:
                await asyncio.sleep(0.005)
        kinds = {(kind, start, words) for kind, start, _, words in b.monitor.marks}
        assert [(kind, words) for kind, _, words in kinds] == [("hiccup", "billing-1")]
        assert b.demo._workers["billing-1"]._free > 0

    run(test)


def test_arrivals_follow_the_rate_and_the_seed() -> None:
    def times(seed: int) -> list[int]:
        return list(itertools.islice(arrivals(1000, lambda seconds: 50.0, random.Random(seed)), 5000))

    assert times(1) == times(1) != times(2)
    assert sorted(times(1)) == times(1)
    seconds = (times(1)[-1] - 1000) / 1e9
    assert 5000 / seconds == pytest.approx(50, rel=0.1)


def test_stop_producers_leaves_the_consumers() -> None:
    async def test(b: Bench) -> None:
        await b.demo.start("127.0.0.1", 1884)
        await asyncio.to_thread(b.link("sensors").wait_for, 1)
        b.demo.stop_producers()
        assert all(("close", None) not in link.calls for link in b.links)
        assert b.demo.running

    run(test)


def test_connections_of_the_demo_are_no_secret_ones() -> None:
    connection: Connection = module._connection("x", "127.0.0.1", 1)
    assert (connection.user, connection.has_password, connection.client_id) == ("", False, "x")


class Aside:
    """What runs beside the demo, at the test's word."""

    def __init__(self) -> None:
        self.go = asyncio.Event()
        self.calls: list[str] = []

    async def start(self) -> None:
        self.calls.append("start")
        await self.go.wait()
        self.calls.append("ready")

    async def stop(self) -> None:
        self.calls.append("stop")


def test_the_first_event_waits_for_the_bridges_and_they_end_before_the_consumers() -> None:
    async def test(b: Bench) -> None:
        aside = Aside()
        b.demo._aside = aside
        starting = asyncio.ensure_future(b.demo.start("127.0.0.1", 1884))
        await asyncio.sleep(0.1)
        assert aside.calls == ["start"]
        assert not any(link.sent for link in b.links)
        aside.go.set()
        await starting
        await asyncio.to_thread(b.link("sensors").wait_for, 1)
        await b.demo.stop()
        assert aside.calls == ["start", "ready", "stop"]

    run(test)


def test_an_end_in_the_middle_of_the_start_ends_what_is_aside_too() -> None:
    async def test(b: Bench) -> None:
        aside = Aside()
        b.demo._aside = aside
        b.watching = False
        starting = asyncio.ensure_future(b.demo.start("127.0.0.1", 1884))
        while aside.calls != ["start"]:
            await asyncio.sleep(0.001)
        await asyncio.wait_for(b.demo.stop(), 5)  # far below the time that is waited for those who listen
        await starting
        assert aside.calls == ["start", "stop"]
        assert not any(link.sent for link in b.links)
        assert all(link.calls[-1] == ("close", None) for link in b.links)

    run(test)
