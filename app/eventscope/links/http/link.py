"""A link to an HTTP address: events published are posted there; where it is ours, what others post becomes blocks."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from urllib.parse import quote

from eventscope.base import clock
from eventscope.core import topics
from eventscope.core.bus import BusMessage
from eventscope.core.errors import BadInput, EventscopeError
from eventscope.core.message import Draft, connection_tag
from eventscope.core.news import LinkNews, LinkState, SubscriptionNews
from eventscope.core.workspace import Connection, Subscription
from eventscope.links.base import LinkSink, Stamper
from eventscope.links.http import blocks, listener, tokenfile
from eventscope.links.http.address import Address
from eventscope.links.http.drafts import Drafts
from eventscope.links.http.ear import Done, Ear
from eventscope.links.http.receipts import Receipts
from eventscope.links.http.sender import Sender
from eventscope.links.http.site import Site, site
from eventscope.links.http.supply import State
from eventscope.links.http.thread import Hold
from eventscope.links.http.troubles import Trouble

log = logging.getLogger(__name__)
CLOSED = ("closed", "The connection was closed. Open it again.")
FOREIGN = (
    "Events can be taken only at addresses of this machine, and {host} is none. What is published is posted there."
)
SHARED = "HTTP has no shared subscriptions. Leave out $share and the group."
LISTENS = "It takes what is posted to {url}. The token to send with it is {where}."


class HttpLink:
    """Implements links.base.Link.

    A topic is a path below the connection's URL; a receipt is acknowledged by an answer of 2xx. Subscriptions are
    filters over the paths of what others post to us: the connection must then name an address of this machine, where
    we listen while anything is subscribed. Then what is published goes there too, and comes back.
    """

    def __init__(
        self, connection: Connection, sink: LinkSink, password: bytes | None = None, stamper: Stamper | None = None
    ) -> None:
        self._connection = connection
        self._sink = sink
        self._password = password
        base = quote(connection.resource.rstrip("/"), safe="/%:@!$&'()*+,;=~")
        self._address = Address(connection.scheme, connection.host.strip("[]"), connection.port, base)
        self._receipts = Receipts(sink.on_receipt)
        self._drafts = Drafts(self._receipts, stamper, self._told)
        self._lock = threading.RLock()
        self._filters: dict[str, None] = {}
        self._hold: Hold | None = None
        self._live: Future[None] | None = None
        self._closed = False
        # On the loop of HTTP:
        self._sender: Sender | None = None
        self._listens: Trouble | None = None
        self._ear: Ear | None = None
        self._port = connection.port
        self._changing = asyncio.Lock()
        self._storing = ThreadPoolExecutor(1, f"http blocks {connection.id}")

    @property
    def connection(self) -> Connection:
        """What it was made from."""
        return self._connection

    def open(self) -> None:
        """Start connecting, and stay connected until `close`."""
        with self._lock:
            if self._hold is not None or self._closed:
                return
            self._hold = Hold()
            self._listeners = self._hold.listeners
            self._live = self._hold.start(self._run(list(self._filters)))

    def close(self, timeout: float = 2.0) -> None:
        """Post no more, listen no more; what was not answered in time has failed, and says so."""
        with self._lock:
            self._closed = True
            hold, self._hold = self._hold, None
        if hold is not None and self._live is not None:
            hold.loop.call_soon_threadsafe(self._end)
            with contextlib.suppress(TimeoutError):
                self._live.result(timeout)
            self._live.cancel()
            with contextlib.suppress(Exception, asyncio.CancelledError):  # what failed was logged there
                self._live.result(timeout)
            hold.release()
        self._storing.shutdown(wait=False, cancel_futures=True)
        self._receipts.give_up(*CLOSED)
        self._tell("down")

    def subscribe(self, subscription: Subscription) -> None:
        """Want a filter over paths, now and after each reconnect."""
        with self._lock:
            self._filters[subscription.filter] = None
            if self._hold is not None:
                self._hold.start(self._hear(subscription.filter))

    def unsubscribe(self, filter_: str) -> None:
        """No longer want it."""
        with self._lock:
            if filter_ not in self._filters:
                return
            del self._filters[filter_]
            if self._hold is not None:
                self._hold.start(self._hush())
        self._sink.on_subscription(SubscriptionNews(self._connection.id, filter_, "removed"))

    def publish(self, drafts: Sequence[tuple[int, Draft]]) -> None:
        """Post drafts under the given receipt ids; outcomes come as receipts."""
        for ident, draft in drafts:
            if self._closed:
                self._receipts.begin(ident, draft)
                self._receipts.fail(ident, *CLOSED)
            else:
                self._drafts.put(ident, draft)
        hold = self._hold
        if hold is not None:
            with contextlib.suppress(RuntimeError):  # it has just ended
                hold.loop.call_soon_threadsafe(self._wake)

    # --- posting -----------------------------------------------------------------------------------------

    async def _run(self, filters: Sequence[str]) -> None:
        self._drafts.ready = self._wake
        try:
            for item in filters:
                await self._hear(item)
            while not self._closed:
                made = self._site()
                context = await asyncio.to_thread(made.context)
                self._sender = Sender(made, self._drafts)
                if not self._closed:
                    await self._sender.run(context)
        except EventscopeError as error:
            self._tell("refused", Trouble(error.code, str(error), lasting=True))
        finally:
            async with self._changing:
                await self._leave()

    def _site(self) -> Site:
        """Where we listen ourselves our own token goes along, and there is nothing to sign."""
        item, ear = self._connection, self._ear
        bearer = self._password if item.user or not item.signs else None
        secret = None if item.user or not item.signs or ear is not None else self._password
        made = site(self._address.origin, item.tls, item.user, bearer, secret, item.websocket_headers,
                    item.connect_timeout)  # fmt: skip
        if ear is not None:
            own = tuple(header for header in made.headers if header[0].lower() != b"authorization")
            made = replace(made, headers=(*own, (b"authorization", b"Bearer " + ear.token)))
        return replace(made, address=replace(self._address, port=self._port))

    def _wake(self) -> None:
        if self._sender is not None:
            self._sender.ready()

    def _end(self) -> None:
        if self._sender is not None:
            self._sender.end()

    def _told(self, state: State, trouble: Trouble | None) -> None:
        if state == "down":
            return  # told by `close`, or it begins anew at once
        if state == "up" and self._ear is not None:
            return self._tell("up", self._listens)
        self._tell(state, trouble)

    # --- taking ------------------------------------------------------------------------------------------

    async def _hear(self, filter_: str) -> None:
        news = SubscriptionNews(self._connection.id, filter_, "granted", 1)
        try:
            self._check(filter_)
            async with self._changing:
                if self._ear is None and filter_ in self._filters and not self._closed:
                    await self._listen()
        except EventscopeError as error:
            news = SubscriptionNews(self._connection.id, filter_, "refused", words=str(error))
        if filter_ in self._filters:
            self._sink.on_subscription(news)

    def _check(self, filter_: str) -> None:
        topics.check_filter(filter_)
        if topics.share(filter_)[0] is not None:
            raise BadInput("http-shared", SHARED)
        if not self._address.loopback:
            raise BadInput("not-loopback", FOREIGN, host=self._address.host)
        listener.check(self._address)

    async def _listen(self) -> None:
        token, where = self._password or b"", "the secret of this connection"
        if not token:
            token, file = await asyncio.to_thread(tokenfile.token, self._address)
            where = f"in {file}"
        ear = Ear(token, self._wants, self._receive, self._note)
        self._port = await self._listeners.join(self._address, ear)
        self._ear = ear
        url = replace(self._address, port=self._port).origin
        params = {"url": url, "where": where}
        self._listens = Trouble("listening", LISTENS.format_map(params), params)
        self._end()  # it begins anew, with the token

    async def _hush(self) -> None:
        if not self._filters:
            async with self._changing:
                await self._leave()
            self._end()

    async def _leave(self) -> None:
        ear, self._ear = self._ear, None
        if ear is not None:
            await self._listeners.leave(self._port, ear)
        self._port = self._connection.port

    def _wants(self, topic: str) -> bool:
        return any(topics.matches(item, topic) for item in list(self._filters))

    def _receive(self, messages: Sequence[BusMessage], done: Done) -> None:
        self._storing.submit(self._store, messages, done)

    def _store(self, messages: Sequence[BusMessage], done: Done) -> None:
        """On a thread of its own: a full intake lets it wait, and the sender with it."""
        try:
            made = blocks.block(messages, connection_tag(self._connection.id), clock.mono_ns(), clock.wall_ns())
            self._sink.on_block(self._connection.id, made, lambda: done(None))
        except Exception as error:
            log.warning("what was posted could not be taken", exc_info=error)
            done(error)

    def _note(self, name: str, count: int) -> None:
        """Counted by nobody."""

    # --- telling -----------------------------------------------------------------------------------------

    def _tell(self, state: LinkState, trouble: Trouble | None = None) -> None:
        now = clock.mono_ns()
        if trouble is None:
            self._sink.on_link(LinkNews(self._connection.id, state, now))
        else:
            news = LinkNews(self._connection.id, state, now, trouble.code, trouble.words, trouble.params)
            self._sink.on_link(news)
