"""What the bench's source does in its process: greets one receiver, sends it the load, and waits for its goodbye."""

from __future__ import annotations

import select
import signal
import socket
from collections.abc import Callable
from multiprocessing.connection import Connection as Pipe
from typing import Protocol

from eventscope.base import clock
from eventscope.cli.bench.answers import Answers
from eventscope.cli.bench.load import IN_FLIGHT, Load, Sent
from eventscope.cli.bench.pacing import paced
from eventscope.cli.bench.packets import packets
from eventscope.cli.bench.publisher import Publisher
from eventscope.cli.bench.wires import Wire, open_wire
from eventscope.cli.brokerside import BrokerSide

START_WITHIN, LEAVE_WITHIN = 60.0, 120.0  # seconds for a receiver to come, and to go


class Progress(Protocol):
    """Shared with the command."""

    value: int  # messages that were handed to the socket


def run(pipe: Pipe, load: Load, progress: Progress) -> None:
    """The whole life of the process; what goes wrong with the receiver is said through the pipe."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the command, which ends us
    try:
        if load.port:
            _publish(pipe, load, progress)
        else:
            _play_broker(pipe, load, progress)
    except EOFError:
        return  # the command is gone
    except OSError as error:
        pipe.send(("failed", str(error)))


def _play_broker(pipe: Pipe, load: Load, progress: Progress) -> None:
    with Receiver(_accept(pipe, load)) as receiver:
        receiver.greet()
        pipe.send(("ready", None))
        _await_word(pipe, receiver.take)
        start = clock.mono_ns()
        if load.rate:
            made = paced(load, receiver.send, receiver.take, pipe.poll, progress)
        else:
            made = Sent(start, 0, _flood(receiver, load, progress))
        pipe.send(("sent", made.count))
        receiver.await_goodbye()
        pipe.send(("end", Sent(start, clock.mono_ns(), made.count, made.due, made.left)))


def _publish(pipe: Pipe, load: Load, progress: Progress) -> None:
    pipe.send(("port", load.port))
    with Publisher(load) as publisher:
        publisher.await_subscriber(pipe.poll)
        pipe.send(("ready", None))
        _await_word(pipe, publisher.take)
        made = paced(load, publisher.send, publisher.take, pipe.poll, progress)
        pipe.send(("sent", made.count))
        pipe.send(("end", made))
        _await_word(pipe, publisher.take)  # what was sent must not be lost by our leaving


def _await_word(pipe: Pipe, take: Callable[[float], int]) -> None:
    """Wait for the command's order; the other side's pings are answered meanwhile."""
    while not pipe.poll():
        take(0.01)
    pipe.recv()


def _accept(pipe: Pipe, load: Load) -> Wire:
    with socket.create_server(("127.0.0.1", 0)) as server:
        pipe.send(("port", server.getsockname()[1]))
        server.settimeout(START_WITHIN)
        peer, _ = server.accept()
    peer.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return open_wire(peer, load.transport, load.certificate)


class Receiver:
    """The connection to the receiver; `window` is how many messages above QoS 0 may be unacknowledged."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._answers = Answers()
        self.window = IN_FLIGHT

    def __enter__(self) -> Receiver:
        return self

    def __exit__(self, *_: object) -> None:
        self._wire.close()

    def send(self, data: bytes) -> None:
        """All of it, as fast as it is read."""
        self._wire.sendall(data)

    def greet(self) -> None:
        """CONNECT and SUBSCRIBE in, CONNACK and SUBACK out."""
        side = BrokerSide(self._wire)
        side.accept()
        side.grant(most=2)
        self.window = min(IN_FLIGHT, side.receive_maximum)

    def take(self, seconds: float) -> int:
        """Wait so long for something from the receiver; answers how many messages are done by it."""
        if not select.select([self._wire], [], [], seconds)[0]:
            return 0
        fresh = self._wire.recv(1 << 16)
        if not fresh:
            raise ConnectionError("it left before it had everything")
        done, answer = self._answers.feed(fresh)
        if answer:
            self.send(answer)
        return done

    def await_goodbye(self) -> None:
        """Read until it leaves."""
        self._wire.settimeout(LEAVE_WITHIN)
        try:
            while data := self._wire.recv(1 << 16):
                if answer := self._answers.feed(data)[1]:
                    self.send(answer)
        except (ConnectionResetError, BrokenPipeError):
            return  # a receiver that has its count may leave without reading the rest


def _flood(receiver: Receiver, load: Load, progress: Progress) -> int:
    """Everything at the speed of the reader; above QoS 0 never more than its window unacknowledged."""
    window = min(receiver.window, load.count)
    # All topics have their turn, and no identifier comes again before its window is over.
    ring = -(-max(load.topics, IN_FLIGHT) // window) * window
    made = packets(load.names, load.size, min(ring, load.count), load.qos, load.version, window)
    quarter = max(window // 4, 1)
    sent = done = 0
    while sent < load.count:
        first = sent % len(made)
        step = min(quarter, load.count - sent, len(made) - first)
        full = load.qos > 0 and sent + step - done > window
        done += receiver.take(1.0 if full else 0.0)
        if load.qos and sent + step - done > window:
            continue
        receiver.send(made[first : first + step].tobytes())
        sent += step
        progress.value = sent
    return sent
