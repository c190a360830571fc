"""Traffic through brokers that drop, stall or leave: what is told is what they did."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable

import pytest

from eventscope.cli.bench import traffic
from eventscope.cli.bench.broker import once
from eventscope.cli.bench.peers import embedded
from eventscope.cli.bench.traffic import Traffic
from eventscope.core.errors import Unavailable
from eventscope.mqtt import codec
from eventscope.mqtt.packets import V311, Ack, Connack, PacketType, Suback
from servers import wait_until

Rule = Callable[[int, int], int]  # subscriber, number of the message -> copies that it gets


class Relay:
    """A broker in a few lines: one publisher, `rule` says who gets what. `pause` holds everything up."""

    def __init__(self, rule: Rule = lambda subscriber, number: 1, leaves_after: int | None = None) -> None:
        self.rule, self.leaves_after = rule, leaves_after
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port = self.server.getsockname()[1]
        self.pause = threading.Event()
        self.pause.set()
        self.seen = 0
        self.acks = [0]
        self.socks: list[socket.socket] = []
        self.subscribers: list[socket.socket] = []
        self.threads = [threading.Thread(target=self._accept)]
        self.threads[0].start()

    def __enter__(self) -> Relay:
        return self

    def __exit__(self, *_: object) -> None:
        self.pause.set()
        for sock in (self.server, *self.socks):
            try:
                sock.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            sock.close()
        for thread in self.threads:
            thread.join(10)

    def _accept(self) -> None:
        while True:
            try:
                sock, _ = self.server.accept()
            except OSError:
                return
            self.socks.append(sock)
            self.threads.append(threading.Thread(target=self._serve, args=(sock,)))
            self.threads[-1].start()

    def _serve(self, sock: socket.socket) -> None:
        splitter = codec.Splitter(1 << 24)
        try:
            while data := sock.recv(1 << 16):
                for first, body in splitter.feed(data):
                    self._take(sock, first, bytes(body))
        except OSError:
            return

    def _take(self, sock: socket.socket, first: int, body: bytes) -> None:
        kind = first & 0xF0
        if kind == 0x10:
            sock.sendall(codec.encode(Connack(False, 0), V311))
        elif kind == 0x80:
            self.subscribers.append(sock)
            sock.sendall(codec.encode(Suback(1, (1,)), V311))
        elif kind == 0x30:
            self._forward(sock, first, body)
        elif kind == 0x40:
            self.acks[0] += 1

    def _forward(self, sock: socket.socket, first: int, body: bytes) -> None:
        self.pause.wait(10)
        if first & 6:
            packet = codec.decode(first, body, V311)
            sock.sendall(codec.encode(Ack(PacketType.PUBACK, packet.packet_id), V311))
        if self.seen == self.leaves_after:
            sock.shutdown(socket.SHUT_RDWR)
        raw = bytes([first]) + _length(len(body)) + body
        number, self.seen = self.seen, self.seen + 1
        for place, subscriber in enumerate(self.subscribers):
            subscriber.sendall(raw * self.rule(place, number))


def _length(size: int) -> bytes:
    assert 128 <= size < 128 * 128
    return bytes([size & 127 | 128, size >> 7])


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(traffic, "STALLED_NS", 150_000_000)


@pytest.mark.parametrize("qos", [0, 1])
@pytest.mark.parametrize("subscribers", [1, 3])
def test_nothing_is_dropped_where_nothing_was(subscribers: int, qos: int) -> None:
    with Relay() as relay:
        found = Traffic(relay.port, subscribers, qos, window=40).run(0.4, 0.1)
        assert found.dropped == 0
        assert found.due == subscribers * relay.seen
        assert 0 < found.delivered <= found.due
        assert found.seconds == pytest.approx(0.4, abs=0.3)
        if qos:
            wait_until(lambda: relay.acks[0] == found.due)


@pytest.mark.parametrize("qos", [0, 1])
def test_what_a_broker_drops_is_told_exactly_and_never_counts_as_delivered(qos: int) -> None:
    dropped = [0]

    def rule(subscriber: int, number: int) -> int:
        drops = subscriber == 1 and number % 10 == 3
        dropped[0] += drops
        return not drops

    with Relay(rule) as relay:
        found = Traffic(relay.port, 2, qos, window=40).run(1.0, 0.0)
        assert found.dropped == dropped[0] > 0
        assert found.due == 2 * relay.seen
        # Without a warm-up all that came, came in the measured time or in the drain after it.
        assert found.due - found.dropped - 2 * 40 <= found.delivered <= found.due - found.dropped


def test_a_broker_that_delivers_nothing_is_all_dropped() -> None:
    with Relay(lambda subscriber, number: 0) as relay:
        found = Traffic(relay.port, window=40).run(0.6, 0.0)
        assert found.delivered == 0
        assert found.dropped == found.due == relay.seen > 40  # it was given up and gone on with


def test_what_was_only_late_is_not_dropped() -> None:
    with Relay() as relay:
        threading.Timer(0.2, relay.pause.clear).start()
        threading.Timer(0.8, relay.pause.set).start()
        found = Traffic(relay.port, window=40).run(1.2, 0.0)
        assert found.dropped == 0
        assert found.due == relay.seen


def test_a_double_does_not_make_up_for_a_drop() -> None:
    with Relay(lambda subscriber, number: 2 if subscriber == 0 else number % 2) as relay:
        found = Traffic(relay.port, 2, window=40).run(0.5, 0.0)
        assert found.dropped == (relay.seen + 1) // 2


def test_a_broker_that_leaves_is_a_sentence() -> None:
    with Relay(leaves_after=100) as relay, pytest.raises(Unavailable, match="did not go along"):
        Traffic(relay.port, window=40).run(5.0, 0.0)


def test_nobody_there_is_a_sentence() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        with pytest.raises(Unavailable, match="did not go along"):
            Traffic(probe.getsockname()[1]).run(0.1)


def test_marks_stand_at_both_ends_of_the_measured_time() -> None:
    with Relay() as relay:
        seen: list[int] = []
        found = Traffic(relay.port, window=40).run(0.3, 0.2, lambda: seen.append(relay.seen))
        before, after = seen
        assert before > 0
        assert found.delivered == pytest.approx(after - before, abs=2 * 40)


def test_cpu_of_the_real_broker_is_that_of_its_process() -> None:
    with embedded() as (port, pid):
        run = once(Traffic(port, window=100), pid, 0.6, 0.2)
    assert run.delivered.dropped == 0
    assert 0 < run.cpu < 10 * run.delivered.seconds
    assert run.cpu_us > 0
