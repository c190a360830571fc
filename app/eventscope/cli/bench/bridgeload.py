"""Both ends of a bridge under load, in one process: feeds put messages in, taps take them out; here over MQTT."""

from __future__ import annotations

import contextlib
import select
import socket
from collections.abc import Callable, Iterator
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from eventscope.base import clock
from eventscope.cli.bench.packets import acknowledgements, identifier_at, put_identifiers
from eventscope.cli.bench.reading import chunk, read
from eventscope.mqtt import codec
from eventscope.mqtt.packets import V311, Connect, Publish, Subscribe, SubscribeFilter

TOPIC = "bench/bridge/000"
FILTER = "bench/bridge/#"
SEQ = 12  # digits of the number that a payload begins with
PATIENCE = 20.0  # seconds that a peer may take for an answer, or for taking bytes
Arrived = Callable[[list[int], int], None]  # numbers of messages, and the monotonic ns at which they were read


class Feed(Protocol):
    """Where messages are put in."""

    sent: int

    @property
    def open(self) -> int:
        """Messages that the broker has not acknowledged."""

    def send(self, count: int) -> None:
        """The next ones, numbered from 0."""

    def turn(self) -> None:
        """Take acknowledgements, without waiting."""


class Tap(Protocol):
    """Where they come out."""

    received: int

    def turn(self, seconds: float) -> int:
        """Read what is there, waiting so long for it at most; answers how many came."""


def payload(number: int, size: int) -> bytes:
    """Begins with its number."""
    return (b"%0*d" % (SEQ, number)).ljust(size, b"x")


class MqttFeed:
    """Publishes to 127.0.0.1:`port`; identifiers run round in `window`, which bounds what may be open."""

    def __init__(self, sock: socket.socket, qos: int, size: int, window: int) -> None:
        self._sock, self._qos, self._size, self._window = sock, qos, size, window
        self._packet = _packet(qos, size)
        self._at = identifier_at(TOPIC, len(self._packet)) if qos else 0
        self._acks = b""
        self._done = 0
        self.sent = 0

    @property
    def open(self) -> int:
        """See Feed."""
        return self.sent - self._done if self._qos else 0

    def send(self, count: int) -> None:
        """See Feed."""
        made = np.tile(np.frombuffer(self._packet, np.uint8), (count, 1))
        numbers = np.arange(self.sent, self.sent + count)
        if self._qos:
            put_identifiers(made, self._at, numbers % self._window + 1)
        first = len(self._packet) - self._size
        for digit in range(SEQ):
            made[:, first + digit] = numbers // 10 ** (SEQ - 1 - digit) % 10 + ord("0")
        self._sock.sendall(made.tobytes())
        self.sent += count

    def turn(self) -> None:
        """See Feed; a PUBREC of QoS 2 is answered."""
        while self._qos and select.select([self._sock], [], [], 0)[0]:
            data = self._acks + chunk(self._sock)
            whole = len(data) // 4 * 4
            self._acks = data[whole:]
            acks = np.frombuffer(data, np.uint8, whole).reshape(-1, 4)
            recs = acks[acks[:, 0] == 0x50]
            if len(recs):
                released = recs.copy()
                released[:, 0] = 0x62
                self._sock.sendall(released.tobytes())
            self._done += len(acks) - len(recs)


class MqttTap:
    """Subscribed at 127.0.0.1:`port`; every packet has one size, so that counting them is cheap."""

    def __init__(self, sock: socket.socket, qos: int, size: int, arrived: Arrived | None = None) -> None:
        self._sock, self._qos, self._arrived = sock, qos, arrived
        self._packet = len(_packet(qos, size))
        self._first = self._packet - size
        self._at = identifier_at(TOPIC, self._packet) if qos else 0
        self._rest = b""
        self.received = 0

    def turn(self, seconds: float) -> int:
        """See Tap."""
        if not select.select([self._sock], [], [], seconds)[0]:
            return 0
        data = self._rest + chunk(self._sock)
        now = clock.mono_ns()
        whole = len(data) // self._packet
        self._rest = data[whole * self._packet :]
        if whole:
            rows = np.frombuffer(data, np.uint8, whole * self._packet).reshape(whole, self._packet)
            if self._qos:
                self._sock.sendall(acknowledgements(rows, self._at))
            if self._arrived is not None:
                self._arrived(numbers(rows, self._first), now)
        self.received += whole
        return whole


def numbers(rows: NDArray[np.uint8], first: int) -> list[int]:
    """The number that each payload begins with."""
    digits = rows[:, first : first + SEQ].astype(np.int64) - ord("0")
    found: list[int] = (digits @ 10 ** np.arange(SEQ - 1, -1, -1, dtype=np.int64)).tolist()
    return found


@contextlib.contextmanager
def dialled(port: int, name: str, qos: int | None = None) -> Iterator[socket.socket]:
    """A client of MQTT 3.1.1 on loopback, subscribed where `qos` is given."""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as sock:
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sock.sendall(codec.encode(Connect(name, V311, keep_alive=0), V311))
        read(sock, 4)
        if qos is not None:
            sock.sendall(codec.encode(Subscribe(1, (SubscribeFilter(FILTER, qos),)), V311))
            read(sock, 5)
        yield sock


def _packet(qos: int, size: int) -> bytes:
    return codec.encode(Publish(TOPIC, payload(0, size), qos, packet_id=1 if qos else 0), V311)
