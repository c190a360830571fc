"""Which link a connection gets, by its scheme; a middleware's code is loaded when the first connection needs it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING, cast

from eventscope.core.errors import Unavailable
from eventscope.core.workspace import Connection
from eventscope.links.base import Link, LinkSink, Stamper
from eventscope.links.mqtt import MqttLink

if TYPE_CHECKING:
    from eventscope.engine.bridges.service import Bridges

KAFKA, HTTP, BUS = ("kafka", "kafkas"), ("http", "https"), "bus"
MakeBus = Callable[[Connection, LinkSink, Stamper | None], Link]


class LinkMaker:
    """Implements engine.links.MakeLink; any thread calls. `bus` makes a link to a bus."""

    def __init__(self, bus: MakeBus | None = None) -> None:
        self._bus = bus

    def __call__(
        self, connection: Connection, sink: LinkSink, password: bytes | None = None, stamper: Stamper | None = None
    ) -> Link:
        """A link that is not open yet. Raises EventscopeError."""
        if connection.scheme in KAFKA:
            return _kafka(connection, sink, password, stamper)
        if connection.scheme in HTTP:
            return _http(connection, sink, password, stamper)
        if connection.scheme == BUS:
            if self._bus is None:
                raise Unavailable("no-bus", "A bus runs inside Eventscope's engine only, not here.")
            return self._bus(connection, sink, stamper)
        return MqttLink(connection, sink, password, stamper)


def _kafka(connection: Connection, sink: LinkSink, password: bytes | None, stamper: Stamper | None) -> Link:
    from eventscope.engine.bridges.endpoints import of_connection
    from eventscope.links.kafka.link import KafkaLink

    servers = of_connection(connection, lambda _: password).kafka
    assert servers is not None
    named = replace(servers, client_id=connection.client_id or servers.client_id)
    return KafkaLink(connection, named, sink, password, stamper)


def _http(connection: Connection, sink: LinkSink, password: bytes | None, stamper: Stamper | None) -> Link:
    make = import_module("eventscope.links.http.link").HttpLink
    return cast("Link", make(connection, sink, password, stamper))


class Buses:
    """Makes links to the buses of one engine; the members' passwords are asked for in the thread that makes it."""

    def __init__(
        self,
        connections: Callable[[], tuple[Connection, ...]],
        password: Callable[[Connection], bytes | None],
        bridges: Callable[[], Bridges],
        loop: asyncio.AbstractEventLoop,
    ) -> None:
        self._connections = connections
        self._password = password
        self._bridges = bridges
        self._loop = loop

    def __call__(self, connection: Connection, sink: LinkSink, stamper: Stamper | None) -> Link:
        """Raises BadInput for a member that is not there."""
        from eventscope.engine.bridges.buslink import BusLink, spec_of
        from eventscope.engine.bridges.endpoints import of_connection

        every = self._connections()
        spec = spec_of(connection, every)
        members = {item.name: of_connection(item, self._password) for item in every if item.name in spec.members}
        return BusLink(connection, spec, self._bridges(), lambda: members, sink, stamper, self._loop)
