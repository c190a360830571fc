"""Traffic through a broker from one process: one publisher, some subscribers, a bounded number in flight.

Packets are made beforehand and counted by their size, so this side stays far cheaper than any broker and the
same load meets every broker. What does not arrive within a second is counted as dropped, never guessed.
"""

from __future__ import annotations

import select
import socket
from dataclasses import dataclass, field

import numpy as np

from eventscope.base import clock
from eventscope.cli.bench.packets import Packets, acknowledgements, identifier_at, packets, topics
from eventscope.mqtt import codec
from eventscope.mqtt.packets import V311, Connect, Subscribe, SubscribeFilter

STEM = "bench/broker"
STALLED_NS = 1_000_000_000
CHUNK = 1 << 18


@dataclass(frozen=True, slots=True)
class Delivered:
    """What came through in `seconds`, summed over all subscribers."""

    seconds: float
    sent: int
    delivered: int
    dropped: int

    @property
    def rate(self) -> float:
        """Delivered messages a second."""
        return self.delivered / self.seconds


@dataclass(slots=True)
class _Subscriber:
    sock: socket.socket
    size: int
    received: int = 0
    rest: bytes = b""


@dataclass(slots=True)
class Traffic:
    """One run against 127.0.0.1:`port`; `window` messages are in flight at most, for each subscriber."""

    port: int
    subscribers: int = 1
    qos: int = 0
    size: int = 200
    window: int = 100
    topics: int = 50
    made: Packets = field(init=False)

    def run(self, seconds: float, warm_up: float = 1.0) -> Delivered:
        """Publish for `warm_up` and then for the measured `seconds`."""
        self.made = packets(topics(STEM, self.topics), self.size, self.window, self.qos)
        with self._dial("publisher") as publisher:
            readers = [self._subscribe(n) for n in range(self.subscribers)]
            try:
                flow = _Flow(publisher, readers, self.made, self.qos)
                flow.turn(warm_up)
                return flow.turn(seconds)
            finally:
                for reader in readers:
                    reader.sock.close()

    def _dial(self, name: str) -> socket.socket:
        sock = socket.create_connection(("127.0.0.1", self.port), timeout=10.0)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.sendall(codec.encode(Connect(f"bench-{name}", V311, keep_alive=0), V311))
        _read(sock, 4)
        return sock

    def _subscribe(self, number: int) -> _Subscriber:
        sock = self._dial(f"subscriber-{number}")
        sock.sendall(codec.encode(Subscribe(1, (SubscribeFilter(STEM + "/#", self.qos),)), V311))
        _read(sock, 5)
        return _Subscriber(sock, self.made.shape[1])


class _Flow:
    """The loop: reads what is there, acknowledges it, and sends while the window allows."""

    def __init__(self, publisher: socket.socket, readers: list[_Subscriber], made: Packets, qos: int) -> None:
        self._publisher = publisher
        self._readers = readers
        self._made = made
        self._qos = qos
        self._at = identifier_at(STEM + "/000", made.shape[1]) if qos else 0
        self._sent = self._acked = self._dropped = 0
        self._ack_rest = 0
        self._by_socket = {reader.sock: reader for reader in readers}

    def turn(self, seconds: float) -> Delivered:
        start = moved = clock.mono_ns()
        end = start + int(seconds * 1e9)
        sent, received, dropped = self._sent, self._received(), self._dropped
        while (now := clock.mono_ns()) < end:
            if self._read_all() + self._send():
                moved = now
            elif now - moved > STALLED_NS:
                self._give_up()
                moved = now
        took = (clock.mono_ns() - start) / 1e9
        return Delivered(took, self._sent - sent, self._received() - received, self._dropped - dropped)

    def _received(self) -> int:
        return sum(reader.received for reader in self._readers)

    def _outstanding(self) -> int:
        slowest = min(reader.received for reader in self._readers)
        behind = self._sent - slowest
        return max(behind, self._sent - self._acked) if self._qos else behind

    def _send(self) -> int:
        window = len(self._made)
        step = min(max(window // 4, 1), window - self._outstanding())
        if step <= 0 or (step < window // 4 and self._outstanding() > window // 2):
            return 0
        first = self._sent % window
        step = min(step, window - first)
        self._publisher.sendall(self._made[first : first + step].tobytes())
        self._sent += step
        return step

    def _read_all(self) -> int:
        ready = select.select([self._publisher, *self._by_socket], [], [], 0.002)[0]
        return sum(self._read_acks() if sock is self._publisher else self._read_one(sock) for sock in ready)

    def _read_acks(self) -> int:
        data = _chunk(self._publisher)
        total = self._ack_rest + len(data)
        self._acked += total // 4
        self._ack_rest = total % 4
        return len(data)

    def _read_one(self, sock: socket.socket) -> int:
        reader = self._by_socket[sock]
        data = reader.rest + _chunk(sock)
        whole = len(data) // reader.size
        reader.rest = data[whole * reader.size :]
        reader.received += whole
        if self._qos and whole:
            rows = np.frombuffer(data, np.uint8, whole * reader.size).reshape(whole, reader.size)
            sock.sendall(acknowledgements(rows, self._at))
        return whole

    def _give_up(self) -> None:
        """Nothing moved for a second: what is missing was dropped on the way."""
        for reader in self._readers:
            self._dropped += self._sent - reader.received
            reader.received = self._sent
        self._acked = self._sent


def _chunk(sock: socket.socket) -> bytes:
    data = sock.recv(CHUNK)
    if not data:
        raise ConnectionError("the broker closed the connection")
    return data


def _read(sock: socket.socket, size: int) -> None:
    while size:
        data = sock.recv(size)
        if not data:
            raise ConnectionError("the broker closed the connection")
        size -= len(data)
