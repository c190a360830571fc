"""The bridges of an engine without the engine: on a loop of their own, for tests that look inside."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from eventscope.core.bus import BusFile
from eventscope.core.busfigures import BridgeFigures
from eventscope.core.news import News, Notice
from eventscope.engine.bridges import endpoints
from eventscope.engine.bridges.ends import Endpoint
from eventscope.engine.bridges.service import Bridges
from eventscope.engine.feed import Feed
from servers import wait_until

T = TypeVar("T")


class Service:
    """`bridges` live on `loop`; `notices` are what a person would have been told."""

    def __init__(self, folder: Path, install: str = "test") -> None:
        self.notices: list[Notice] = []
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="bridges")
        self._thread.start()
        feed = Feed()
        feed.listen(self._hear)
        self.bridges = self.do(self._made(feed, folder, install))

    async def _made(self, feed: Feed, folder: Path, install: str) -> Bridges:
        return Bridges(feed, folder, install)

    def _run(self) -> None:
        asyncio.set_event_loop(self.loop)
        self.loop.run_forever()
        self.loop.close()

    def _hear(self, news: News) -> None:
        if isinstance(news, Notice):
            self.notices.append(news)

    def do(self, work: Coroutine[Any, Any, T], seconds: float = 60.0) -> T:
        """On the loop; answers what it answers."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(seconds)

    def add(self, file: BusFile) -> Mapping[str, Endpoint]:
        """Everything of a file, whatever circles it closes."""
        ends = {item.name: endpoints.of_file(item, Path()) for item in file.connections}
        for spec in file.bridges:
            self.do(self.bridges.put(spec, ends))
        for bus in file.buses:
            self.do(self.bridges.put_bus(bus, ends))
        return ends

    def figures(self) -> dict[str, BridgeFigures]:
        """By the name of the bridge, of the bus, and of its members: "bus (member)"."""
        return {item.name: item for item in self.bridges.figures()}

    def running(self, seconds: float = 30.0) -> None:
        """Wait until all are."""

        def all_run() -> bool:
            found = self.figures().values()
            return bool(found) and all(item.state == "running" for item in found)

        try:
            wait_until(all_run, seconds)
        except AssertionError:
            raise AssertionError([(k, v.state, v.words, v.source) for k, v in self.figures().items()]) from None

    def close(self) -> None:
        """As the engine does at its end."""
        try:
            self.do(self.bridges.close())
        finally:
            self.loop.call_soon_threadsafe(self.loop.stop)
            self._thread.join(20)


@contextmanager
def service(folder: Path) -> Iterator[Service]:
    """One for a test."""
    made = Service(folder)
    try:
        yield made
    finally:
        made.close()
