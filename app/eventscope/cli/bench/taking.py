"""What the bench's sink does in its process: greets one sender, takes and acknowledges what it sends, and counts."""

from __future__ import annotations

import contextlib
import signal
import socket
from dataclasses import dataclass
from multiprocessing.connection import Connection as Pipe

import numpy as np

from eventscope.base import clock
from eventscope.cli.brokerside import BrokerSide
from eventscope.mqtt import codec
from eventscope.mqtt.acks import join_acks
from eventscope.mqtt.burst import Burst, Piece, Releases
from eventscope.mqtt.columns import Run
from eventscope.mqtt.packets import Connack, Connect, PacketType

CHUNK = 1 << 20
START_WITHIN, SEND_WITHIN = 60.0, 120.0  # seconds for a sender to come, and between two of its packets
_ANSWERS = {1: b"\x40\x02", 2: b"\x50\x02"}


@dataclass(frozen=True, slots=True)
class Taken:
    """Monotonic ns of the first message and of the last one's end (its acknowledgement), and how many came."""

    start: int
    end: int
    count: int


def run(pipe: Pipe, count: int) -> None:
    """The whole life of the process; what goes wrong with the sender is said through the pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the command, which ends us
    try:
        with _accept(pipe) as sock:
            side = BrokerSide(sock)
            while not isinstance(packet := side.read(), Connect):
                pass
            pipe.send(("ready", None))
            pipe.recv()
            side.send(codec.encode(Connack(False, 0), packet.version))
            taker = Taker(sock, packet.version)
            pipe.send(("end", taker.take(count)))
            taker.await_goodbye()
    except EOFError:
        return  # the command is gone
    except OSError as error:
        pipe.send(("failed", str(error)))


def _accept(pipe: Pipe) -> socket.socket:
    with socket.create_server(("127.0.0.1", 0)) as server:
        pipe.send(("port", server.getsockname()[1]))
        server.settimeout(START_WITHIN)
        peer, _ = server.accept()
    peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    peer.settimeout(SEND_WITHIN)
    return peer


class Taker:
    """One connection. A message counts once at QoS 0 and 1, and at QoS 2 when it is released."""

    def __init__(self, sock: socket.socket, version: int) -> None:
        self._sock = sock
        self._burst = Burst(1 << 28, version)
        self._counted = self._start = 0

    def take(self, count: int) -> Taken:
        """Until so many messages have come; raises ConnectionError when the sender leaves before."""
        while self._counted < count:
            data = self._sock.recv(CHUNK)
            if not data:
                raise ConnectionError(f"it left after {self._counted:,} of {count:,} messages")
            now = clock.mono_ns()
            if replies := b"".join([self._answer(piece, now) for piece in self._burst.feed(data)]):
                self._sock.sendall(replies)
        return Taken(self._start, clock.mono_ns(), self._counted)

    def await_goodbye(self) -> None:
        """Read until it leaves; pings are answered."""
        with contextlib.suppress(OSError):
            while data := self._sock.recv(CHUNK):
                now = clock.mono_ns()
                self._sock.sendall(b"".join([self._answer(piece, now) for piece in self._burst.feed(data)]))

    def _answer(self, piece: Piece, now: int) -> bytes:
        if isinstance(piece, Run):
            self._start = self._start or now
            return self._published(int(piece.first[0]) >> 1 & 3, piece.packet)
        if isinstance(piece, Releases):
            self._counted += len(piece)
            return join_acks(PacketType.PUBCOMP, piece.ids)
        return self._frame(*piece, now) if isinstance(piece, tuple) else b""

    def _published(self, qos: int, ids: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> bytes:
        self._counted += len(ids) if qos < 2 else 0
        if not qos:
            return b""
        acks = np.empty((len(ids), 4), np.uint8)
        acks[:, 0], acks[:, 1] = _ANSWERS[qos]
        acks[:, 2], acks[:, 3] = ids >> 8, ids & 0xFF
        return acks.tobytes()

    def _frame(self, first: int, body: bytes, now: int) -> bytes:
        if first >> 4 == PacketType.PUBLISH:
            self._start = self._start or now
            qos, at = first >> 1 & 3, 2 + int.from_bytes(body[:2], "big")
            self._counted += qos < 2
            return _ANSWERS[qos] + body[at : at + 2] if qos else b""
        if first >> 4 == PacketType.PUBREL:
            self._counted += 1
            return b"\x70\x02" + body[:2]
        return b"\xd0\x00" if first >> 4 == PacketType.PINGREQ else b""
