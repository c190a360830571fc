"""MQTT in WebSocket frames: looks like a transport to a connection, and joins what it sends into few frames."""

from __future__ import annotations

import logging
from urllib.parse import urlsplit

from websockets.exceptions import NegotiationError
from websockets.frames import Frame, Opcode
from websockets.http11 import Request
from websockets.protocol import State
from websockets.server import ServerProtocol

from eventscope.broker.outbox import Transport
from eventscope.core.hosts import is_loopback

_quiet = logging.getLogger("eventscope.broker.websocket")
_quiet.setLevel(logging.WARNING)
NORMAL, NOT_BINARY = 1000, 1003
UNREAD = 64 << 10  # bytes that the peer has not taken, past which pings are not answered
PONG = b"\x8a"  # how a pong begins


class WebSocket:
    """The WebSocket protocol between a real transport and a connection's MQTT bytes; no input or output itself.

    `receive` answers the MQTT bytes in a chunk from the network; `over` tells that the peer or a fault has ended
    the WebSocket. An open broker accepts browser pages of this
    machine only: otherwise any page on the internet could publish to it through the visitor's browser.
    """

    def __init__(self, transport: Transport, limit: int, any_origin: bool) -> None:
        self._transport = transport
        self._any_origin = any_origin
        self._protocol = ServerProtocol(
            subprotocols=["mqtt"],  # type: ignore[list-item]  # [MQTT-6.0.0-3, -4]
            select_subprotocol=_select,  # type: ignore[arg-type]
            max_size=limit,
            logger=_quiet,
        )
        self.over = False

    def receive(self, data: bytes) -> bytes:
        """Bytes from the network; the MQTT bytes in them, which need not be whole packets [MQTT-6.0.0-2]."""
        self._protocol.receive_data(data)
        parts = []
        for event in self._protocol.events_received():
            if isinstance(event, Request):
                self._answer(event)
            elif isinstance(event, Frame):
                parts.append(self._payload(event))
        self._send()
        return parts[0] if len(parts) == 1 else b"".join(parts)

    def write(self, data: bytes) -> None:
        """MQTT packets as one frame."""
        if self._protocol.state is State.OPEN:
            self._protocol.send_binary(data)
            self._send()

    def close(self) -> None:
        """Say goodbye and close."""
        if self._protocol.state is State.OPEN:
            self._protocol.send_close(NORMAL)
        self._send()
        self._transport.close()

    def finish(self) -> None:
        """Say goodbye and wait for the answer."""
        if self._protocol.state is State.OPEN:
            self._protocol.send_close(NORMAL)
            self._send()
        elif not self.over:
            self._transport.close()

    def get_write_buffer_size(self) -> int:
        """How many bytes the socket did not take yet."""
        return self._transport.get_write_buffer_size()

    def abort(self) -> None:
        """Close now."""
        self._transport.abort()

    def pause_reading(self) -> None:
        """Stop hearing the peer."""
        self._transport.pause_reading()

    def resume_reading(self) -> None:
        """Hear it again."""
        self._transport.resume_reading()

    def _answer(self, request: Request) -> None:
        origin = request.headers.get("Origin")
        if origin and not (self._any_origin or _is_local(origin)):
            response = self._protocol.reject(
                403, "This broker has no users, so web pages of other hosts are refused.\n"
            )
        else:
            response = self._protocol.accept(request)
        self._protocol.send_response(response)

    def _payload(self, frame: Frame) -> bytes:
        if frame.opcode in (Opcode.BINARY, Opcode.CONT):
            return bytes(frame.data)
        if frame.opcode is Opcode.TEXT:  # [MQTT-6.0.0-1]
            self._protocol.fail(NOT_BINARY, "MQTT is carried in binary frames")
        return b""

    def _send(self) -> None:
        pieces = self._protocol.data_to_send()
        if self._transport.get_write_buffer_size() > UNREAD:
            # Who does not read pongs needs none [RFC 6455, 5.5.3], and could fill our memory with them.
            pieces = [piece for piece in pieces if piece[:1] != PONG]
        data = b"".join(pieces)
        if data:
            self._transport.write(data)
        if self._protocol.close_expected() and not self.over:
            self.over = True
            self._transport.finish()


def _select(protocol: ServerProtocol, offered: list[str]) -> str:
    if "mqtt" in offered:
        return "mqtt"
    raise NegotiationError("the WebSocket subprotocol mqtt is required")


def _is_local(origin: str) -> bool:
    try:
        host = urlsplit(origin).hostname
    except ValueError:
        return False
    return host is not None and is_loopback(host)
