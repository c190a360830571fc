"""The demo: an order flow of three producers and a group of three consumers, all through real sockets."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable, Iterator
from dataclasses import replace

from eventscope.base import clock, tasks
from eventscope.core.workspace import EMBEDDED, Connection, Subscription
from eventscope.engine.demobus import Aside
from eventscope.engine.demoworkspace import GROUP, PRODUCERS, WATCHER, Producer, demo_workspace
from eventscope.engine.drafts import recipe
from eventscope.engine.links import CLOSE_WITHIN, MakeLink
from eventscope.engine.monitor import Monitor
from eventscope.engine.publisher import Publisher
from eventscope.engine.schedule import Schedule
from eventscope.engine.stamps import Stamps
from eventscope.engine.worker import Bystander, Worker
from eventscope.links.base import Link

__all__ = ["Demo", "demo_workspace"]

MS = 1_000_000
SERVICE = {"billing-1": 40 * MS, "billing-2": 70 * MS, "billing-3": 110 * MS}  # in all 48 orders a second
WINDOW = 2  # messages a consumer takes at once (Receive Maximum)
FIRST_HICCUP, HICCUP_EVERY, HICCUP = 25_000 * MS, 60_000 * MS, 2_500 * MS
HICCUP_STEP = 200 * MS  # how often the mark of a hiccup grows on the charts
READY_WITHIN = 10.0  # seconds to wait for all subscriptions before the first event


class Demo:
    """Started and stopped on the event loop. `watching` tells whether the window's own subscriptions are granted,
    `aside` is what the demo has besides this broker.

    With a seed the events and their intended times (counted from the start) are the same in each run.
    """

    def __init__(
        self,
        make: MakeLink,
        stamps: Stamps,
        publisher: Publisher,
        monitor: Monitor,
        watching: Callable[[], bool] = lambda: True,
        aside: Aside | None = None,
        seed: int = 1,
    ) -> None:
        self._make = make
        self._stamps = stamps
        self._publisher = publisher
        self._monitor = monitor
        self._watching = watching
        self._aside = aside
        self._beginning: asyncio.Task[None] | None = None  # of what is aside
        self._seed = seed
        self._turn = asyncio.Lock()
        self._address: tuple[str, int] | None = None
        self._links: list[Link] = []
        self._jobs: list[int] = []
        self._workers: dict[str, Worker] = {}
        self._schedule: Schedule | None = None

    @property
    def running(self) -> bool:
        """Whether it was started."""
        return self._address is not None

    async def start(self, host: str, port: int) -> None:
        """Start at the broker there; nothing happens when it runs there already."""
        async with self._turn:
            if self._address == (host, port):
                return
            await self._end()
            self._address = host, port
            self._monitor.consumer(EMBEDDED, WATCHER)
            if self._aside is not None:
                self._beginning = tasks.spawn(self._aside.start(), "demo's bridges")
            self._start_consumers(host, port)
            producers = [self._producer(each, host, port) for each in PRODUCERS]
            await self._ready()
            if self.running:
                self._start_producers(producers)

    async def stop(self) -> None:
        """End producers, bridges and consumers, also in the middle of their start."""
        self._address = None  # nobody is waited for any more
        beginning = self._beginning
        if beginning is not None:
            beginning.cancel()
            await asyncio.wait({beginning})
        async with self._turn:
            self.stop_producers()
            self._beginning = None
            if self._aside is not None:
                await self._aside.stop()
            await self._end()

    async def follow(self, host: str, port: int | None) -> None:
        """The broker listens elsewhere now."""
        if self.running and port is not None:
            await self.start(host, port)

    def stop_producers(self) -> None:
        """No more events; the consumers go on with what waits."""
        for job in self._jobs:
            self._publisher.stop(job)
        self._jobs = []

    async def _end(self) -> None:
        self.stop_producers()
        self._address = None
        links, self._links = self._links, []
        self._workers = {}
        if self._schedule is not None:
            await asyncio.to_thread(self._schedule.close)
            self._schedule = None
        await asyncio.gather(*(asyncio.to_thread(link.close, CLOSE_WITHIN) for link in links))

    # --- consumers -----------------------------------------------------------------------------------------

    def _start_consumers(self, host: str, port: int) -> None:
        self._schedule = Schedule("demo")
        for name, service in SERVICE.items():
            worker = self._workers[name] = Worker(self._monitor, self._schedule, service)
            self._monitor.consumer(name, name, GROUP)
            link = self._make(_connection(name, host, port, receive_maximum=WINDOW), worker, None, None)
            link.subscribe(Subscription(GROUP, qos=1))
            self._open(link)
        self._schedule.at(clock.mono_ns() + FIRST_HICCUP, self._hiccups(self._schedule))

    def _hiccups(self, schedule: Schedule) -> Callable[[int], int]:
        """One consumer after the other stops working for a while, once a minute, and the charts say so."""
        names = list(SERVICE)

        def begin(now: int) -> int:
            name = names[0]
            names.append(names.pop(0))
            self._workers[name].pause(HICCUP)
            schedule.at(now, self._mark(name, now, now + HICCUP))
            return now + HICCUP_EVERY

        return begin

    def _mark(self, name: str, start: int, end: int) -> Callable[[int], int | None]:
        def grow(now: int) -> int | None:
            self._monitor.mark("hiccup", start, min(now, end), name)
            return min(now + HICCUP_STEP, end) if now < end else None

        return grow

    # --- producers -----------------------------------------------------------------------------------------

    def _producer(self, producer: Producer, host: str, port: int) -> tuple[Producer, Link]:
        connection = _connection(producer.client_id, host, port)
        sink = Bystander(self._monitor, self._publisher.outcome)
        link = self._make(connection, sink, None, self._stamps.of(connection))
        self._open(link)
        return producer, link

    def _start_producers(self, producers: list[tuple[Producer, Link]]) -> None:
        start = clock.mono_ns() + 50 * MS
        for number, (producer, link) in enumerate(producers):
            event = replace(producer.event, connection=producer.client_id, seed=self._seed + number)
            made = recipe(event, link.connection)
            dice = random.Random(self._seed * 1000 + number)  # noqa: S311  # not for secrets
            times = arrivals(start, producer.rate, dice)
            self._jobs.append(self._publisher.job(link, times, made.draft))

    def _open(self, link: Link) -> None:
        self._links.append(link)
        link.open()

    async def _ready(self) -> None:
        """Wait until everybody who listens does, so that no first event counts as lost; not for ever."""
        deadline = clock.mono_ns() + int(READY_WITHIN * 1e9)
        while clock.mono_ns() < deadline and self.running:
            aside = self._beginning is None or self._beginning.done()
            if aside and self._watching() and all(worker.granted for worker in self._workers.values()):
                return
            await asyncio.sleep(0.02)


def arrivals(start: int, rate: Callable[[float], float], dice: random.Random) -> Iterator[int]:
    """Intended times (monotonic ns) without end: random arrivals, `rate(seconds since the start)` of them a second."""
    elapsed = 0.0
    while True:
        elapsed += dice.expovariate(rate(elapsed))
        yield start + int(elapsed * 1e9)


def _connection(name: str, host: str, port: int, receive_maximum: int | None = None) -> Connection:
    return Connection(name, name, host=host, port=port, client_id=name, receive_maximum=receive_maximum)
