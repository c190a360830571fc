"""Bytes to and from a broker on the event loop: TCP, TLS or WebSocket by the same rules as the threaded link."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Callable

from eventscope.core.workspace import Connection
from eventscope.links.mqtt import tls
from eventscope.links.mqtt.causes import Closed, Slow
from eventscope.links.mqtt.troubles import Ended
from eventscope.links.mqtt.websocket import Handshake
from eventscope.links.mqtt.wsframes import FrameReader, frame

# Linux only. Brokers leave Nagle's algorithm on (mosquitto does), so their small answers wait for our delayed TCP
# acknowledgement: 40 ms a window, where the window is 20 messages.
_QUICK_ACK: int | None = getattr(socket, "TCP_QUICKACK", None)
_HIGH = 1 << 20  # bytes that may wait for the socket before `choked`


class Wire(asyncio.Protocol):
    """One connection. `hear` gets MQTT bytes; what it raises ends the connection. `ended` raises why it is over."""

    def __init__(self, connection: Connection, hear: Callable[[bytes], None], flowing: Callable[[], None]) -> None:
        loop = asyncio.get_running_loop()
        self.ended: asyncio.Future[None] = loop.create_future()
        self.choked = False  # so much waits for the socket that no more should be written; `flowing` tells the end
        self._ready: asyncio.Future[None] = loop.create_future()
        for future in (self.ended, self._ready):
            future.add_done_callback(_looked_at)
        self._hear = hear
        self._flowing = flowing
        self._transport: asyncio.Transport | None = None
        self._socket: socket.socket | None = None
        self._handshake = Handshake(connection) if connection.scheme in ("ws", "wss") else None
        self._frames = FrameReader() if self._handshake else None

    @property
    def up(self) -> bool:
        """Whether something may be written."""
        return self._transport is not None and not self.ended.done() and not self._transport.is_closing()

    def write(self, data: bytes | bytearray) -> None:
        """Whole packets; nothing happens on a connection that is over."""
        if self._transport is not None and data and self.up:
            self._transport.write(frame(bytes(data)) if self._frames else data)

    def read(self, wanted: bool) -> None:
        """Whether bytes are taken from the socket."""
        if self._transport is None or not self.up or self._transport.is_reading() == wanted:
            return
        if wanted:
            self._transport.resume_reading()
        else:
            self._transport.pause_reading()

    def fail(self, error: Exception) -> None:
        """End the connection for a reason of ours."""
        if not self.ended.done():
            self.ended.set_exception(error)
        if not self._ready.done():
            self._ready.set_exception(error)
        if self._transport is not None:
            self._transport.close()

    def abort(self) -> None:
        """Close at once, whatever is unsent."""
        if self._transport is not None:
            self._transport.abort()

    async def ready(self) -> None:
        """Until the WebSocket is there, where one is wanted; raises why it is not."""
        if self._handshake is not None:
            await self._ready

    # --- what asyncio calls --------------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._socket = transport.get_extra_info("socket")
        self._acknowledge_quickly()
        transport.set_write_buffer_limits(_HIGH)
        if self._handshake is not None:
            transport.write(self._handshake.request)

    def data_received(self, data: bytes) -> None:
        self._acknowledge_quickly()
        try:
            if self._frames is not None:
                data = self._unframe(data)
            if data:
                self._hear(data)
        except Exception as error:  # noqa: BLE001 - whatever it is, the session lives on and says what happened
            self.fail(error)

    def connection_lost(self, exc: Exception | None) -> None:
        self.fail(exc or Closed())

    def pause_writing(self) -> None:
        self.choked = True

    def resume_writing(self) -> None:
        self.choked = False
        self._flowing()

    def _acknowledge_quickly(self) -> None:
        """Asked for anew each time: the system falls back by itself."""
        if _QUICK_ACK is not None and self._socket is not None:
            with contextlib.suppress(OSError):
                self._socket.setsockopt(socket.IPPROTO_TCP, _QUICK_ACK, 1)

    def _unframe(self, data: bytes) -> bytes:
        assert self._frames is not None
        assert self._transport is not None
        if self._handshake is not None:
            if not self._handshake.feed(data):
                return b""
            data = self._handshake.rest
            self._handshake = None
            self._ready.set_result(None)
        data = self._frames.feed(data)
        if self._frames.answers:
            self._transport.write(bytes(self._frames.answers))
            self._frames.answers.clear()
        if self._frames.closed is not None and not data:
            code, reason = self._frames.closed
            raise Ended("websocket-closed", status=code, error=reason or "no reason given")
        return data


def _looked_at(future: asyncio.Future[None]) -> None:
    """An end that nobody waits for any more is no fault."""
    if not future.cancelled():
        future.exception()


async def dial(connection: Connection, hear: Callable[[bytes], None], flowing: Callable[[], None]) -> Wire:
    """An open connection; raises Slow, Ended, OSError or WebSocketException."""
    loop = asyncio.get_running_loop()
    secure = connection.scheme in ("mqtts", "wss")
    context = tls.context(connection.tls) if secure else None
    wire = Wire(connection, hear, flowing)
    step = "resolve"
    try:
        async with asyncio.timeout(connection.connect_timeout):
            await loop.getaddrinfo(connection.host, connection.port)  # apart, so that its failure has a name
            step = "connect"
            await loop.create_connection(
                lambda: wire,
                connection.host,
                connection.port,
                ssl=context,
                server_hostname=(connection.tls.server_name or connection.host) if secure else None,
                happy_eyeballs_delay=0.25,
            )
            step = "websocket"
            await wire.ready()
    except TimeoutError as error:
        wire.abort()
        raise Slow(step) from error
    except BaseException:
        wire.abort()
        raise
    return wire
