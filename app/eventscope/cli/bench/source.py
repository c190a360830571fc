"""A source in a process of its own: plays broker for one receiver and sends it a known number of messages.

It sends as fast as the receiver reads, or at a fixed rate, so receivers are compared on equal terms and no
broker between them can drop anything.
"""

from __future__ import annotations

import multiprocessing
import select
import socket
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from eventscope.base import clock
from eventscope.cli.bench.packets import StampedTemplate, packets, topics
from eventscope.mqtt import codec
from eventscope.mqtt.packets import V5, Connack, Connect, Suback, Subscribe

TOPIC = "bench/intake"
TOPICS = topics(TOPIC, 50)
IN_FLIGHT = 1000  # unacknowledged messages at QoS 1
TICK_NS = 1_000_000


@dataclass(frozen=True, slots=True)
class Load:
    """What to send: `rate` 0 means as fast as it is read; `stamped` needs a receiver that speaks MQTT 5."""

    count: int
    size: int = 200
    qos: int = 0
    rate: float = 0.0
    stamped: bool = False
    wait_for_go: bool = False


@dataclass(frozen=True, slots=True)
class Sent:
    """Monotonic ns of the first byte and of the receiver's goodbye, and how many messages left."""

    start: int
    end: int
    count: int


class Source:
    """The handle: `port` to connect to, `started()` when traffic begins, `finish()` for the outcome."""

    def __init__(self, load: Load) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=_run, args=(theirs, load), name="bench-source", daemon=True)
        self._process.start()
        theirs.close()
        self.port: int = self._expect("port", 20.0)

    def started(self, seconds: float) -> int:
        """Wait until the first message leaves; its monotonic time."""
        at: int = self._expect("start", seconds)
        return at

    def go(self) -> None:
        """Begin to send (with `wait_for_go`)."""
        self._pipe.send("go")

    def stop(self) -> None:
        """Stop sending before the count is reached."""
        self._pipe.send("stop")

    def finish(self, seconds: float) -> Sent:
        """Wait until the receiver says goodbye."""
        sent: Sent = self._expect("end", seconds)
        self._process.join(5.0)
        return sent

    def kill(self) -> None:
        """End it in any state."""
        if self._process.is_alive():
            self._process.kill()
        self._process.join(5.0)
        self._pipe.close()

    def _expect(self, kind: str, seconds: float) -> Any:
        if not self._pipe.poll(seconds):
            raise TimeoutError(f"the source did not come to {kind!r} within {seconds:.0f} s")
        found, value = self._pipe.recv()
        if found != kind:
            raise RuntimeError(f"the source said {found!r} ({value}) where {kind!r} was expected")
        return value


def _run(pipe: Connection, load: Load) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        pipe.send(("port", server.getsockname()[1]))
        server.settimeout(60.0)
        peer, _ = server.accept()
    with peer:
        peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        _greet(peer)
        if load.wait_for_go:
            pipe.recv()
        start = clock.mono_ns()
        pipe.send(("start", start))
        try:
            count = _send_paced(peer, pipe, load) if load.rate else _send(peer, load)
            _await_goodbye(peer)
        except OSError as error:
            pipe.send(("failed", str(error)))
            return
        pipe.send(("end", Sent(start, clock.mono_ns(), count)))


def _greet(peer: socket.socket) -> None:
    """CONNECT and SUBSCRIBE in, CONNACK and SUBACK out."""
    splitter, version = codec.Splitter(1 << 20), V5
    while data := peer.recv(65536):
        for first, body in splitter.feed(data):
            packet = codec.decode(first, body, version)
            if isinstance(packet, Connect):
                version = packet.version
                peer.sendall(codec.encode(Connack(False, 0), version))
            elif isinstance(packet, Subscribe):
                reasons = tuple(item.qos for item in packet.filters)
                peer.sendall(codec.encode(Suback(packet.packet_id, reasons), version))
                return


def _send(peer: socket.socket, load: Load) -> int:
    """Everything at the speed of the reader; at QoS 1 never more than IN_FLIGHT unacknowledged."""
    made = packets(TOPICS, load.size, min(IN_FLIGHT, load.count), load.qos)
    sent = acked = 0
    while sent < load.count:
        step = min(len(made) // 4 or 1, load.count - sent)
        if load.qos:
            acked += _read_acks(peer, block=sent + step - acked > len(made))
            if sent + step - acked > len(made):
                continue
        first = sent % len(made)
        step = min(step, len(made) - first)
        peer.sendall(made[first : first + step].tobytes())
        sent += step
    return sent


_leftover = bytearray()


def _read_acks(peer: socket.socket, block: bool) -> int:
    """How many PUBACKs came (4 bytes each in 3.1.1)."""
    if not block and not select.select([peer], [], [], 0)[0]:
        return 0
    data = peer.recv(1 << 16)
    if not data:
        raise OSError("the receiver left before it had everything")
    _leftover.extend(data)
    whole = len(_leftover) // 4
    del _leftover[: 4 * whole]
    return whole


def _send_paced(peer: socket.socket, pipe: Connection, load: Load) -> int:
    """Open loop: at each millisecond what is due leaves, stamped with the time at which it leaves."""
    stream, boot = f"bench-{clock.mono_ns()}", clock.boot_id()
    templates = [StampedTemplate(topic, load.size, stream, boot) for topic in TOPICS]
    width = len(templates)  # each topic counts its own sequence
    start, sent = clock.mono_ns(), 0
    while sent < load.count and not pipe.poll():
        due = min(int((clock.mono_ns() - start) * load.rate / 1e9), load.count)
        wall, mono = clock.wall_ns(), clock.mono_ns()
        while sent < due:
            step = min(due - sent, 200)
            numbers = range(sent, sent + step)
            peer.sendall(b"".join([templates[n % width].fill(n // width, wall, mono) for n in numbers]))
            sent += step
            wall, mono = clock.wall_ns(), clock.mono_ns()
        select.select([], [], [], TICK_NS / 1e9)
    return sent


def _await_goodbye(peer: socket.socket) -> None:
    peer.settimeout(120.0)
    try:
        while peer.recv(1 << 16):
            pass
    except ConnectionResetError:
        return  # a receiver that has its count may leave without reading the rest
