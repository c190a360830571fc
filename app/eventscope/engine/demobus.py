"""The demo's other middlewares: a second broker and, where it is wanted, a local Kafka; and its bridges over them."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Protocol

from eventscope.base import clock
from eventscope.core.broker import BrokerGauges
from eventscope.core.errors import EventscopeError
from eventscope.core.news import BrokerNews, News
from eventscope.core.workspace import Workspace
from eventscope.engine.bridging import Bridging, used
from eventscope.engine.brokers import EmbeddedBroker
from eventscope.engine.demoworkspace import STREAM, WAREHOUSE
from eventscope.engine.feed import Feed
from eventscope.engine.links import Links
from eventscope.engine.localkafka import LocalKafka

TOPIC, PARTITIONS = "orders", 3
READY_WITHIN = 8.0  # seconds for the bridges to run, before the first event is published
DRAIN = 0.5  # seconds at the end for what is in them


class Aside(Protocol):
    """What runs beside the demo's producers and consumers."""

    async def start(self) -> None:
        """Begin, and return when the first event may come; what cannot is told."""

    async def stop(self) -> None:
        """End all of it."""


class DemoBus:
    """Lives on the event loop. It runs what the open workspace has of the demo: nothing, where its connections were
    taken out."""

    def __init__(self, feed: Feed, links: Links, bridging: Bridging) -> None:
        self._feed = feed
        self._links = links
        self._bridging = bridging
        self._turn = asyncio.Lock()
        self._broker: EmbeddedBroker | None = None
        self._kafka: LocalKafka | None = None
        self._names: tuple[str, ...] = ()

    async def start(self) -> None:
        """Begin; what cannot is told, and the rest of the demo goes on without it."""
        async with self._turn:
            if self._broker is not None:
                return
            there = await self._brokers()
            self._names = tuple(spec.name for spec in self._bridging.specs if used(spec) & there)
            whole = [spec.name for spec in self._bridging.specs if used(spec) & there and not self._missing(used(spec))]
            for name in whole:
                await self._bridging.bridges.set(name, "run")
            await self._until(lambda: self._states(whole) <= {"running"}, READY_WITHIN)

    async def stop(self) -> None:
        """Let the bridges send what they have, then end everything."""
        async with self._turn:
            names, self._names = self._names, ()
            for wanted in ("drain", "stop"):
                for name in names:
                    await self._or_tell(self._bridging.bridges.set(name, wanted))
                if wanted == "drain" and names:
                    await self._until(lambda: not self._states(names) & {"draining"}, DRAIN)
            broker, self._broker = self._broker, None
            kafka, self._kafka = self._kafka, None
            if broker is not None and WAREHOUSE in self._known():
                await self._links.close(WAREHOUSE)
            ending = [asyncio.to_thread(kafka.stop)] if kafka is not None else []
            await asyncio.gather(*ending, *([broker.stop()] if broker is not None else []))

    # --- its servers -------------------------------------------------------------------------------------

    async def _brokers(self) -> set[str]:
        """Start what the workspace has connections for, side by side; answers the names of those connections."""
        known = self._known()
        self._broker = EmbeddedBroker(_Apart(self._feed), _Unwatched(), self._warehouse)
        starting: list[Awaitable[None]] = []
        if WAREHOUSE in known:
            starting.append(self._broker.start_or_tell(Workspace(broker_port=0)))
        if STREAM in known:
            starting.append(self._or_tell(self._stream()))
        await asyncio.gather(*starting)
        return {known[ident] for ident in (WAREHOUSE, STREAM) if ident in known}

    async def _stream(self) -> None:
        self._kafka = await self._started_kafka()
        self._move(STREAM, "127.0.0.1", self._kafka.port)
        await asyncio.to_thread(_make_topic, self._kafka.url)
        await self._bridging.connection_changed(STREAM)

    async def _started_kafka(self) -> LocalKafka:
        """A running one; one that comes up when nobody waits for it any more is ended again."""
        left = threading.Event()

        def start() -> LocalKafka:
            kafka = LocalKafka.start(0, None, self._kafka_ended)
            if left.is_set():
                kafka.stop()
            return kafka

        starting = asyncio.get_running_loop().run_in_executor(None, start)
        try:
            return await asyncio.shield(starting)
        except asyncio.CancelledError:
            left.set()
            starting.add_done_callback(lambda late: late.cancelled() or late.exception())  # nobody else asks for it
            if starting.done() and starting.exception() is None:
                self._kafka = starting.result()  # `stop` ends it
            raise

    def _kafka_ended(self, words: str) -> None:
        self._feed.notice("bad", "demo-kafka-ended", "{words}", words=words)

    async def _warehouse(self, host: str, port: int | None) -> None:
        if port is None or WAREHOUSE not in self._known():
            return
        self._move(WAREHOUSE, host, port)
        await self._or_tell(self._links.open(WAREHOUSE))
        await self._bridging.connection_changed(WAREHOUSE)

    def _move(self, ident: str, host: str, port: int) -> None:
        self._links.put(replace(self._links.get(ident), host=host, port=port))

    def _missing(self, names: set[str]) -> bool:
        """Whether one of these connections is the Kafka that did not start."""
        return self._kafka is None and self._known().get(STREAM) in names

    def _known(self) -> dict[str, str]:
        return {item.id: item.name for item in self._links.connections}

    # --- waiting -----------------------------------------------------------------------------------------

    def _states(self, names: tuple[str, ...] | list[str]) -> set[str]:
        return {item.state for item in self._bridging.bridges.figures() if item.name in names}

    async def _until(self, condition: Callable[[], bool], seconds: float) -> None:
        end = clock.mono_ns() + int(seconds * 1e9)
        while not condition() and clock.mono_ns() < end:
            await asyncio.sleep(0.02)

    async def _or_tell(self, work: Awaitable[None]) -> None:
        try:
            await work
        except EventscopeError as error:
            self._feed.notice("warn", error.code, error.sentence, **error.params)


class _Apart(Feed):
    """The second broker's way to be heard: its notices, but not its gauges, which are not the embedded broker's."""

    def __init__(self, feed: Feed) -> None:
        super().__init__()
        self._feed = feed

    def tell(self, item: News) -> None:
        if not isinstance(item, BrokerNews):
            self._feed.tell(item)


class _Unwatched:
    """Nobody looks at the second broker's queues: to the engine it is a foreign broker."""

    def broker(self, gauges: BrokerGauges) -> None:
        pass


def _make_topic(url: str) -> None:
    from eventscope.links.kafka import options
    from eventscope.links.kafka.cluster import Cluster

    Cluster(options.parse(url)).create(TOPIC, PARTITIONS)
