"""How the bench's source speaks to its receiver: plain, over TLS, in WebSocket frames, or both."""

from __future__ import annotations

import datetime
import ipaddress
import logging
import socket
import ssl
from pathlib import Path
from typing import Literal, Protocol, get_args

from websockets.frames import Frame, Opcode
from websockets.http11 import Request
from websockets.protocol import State
from websockets.server import ServerProtocol

from eventscope.base import clock

Transport = Literal["tcp", "ws", "tls", "wss"]
TRANSPORTS: tuple[Transport, ...] = get_args(Transport)
SCHEMES: dict[Transport, str] = {"tcp": "mqtt", "ws": "ws", "tls": "mqtts", "wss": "wss"}
_quiet = logging.getLogger("eventscope.bench.websocket")
_quiet.setLevel(logging.WARNING)


class Wire(Protocol):
    """What the source needs of a socket; everything blocks."""

    def recv(self, size: int, /) -> bytes:
        """Some MQTT bytes; empty once the peer has left."""

    def sendall(self, data: bytes, /) -> None:
        """All of it, as fast as it is read."""

    def settimeout(self, seconds: float | None, /) -> None:
        """How long either may take."""

    def fileno(self) -> int:
        """For select: readable when something came."""

    def close(self) -> None:
        """At once."""


def open_wire(peer: socket.socket, transport: Transport, certificate: str = "") -> Wire:
    """The server's side of a connection that was accepted; `certificate` is a file as `make_certificate` makes it."""
    wire = peer
    if transport in ("tls", "wss"):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        wire = context.wrap_socket(peer, server_side=True)
    return WebSocketSide(wire) if transport in ("ws", "wss") else wire


class WebSocketSide:
    """The server's side of a WebSocket; each `sendall` is one frame."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._protocol = ServerProtocol(
            subprotocols=["mqtt"],  # type: ignore[list-item]  # [MQTT-6.0.0-3]; the library has a type of its own for it
            max_size=None,
            logger=_quiet,
        )
        self.fileno, self.settimeout, self.close = sock.fileno, sock.settimeout, sock.close

    def recv(self, size: int, /) -> bytes:
        """See Wire; a close frame is a goodbye."""
        while data := self._sock.recv(size):
            self._protocol.receive_data(data)
            events = self._protocol.events_received()
            for event in events:
                if isinstance(event, Request):
                    self._protocol.send_response(self._protocol.accept(event))
            self._flush()
            frames = [event for event in events if isinstance(event, Frame)]
            if found := b"".join(frame.data for frame in frames if frame.opcode in (Opcode.BINARY, Opcode.CONT)):
                return found
            if any(frame.opcode is Opcode.CLOSE for frame in frames):
                return b""
        return b""

    def sendall(self, data: bytes, /) -> None:
        """See Wire."""
        if self._protocol.state is not State.OPEN:  # its close came behind what we answer
            raise BrokenPipeError("it closed its WebSocket")
        self._protocol.send_binary(data)
        self._flush()

    def _flush(self) -> None:
        self._sock.sendall(b"".join(self._protocol.data_to_send()))


def make_certificate(folder: Path) -> str:
    """A file with a new key and its certificate for 127.0.0.1, good for a day; it vouches for itself."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Eventscope bench")])
    now = datetime.datetime.fromtimestamp(clock.wall_ns() / 1e9, datetime.UTC)
    usage = x509.KeyUsage(True, False, False, False, False, True, False, False, False)  # signs: data, certificates
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256())
    )
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    file = folder / "bench.pem"
    file.write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain) + made.public_bytes(pem))
    return str(file)
