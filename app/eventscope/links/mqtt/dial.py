"""Opens the way to a broker: name, TCP, TLS, WebSocket, within one deadline and cancelled at once by `close`."""

from __future__ import annotations

import contextlib
import os
import selectors
import socket
import ssl
import threading
from collections.abc import Callable
from typing import Any, TypeAlias

from eventscope.base import clock
from eventscope.core.workspace import Connection
from eventscope.links.mqtt import tls
from eventscope.links.mqtt.causes import Closed, Slow
from eventscope.links.mqtt.troubles import Ended
from eventscope.links.mqtt.wake import Wake
from eventscope.links.mqtt.websocket import Handshake, WebSocket

READ, WRITE = selectors.EVENT_READ, selectors.EVENT_WRITE
Channel: TypeAlias = socket.socket | ssl.SSLSocket | WebSocket
_Address = tuple[Any, ...]


class Cancelled(Exception):
    """The link is being closed."""


class Dialler:
    """One try. `cancelled` is asked whenever `wake` is set."""

    def __init__(self, connection: Connection, wake: Wake, cancelled: Callable[[], bool]) -> None:
        self._connection = connection
        self._wake = wake
        self._cancelled = cancelled
        self._deadline = clock.mono_ns() + connection.connect_timeout * 1_000_000_000

    def dial(self) -> Channel:
        """An open, non-blocking channel; raises Slow, Cancelled, Ended, OSError or WebSocketException."""
        connection = self._connection
        secure = connection.scheme in ("mqtts", "wss")
        context = tls.context(connection.tls) if secure else None
        handshake = Handshake(connection) if connection.scheme in ("ws", "wss") else None
        channel = self._connect(self._resolve())
        try:
            if context is not None:
                channel = self._secure(channel, context)
            return self._upgrade(channel, handshake) if handshake is not None else channel
        except BaseException:
            channel.close()
            raise

    # --- steps -------------------------------------------------------------------------------------------

    def _resolve(self) -> list[_Address]:
        """All addresses of the host. A look-up cannot be cancelled, so it runs in a thread that we may leave."""
        if not self._connection.host:
            raise Ended("bad-settings", error="the host is empty")
        with contextlib.suppress(socket.gaierror):
            return _look_up(self._connection, socket.AI_NUMERICHOST)
        answers: list[list[_Address] | Exception] = []

        def look() -> None:
            try:
                answers.append(_look_up(self._connection, 0))
            except (OSError, UnicodeError) as error:
                answers.append(error)
            self._wake.set()

        threading.Thread(target=look, name="name look-up", daemon=True).start()
        while not answers:
            self._wait(None, READ, "resolve", self._deadline)
        if isinstance(answers[0], Exception):
            raise answers[0]
        return answers[0]

    def _connect(self, addresses: list[_Address]) -> socket.socket:
        """The first address that answers; each gets its share of the time."""
        error: Exception = OSError("the name has no address")
        for number, address in enumerate(addresses):
            now = clock.mono_ns()
            share = now + (self._deadline - now) // (len(addresses) - number)
            try:
                return self._connect_one(address, share)
            except (OSError, Slow) as failed:
                error = failed
        raise error

    def _connect_one(self, address: _Address, deadline: int) -> socket.socket:
        family, kind, protocol, _, target = address
        sock = socket.socket(family, kind, protocol)
        try:
            sock.setblocking(False)
            # Without it Nagle's algorithm holds small packets back and every latency chart shows a 40 ms tail.
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with contextlib.suppress(BlockingIOError):
                sock.connect(target)
                return sock
            self._wait(sock, WRITE, "connect", deadline)
            if code := sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR):
                raise OSError(code, os.strerror(code))  # becomes ConnectionRefusedError and so on by its code
            return sock
        except BaseException:
            sock.close()
            raise

    def _secure(self, sock: socket.socket, context: ssl.SSLContext) -> ssl.SSLSocket:
        name = self._connection.tls.server_name or self._connection.host
        try:
            wrapped = context.wrap_socket(sock, server_hostname=name, do_handshake_on_connect=False)
        except ValueError as error:
            raise Ended("bad-settings", error=f"the server name {name!a} is no host name") from error
        try:
            while True:
                try:
                    wrapped.do_handshake()
                    return wrapped
                except ssl.SSLWantReadError:
                    self._wait(wrapped, READ, "tls", self._deadline)
                except ssl.SSLWantWriteError:
                    self._wait(wrapped, WRITE, "tls", self._deadline)
        except BaseException:
            wrapped.close()
            raise

    def _upgrade(self, sock: socket.socket, handshake: Handshake) -> WebSocket:
        unsent = handshake.request
        while unsent:
            with contextlib.suppress(BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
                unsent = unsent[sock.send(unsent) :]
                continue
            self._wait(sock, WRITE, "websocket", self._deadline)
        while True:
            with contextlib.suppress(BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
                data = sock.recv(65_536)
                if not data:
                    raise Closed
                if handshake.feed(data):
                    return WebSocket(sock, handshake.rest)
                continue
            self._wait(sock, READ, "websocket", self._deadline)

    def _wait(self, sock: socket.socket | None, events: int, step: str, deadline: int) -> None:
        """Until the socket is ready or, where there is none, the wake is set; raises Slow or Cancelled."""
        with selectors.DefaultSelector() as selector:
            selector.register(self._wake, READ)
            if sock is not None:
                selector.register(sock, events)
            while not self._cancelled():
                ready = selector.select(max(0.0, (deadline - clock.mono_ns()) / 1e9))
                if not ready:
                    raise Slow(step)
                self._wake.clear()
                if sock is None or any(key.fileobj is sock for key, _ in ready):
                    return
        raise Cancelled


def _look_up(connection: Connection, flags: int) -> list[_Address]:
    return socket.getaddrinfo(connection.host, connection.port, type=socket.SOCK_STREAM, flags=flags)
