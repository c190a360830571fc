"""Events that wait to be posted by a link, in order, and those under way: the sender takes them from here."""

from __future__ import annotations

import asyncio
import random
import secrets
import threading
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from eventscope.base import clock
from eventscope.core.errors import EventscopeError
from eventscope.core.message import Draft
from eventscope.links.base import Stamper
from eventscope.links.http.outgoing import post
from eventscope.links.http.parcels import Post
from eventscope.links.http.receipts import Receipts
from eventscope.links.http.supply import Done, Refusal, State
from eventscope.links.http.troubles import Trouble
from eventscope.links.mqtt.reconnect import Backoff

EVENTS, BYTES = 10_000, 64 << 20  # that wait
TRIES = 10  # of an event of QoS 1 or 2
DOWN = "The site is not reached, and QoS 0 does not wait. Publish with QoS 1, or wait."
FULL = "Too many events wait for this site: it takes them more slowly than they come."


@dataclass(slots=True)
class _Event:
    ident: int
    draft: Draft
    tries: int = 0


class Drafts:
    """Implements `sender.Supply`. `put` on any thread; the rest on the sender's loop.

    QoS 0 is tried once and does not wait for a site that is down. QoS 1 and 2 mean the same here: an event is sent
    again until it is taken, ten times at most, and what comes behind it waits so that the order is kept.
    """

    def __init__(
        self, receipts: Receipts, stamper: Stamper | None, told: Callable[[State, Trouble | None], None]
    ) -> None:
        self._receipts = receipts
        self._stamper = stamper
        self._told = told
        self._lock = threading.Lock()
        self._waiting: deque[_Event] = deque()
        self._out: dict[int, _Event] = {}
        self._bytes = 0
        self._due = 0
        self._backoff = Backoff(random.random)
        self._run = secrets.token_hex(6)
        self.up = False
        self.ready: Callable[[], None] = lambda: None

    def put(self, ident: int, draft: Draft) -> None:
        """One more, or a receipt that says why not."""
        self._receipts.begin(ident, draft)
        if not draft.qos and not self.up:
            self._receipts.fail(ident, "not-connected", DOWN)
            return
        with self._lock:
            full = len(self._waiting) >= EVENTS or self._bytes >= BYTES
            if not full:
                self._waiting.append(_Event(ident, draft))
                self._bytes += len(draft.payload)
        if full:
            self._receipts.fail(ident, "queue-full", FULL)

    # --- sender.Supply -----------------------------------------------------------------------------------

    def take(self, count: int) -> Sequence[Post]:
        """Stamped now, so that a wait counts as one."""
        left = self._due - clock.mono_ns()
        if left > 0:
            asyncio.get_running_loop().call_later(left / 1e9, self.ready)
            return []
        found: list[Post] = []
        while len(found) < count and (event := self._pop()) is not None:
            made = self._post(event)
            if made is not None:
                self._out[event.ident] = event
                found.append(made)
        return found

    def _pop(self) -> _Event | None:
        with self._lock:
            if not self._waiting:
                return None
            event = self._waiting.popleft()
            self._bytes -= len(event.draft.payload)
            return event

    def _post(self, event: _Event) -> Post | None:
        draft = event.draft if self._stamper is None else self._stamper(event.ident, event.draft)
        try:
            return post(event.ident, draft, f"{self._run}:{event.ident}")
        except EventscopeError as error:
            self._receipts.fail(event.ident, error.code, str(error))
            return None

    def leaving(self, idents: Sequence[int]) -> None:
        """The stage "sent"."""
        for ident in idents:
            self._receipts.sent(ident)

    def done(self, idents: Sequence[int]) -> None:
        """The stage "acknowledged"."""
        self._backoff.attempt = 0
        for ident in idents:
            self._out.pop(ident, None)
            self._receipts.acknowledged(ident)

    def failed(self, refusals: Sequence[Refusal]) -> None:
        """For good, or again after a while."""
        for item in refusals:
            event = self._out.pop(item.ident)
            event.tries += 1
            if item.permanent or not event.draft.qos or event.tries >= TRIES:
                self._receipts.fail(item.ident, item.reason.replace("_", "-"), item.words)
                continue
            self._return([event])
            seconds = item.seconds if item.seconds is not None else self._backoff.delay()
            self._due = clock.mono_ns() + int(seconds * 1e9)

    def back(self, idents: Sequence[int], done: Done) -> None:
        """First again, but for what does not wait."""
        events = [event for ident in idents if (event := self._out.pop(ident, None)) is not None]
        self._return(events)
        if not self.up:
            self._drop()
        done(None)

    def _return(self, events: Sequence[_Event]) -> None:
        with self._lock:
            self._waiting = deque(sorted([*events, *self._waiting], key=lambda event: event.ident))
            self._bytes += sum([len(event.draft.payload) for event in events])

    def standing(self, state: State, trouble: Trouble | None) -> None:
        """Told on."""
        self.up = state == "up"
        if not self.up:
            self._drop()
        self._told(state, trouble)

    def _drop(self) -> None:
        """QoS 0 does not wait for a site that is down."""
        with self._lock:
            loose = [event for event in self._waiting if not event.draft.qos]
            self._waiting = deque(event for event in self._waiting if event.draft.qos)
            self._bytes -= sum([len(event.draft.payload) for event in loose])
        for event in loose:
            self._receipts.fail(event.ident, "not-connected", DOWN)

    def note(self, name: str, count: int) -> None:
        """Counted by nobody."""
