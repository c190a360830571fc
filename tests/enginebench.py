"""A whole engine in this process, in a folder of its own, on a free port."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

from eventscope.core import verbs
from eventscope.core.news import BrokerNews, News, Notice
from eventscope.core.workspace import EMBEDDED, Connection, SavedEvent, Subscription, Workspace
from eventscope.engine.engine import Engine, Options

T = TypeVar("T")
WATCHED = Workspace(
    name="Test",
    connections=(Connection(EMBEDDED, "Embedded broker", client_id="watcher", subscriptions=(Subscription("t/#"),)),),
    broker_port=0,
)
EVENT = SavedEvent("e", "t/1", '{"n": {{ seq }}}', qos=1)


def options(folder: Path, workspace: Workspace | None = WATCHED, **more: Any) -> Options:
    """Everything below one folder."""
    return Options(
        folder / "workspace.toml", folder / "settings.toml", folder / "log", folder / "engine.lock", workspace, **more
    )


class Bench:
    """An engine and everything it told."""

    def __init__(self, options: Options) -> None:
        self.engine = Engine(options)
        self.news: list[News] = []
        self.engine.feed.listen(self.news.append)

    async def ask(self, verb: verbs.Verb[T]) -> T:
        return await self.engine.do(verb)

    def notices(self) -> list[str]:
        return [item.code for item in self.news if isinstance(item, Notice)]

    def words(self) -> str:
        return "\n".join(item.words for item in self.news if isinstance(item, Notice))

    def broker_news(self) -> list[BrokerNews]:
        return [item for item in self.news if isinstance(item, BrokerNews)]

    async def granted(self, filter_: str = "t/#") -> None:
        await until(lambda: (EMBEDDED, filter_) in self.engine.links.granted, f"{filter_} granted")

    async def stored(self, count: int) -> None:
        await until(lambda: self.engine.log.stored >= count, f"{count} messages stored")


@asynccontextmanager
async def running(options: Options) -> AsyncIterator[Bench]:
    """A started engine that is stopped at the end."""
    bench = Bench(options)
    try:
        await bench.engine.start()
        yield bench
    finally:
        await bench.engine.stop()


async def until(condition: Callable[[], object], what: str = "the condition", seconds: float = 20.0) -> None:
    """Wait for something to become true."""
    try:
        async with asyncio.timeout(seconds):
            while not condition():
                await asyncio.sleep(0.01)
    except TimeoutError:
        raise AssertionError(f"{what} did not come true within {seconds} s") from None
