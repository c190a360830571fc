"""The consumers of the workspace: saved, started, stopped, asked, and their figures told four times a second."""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import replace

from eventscope.base import tasks
from eventscope.core.consumer import ConsumerFigures, ConsumerSpec, Pulled
from eventscope.core.consumercheck import check
from eventscope.core.errors import BadInput, EventscopeError
from eventscope.core.message import Message
from eventscope.core.metrics import LittleFigures
from eventscope.core.news import ConsumerNews
from eventscope.core.workspace import Connection
from eventscope.engine.consumption import sessions
from eventscope.engine.consumption.attached import KAFKA, Attached, ident, servers
from eventscope.engine.consumption.lags import Lags
from eventscope.engine.feed import Feed
from eventscope.engine.links import CLOSE_WITHIN, MakeLink
from eventscope.engine.monitor import Monitor
from eventscope.engine.schedule import Schedule

EVERY = 0.25  # seconds between two news
SHOWN = 20  # pulled messages that can be looked at again
LONGEST = 60.0  # seconds that one pull may wait
Find = Callable[[str], Connection]
Password = Callable[[Connection], bytes | None]


class Consumption:
    """Lives on the event loop. `find` answers a connection by its id or raises BadInput; `install` names this
    engine in client ids, so that sessions and groups are found again after a restart."""

    def __init__(
        self, make: MakeLink, find: Find, password: Password, monitor: Monitor, feed: Feed, install: str
    ) -> None:
        self._make, self._find, self._password = make, find, password
        self._monitor, self._feed, self._install = monitor, feed, install
        self._turn = asyncio.Lock()
        self._specs: dict[str, ConsumerSpec] = {}
        self._running: dict[str, Attached] = {}
        self._idle: dict[str, ConsumerFigures] = {}
        self._lags: dict[str, Lags] = {}
        self._schedule: Schedule | None = None
        self._telling: asyncio.Task[None] | None = None
        self._told: tuple[ConsumerFigures, ...] = ()
        self._shown: deque[Message] = deque(maxlen=SHOWN)

    @property
    def specs(self) -> tuple[ConsumerSpec, ...]:
        """As the workspace keeps them."""
        return tuple(self._specs.values())

    def figures(self) -> tuple[ConsumerFigures, ...]:
        """All of them, in the order in which they were added."""
        return tuple(
            self._running[name].figures() if name in self._running else self._idle[name] for name in self._specs
        )

    # --- life --------------------------------------------------------------------------------------------

    async def enter(self, specs: Iterable[ConsumerSpec]) -> None:
        """A workspace is open: start what is enabled; what cannot start says so in its state."""
        async with self._turn:
            for spec in specs:
                if spec.name in self._specs:
                    sentence = "The workspace has two consumers named {name}. The second is left out: rename it there."
                    self._feed.notice("warn", "consumer-twice", sentence, name=spec.name)
                    continue
                self._specs[spec.name] = spec
                self._idle[spec.name] = _stopped(spec)
                if spec.enabled:
                    await self._start_or_say(spec)

    async def leave(self) -> None:
        """Stop and forget all; their sessions stay at their brokers."""
        async with self._turn:
            await asyncio.gather(*(self._stop(name) for name in list(self._running)))
            self._specs.clear()
            self._idle.clear()
            if self._telling is not None:
                self._telling.cancel()
                self._telling = None
            if self._schedule is not None:
                await asyncio.to_thread(self._schedule.close)
                self._schedule = None
            self._tell()

    async def save(self, spec: ConsumerSpec, before: str = "") -> None:
        """Add or change; raises BadInput and leaves everything as it was."""
        check(spec, self._find(spec.connection).scheme)
        async with self._turn:
            known = self._specs.get(before) if before else None
            if before and known is None:
                raise _unknown(before)
            if spec.name in self._specs and spec.name != before:
                raise BadInput("consumer-known", "There is a consumer {name!r} already.", name=spec.name)
            if known is not None:
                await self._stop(known.name)
                if _reads(known) != _reads(spec):
                    await self._end_session(known)
                    self._monitor.forget(ident(known))
            self._put(spec, before)
            if spec.enabled:
                await self._start_or_say(spec)
            self._tell()

    async def remove(self, name: str) -> None:
        """Stop and forget; its session ends, and with it what waits in it."""
        async with self._turn:
            spec = self._spec(name)
            await self._stop(name)
            await self._end_session(spec)
            self._monitor.forget(ident(spec))
            self._specs.pop(name)
            self._idle.pop(name)
            self._tell()

    async def set(self, name: str, on: bool) -> None:
        """Start or stop; raises EventscopeError where it cannot start."""
        async with self._turn:
            spec = replace(self._spec(name), enabled=on)
            self._specs[name] = spec
            try:
                if on and name not in self._running:
                    await self._start_or_say(spec, loud=True)
                elif not on:
                    await self._stop(name)
                    self._idle[name] = replace(self._idle[name], state="stopped", code="", words="", params={})
            finally:
                self._tell()

    async def connection_changed(self, connection: str) -> None:
        """A connection is reached otherwise now, or is gone: its consumers follow."""
        async with self._turn:
            for spec in [item for item in self._specs.values() if item.connection == connection and item.enabled]:
                attached = self._running.get(spec.name)
                with contextlib.suppress(BadInput):
                    if attached is not None and _place(attached.connection) == _place(self._find(connection)):
                        continue
                await self._stop(spec.name)
                await self._start_or_say(spec)

    # --- pulling -----------------------------------------------------------------------------------------

    async def pull(self, name: str, count: int, wait: float, acknowledge: bool) -> tuple[Pulled, ...]:
        """See the verb; a wait is cut to a minute."""
        given = await self._attached(name).running.pull(count, min(max(wait, 0.0), LONGEST), acknowledge)
        self._shown.extend(item.message for item in given)
        return given

    def pulled(self, ident: int) -> Message | None:
        """A message that was pulled lately, by its (negative) id."""
        return next((message for message in self._shown if message.id == ident), None)

    def acknowledge(self, name: str, tokens: tuple[int, ...], done: bool) -> int:
        """See the verb."""
        return self._attached(name).running.acknowledge(tokens, done)

    # --- inside ------------------------------------------------------------------------------------------

    def _spec(self, name: str) -> ConsumerSpec:
        if name not in self._specs:
            raise _unknown(name)
        return self._specs[name]

    def _attached(self, name: str) -> Attached:
        spec = self._spec(name)
        if name not in self._running:
            raise BadInput("consumer-stopped", "{name} is stopped. Start it first.", name=spec.name)
        return self._running[name]

    def _put(self, spec: ConsumerSpec, before: str) -> None:
        """In its place."""
        if before and before != spec.name:
            self._specs = {spec.name if name == before else name: item for name, item in self._specs.items()}
            self._idle.pop(before, None)
        self._specs[spec.name] = spec
        self._idle[spec.name] = _stopped(spec)

    async def _start_or_say(self, spec: ConsumerSpec, loud: bool = False) -> None:
        """What cannot start has the reason as its state; `loud` raises it, too."""
        try:
            await self._start(spec)
        except EventscopeError as error:
            params = {key: str(value) for key, value in error.params.items()}
            refused = replace(_stopped(spec), state="refused", code=error.code, words=str(error), params=params)
            self._idle[spec.name] = refused
            if loud:
                raise

    async def _start(self, spec: ConsumerSpec) -> None:
        connection = self._find(spec.connection)
        is_kafka = connection.scheme in KAFKA
        check(spec, connection.scheme)
        password = await asyncio.to_thread(self._password, connection)  # the key store may ask the person
        if self._schedule is None:
            self._schedule = Schedule("consumers")
        if self._telling is None:
            self._telling = tasks.spawn(self._tell_on(), "consumer news")
        attached = Attached(spec, connection, self._monitor, self._schedule)
        if is_kafka:
            reached = servers(connection, password)
            lags = self._lags.setdefault(connection.id, Lags(reached, password))
            await asyncio.to_thread(attached.join, reached, password, self._install, lags)
        else:
            await asyncio.to_thread(attached.connect, self._make, password, self._install)
        self._running[spec.name] = attached

    async def _stop(self, name: str) -> None:
        attached = self._running.pop(name, None)
        if attached is None:
            return
        attached.leave()
        self._lags = {key: lags for key, lags in self._lags.items() if not lags.idle}
        await asyncio.to_thread(attached.close, CLOSE_WITHIN)
        # What it counted stays to be seen; nothing is known of now.
        last = replace(attached.figures(), state="stopped", code="", words="", params={}, rate_in=0.0, rate_done=0.0)
        self._idle[name] = replace(
            last, queued=None, quality="unavailable", lag_seconds=None, oldest=None, utilisation=None, headroom=None,
            little=LittleFigures(),
        )  # fmt: skip

    async def _end_session(self, spec: ConsumerSpec) -> None:
        try:
            connection = self._find(spec.connection)
            password = await asyncio.to_thread(self._password, connection)
            ended = await asyncio.to_thread(sessions.end, connection, spec, self._make, password, self._install)
        except EventscopeError:
            ended = False
        if not ended:
            sentence = (
                "The broker could not be asked to forget the consumer {name}. What waits for it there goes by itself "
                "within a day."
            )
            self._feed.notice("warn", "consumer-session-stays", sentence, name=spec.name)

    # --- news --------------------------------------------------------------------------------------------

    async def _tell_on(self) -> None:
        while True:
            await asyncio.sleep(EVERY)
            self._tell()

    def _tell(self) -> None:
        found = self.figures()
        if found != self._told:
            self._told = found
            self._feed.tell(ConsumerNews(found))


def _stopped(spec: ConsumerSpec) -> ConsumerFigures:
    return ConsumerFigures(spec.name, "stopped", spec.mode, spec.sharing, spec.group)


def _unknown(name: str) -> BadInput:
    return BadInput("no-consumer", "There is no consumer {name!r} in this workspace.", name=name)


def _reads(spec: ConsumerSpec) -> tuple[str, ...]:
    """What a session at the broker belongs to."""
    return spec.name, spec.connection, spec.filter, spec.sharing, spec.group


def _place(connection: Connection) -> Connection:
    """Whatever of a connection matters to a consumer's own link."""
    return replace(connection, subscriptions=(), name="", auto_connect=True)
