"""A client that only connects, tells whether it still is, and leaves no session behind."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from eventscope.core.workspace import Connection
from eventscope.links.mqtt import capabilities, connectoptions
from eventscope.links.mqtt.causes import Closed
from eventscope.links.mqtt.durablewire import Wire, dial
from eventscope.mqtt import codec
from eventscope.mqtt.codec import Splitter
from eventscope.mqtt.packets import V5, V311, Connack, Connect, Disconnect, Pingreq

KEEP_ALIVE = 30  # seconds
_CONNACK, _PINGRESP, _DISCONNECT = 0x20, 0xD0, 0xE0


class Guest:
    """It may come several times, under one client id or another. Lives on one event loop."""

    def __init__(self, connection: Connection, password: bytes | None) -> None:
        self.connection = connection
        self._password = password
        self._version = V5 if connection.version == "5" else V311
        self._client_id = ""
        self._wire: Wire | None = None
        self._splitter = Splitter(0)
        self._answer: asyncio.Future[None] | None = None

    async def come(self, client_id: str) -> None:
        """Returns when the broker has let us in; raises why it has not."""
        self._client_id = client_id
        self._splitter = Splitter(connectoptions.packet_limit(self.connection), self._version)
        connectoptions.check(replace(self.connection, client_id=client_id))
        self._wire = await dial(self.connection, self._hear, lambda: None)
        user = self.connection.user or None
        greeting = Connect(client_id, self._version, True, KEEP_ALIVE, user, self._password)
        try:
            if not await self._asked(codec.encode(greeting, self._version)):
                self._wire.ended.result()
        except BaseException:
            self.leave()
            raise

    async def there(self) -> bool:
        """Whether the broker still answers us."""
        return self._wire is not None and await self._asked(codec.encode(Pingreq(), self._version))

    def leave(self) -> None:
        """Say goodbye, where we are."""
        wire, self._wire = self._wire, None
        if wire is not None:
            wire.write(codec.encode(Disconnect(), self._version))
            wire.fail(Closed())

    async def _asked(self, packet: bytes) -> bool:
        """Whether an answer came before the end of the connection."""
        assert self._wire is not None
        wire, answer = self._wire, asyncio.get_running_loop().create_future()
        self._answer = answer
        wire.write(packet)
        await asyncio.wait({answer, wire.ended}, return_when=asyncio.FIRST_COMPLETED)
        return not wire.ended.done()

    def _hear(self, data: bytes) -> None:
        for first, body in self._splitter.feed(data):
            if first == _CONNACK:
                self._let_in(body)
            if first == _DISCONNECT:
                raise Closed
            if first in (_CONNACK, _PINGRESP) and self._answer is not None and not self._answer.done():
                self._answer.set_result(None)

    def _let_in(self, body: bytes) -> None:
        old = self._version == V5 and body == b"\x00\x01"  # of a broker that knows no MQTT 5
        connack = Connack(False, 0x84) if old else codec.decode(_CONNACK, body, self._version)
        assert isinstance(connack, Connack)
        if connack.reason:
            raise capabilities.refusal(connack, self._version, self._client_id)
