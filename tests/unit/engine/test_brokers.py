"""The embedded broker is started, followed, asked, and started again when it dies; nothing of it is silent."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from eventscope.core.broker import BrokerConfig, BrokerGauges, Ports
from eventscope.core.errors import Unavailable
from eventscope.core.news import BrokerNews, News, Notice
from eventscope.core.workspace import Workspace
from eventscope.engine import brokers
from eventscope.engine.brokers import EmbeddedBroker
from eventscope.engine.feed import Feed

GAUGES = BrokerGauges(1, (), (), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0.0)


class FakeChild:
    """A broker's process as its parent sees it."""

    def __init__(self, port: int) -> None:
        self.ports = Ports(port, None, None, None, 4711)
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.stopped = False

    def request(self, name: str, **params: Any) -> Any:
        self.asked.append((name, params))
        return [name]

    def stop(self, timeout: float = 3.0) -> None:
        self.stopped = True


class Bench:
    """The broker under test between lists."""

    def __init__(self) -> None:
        self.news: list[News] = []
        self.followed: list[tuple[str, int | None]] = []
        self.gauges: list[BrokerGauges] = []
        self.children: list[FakeChild] = []
        self.configs: list[tuple[BrokerConfig, int]] = []
        self.failures = 0
        self.on_exit: Callable[[str], None] = print
        self.on_gauges: Callable[[BrokerGauges], None] = print
        feed = Feed()
        feed.listen(self.news.append)
        self.broker = EmbeddedBroker(feed, self, self.follow, self.start_child)

    async def follow(self, host: str, port: int | None) -> None:
        self.followed.append((host, port))

    def broker_gauges(self) -> list[BrokerGauges | None]:
        return [item.gauges for item in self.news if isinstance(item, BrokerNews)]

    def notices(self) -> list[str]:
        return [item.code for item in self.news if isinstance(item, Notice)]

    def start_child(
        self,
        config: BrokerConfig,
        on_gauges: Callable[[BrokerGauges], None],
        on_exit: Callable[[str], None],
        prefer_port: int = 1883,
        on_notice: Any = None,
    ) -> FakeChild:
        self.configs.append((config, prefer_port))
        if self.failures:
            self.failures -= 1
            raise Unavailable("port-taken", "No port is free.")
        self.on_exit, self.on_gauges = on_exit, on_gauges
        self.children.append(FakeChild(prefer_port + 1))
        return self.children[-1]


class Monitor(list[BrokerGauges]):
    broker = list.append


def run(test: Callable[[Bench], Awaitable[None]]) -> None:
    async def main() -> None:
        bench = Bench()
        monitor = Monitor()
        bench.broker._monitor = monitor
        bench.gauges = monitor
        await test(bench)
        await bench.broker.stop()

    asyncio.run(main())


async def until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(10):
        while not condition():
            await asyncio.sleep(0.001)


def test_start_tells_where_and_lets_links_follow() -> None:
    async def test(b: Bench) -> None:
        ports = await b.broker.start(Workspace())
        assert await b.broker.start(Workspace()) == ports
        assert len(b.children) == 1
        assert b.followed == [("127.0.0.1", 1884)]
        assert b.news == [BrokerNews(ports, None)]
        b.on_gauges(GAUGES)
        assert b.gauges == [GAUGES]
        assert b.news[-1] == BrokerNews(ports, GAUGES)
        b.news.clear()
        b.broker.retell()
        assert b.news == [BrokerNews(ports, GAUGES)]
        await b.broker.stop()
        assert b.children[0].stopped
        assert b.news[-1] == BrokerNews(None, None)
        assert b.broker.ports is None

    run(test)


def test_a_dead_broker_is_reported_and_started_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(brokers, "FIRST_RETRY", 0.001)

    async def test(b: Bench) -> None:
        await b.broker.start(Workspace())
        b.on_exit("Signal 9 ended it.")
        await until(lambda: len(b.followed) == 2)
        assert b.notices() == ["broker-died"]
        notice = next(item for item in b.news if isinstance(item, Notice))
        assert "Signal 9 ended it." in notice.words
        assert b.configs[1][1] == 1884
        assert BrokerNews(None, None, "Signal 9 ended it.") in b.news

    run(test)


def test_a_broker_that_does_not_start_again_is_tried_more_slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(brokers, "FIRST_RETRY", 0.001)

    async def test(b: Bench) -> None:
        await b.broker.start(Workspace())
        b.failures = 3
        b.on_exit("It is gone.")
        await until(lambda: len(b.children) == 2)
        assert b.notices() == ["broker-died", "broker-down", "broker-down", "broker-down"]
        waits = [item.params["seconds"] for item in b.news if isinstance(item, Notice)]
        assert waits == ["0.001", "0.002", "0.004", "0.008"]

    run(test)


def test_a_broker_that_dies_before_its_start_returns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(brokers, "FIRST_RETRY", 0.001)

    async def test(b: Bench) -> None:
        plain = b.start_child
        first = True

        def dies(*args: Any, **kwargs: Any) -> FakeChild:
            nonlocal first
            child = plain(*args, **kwargs)
            if first:
                first = False
                b.on_exit("At once.")
            return child

        b.broker._start_child = dies
        with pytest.raises(Unavailable, match="At once"):
            await b.broker.start(Workspace())
        await until(lambda: b.broker.ports)

    run(test)


def test_stop_means_stop_even_while_a_restart_waits() -> None:
    async def test(b: Bench) -> None:
        await b.broker.start(Workspace())
        exited = b.on_exit
        exited("Gone.")
        await until(b.notices)
        await b.broker.stop()
        exited("Gone, told twice.")
        await asyncio.sleep(0)
        assert len(b.children) == 1
        assert b.notices() == ["broker-died"]

    run(test)


def test_a_failed_start_is_told_and_stops_nothing() -> None:
    async def test(b: Bench) -> None:
        b.failures = 1
        await b.broker.start_or_tell(Workspace())
        assert b.notices() == ["port-taken"]
        assert b.news[-1] == BrokerNews(None, None, "No port is free.")
        with pytest.raises(Unavailable, match="not running"):
            await b.broker.clients()

    run(test)


def test_requests_reach_the_child() -> None:
    async def test(b: Bench) -> None:
        await b.broker.start(Workspace())
        assert await b.broker.clients() == ("clients",)
        assert await b.broker.subscriptions() == ("subscriptions",)
        assert await b.broker.retained("a/", 5) == ("retained",)
        assert await b.broker.clear_retained(("a",)) == ("clear_retained",)
        await b.broker.restore_retained(())
        await b.broker.disconnect("c")
        assert b.children[0].asked[2:] == [
            ("retained", {"prefix": "a/", "limit": 5}),
            ("clear_retained", {"topics": ("a",)}),
            ("restore_retained", {"messages": ()}),
            ("disconnect", {"client": "c"}),
        ]

    run(test)


def test_a_start_that_nobody_waits_for_any_more_leaves_no_broker_behind() -> None:
    """As when the window is killed while the engine starts: the broker would outlive everybody."""

    async def test(bench: Bench) -> None:
        begun, go = threading.Event(), threading.Event()
        real = bench.start_child

        def slow(*arguments: Any) -> FakeChild:
            begun.set()
            assert go.wait(10)
            return real(*arguments)

        bench.broker._start_child = slow  # type: ignore[assignment]
        starting = asyncio.get_running_loop().create_task(bench.broker.start(Workspace()))
        await asyncio.to_thread(begun.wait, 10)
        starting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await starting
        await bench.broker.stop()
        go.set()
        async with asyncio.timeout(10):
            while not (bench.children and bench.children[0].stopped):
                await asyncio.sleep(0.01)
        assert bench.broker.ports is None

    run(test)
