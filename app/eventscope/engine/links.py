"""The connections of the workspace: opened, closed, changed, with their subscriptions and passwords."""

from __future__ import annotations

import asyncio
import secrets as randomness
from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from eventscope.base import clock
from eventscope.core.errors import BadInput
from eventscope.core.news import LinkNews, SubscriptionNews
from eventscope.core.workspace import EMBEDDED, Connection, Subscription
from eventscope.engine import linkchecks
from eventscope.engine.secrets import Secrets
from eventscope.links.base import Link, LinkSink, Stamper

CLOSE_WITHIN = 1.0  # seconds a link may take to disconnect in order


class MakeLink(Protocol):
    """Builds a link; tests put their own in place."""

    def __call__(self, connection: Connection, sink: LinkSink, password: bytes | None, stamper: Stamper | None) -> Link:
        """A link that is not open yet."""


StamperOf = Callable[[Connection], Stamper]


class Links:
    """All links by connection id. Lives on the event loop; links themselves run in their own threads."""

    def __init__(self, make: MakeLink, sink: LinkSink, stamper_of: StamperOf, secrets: Secrets, install: str) -> None:
        self._make = make
        self._sink = sink
        self._stamper_of = stamper_of
        self._secrets = secrets
        self._install = install
        self._connections: dict[str, Connection] = {}
        self._links: dict[str, Link] = {}
        self._passwords: dict[str, bytes] = {}
        self._kept_down: set[str] = set()  # disconnected by a person, so nothing connects them by itself
        self.states: dict[str, LinkNews] = {}
        self.granted: dict[tuple[str, str], SubscriptionNews] = {}

    @property
    def make(self) -> MakeLink:
        """What links are made by, for those who want one of their own."""
        return self._make

    @property
    def connections(self) -> tuple[Connection, ...]:
        """As the workspace keeps them."""
        return tuple(self._connections.values())

    def get(self, ident: str) -> Connection:
        """One connection, or BadInput."""
        if ident not in self._connections:
            raise BadInput("no-connection", "There is no connection {name!r} in this workspace.", name=ident)
        return self._connections[ident]

    def link(self, ident: str) -> Link:
        """The open link of a connection, or BadInput."""
        connection = self.get(ident)
        if ident not in self._links:
            raise BadInput("disconnected", "{name} is disconnected. Connect it first.", name=connection.name)
        return self._links[ident]

    def put(self, connection: Connection) -> Connection:
        """Add or change a connection, without connecting and unchecked; answers it with its id."""
        if not connection.id:
            connection = replace(connection, id=randomness.token_hex(4))
        self._connections[connection.id] = connection
        return connection

    async def save(self, connection: Connection, password: str | None) -> Connection:
        """The same, with its password: None leaves the stored one, an empty text removes it.

        BadInput says what is wrong with the connection.
        """
        linkchecks.check(connection)
        connection = self.put(connection)
        if password is None:
            return connection
        if password:
            await asyncio.to_thread(self._secrets.put, connection.id, password)
        else:
            await asyncio.to_thread(self._secrets.forget, connection.id)
        return self.put(replace(connection, has_password=bool(password)))

    async def open(self, ident: str) -> None:
        """Connect now; an open link is replaced, so that changes and a new try take effect at once."""
        connection = self.get(ident)
        linkchecks.check(connection)
        self._kept_down.discard(ident)
        link = await asyncio.to_thread(self._built, connection)
        old = self._links.get(ident)
        self._links[ident] = link  # at once, so that a job finds a link while the old one closes
        if old is not None:
            await asyncio.to_thread(old.close, CLOSE_WITHIN)
        if self._links.get(ident) is link:  # nobody closed it or opened another meanwhile
            link.open()

    async def close(self, ident: str) -> None:
        """Disconnect and stay so."""
        self._kept_down.add(ident)
        link = self._links.pop(ident, None)
        if link is not None:
            await asyncio.to_thread(link.close, CLOSE_WITHIN)
        if ident in self._connections:
            self._sink.on_link(LinkNews(ident, "down", clock.mono_ns()))

    async def remove(self, ident: str) -> None:
        """Disconnect and forget, its password too."""
        self.get(ident)
        await self.close(ident)
        await asyncio.to_thread(self._secrets.forget, ident)
        self._connections.pop(ident, None)
        self._kept_down.discard(ident)
        self.states.pop(ident, None)
        self.granted = {key: item for key, item in self.granted.items() if key[0] != ident}

    async def close_all(self) -> None:
        """Disconnect everything, side by side."""
        links, self._links = list(self._links.values()), {}
        await asyncio.gather(*(asyncio.to_thread(link.close, CLOSE_WITHIN) for link in links))

    async def clear(self) -> None:
        """Disconnect and forget everything but the passwords (another workspace opens)."""
        await self.close_all()
        self._connections.clear()
        self._kept_down.clear()
        self.states.clear()
        self.granted.clear()

    def subscribe(self, ident: str, wanted: Subscription) -> None:
        """Add or change one subscription, in its place; BadInput for a wrong filter."""
        connection = self.get(ident)
        linkchecks.check_filter(connection, wanted.filter)
        known = [item.filter for item in connection.subscriptions]
        place = known.index(wanted.filter) if wanted.filter in known else len(known)
        changed = (*connection.subscriptions[:place], wanted, *connection.subscriptions[place + 1 :])
        self._connections[ident] = replace(connection, subscriptions=changed)
        if ident in self._links:
            if wanted.enabled:
                self._links[ident].subscribe(wanted)
            else:
                self._links[ident].unsubscribe(wanted.filter)

    def unsubscribe(self, ident: str, filter_: str) -> None:
        """Remove one subscription."""
        connection = self.get(ident)
        kept = tuple(item for item in connection.subscriptions if item.filter != filter_)
        self._connections[ident] = replace(connection, subscriptions=kept)
        self.granted.pop((ident, filter_), None)
        if ident in self._links:
            self._links[ident].unsubscribe(filter_)

    async def follow_broker(self, host: str, port: int | None) -> None:
        """The embedded broker moved (port None: it cannot be reached): its own connection goes with it."""
        connection = self._connections.get(EMBEDDED)
        if connection is None or port is None:
            return
        self._connections[EMBEDDED] = replace(connection, scheme="mqtt", host=host, port=port)
        if connection.auto_connect and EMBEDDED not in self._kept_down:
            await self.open(EMBEDDED)

    def note(self, item: LinkNews | SubscriptionNews) -> None:
        """Remember the latest state for windows that open later."""
        if isinstance(item, LinkNews):
            self.states[item.connection] = item
        elif item.state == "removed":
            self.granted.pop((item.connection, item.filter), None)
        else:
            self.granted[item.connection, item.filter] = item

    def session_password(self, ident: str, password: bytes) -> None:
        """A password for this run only (the command line's)."""
        self._passwords[ident] = password

    def _built(self, connection: Connection) -> Link:
        """A link with everything it needs; in a thread, because the key store may ask the person."""
        wire = self._with_client_id(connection)
        link = self._make(wire, self._sink, self.password(connection), self._stamper_of(wire))
        for subscription in connection.subscriptions:
            if subscription.enabled:
                link.subscribe(subscription)
        return link

    def password(self, connection: Connection) -> bytes | None:
        """The password of a connection, if it has one; in a thread, because the key store may ask the person."""
        if connection.id in self._passwords:
            return self._passwords[connection.id]
        secret = self._secrets.get(connection.id) if connection.has_password else None
        return secret.reveal().encode() if secret else None

    def _with_client_id(self, connection: Connection) -> Connection:
        """A steady id for each install and connection, so that persistent sessions are found again."""
        if connection.client_id:
            return connection
        return replace(connection, client_id=f"eventscope-{self._install}-{connection.id}"[:64])
