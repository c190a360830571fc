"""The broker's sockets: the only input and output of the broker, on one asyncio loop."""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from eventscope.base.clock import mono_ns
from eventscope.base.tasks import spawn
from eventscope.broker import gauges, listening
from eventscope.broker.connection import Connection
from eventscope.broker.hub import Hub, Notice
from eventscope.broker.systopics import SystemTopics
from eventscope.broker.websocket import WebSocket
from eventscope.core.broker import BrokerConfig, BrokerGauges, Listener, Ports

log = logging.getLogger(__name__)

TICK = 0.1
PURGE_TICKS = 10
STOP_SECONDS = 1.5
CHECKS = 2  # passwords checked at the same time; each takes a core for some 30 ms


class Stream:
    """An asyncio transport as the broker uses it, over TCP or TLS."""

    __slots__ = ("abort", "close", "get_write_buffer_size", "pause_reading", "resume_reading", "transport", "write")

    def __init__(self, transport: asyncio.Transport) -> None:
        self.transport = transport
        self.write = transport.write
        self.get_write_buffer_size = transport.get_write_buffer_size
        self.close = transport.close
        self.abort = transport.abort
        self.pause_reading = transport.pause_reading
        self.resume_reading = transport.resume_reading

    def finish(self) -> None:
        """Close our half; the peer's half ends with it or when the connection's patience does."""
        transport = self.transport
        if not transport.can_write_eof() or transport.is_closing():
            transport.close()
            return
        try:
            transport.write_eof()
        except OSError:  # the peer has reset the connection meanwhile
            transport.abort()


class Peer(asyncio.Protocol):
    """One socket: its bytes go to a Connection, which answers through the transport."""

    def __init__(self, server: Server, listener: Listener) -> None:
        self._server = server
        self._hub = server.hub
        self._listener = listener
        self._connection: Connection | None = None
        self._websocket: WebSocket | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The socket is there, with TLS done."""
        assert isinstance(transport, asyncio.Transport)
        server, hub = self._server, self._hub
        if len(hub.connections) >= hub.limits.connections:
            hub.events["connections-refused"] += 1
            transport.abort()
            return
        # No bytes in between: what the system does not take at once stays ours, where it is counted. (TLS would
        # take 0 for "always full"; its own record buffers hold some more that nobody can see.)
        transport.set_write_buffer_limits(high=1 if transport.get_extra_info("sslcontext") else 0, low=0)
        peer = transport.get_extra_info("peername")
        address = f"{peer[0]}:{peer[1]}" if peer else ""
        channel: Stream | WebSocket = Stream(transport)
        if self._listener.kind in ("ws", "wss"):
            channel = self._websocket = WebSocket(channel, hub.limits.packet + 1024, not hub.users.open)
        server.wake()
        self._connection = Connection(hub, channel, self._listener.kind, address)

    def data_received(self, data: bytes) -> None:
        """Hot path: one call for up to 256 KiB."""
        connection = self._connection
        if connection is None:
            return
        hub = self._hub
        hub.now = mono_ns()
        websocket = self._websocket
        if websocket is not None:
            data = self._unwrap(websocket, data)
        connection.feed(data)
        if websocket is not None and websocket.over:
            connection.hang_up()  # after what came before: a DISCONNECT among it takes the will back
        if hub.dirty or hub.replays or hub.owing:
            self._server.flush_soon()

    def _unwrap(self, websocket: WebSocket, data: bytes) -> bytes:
        try:
            return websocket.receive(data)
        except Exception as error:  # noqa: BLE001  # one client's end, never the broker's; told loudly
            self._hub.failed("a WebSocket", error)
            websocket.abort()
            return b""

    def pause_writing(self) -> None:
        """The socket is full."""
        if self._connection is not None:
            self._connection.pause()

    def resume_writing(self) -> None:
        """The socket took everything.

        Answered in a turn of its own: asyncio calls this in the midst of writing, and where a write of ours fails
        there, it reports the end of the connection twice.
        """
        self._server.soon(self._resume)

    def _resume(self) -> None:
        if self._connection is not None:
            self._server.wake()
            self._connection.resume()
            self._server.flush_soon()

    def connection_lost(self, exc: Exception | None) -> None:
        """The socket is gone."""
        connection, self._connection = self._connection, None
        if connection is not None:
            self._server.wake()
            connection.lost()
            self._server.flush_soon()


class Server:
    """Listens, ticks and tells gauges. `notice(level, code, sentence, params)` hears what a person should know."""

    def __init__(
        self,
        config: BrokerConfig,
        notice: Notice = lambda level, code, sentence, params: None,
    ) -> None:
        self.config = config
        self.hub = Hub(config, mono_ns(), notice, lambda: secrets.token_hex(4) + "-")
        self.hub.verify = self._verify
        self._loop: asyncio.AbstractEventLoop = None  # type: ignore[assignment]  # there after start
        self._servers: list[asyncio.Server] = []
        self._checks = ThreadPoolExecutor(CHECKS, "broker-password")
        self._flushing = False
        self._system = SystemTopics(self.hub)
        self._ticking: asyncio.Task[None] | None = None

    async def start(self, prefer_port: int = 1883) -> dict[str, int]:
        """Listen on all listeners of the configuration; answers the port of each kind. Raises EventscopeError."""
        self._loop = asyncio.get_running_loop()
        for code, sentence, params in listening.check(self.config):
            self.hub.notice("warn", code, sentence, params)
        ports: dict[str, int] = {}
        try:
            for listener in self.config.listeners:
                ports.setdefault(listener.kind, await self._listen(listener, prefer_port))
        except BaseException:
            await self.stop()
            raise
        self.wake()
        self._system.publish()
        self._ticking = spawn(self._tick(), "broker tick")
        return ports

    async def stop(self) -> None:
        """Close the listeners, tell the clients, and return when their sockets are closed (1.5 s at most)."""
        if self._ticking is not None:
            self._ticking.cancel()
        for server in self._servers:
            server.close()
        self.wake()
        for connection in list(self.hub.connections):
            connection.shut_down()
        self.hub.flush()
        deadline = mono_ns() + int(STOP_SECONDS * 1e9)
        while self.hub.connections and mono_ns() < deadline:
            await asyncio.sleep(0.01)
        for connection in list(self.hub.connections):
            connection.transport.abort()
        await asyncio.sleep(0)
        self._checks.shutdown(wait=False, cancel_futures=True)

    def snapshot(self, rss: int = 0) -> BrokerGauges:
        """Gauges of this moment."""
        self.wake()
        return gauges.snapshot(self.hub, rss)

    def wake(self) -> None:
        """A turn begins that no bytes began."""
        self.hub.now = mono_ns()

    def soon(self, call: Callable[[], None]) -> None:
        """Call in the next turn of the loop."""
        self._loop.call_soon(call)

    def flush_soon(self) -> None:
        """Send what is queued when this turn of the loop is over."""
        if not self._flushing:
            self._flushing = True
            self._loop.call_soon(self._flush)

    def _flush(self) -> None:
        self._flushing = False
        self.hub.flush()
        if self.hub.replays and self.hub.replays.go_on(self.hub.now):
            self.flush_soon()
        if self.hub.owing:
            self.soon(self._go_on)

    def _go_on(self) -> None:
        """The next turn of clients that sent more than one turn takes, behind what others sent meanwhile."""
        self.wake()
        self.hub.go_on()
        self._flush()

    async def _listen(self, listener: Listener, prefer_port: int) -> int:
        context = listening.tls(listener)
        preferred = prefer_port if listener.kind == "mqtt" else listening.PREFERRED[listener.kind]
        server = listening.listen(listener, preferred)
        port: int = server.getsockname()[1]
        if listener.port is None and port != preferred:
            sentence = "Port {wanted} is taken by another program, so the broker listens on {port} instead ({kind})."
            self.hub.notice(
                "info", "broker-port-moved", sentence, {"wanted": preferred, "port": port, "kind": listener.kind}
            )
        timeout = self.hub.limits.connect_timeout if context is not None else None
        self._servers.append(
            await self._loop.create_server(
                lambda: Peer(self, listener),
                sock=server,
                ssl=context,
                ssl_handshake_timeout=timeout,
                backlog=listening.BACKLOG,  # asyncio listens anew with its own 100: a crowd then waits a second
            )
        )
        return port

    async def _tick(self) -> None:
        count = 0
        while True:
            await asyncio.sleep(TICK)
            count += 1
            try:
                self._turn(purge=count % PURGE_TICKS == 0)
            except Exception as error:  # noqa: BLE001  # time must go on for the others; told loudly
                self.hub.failed("its clock", error)

    def _turn(self, purge: bool) -> None:
        self.wake()
        self.hub.tick()
        if purge:
            self.hub.purge()
            self._system.publish()
        self._flush()

    def _verify(self, user: str | None, password: bytes | None, answer: Callable[[bool], None]) -> None:
        future = self._loop.run_in_executor(self._checks, self.hub.users.check, user, password)

        def done(result: asyncio.Future[bool]) -> None:
            self.wake()
            answer(not result.cancelled() and result.result())
            self.flush_soon()

        future.add_done_callback(done)


def ports(listening_on: dict[str, int], pid: int, address: str) -> Ports:
    """The ports as others are told them."""
    return Ports(
        listening_on.get("mqtt"),
        listening_on.get("mqtts"),
        listening_on.get("ws"),
        listening_on.get("wss"),
        pid,
        address,
    )
