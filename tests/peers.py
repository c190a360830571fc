"""Scripted brokers for tests: a raw socket that plays a script for each connection, byte for byte.

    def script(talk: Talk) -> None:
        talk.accept()                                # CONNECT in, CONNACK out
        talk.send(publish(b"a/b", b"hello", qos=1, packet_id=7))
        assert talk.read() == (0x40, b"\\x00\\x07")   # PUBACK

    with Peer(script) as peer: ... connect something to peer.port

A script that fails or a connection without a script fails the test when the `with` block ends.
"""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Any

from websockets.frames import Frame, Opcode
from websockets.http11 import Request
from websockets.server import ServerProtocol

Packet = tuple[int, bytes]  # first byte, body
Script = Callable[["Talk"], None]
V5, V311 = 5, 4


class Gone(Exception):
    """The client left before it said CONNECT: a link was closed at that moment, which is nobody's fault."""


class Talk:
    """One connection as a script sees it. Reads give up after `patience` seconds."""

    def __init__(self, sock: Any, number: int, patience: float = 10.0) -> None:
        self.sock = sock
        self.number = number  # 1 for the first connection
        sock.settimeout(patience)
        self._buffer = bytearray()
        self.version = V5
        self.connect = b""  # the body of CONNECT

    # --- raw ---------------------------------------------------------------------------------------------

    def send(self, *packets: bytes) -> None:
        if packets:  # nothing can be sent to a client that has gone, too
            self.sock.sendall(b"".join(packets))

    def read_exactly(self, size: int) -> bytes:
        while len(self._buffer) < size:
            data = self.sock.recv(65536)
            if not data:
                raise EOFError(f"the client closed after {len(self._buffer)} of {size} bytes")
            self._buffer += data
        taken = bytes(self._buffer[:size])
        del self._buffer[:size]
        return taken

    def read(self) -> Packet:
        """The next packet, whatever it is."""
        first = self.read_exactly(1)[0]
        size, shift = 0, 0
        while True:
            byte = self.read_exactly(1)[0]
            size |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return first, self.read_exactly(size)

    def read_kind(self, kind: int) -> Packet:
        """The next packet of this type (its high four bits, as 0x80); pings are answered, others skipped."""
        while True:
            first, body = self.read()
            if first & 0xF0 == kind:
                return first, body
            if first == 0xC0:
                self.send(b"\xd0\x00")

    def silent(self, seconds: float) -> bool:
        """Whether nothing comes for so long."""
        if self._buffer:
            return False
        self.sock.settimeout(seconds)
        try:
            self._buffer += self.sock.recv(65536)
        except TimeoutError:
            return True
        finally:
            self.sock.settimeout(10.0)
        return not self._buffer

    def closed(self, seconds: float = 10.0) -> bool:
        """Whether the client closes within so long; what it still sends is thrown away."""
        self.sock.settimeout(seconds)
        try:
            while self.sock.recv(65536):
                pass
        except TimeoutError:
            return False
        except OSError:
            return True
        return True

    def reset(self) -> None:
        """End the connection with RST instead of FIN."""
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.sock.close()

    def hold(self, seconds: float = 10.0) -> None:
        """Stay connected until the client leaves, answering pings."""
        self.sock.settimeout(seconds)
        with contextlib.suppress(OSError, EOFError):
            while True:
                first, _ = self.read()
                if first == 0xC0:
                    self.send(b"\xd0\x00")
                if first == 0xE0:
                    return

    # --- MQTT --------------------------------------------------------------------------------------------

    def accept(self, session_present: bool = False, reason: int = 0, properties: bytes = b"") -> bytes:
        """CONNECT in, CONNACK out; answers CONNECT's body and notes its version."""
        try:
            first, self.connect = self.read()
            assert first == 0x10
            self.version = self.connect[6] & 0x7F  # without the bit of a bridge
            self.send(connack(session_present, reason, properties, self.version))
        except (EOFError, OSError) as error:
            raise Gone from error
        return self.connect

    def grant(self, *codes: int) -> bytes:
        """SUBSCRIBE in, SUBACK out (the QoS of each filter is granted unless `codes` say else)."""
        _, body = self.read_kind(0x80)
        self.send(suback(body[:2], codes or (filter_count(body, self.version) * (2,)), self.version))
        return body


class Peer:
    """Listens on 127.0.0.1:`port`; `scripts` serve the first connections in turn, the last one all that follow."""

    def __init__(
        self, *scripts: Script, wrap: Callable[[socket.socket], Any] | None = None, lenient: bool = False
    ) -> None:
        self._scripts = scripts
        self._lenient = lenient  # whether clients may leave in the middle of a script
        self._wrap = wrap
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.connections = 0
        self.times: list[float] = []  # when each connection came (monotonic s)
        self.errors: list[BaseException] = []
        self._socks: list[Any] = []
        self._threads: list[threading.Thread] = []
        self._stopping = False
        self._acceptor = threading.Thread(target=self._accept, daemon=True)

    def __enter__(self) -> Peer:
        self._acceptor.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._stopping = True
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._acceptor.join(5)
        for sock in self._socks:
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(5)
        for sock in self._socks:
            sock.close()
        if kind is None and self.errors:
            raise self.errors[0]

    def _accept(self) -> None:
        while not self._stopping:
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            self.times.append(time.monotonic())
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            self._socks.append(sock)
            thread = threading.Thread(target=self._serve, args=(sock, self.connections), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, sock: Any, number: int) -> None:
        script = self._scripts[min(number, len(self._scripts)) - 1]
        try:
            if self._wrap is not None:
                sock = self._wrap(sock)
                self._socks.append(sock)
            script(Talk(sock, number))
        except Gone:
            pass
        except BaseException as error:
            # A link that closes may cut a connection of which nothing is asked.
            excused = (self._lenient or number > len(self._scripts)) and isinstance(error, EOFError | OSError)
            if not self._stopping and not excused:
                self.errors.append(error)
        finally:
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
            sock.close()


# --- bytes, written by hand so that no code under test makes them -------------------------------------------


def length(value: int) -> bytes:
    """A variable byte integer."""
    out = bytearray()
    while True:
        value, low = divmod(value, 128)
        out.append(low | (128 if value else 0))
        if not value:
            return bytes(out)


def packet(first: int, body: bytes) -> bytes:
    return bytes([first]) + length(len(body)) + body


def text(value: bytes) -> bytes:
    return len(value).to_bytes(2, "big") + value


def connack(session_present: bool = False, reason: int = 0, properties: bytes = b"", version: int = V5) -> bytes:
    body = bytes([session_present, reason])
    return packet(0x20, body + length(len(properties)) + properties if version == V5 else body)


def publish(
    topic: bytes,
    payload: bytes = b"",
    qos: int = 0,
    packet_id: int = 0,
    properties: bytes = b"",
    version: int = V5,
    retain: bool = False,
    dup: bool = False,
) -> bytes:
    body = text(topic)
    if qos:
        body += packet_id.to_bytes(2, "big")
    if version == V5:
        body += length(len(properties)) + properties
    return packet(0x30 | dup << 3 | qos << 1 | retain, body + payload)


def ack(first: int, packet_id: int, reason: int | None = None) -> bytes:
    """PUBACK 0x40, PUBREC 0x50, PUBREL 0x62, PUBCOMP 0x70."""
    return packet(first, packet_id.to_bytes(2, "big") + (b"" if reason is None else bytes([reason])))


def suback(packet_id: bytes, codes: tuple[int, ...], version: int = V5) -> bytes:
    return packet(0x90, packet_id + (b"\0" if version == V5 else b"") + bytes(codes))


def disconnect(reason: int = 0, properties: bytes = b"") -> bytes:
    return packet(0xE0, bytes([reason]) + length(len(properties)) + properties)


def user_property(name: bytes, value: bytes) -> bytes:
    return b"\x26" + text(name) + text(value)


def filter_count(body: bytes, version: int) -> int:
    """How many filters a SUBSCRIBE holds."""
    return len(list(filters(body, version)))


def filters(body: bytes, version: int = V5) -> Iterator[tuple[bytes, int]]:
    """Each filter of a SUBSCRIBE with its options byte."""
    at = 2
    if version == V5:
        at += 1 + body[2]  # property lengths of one byte are enough for tests
    while at < len(body):
        size = int.from_bytes(body[at : at + 2], "big")
        yield body[at + 2 : at + 2 + size], body[at + 2 + size]
        at += 3 + size


def publish_fields(first: int, body: bytes, version: int = V5) -> tuple[bytes, int, bytes, bytes]:
    """Topic, packet id, raw properties and payload of a PUBLISH that a client sent."""
    size = int.from_bytes(body[:2], "big")
    at = 2 + size
    packet_id = 0
    if first & 6:
        packet_id = int.from_bytes(body[at : at + 2], "big")
        at += 2
    properties = b""
    if version == V5:
        count, shift = 0, 0
        while True:
            byte = body[at]
            at += 1
            count |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                break
        properties = body[at : at + count]
        at += count
    return body[2 : 2 + size], packet_id, properties, body[at:]


class ServerWebSocket:
    """The server's side of a WebSocket, with as much of a socket as `Talk` needs; `Peer(..., wrap=ServerWebSocket)`."""

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._protocol = ServerProtocol(subprotocols=["mqtt"])  # type: ignore[list-item]
        self.request: Request | None = None
        self._data = bytearray()
        while self.request is None:
            if not self._receive():
                raise ConnectionError("the client closed before its handshake was complete")
        response = self._protocol.accept(self.request)
        self._protocol.send_response(response)
        self._flush()
        if response.status_code != 101:
            raise ConnectionError(f"handshake answered with {response.status_code}")

    def _receive(self) -> bool:
        raw = self._sock.recv(65536)
        if raw:
            self._protocol.receive_data(raw)
        else:
            self._protocol.receive_eof()
        for event in self._protocol.events_received():
            if isinstance(event, Request):
                self.request = event
            elif event.opcode in (Opcode.BINARY, Opcode.CONT):
                self._data += event.data
        self._flush()
        return bool(raw)

    def _flush(self) -> None:
        for raw in self._protocol.data_to_send():
            if raw:
                self._sock.sendall(raw)

    def recv(self, size: int) -> bytes:
        while not self._data:
            if not self._receive():
                return b""
        taken = bytes(self._data[:size])
        del self._data[:size]
        return taken

    def sendall(self, data: bytes) -> None:
        self._protocol.send_binary(data)
        self._flush()

    def send_frame(self, opcode: Opcode, data: bytes = b"", fin: bool = True) -> None:
        """Any frame, unmasked as a server's are."""
        self._sock.sendall(Frame(opcode, data, fin).serialize(mask=False))

    def settimeout(self, seconds: float | None) -> None:
        self._sock.settimeout(seconds)

    def shutdown(self, how: int) -> None:
        self._sock.shutdown(how)

    def close(self) -> None:
        self._sock.close()
