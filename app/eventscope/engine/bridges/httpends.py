"""The ends of bridges in HTTP: an address of this machine that takes posts, and a site that gets webhooks."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import replace

from eventscope.base import tasks
from eventscope.core import topics
from eventscope.core.bus import BridgeSpec, BusMessage, Route
from eventscope.core.errors import EventscopeError, Unavailable
from eventscope.core.workspace import Tls
from eventscope.engine.bridges.ends import Done, Endpoint, Failure, Inlet, Outlet
from eventscope.links.http import listener, tokenfile
from eventscope.links.http.address import Address
from eventscope.links.http.ear import Ear
from eventscope.links.http.parcels import Post
from eventscope.links.http.sender import Sender
from eventscope.links.http.site import Site, site
from eventscope.links.http.supply import Refusal, State
from eventscope.links.http.thread import Hold
from eventscope.links.http.troubles import Trouble
from eventscope.store.spoolrows import Row

log = logging.getLogger(__name__)
AGAIN = 2.0  # seconds until a port that was taken is tried again
CLOSING = 5.0  # seconds for answers under way
LISTENS = "It takes what is posted to {url}. The token to send with it is {token}."
IN_FILE = "in {file}"
THE_SECRET = "the one of the secret file"  # noqa: S105 - words, no secret


class HttpSource:
    """See `ends.SourceEnd`. A post is answered 202 after the commit of everything in it."""

    def __init__(self, endpoint: Endpoint, spec: BridgeSpec, number: int, inlet: Inlet, name: str) -> None:
        self._address = Address.of(endpoint.bus.url)
        self._secret = endpoint.secret or endpoint.password
        self._filter = spec.source.filter
        self._inlet = inlet
        self._name = name
        self._paused = False
        self._closing = asyncio.Event()
        self._ear: Ear | None = None
        self._hold: Hold | None = None
        self._port: int | None = None
        self._listening: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Listen; a port that is in use is tried again until it is free."""
        listener.check(self._address)
        token, where = self._secret or b"", THE_SECRET
        if not token:
            token, file = await asyncio.to_thread(tokenfile.token, self._address)
            where = IN_FILE.format(file=file)
        self._ear = Ear(token, self._wants, self._receive, self._inlet.note)
        self._ear.paused = self._paused
        self._inlet.standing("connecting")
        self._hold = Hold()
        self._listening = tasks.spawn(self._listen(self._hold, self._ear, where), f"bridge source {self._name}")

    async def _listen(self, hold: Hold, ear: Ear, where: str) -> None:
        while self._port is None:
            try:
                self._port = await hold.do(hold.listeners.join(self._address, ear))
            except Unavailable as error:
                params = {name: str(value) for name, value in error.params.items()}
                self._inlet.standing("waiting", error.code, str(error), params)
                await self._sleep()
                if self._closing.is_set():
                    return
        url = replace(self._address, port=self._port).origin
        self._inlet.standing("up", "listening", LISTENS.format(url=url, token=where), {"url": url, "token": where})
        self._inlet.subscribed(True)

    async def _sleep(self) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(AGAIN):
                await self._closing.wait()

    def _wants(self, topic: str) -> bool:
        return topics.matches(self._filter, topic)

    def _receive(self, messages: Sequence[BusMessage], done: Done) -> None:
        self._inlet.put(messages, None, done)

    def pause(self) -> None:
        """Posts are answered 503."""
        self._paused = True
        if self._ear is not None:
            self._ear.paused = True

    def resume(self) -> None:
        """Taken again."""
        self._paused = False
        if self._ear is not None:
            self._ear.paused = False

    async def close(self) -> None:
        """Answer what is under way, and listen no more."""
        hold, ear = self._hold, self._ear
        if hold is None or ear is None or self._listening is None:
            return
        self._closing.set()
        await asyncio.wait([self._listening])  # to its end, so that no port is opened that nobody closes
        if self._port is not None:
            await hold.do(hold.listeners.leave(self._port, ear))
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(CLOSING):
                    while ear.busy:
                        await asyncio.sleep(0.01)
        self._hold = None
        await asyncio.to_thread(hold.release)
        self._inlet.standing("down")


class HttpTarget:
    """See `ends.TargetEnd`; implements `sender.Supply`, whose calls come on the thread of HTTP.

    Rows of one path leave in order, one request at a time; those of different paths side by side. A row that the
    site could not be reached for, or that waited behind one that is tried again, goes back untried.
    """

    def __init__(
        self, endpoint: Endpoint, spec: BridgeSpec, route: Route, number: int, outlet: Outlet, name: str
    ) -> None:
        self._endpoint = endpoint
        self._outlet = outlet
        self._name = name
        self._batched = route.to.cloudevents == "batched"
        self._once = spec.delivery == "at-most-once"
        # A bridge that keeps nothing numbers its rows anew at each start, so its names must not be those of before.
        self._run_name = secrets.token_hex(4) if self._once else ""
        self._bridge = name.removeprefix("es-").rpartition("-t")[0] or name
        self._hold: Hold | None = None

    async def start(self) -> None:
        """Connect, and send what there is."""
        made = _site(self._endpoint)
        context = await asyncio.to_thread(made.context)
        restored = [row.id for row in self._outlet.restored]
        if restored:
            self._outlet.back(restored)
        self._hold = hold = Hold()
        self._sender = Sender(made, self, again=not self._once, batched=self._batched)
        self._running = hold.start(self._sender.run(context))
        self._outlet.listen(self._ready)

    def _ready(self) -> None:
        hold = self._hold
        if hold is not None:
            with contextlib.suppress(RuntimeError):  # it has just ended
                hold.loop.call_soon_threadsafe(self._sender.ready)

    async def close(self) -> None:
        """What is under way is answered, or goes again with the next start; the rest stays where it is."""
        hold, self._hold = self._hold, None
        if hold is None:
            return
        hold.loop.call_soon_threadsafe(self._sender.end)
        running = asyncio.wrap_future(self._running)
        done, _ = await asyncio.wait([running], timeout=2 * CLOSING)
        if not done:
            running.cancel()
        await asyncio.wait([running])
        await asyncio.to_thread(hold.release)
        if done:
            running.result()

    # --- sender.Supply -----------------------------------------------------------------------------------

    def take(self, count: int) -> Sequence[Post]:
        """Rows as posts."""
        return [self._post(row) for row in self._outlet.take(count)]

    def _post(self, row: Row) -> Post:
        name = f"{self._bridge}:{self._run_name or row.epoch}:{row.id}"
        path = row.topic.decode("utf-8", "replace")
        return Post(row.id, path, row.headers, row.payload or b"", row.lane_key, name, self._batched)

    def leaving(self, idents: Sequence[int]) -> None:
        """Nothing to remember: what was not answered is sent again after a crash."""

    def done(self, idents: Sequence[int]) -> None:
        """Through."""
        with _closed():
            self._outlet.done(idents)

    def failed(self, refusals: Sequence[Refusal]) -> None:
        """Not through."""
        with _closed():
            self._outlet.failed([Failure(*item) for item in refusals])

    def back(self, idents: Sequence[int], done: Done) -> None:
        """Not tried."""
        self._outlet.back(idents, done)

    def standing(self, state: State, trouble: Trouble | None) -> None:
        """The site is reached or not."""
        if trouble is None:
            self._outlet.standing(state)
        else:
            self._outlet.standing(state, trouble.code, trouble.words, trouble.params)

    def note(self, name: str, count: int) -> None:
        """To be counted."""
        self._outlet.note(name, count)


def _site(endpoint: Endpoint) -> Site:
    bus = endpoint.bus
    tls = Tls(bus.ca_file, bus.certificate, bus.key, server_name=bus.server_name, insecure=endpoint.insecure)
    return site(bus.url, tls, bus.user, endpoint.password, endpoint.secret, endpoint.headers)


@contextlib.contextmanager
def _closed() -> Iterator[None]:
    """A queue that was closed, or broke, takes no news; it gives the rows again after the next start."""
    try:
        yield
    except EventscopeError as error:
        log.info("an answer came after the queue had ended: %s", error)
