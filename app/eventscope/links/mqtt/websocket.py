"""A WebSocket that looks like a socket: the handshake by the websockets library, the frames by ours."""

from __future__ import annotations

import socket
import ssl
from typing import Any

from websockets.client import ClientProtocol
from websockets.exceptions import InvalidMessage
from websockets.frames import Opcode
from websockets.uri import WebSocketURI

from eventscope.core.workspace import Connection
from eventscope.links.mqtt.causes import HttpStatus
from eventscope.links.mqtt.troubles import Ended
from eventscope.links.mqtt.wsframes import FrameReader, frame

_PIECE = 64 << 10  # bytes of one outgoing frame
UNREAD = 64 << 10  # bytes that the socket did not take, past which pings are not answered
_ANSWER_LIMIT = 64 << 10  # bytes of the answer to the handshake


class Handshake:
    """Sans I/O: send `request`, feed what comes until it answers True; `rest` are bytes behind the answer."""

    def __init__(self, connection: Connection) -> None:
        path = connection.resource if connection.resource.startswith("/") else f"/{connection.resource}"
        check_headers(path, connection.websocket_headers)
        uri = WebSocketURI(connection.scheme == "wss", connection.host, connection.port, path, "")
        subprotocols: Any = ["mqtt"]  # [MQTT-6.0.0-3]; the library has a type of its own for it
        self._protocol = ClientProtocol(uri, subprotocols=subprotocols)
        request = self._protocol.connect()
        for name, value in connection.websocket_headers:
            request.headers[name] = value
        self._protocol.send_request(request)
        self.request = b"".join(self._protocol.data_to_send())
        self._answer = b""
        self.rest = b""

    def feed(self, data: bytes) -> bool:
        """Whether the answer is complete; raises HttpStatus for a refusal, InvalidHandshake for what is no answer."""
        self._answer += data
        head, end, self.rest = self._answer.partition(b"\r\n\r\n")
        if not end:
            if len(self._answer) > _ANSWER_LIMIT:
                raise InvalidMessage("its answer is too long")
            return False
        status = head.split(b"\r\n", 1)[0].split(b" ")[1:2]
        if head.startswith(b"HTTP/") and status and status != [b"101"]:
            raise HttpStatus(ascii(status[0])[2:-1])  # its body is of no use to anybody
        self._protocol.receive_data(head + end)
        self._protocol.events_received()
        if self._protocol.handshake_exc:
            raise self._protocol.handshake_exc
        return True


def check_headers(path: str, headers: tuple[tuple[str, str], ...]) -> None:
    """Raises Ended for what would break out of its line in the request."""
    if not path.isascii() or not path.isprintable() or " " in path:
        raise Ended("bad-settings", error="the WebSocket path may only have visible ASCII characters")
    for name, value in headers:
        plain = name.isascii() and name.isprintable() and not set(name) & set(' :"(),/;<=>?@[]{}')
        if not name or not plain or not value.isprintable() or not value.isascii():
            raise Ended("bad-settings", error=f"the WebSocket header {name!a} has characters that are not allowed")


class WebSocket:
    """What paho wants of a socket (recv, send, pending, fileno, setblocking, close) over WebSocket frames."""

    def __init__(self, sock: socket.socket | ssl.SSLSocket, rest: bytes) -> None:
        self._sock = sock
        self._frames = FrameReader()
        self._ready = self._frames.feed(rest)
        self._unsent = bytearray()

    def recv(self, size: int) -> bytes:
        """MQTT bytes, at most `size` unless some waited; raises BlockingIOError when none are there."""
        data, self._ready = self._ready, b""
        if not data and self._frames.closed is None:
            raw = self._sock.recv(size)
            data = self._frames.feed(raw)
            if not raw:
                return b""
        if self._frames.answers:
            if len(self._unsent) < UNREAD:  # a peer that does not read pongs needs none and could fill our memory
                self._unsent += self._frames.answers
            self._frames.answers.clear()
            self.flush()
        if data:
            return data
        if self._frames.closed:
            code, reason = self._frames.closed
            raise Ended("websocket-closed", status=code, error=reason or "no reason given")
        raise BlockingIOError

    def send(self, data: bytes | memoryview) -> int:
        """Bytes taken; what the socket did not take of them leaves with `flush`."""
        if self.unsent and not self.flush():
            raise BlockingIOError
        piece = memoryview(data)[:_PIECE]
        self._unsent += frame(piece)
        self.flush()
        return len(piece)

    @property
    def unsent(self) -> bool:
        """Whether framed bytes wait for the socket."""
        return bool(self._unsent)

    def flush(self) -> bool:
        """Send what waits; whether all is gone."""
        while self._unsent:
            try:
                sent = self._sock.send(self._unsent)
            except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError):
                return False
            del self._unsent[:sent]
        return True

    def say_goodbye(self) -> None:
        """Queue a close frame; `flush` sends it."""
        self._unsent += frame(b"\x03\xe8", Opcode.CLOSE)  # 1000: normal

    def pending(self) -> int:
        """Bytes that no selector sees; a close that came behind data counts as one."""
        below = self._sock.pending() if isinstance(self._sock, ssl.SSLSocket) else 0
        return len(self._ready) + below + (self._frames.closed is not None)

    def fileno(self) -> int:
        """Of the socket below."""
        return self._sock.fileno()

    def setblocking(self, flag: bool) -> None:
        """Only non-blocking is supported."""
        self._sock.setblocking(flag)

    def close(self) -> None:
        """Close the socket below."""
        self._sock.close()
