"""From the API's loop to the engine's and back: verbs go over, the latest news are kept here."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from eventscope.core.broker import BrokerGauges
from eventscope.core.message import Receipt
from eventscope.core.news import BrokerNews, News, ReceiptNews, Summary
from eventscope.core.verbs import GetReceipts, Verb

R = TypeVar("R")
Do = Callable[[Verb[Any]], Coroutine[Any, Any, Any]]
KEPT = 1000


class Caller:
    """Made on the engine's loop, used on the API's; `hear` is a listener of the feed."""

    def __init__(self, do: Do, loop: asyncio.AbstractEventLoop) -> None:
        self._do = do
        self._loop = loop
        self._changed: frozenset[Callable[[], None]] = frozenset()
        self.summary: Summary | None = None
        self.gauges: BrokerGauges | None = None

    async def ask(self, verb: Verb[R]) -> R:
        """Do one thing; cancelling this cancels it there. Raises what `Engine.do` raises."""
        answer: R = await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(self._do(verb), self._loop))
        return answer

    def hear(self, item: News) -> None:
        """From any thread."""
        if isinstance(item, Summary):
            self.summary = item
        elif isinstance(item, BrokerNews):
            self.gauges = item.gauges
        elif isinstance(item, ReceiptNews):
            for call in self._changed:
                call()

    async def receipt(self, ident: int, seconds: float = 0.0) -> Receipt | None:
        """A receipt; with `seconds` as it is when the event's fate is known, or when they are over."""
        loop = asyncio.get_running_loop()
        changed = asyncio.Event()

        def wake() -> None:
            loop.call_soon_threadsafe(changed.set)

        self._changed |= {wake}
        try:
            end = loop.time() + seconds
            while True:
                changed.clear()
                found = next((item for item in await self.ask(GetReceipts(KEPT)) if item.id == ident), None)
                if found is None or _settled(found) or (left := end - loop.time()) <= 0:
                    return found
                await _either(changed, left)
        finally:
            self._changed -= {wake}


def _settled(receipt: Receipt) -> bool:
    arrived = receipt.sent if receipt.qos == 0 else receipt.acknowledged
    return bool(receipt.failed) or arrived is not None


async def _either(event: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(event.wait(), seconds)
    except TimeoutError:
        return
