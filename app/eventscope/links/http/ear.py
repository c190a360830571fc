"""One who takes what is posted: a bridge or a subscription, with its token, and what it has taken lately."""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable, Sequence

from eventscope.base import clock
from eventscope.core.bus import BusMessage
from eventscope.core.errors import EventscopeError
from eventscope.links.http import replies
from eventscope.links.http.arrivals import Arrival
from eventscope.links.http.replies import Reply

log = logging.getLogger(__name__)
STORED_WITHIN = 10.0  # seconds for which a sender waits
FULL_AFTER = 1.0  # seconds after which what is not stored says that nothing more should come
WINDOW, WINDOW_NS = 10_000, 600 * 10**9  # how many names are known, and for how long

Done = Callable[[Exception | None], None]
Receive = Callable[[Sequence[BusMessage], Done], None]
Stored = asyncio.Future[bool]


class Ear:
    """Everything happens on the loop of the listener, where `receive` is called too; its `done` comes on any thread.

    `wants` says which topics it takes. What came under a name that is known is not taken again, whether it is stored
    or still on its way: the sender hears of the first.
    """

    def __init__(
        self, token: bytes, wants: Callable[[str], bool], receive: Receive, note: Callable[[str, int], None]
    ) -> None:
        self.token = token
        self.wants = wants
        self.paused = False
        self._receive = receive
        self._note = note
        self._known: OrderedDict[bytes, tuple[int, Stored]] = OrderedDict()
        self._open: dict[Stored, int] = {}  # since when

    async def hear(self, arrival: Arrival) -> Reply:
        """Answers when it is stored, or will not be for a while."""
        known = self._recall(arrival.name)
        if known is not None:
            return await self._answer(known, arrival, again=True)
        if self.paused:
            return replies.PAUSED
        if self._full():
            return replies.FULL
        return await self._answer(self._take(arrival), arrival, again=False)

    @property
    def busy(self) -> bool:
        """Whether something is on its way to be stored."""
        return bool(self._open)

    def _full(self) -> bool:
        """The oldest that is on its way has been so for too long: that is how a full queue shows itself."""
        oldest = next(iter(self._open.values()), None)
        return oldest is not None and clock.mono_ns() - oldest > FULL_AFTER * 1e9

    def _take(self, arrival: Arrival) -> Stored:
        loop = asyncio.get_running_loop()
        stored: Stored = loop.create_future()
        self._open[stored] = clock.mono_ns()
        if arrival.name:
            self._remember(arrival.name, stored)

        def done(error: Exception | None) -> None:
            try:
                loop.call_soon_threadsafe(self._settle, stored, arrival.name, error)
            except RuntimeError:
                log.info("what was posted was stored after its address had been closed")

        try:
            self._receive(arrival.messages, done)
        except EventscopeError as error:
            self._settle(stored, arrival.name, error)
        except Exception as error:
            log.exception("what was posted could not be handed on")
            self._settle(stored, arrival.name, error)
        return stored

    def _settle(self, stored: Stored, name: bytes, error: Exception | None) -> None:
        self._open.pop(stored, None)
        if error is not None:
            log.info("what was posted could not be stored: %s", error)
            self._known.pop(name, None)
        if not stored.done():
            stored.set_result(error is None)

    async def _answer(self, stored: Stored, arrival: Arrival, again: bool) -> Reply:
        count = len(arrival.messages)
        done, _ = await asyncio.wait([stored], timeout=STORED_WITHIN)
        if not done:
            return replies.UNSURE if arrival.name else replies.FULL
        if not stored.result():
            return replies.NOT_STORED
        if again:
            self._note("duplicates", count)
        return replies.taken(0, count) if again else replies.taken(count)

    def _recall(self, name: bytes) -> Stored | None:
        now = clock.mono_ns()
        while self._known and next(iter(self._known.values()))[0] < now - WINDOW_NS:
            self._known.popitem(last=False)
        found = self._known.get(name)
        return found[1] if found is not None else None

    def _remember(self, name: bytes, stored: Stored) -> None:
        self._known[name] = clock.mono_ns(), stored
        if len(self._known) > WINDOW:
            self._known.popitem(last=False)
