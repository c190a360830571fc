"""uvicorn's protocols with what they lack: a limit on connections, a time for the headers, answers of our own."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

CONNECTIONS = 64
HEADERS_WITHIN = 10.0  # seconds from the connection, or from the first byte of a further request


class Socket(WebSocketsSansIOProtocol):
    """A WebSocket. One that is refused with an answer of HTTP has had its handshake, which uvicorn logs as missing."""

    async def send(self, message: Any) -> None:
        """What the app says."""
        await super().send(message)
        if self.close_sent:
            self.handshake_complete = True


def _raw(status: str, code: str, words: str) -> bytes:
    body = json.dumps({"error": {"code": code, "words": words, "where": []}}).encode()
    head = (
        f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
        "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n"
    )
    return head.encode() + body


_FULL = _raw("503 Service Unavailable", "too-many", "All 64 connections are in use. Close one, or try again later.")
_BAD = _raw("400 Bad Request", "not-http", "This is not a request that this server can read.")


class Protocol(H11Protocol):
    """One connection."""

    _timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Refuse what is too many, at once and without a task."""
        super().connection_made(transport)
        if len(self.connections) > CONNECTIONS:
            transport.write(_FULL)
            transport.close()
            return
        self._await_headers()

    def data_received(self, data: bytes) -> None:
        """Headers that dribble in are given up."""
        if self._timer is None and (self.cycle is None or self.cycle.response_complete):
            self._await_headers()
        super().data_received(data)

    def handle_events(self) -> None:
        """A request whose headers are complete is under way."""
        before = self.scope
        super().handle_events()
        if self.scope is not before:
            self._headers_came()

    def on_response_complete(self) -> None:
        """The beginning of a further request may have come while this one was answered."""
        super().on_response_complete()
        idle = self.cycle is None or self.cycle.response_complete
        if self._timer is None and idle and self.conn.trailing_data[0] and not self.transport.is_closing():
            self._await_headers()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing more is to come."""
        self._headers_came()
        super().connection_lost(exc)

    def handle_websocket_upgrade(self, event: Any) -> None:
        """From here on the WebSocket's protocol has the connection."""
        self._headers_came()
        super().handle_websocket_upgrade(event)

    def send_400_response(self, msg: str) -> None:
        """In our own words; h11's may quote the request."""
        self._headers_came()
        self.transport.write(_BAD)
        self.transport.close()

    def _await_headers(self) -> None:
        self._timer = self.loop.call_later(HEADERS_WITHIN, self.transport.close)

    def _headers_came(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
