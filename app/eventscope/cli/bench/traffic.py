"""Traffic through a broker from one process: one publisher, some subscribers, a bounded number in flight.

Packets are made beforehand and counted by their size, so this side stays far cheaper than any broker and the
same load meets every broker. What was sent and never came is counted as dropped, never guessed: after the
measured time everything may still arrive until nothing has moved for a second.
"""

from __future__ import annotations

import contextlib
import select
import socket
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from eventscope.base import clock
from eventscope.cli.bench.packets import Packets, acknowledgements, identifier_at, packets, topics
from eventscope.cli.bench.reading import chunk, read
from eventscope.core.errors import Unavailable
from eventscope.mqtt import codec
from eventscope.mqtt.packets import V311, Connect, Subscribe, SubscribeFilter

STEM = "bench/broker"
PATIENCE = 10.0  # seconds that a broker may take for an answer, or for taking bytes
STALLED_NS = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Delivered:
    """`delivered` messages came in the measured `seconds`, summed over all subscribers.

    `due` and `dropped` are of the whole run, warm-up included: what should have come, and what never did.
    """

    seconds: float
    delivered: int
    due: int
    dropped: int

    @property
    def rate(self) -> float:
        """Delivered messages a second."""
        return self.delivered / self.seconds


@dataclass(frozen=True, slots=True)
class Traffic:
    """One run against 127.0.0.1:`port`; `window` messages are in flight at most, for each subscriber."""

    port: int
    subscribers: int = 1
    qos: int = 0
    size: int = 200
    window: int = 100
    topics: int = 50

    def run(self, seconds: float, warm_up: float = 1.0, mark: Callable[[], None] = lambda: None) -> Delivered:
        """Publish for `warm_up` and then for the measured `seconds`; `mark` is called at both ends of those.

        Raises Unavailable when the broker does not go along.
        """
        made = packets(topics(STEM, self.topics), self.size, self.window, self.qos)
        try:
            with contextlib.ExitStack() as stack:
                publisher = stack.enter_context(self._dial("publisher"))
                readers = [_Subscriber(stack.enter_context(self._subscribe(n))) for n in range(self.subscribers)]
                flow = _Flow(publisher, readers, made, self.qos)
                flow.turn(warm_up)
                mark()
                took, delivered = flow.turn(seconds)
                mark()
                flow.drain()
        except OSError as error:
            sentence = "The broker did not go along to the end ({words})."
            raise Unavailable("bench-broker-failed", sentence, words=str(error) or type(error).__name__) from error
        return Delivered(took, delivered, flow.sent * len(readers), flow.missing)

    def _dial(self, name: str) -> socket.socket:
        sock = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE)
        try:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            sock.sendall(codec.encode(Connect(f"bench-{name}", V311, keep_alive=0), V311))
            read(sock, 4)
        except BaseException:
            sock.close()
            raise
        return sock

    def _subscribe(self, number: int) -> socket.socket:
        sock = self._dial(f"subscriber-{number}")
        try:
            sock.sendall(codec.encode(Subscribe(1, (SubscribeFilter(STEM + "/#", self.qos),)), V311))
            read(sock, 5)
        except BaseException:
            sock.close()
            raise
        return sock


@dataclass(slots=True)
class _Subscriber:
    """`given_up` messages are no longer waited for, so that a broker that drops is not waited for for ever."""

    sock: socket.socket
    received: int = 0
    given_up: int = 0
    rest: bytes = b""


class _Flow:
    """The loop: reads what is there, acknowledges it, and sends while the window allows."""

    def __init__(self, publisher: socket.socket, readers: list[_Subscriber], made: Packets, qos: int) -> None:
        self._publisher = publisher
        self._readers = readers
        self._made = made
        self._size = int(made.shape[1])
        self._qos = qos
        self._at = identifier_at(STEM + "/000", self._size) if qos else 0
        self._ack_bytes = self._acks_given_up = 0
        self._by_socket = {reader.sock: reader for reader in readers}
        self.sent = 0

    def turn(self, seconds: float) -> tuple[float, int]:
        """Go on for so long; answers the seconds it took and how many messages came."""
        start = moved = clock.mono_ns()
        end = start + int(seconds * 1e9)
        before = self._received
        while (now := clock.mono_ns()) < end:
            if self._read_all() + self._send():
                moved = now
            elif now - moved > STALLED_NS:
                self._give_up()
                moved = now
        return (clock.mono_ns() - start) / 1e9, self._received - before

    def drain(self) -> None:
        """Read what still comes, until all is there or nothing moved for a second."""
        moved = clock.mono_ns()
        while self.missing and clock.mono_ns() - moved <= STALLED_NS:
            if self._read_all():
                moved = clock.mono_ns()

    @property
    def missing(self) -> int:
        """What was sent and did not come, over all subscribers."""
        return sum(max(self.sent - reader.received, 0) for reader in self._readers)

    @property
    def _received(self) -> int:
        return sum(reader.received for reader in self._readers)

    def _outstanding(self) -> int:
        behind = self.sent - min(reader.received + reader.given_up for reader in self._readers)
        unacknowledged = self.sent - self._ack_bytes // 4 - self._acks_given_up
        return max(behind, unacknowledged) if self._qos else behind

    def _send(self) -> int:
        window, outstanding = len(self._made), self._outstanding()
        step = min(max(window // 4, 1), window - outstanding)
        if step <= 0 or (step < window // 4 and outstanding > window // 2):
            return 0
        first = self.sent % window
        step = min(step, window - first)
        self._publisher.sendall(self._made[first : first + step].tobytes())
        self.sent += step
        return step

    def _read_all(self) -> int:
        ready = select.select([self._publisher, *self._by_socket], [], [], 0.002)[0]
        return sum(self._read_acks() if sock is self._publisher else self._read_one(sock) for sock in ready)

    def _read_acks(self) -> int:
        data = chunk(self._publisher)
        self._ack_bytes += len(data)
        self._acks_given_up = min(self._acks_given_up, self.sent - self._ack_bytes // 4)
        return len(data)

    def _read_one(self, sock: socket.socket) -> int:
        reader = self._by_socket[sock]
        data = reader.rest + chunk(sock)
        whole = len(data) // self._size
        reader.rest = data[whole * self._size :]
        reader.received += whole
        reader.given_up = min(reader.given_up, self.sent - reader.received)  # some was given up too early
        if self._qos and whole:
            rows = np.frombuffer(data, np.uint8, whole * self._size).reshape(whole, self._size)
            sock.sendall(acknowledgements(rows, self._at))
        return whole

    def _give_up(self) -> None:
        """Nothing moved for a second: go on without what is missing."""
        for reader in self._readers:
            reader.given_up = self.sent - reader.received
        self._acks_given_up = self.sent - self._ack_bytes // 4
