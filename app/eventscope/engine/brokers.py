"""The embedded broker: a child process that is started, watched, asked, and started again when it dies."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from typing import Any, Protocol

from eventscope.base import clock, tasks
from eventscope.broker.child import BrokerProcess
from eventscope.core.broker import (
    BrokerConfig,
    BrokerGauges,
    ClientInfo,
    Ports,
    RetainedInfo,
    SubscriptionInfo,
)
from eventscope.core.errors import EventscopeError, Unavailable
from eventscope.core.news import BrokerNews
from eventscope.core.workspace import Workspace
from eventscope.engine.brokersettings import check, configuration, where_it_was
from eventscope.engine.feed import Feed

PREFERRED_PORT = 1883
FIRST_RETRY, LAST_RETRY = 0.25, 30.0  # seconds between two starts of a broker that keeps dying
STABLE = 60_000_000_000  # ns after which a death counts as the first again

Follow = Callable[[str, int | None], Awaitable[None]]


class Gauged(Protocol):
    """Who is told the gauges, from the thread that reads them."""

    def broker(self, gauges: BrokerGauges) -> None:
        """One snapshot."""


class Child(Protocol):
    """A running broker; `broker.child.BrokerProcess` is one."""

    @property
    def ports(self) -> Ports:
        """Where it listens."""

    def request(self, name: str, **params: Any) -> Any:
        """Ask it; waits for the answer."""

    def stop(self, timeout: float = 3.0) -> None:
        """End it."""


class StartChild(Protocol):
    """Starts a broker and returns when it listens; raises Unavailable with a sentence."""

    def __call__(
        self,
        config: BrokerConfig,
        on_gauges: Callable[[BrokerGauges], None],
        on_exit: Callable[[str], None],
        prefer_port: int = PREFERRED_PORT,
        on_notice: Callable[[str, str, str, dict[str, object]], None] = ...,
    ) -> Child:
        """The running child."""


class EmbeddedBroker:
    """Lives on the event loop; everything that waits for the child happens in threads.

    `follow(host, port)` tells the links where the broker listens now (port None: nowhere they could reach).
    """

    def __init__(self, feed: Feed, monitor: Gauged, follow: Follow, start: StartChild = BrokerProcess.start) -> None:
        self._feed = feed
        self._monitor = monitor
        self._follow = follow
        self._start_child = start
        self._loop = asyncio.get_running_loop()
        self._turn = asyncio.Lock()  # one start or stop at a time
        self._child: Child | None = None
        self._generation = 0  # tells the death of the present child from news of an earlier one
        self._retry: asyncio.Task[None] | None = None
        self._delay = FIRST_RETRY
        self._since = 0
        self._early = ""
        self._workspace = Workspace()
        self._port: int | None = None  # of the last child: other people's clients look for it there
        self._news = BrokerNews(None, None)

    @property
    def ports(self) -> Ports | None:
        """Where it listens, None while it is down."""
        return self._child.ports if self._child is not None else None

    async def start(self, workspace: Workspace) -> Ports:
        """Start as the workspace says, unless it runs; Unavailable or BadInput when it cannot."""
        async with self._turn:
            self._forget_retry()
            self._delay = FIRST_RETRY
            if self._child is None:
                self._port = None
            return await self._launch(workspace)

    async def start_or_tell(self, workspace: Workspace) -> None:
        """The same, but a failure becomes a notice: nothing about the broker stops the engine from starting."""
        try:
            await self.start(workspace)
        except EventscopeError as error:
            self._cannot(error)

    async def restart(self, workspace: Workspace) -> Ports:
        """Run as another workspace says; where that is impossible, go on as before and raise what `start` raises.

        What can be seen beforehand (a bad file, a port that is taken) costs nobody a connection.
        """
        async with self._turn:
            self._forget_retry()
            known, before, port = self.ports, self._workspace, self._port
            await asyncio.to_thread(lambda: check(configuration(workspace), known))
            await self._end()
            self._delay, self._port = FIRST_RETRY, None
            try:
                return await self._launch(workspace)
            except EventscopeError:
                self._port = port
                try:
                    await self._launch(before)
                except EventscopeError as error:
                    self._cannot(error)
                raise

    async def stop(self) -> None:
        """End it and stay so; nothing happens when it is down."""
        async with self._turn:
            self._forget_retry()
            await self._end()

    def _cannot(self, error: EventscopeError) -> None:
        self._feed.notice("bad", error.code, error.sentence, **error.params)
        self._tell(BrokerNews(None, None, str(error)))

    async def _end(self) -> None:
        child, self._child = self._child, None
        self._generation += 1
        if child is not None:
            await asyncio.to_thread(child.stop)
            self._tell(BrokerNews(None, None))

    def retell(self) -> None:
        """Announce the present state again, for a new window."""
        self._tell(self._news)

    async def clients(self) -> tuple[ClientInfo, ...]:
        """Clients and sessions."""
        return tuple(await self._ask("clients"))

    async def subscriptions(self) -> tuple[SubscriptionInfo, ...]:
        """All subscriptions it holds."""
        return tuple(await self._ask("subscriptions"))

    async def retained(self, prefix: str, limit: int) -> tuple[RetainedInfo, ...]:
        """Retained messages whose topic starts with `prefix`, at most `limit`."""
        return tuple(await self._ask("retained", prefix=prefix, limit=limit))

    async def clear_retained(self, topics: tuple[str, ...]) -> tuple[RetainedInfo, ...]:
        """Clear; answers what was cleared."""
        return tuple(await self._ask("clear_retained", topics=topics))

    async def restore_retained(self, messages: tuple[RetainedInfo, ...]) -> None:
        """Undo of `clear_retained`."""
        await self._ask("restore_retained", messages=messages)

    async def disconnect(self, client: str) -> None:
        """Close one client's connection."""
        await self._ask("disconnect", client=client)

    async def _ask(self, name: str, **params: Any) -> Any:
        if self._child is None:
            raise Unavailable("broker-down", "The embedded broker is not running. Start it first.")
        return await asyncio.to_thread(self._child.request, name, **params)

    async def _launch(self, workspace: Workspace) -> Ports:
        if self._child is not None:
            return self._child.ports
        self._generation += 1
        self._early = ""
        self._workspace = workspace
        config = where_it_was(await asyncio.to_thread(configuration, workspace), self._port)
        child = await self._begin(config)
        self._child, self._since = child, clock.mono_ns()
        if self._early:
            self._died(self._generation, self._early)
            raise Unavailable("broker-died-early", "The embedded broker did not start: {words}", words=self._early)
        ports = child.ports
        self._port = ports.mqtt
        self._tell(BrokerNews(ports, None))
        await self._follow(ports.address, ports.mqtt)
        return ports

    async def _begin(self, config: BrokerConfig) -> Child:
        """A started child; one that comes up when nobody waits for it any more is ended again."""
        watch, port = self._watch(), self._port or PREFERRED_PORT
        left = threading.Event()

        def start() -> Child:
            child = self._start_child(config, self._gauges, watch, port, self._notice)
            if left.is_set():
                child.stop()
            return child

        starting = self._loop.run_in_executor(None, start)
        try:
            return await asyncio.shield(starting)
        except asyncio.CancelledError:
            left.set()
            starting.add_done_callback(lambda late: late.cancelled() or late.exception())  # nobody else asks for it
            if starting.done() and starting.exception() is None:
                self._loop.run_in_executor(None, starting.result().stop)
            raise

    def _watch(self) -> Callable[[str], None]:
        """Hears of the end of one child, from its thread."""
        generation = self._generation

        def ended(words: str) -> None:
            try:
                self._loop.call_soon_threadsafe(self._died, generation, words)
            except RuntimeError:
                return  # the loop has ended before the child; nobody is left to start it again

        return ended

    def _died(self, generation: int, words: str) -> None:
        if generation != self._generation:
            return
        if self._child is None:
            self._early = words  # before the start returned; `_launch` looks at it
            return
        self._child = None
        if clock.mono_ns() - self._since > STABLE:
            self._delay = FIRST_RETRY
        self._start_later("broker-died", "{words} It is started again in {seconds} s.", words)

    def _start_later(self, code: str, sentence: str, words: str) -> None:
        self._feed.notice("bad", code, sentence, words=words, seconds=f"{self._delay:g}")
        self._tell(BrokerNews(None, None, words))
        self._retry = tasks.spawn(self._again(), "broker restart")

    async def _again(self) -> None:
        delay, self._delay = self._delay, min(self._delay * 2, LAST_RETRY)
        await asyncio.sleep(delay)
        async with self._turn:
            self._retry = None
            try:
                await self._launch(self._workspace)
            except EventscopeError as error:
                if self._retry is None:
                    sentence = "The embedded broker does not start: {words} It is tried again in {seconds} s."
                    self._start_later("broker-down", sentence, str(error))

    def _forget_retry(self) -> None:
        if self._retry is not None:
            self._retry.cancel()
            self._retry = None

    def _gauges(self, gauges: BrokerGauges) -> None:
        self._monitor.broker(gauges)
        child = self._child
        if child is not None:
            self._tell(BrokerNews(child.ports, gauges))

    def _notice(self, level: str, code: str, sentence: str, params: dict[str, object]) -> None:
        self._feed.notice(level, code, sentence, **params)

    def _tell(self, news: BrokerNews) -> None:
        self._news = news
        self._feed.tell(news)
