"""What becomes of bridges that run when it turns out which broker is which, at one that was away when they started.

Those that knew it otherwise begin anew, in their order, with a notice that says so: what waits in a spool stays, their
marks are right from then on, and the one that closes a circle is refused as at any start.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterable

from eventscope.base import tasks
from eventscope.engine.bridges.brokers import Brokers
from eventscope.engine.bridges.ends import Endpoint
from eventscope.engine.bridges.flow import Flow
from eventscope.engine.feed import Feed

RENEWED = "It turned out which addresses lead to one and the same broker. {bridges} began anew with that."
UNKNOWN = (
    "Whether {connection} leads to the same broker as another connection cannot be found out: its broker has rules of "
    "its own for who may connect. It goes by its address, and a circle over two addresses of it is not seen."
)


class Lateness:
    """Lives on the event loop of the bridges; one comparison or renewal goes on at a time."""

    def __init__(
        self, brokers: Brokers, feed: Feed, flows: Callable[[], list[Flow]], lock: Callable[[str], asyncio.Lock]
    ) -> None:
        self._brokers = brokers
        self._feed = feed
        self._flows = flows
        self._lock = lock
        self._seen = brokers.version
        self._task: asyncio.Task[None] | None = None

    def look(self) -> None:
        """Begin what is due; to be called now and then. Who is just starting is waited for."""
        if self._task is not None and not self._task.done():
            return
        up = _up(self._flows())
        if self._brokers.fresh(up):
            self._task = tasks.spawn(self._ask(up), "bridges compare brokers")
        elif self._seen != self._brokers.version and not any(flow.state == "validating" for flow in self._flows()):
            self._seen = self._brokers.version
            self._task = tasks.spawn(self._renew(), "bridges begin anew")

    async def close(self) -> None:
        """End what is under way."""
        task, self._task = self._task, None
        if task is not None and not task.done():
            task.cancel()
            await asyncio.wait([task])

    async def _ask(self, up: Iterable[Endpoint]) -> None:
        for connection in await self._brokers.late(up):
            self._feed.notice("info", "broker-unknown", UNKNOWN, connection=connection)

    async def _renew(self) -> None:
        """All of them stop before the first begins: one that runs on would make another one close the circle."""
        async with contextlib.AsyncExitStack() as stack:
            held = self._stale()
            for flow in held:
                await stack.enter_async_context(self._lock(flow.design.name))
            wanted = {flow: flow.wanted for flow in self._stale() if flow in held}
            if not wanted:
                return
            names = ", ".join(flow.design.name for flow in wanted)
            self._feed.notice("warn", "broker-found", RENEWED, bridges=names)
            for flow in wanted:
                await flow.stop()
            for flow, doing in wanted.items():
                await flow.set(doing or "run")

    def _stale(self) -> list[Flow]:
        return [
            flow
            for flow in self._flows()
            if flow.wanted in ("run", "pause") and flow.running and self._brokers.settled(flow.design) != flow.design
        ]


def _up(flows: Iterable[Flow]) -> list[Endpoint]:
    """The sides that are connected now."""
    return [side.endpoint for flow in flows if flow.running for side in flow.sides if side.up]
