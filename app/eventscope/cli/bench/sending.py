"""What the bench's source does in its process: greets one receiver, sends it the load, and waits for its goodbye."""

from __future__ import annotations

import select
import signal
import socket
from dataclasses import dataclass
from multiprocessing.connection import Connection as Pipe

from eventscope.base import clock
from eventscope.cli.bench.packets import StampedTemplate, packets, topics
from eventscope.cli.brokerside import BrokerSide

TOPIC = "bench/intake"
TOPICS = topics(TOPIC, 50)
IN_FLIGHT = 1000  # unacknowledged messages at QoS 1
TICK = 0.001  # seconds between two looks at what is due
AT_ONCE = 200  # messages that share one stamp of time
START_WITHIN, LEAVE_WITHIN = 60.0, 120.0  # seconds for a receiver to come, and to go
PUBACK, PINGREQ, PINGRESP = b"\x40\x02", b"\xc0\x00", b"\xd0\x00"


@dataclass(frozen=True, slots=True)
class Load:
    """What to send: `rate` 0 means as fast as it is read, else stamped, for a receiver that speaks MQTT 5."""

    count: int
    size: int = 200
    qos: int = 0
    rate: float = 0.0


@dataclass(frozen=True, slots=True)
class Sent:
    """Monotonic ns of the first byte and of the receiver's goodbye, and how many messages left."""

    start: int
    end: int
    count: int


def run(pipe: Pipe, load: Load) -> None:
    """The whole life of the process; what goes wrong with the receiver is said through the pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the command, which ends us
    try:
        with Receiver(_accept(pipe)) as receiver:
            receiver.greet()
            pipe.send(("ready", None))
            receiver.await_word(pipe)
            start = clock.mono_ns()
            count = _send_paced(receiver, pipe, load) if load.rate else _send(receiver, load)
            pipe.send(("sent", count))
            receiver.await_goodbye()
            pipe.send(("end", Sent(start, clock.mono_ns(), count)))
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
    return peer


class Receiver:
    """The connection to the receiver. Acknowledgements are counted by their first two bytes.

    That is exact while packet identifiers stay below 0x4000: no other two bytes of PUBACK and PINGREQ packets,
    one after the other, look the same.
    """

    def __init__(self, sock: socket.socket) -> None:
        self._sock = sock
        self._rest = b""

    def __enter__(self) -> Receiver:
        return self

    def __exit__(self, *_: object) -> None:
        self._sock.close()

    def send(self, data: bytes) -> None:
        """All of it, as fast as it is read."""
        self._sock.sendall(data)

    def greet(self) -> None:
        """CONNECT and SUBSCRIBE in, CONNACK and SUBACK out."""
        side = BrokerSide(self._sock)
        side.accept()
        side.grant(most=2)

    def await_word(self, pipe: Pipe) -> None:
        """Wait for the command's order to begin; the receiver's pings are answered meanwhile."""
        while not pipe.poll():
            self.take(0.01)
        pipe.recv()

    def take(self, seconds: float) -> int:
        """Wait so long for something from the receiver; answers how many PUBACKs came. Pings are answered."""
        if not select.select([self._sock], [], [], seconds)[0]:
            return 0
        fresh = self._sock.recv(1 << 16)
        if not fresh:
            raise ConnectionError("it left before it had everything")
        data = self._rest + fresh
        self._rest = data[-1:] if data[-1:] in (PUBACK[:1], PINGREQ[:1]) else b""
        self.send(PINGRESP * data.count(PINGREQ))
        return data.count(PUBACK)

    def await_goodbye(self) -> None:
        """Read until it leaves."""
        self._sock.settimeout(LEAVE_WITHIN)
        try:
            while data := self._sock.recv(1 << 16):
                self.send(PINGRESP * data.count(PINGREQ))
        except (ConnectionResetError, BrokenPipeError):
            return  # a receiver that has its count may leave without reading the rest


def _send(receiver: Receiver, load: Load) -> int:
    """Everything at the speed of the reader; at QoS 1 never more than IN_FLIGHT unacknowledged."""
    made = packets(TOPICS, load.size, min(IN_FLIGHT, load.count), load.qos)
    quarter = max(len(made) // 4, 1)
    sent = acked = 0
    while sent < load.count:
        first = sent % len(made)
        step = min(quarter, load.count - sent, len(made) - first)
        full = load.qos > 0 and sent + step - acked > len(made)
        acked += receiver.take(1.0 if full else 0.0)
        if load.qos and sent + step - acked > len(made):
            continue
        receiver.send(made[first : first + step].tobytes())
        sent += step
    return sent


def _send_paced(receiver: Receiver, pipe: Pipe, load: Load) -> int:
    """Open loop: at each tick what is due leaves, stamped with the time at which it leaves."""
    stream, boot = f"bench-{clock.mono_ns()}", clock.boot_id()
    templates = [StampedTemplate(topic, load.size, stream, boot) for topic in TOPICS]
    width = len(templates)  # each topic counts its own sequence
    start, sent = clock.mono_ns(), 0
    while sent < load.count and not pipe.poll():
        due = min(int((clock.mono_ns() - start) * load.rate / 1e9), load.count)
        while sent < due:
            step = min(due - sent, AT_ONCE)
            wall, mono = clock.wall_ns(), clock.mono_ns()
            numbers = range(sent, sent + step)
            receiver.send(b"".join([templates[n % width].fill(n // width, wall, mono) for n in numbers]))
            sent += step
        receiver.take(TICK)
    return sent
