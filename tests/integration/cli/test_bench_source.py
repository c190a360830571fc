"""The bench's source: known messages to one receiver, counted exactly, and an end in every state."""

from __future__ import annotations

import os
import select
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager

import psutil
import pytest

from eventscope.base import clock
from eventscope.cli.bench import sending
from eventscope.cli.bench.load import IN_FLIGHT, TOPIC, Load
from eventscope.cli.bench.peers import embedded, mosquitto
from eventscope.cli.bench.source import Source
from eventscope.core import stamp
from eventscope.core.errors import Unavailable
from eventscope.mqtt import codec, propertycodec
from eventscope.mqtt.packets import (
    V5,
    V311,
    Ack,
    Connect,
    PacketType,
    Properties,
    Publish,
    Subscribe,
    SubscribeFilter,
)  # fmt: skip
from servers import needs_mosquitto

PING, PONG = b"\xc0\x00", b"\xd0\x00"


class Reader:
    """A receiver that reads when it is told to."""

    def __init__(self, port: int, version: int = V311, qos: int = 0, most: int | None = None) -> None:
        self.version = version
        self.released = 0
        self.sock = socket.create_connection(("127.0.0.1", port), 10.0)
        self.splitter = codec.Splitter(1 << 24)
        self.messages: list[Publish] = []
        self.pongs = 0
        said = Properties(receive_maximum=most)
        self.sock.sendall(codec.encode(Connect("reader", version, keep_alive=0, properties=said), version))
        self.sock.sendall(codec.encode(Subscribe(1, (SubscribeFilter(TOPIC + "/#", qos),)), version))

    def read(self, count: int, acknowledge: bool = True) -> None:
        """Until so many messages are there."""
        while len(self.messages) < count:
            fresh = self.some()
            self.acknowledge(fresh if acknowledge else [])

    def acknowledge(self, messages: list[Publish]) -> None:
        """To the end: at QoS 2 with PUBREC, and PUBCOMP for each PUBREL."""
        kinds = {1: PacketType.PUBACK, 2: PacketType.PUBREC}
        acks = [Ack(kinds[item.qos], item.packet_id) for item in messages if item.qos]
        self.sock.sendall(b"".join(codec.encode(ack, self.version) for ack in acks))

    def release(self, count: int) -> None:
        """Until so many were released."""
        while self.released < count:
            self.some()

    def some(self) -> list[Publish]:
        data = self.sock.recv(1 << 16)
        assert data, "the source closed"
        packets = [codec.decode(*frame, self.version) for frame in self.splitter.feed(data)]
        fresh = [item for item in packets if isinstance(item, Publish)]
        released = [item for item in packets if isinstance(item, Ack) and item.type == PacketType.PUBREL]
        self.released += len(released)
        done = [codec.encode(Ack(PacketType.PUBCOMP, item.packet_id), self.version) for item in released]
        self.sock.sendall(b"".join(done))
        self.pongs += sum(type(item).__name__ == "Pingresp" for item in packets)
        self.messages += fresh
        return fresh

    def silent(self, seconds: float) -> bool:
        return not select.select([self.sock], [], [], seconds)[0]


@contextmanager
def reading(load: Load, version: int = V311, most: int | None = None) -> Iterator[tuple[Source, Reader]]:
    with closing(Source(load)) as made:
        reader = Reader(made.port, version, load.qos, most)
        with reader.sock:
            made.ready(10)
            yield made, reader


@pytest.mark.parametrize("qos", [0, 1, 2])
def test_exactly_the_count_arrives_and_the_time_runs_to_the_goodbye(qos: int) -> None:
    with reading(Load(2345, 100, qos)) as (made, reader):
        made.begin()
        before = clock.mono_ns()
        reader.read(2345)
        reader.release(2345 if qos == 2 else 0)
        assert reader.silent(0.1)
        assert made.sent == 2345
        reader.sock.close()
        sent = made.finish(10)
        assert sent.count == 2345
        assert before - 10**9 < sent.start < sent.end <= clock.mono_ns()
    assert {len(item.payload) for item in reader.messages} == {100}
    assert len({item.topic for item in reader.messages}) == 50


def test_nothing_leaves_before_the_beginning_and_pings_are_answered() -> None:
    with reading(Load(10)) as (made, reader):
        reader.sock.sendall(PING)
        while not reader.pongs:
            reader.some()
        assert reader.messages == []
        made.begin()
        reader.read(10)


def test_at_qos_1_no_more_is_in_flight_than_was_agreed() -> None:
    with reading(Load(3 * IN_FLIGHT, 50, 1)) as (made, reader):
        made.begin()
        reader.read(IN_FLIGHT, acknowledge=False)
        assert reader.silent(0.2)
        assert len(reader.messages) == IN_FLIGHT
        acks = [codec.encode(Ack(PacketType.PUBACK, item.packet_id), V311) for item in reader.messages]
        stream = PING + b"".join(acks)
        for at in range(0, len(stream), 777):  # packets are cut anywhere
            reader.sock.sendall(stream[at : at + 777])
        reader.read(3 * IN_FLIGHT)
        assert reader.pongs == 1


@pytest.mark.parametrize("qos", [1, 2])
def test_a_receiver_that_wants_fewer_in_flight_gets_fewer(qos: int) -> None:
    with reading(Load(100, 50, qos, version=V5), V5, most=7) as (made, reader):
        made.begin()
        reader.read(7, acknowledge=False)
        assert reader.silent(0.2)
        reader.acknowledge(reader.messages)
        reader.read(100)
        reader.release(100 if qos == 2 else 0)
        reader.sock.close()
        assert made.finish(10).count == 100
    assert {item.packet_id for item in reader.messages} == set(range(1, 8))


@pytest.mark.parametrize("qos", [0, 1])
def test_all_topics_have_their_turn(qos: int) -> None:
    with reading(Load(3000, 30, qos, topics=2_500)) as (made, reader):
        made.begin()
        reader.read(3000)
    assert len({item.topic for item in reader.messages}) == 2_500
    ids = [item.packet_id for item in reader.messages]
    assert all(len(set(ids[at : at + IN_FLIGHT])) == IN_FLIGHT for at in range(0, 2000, 250)) or not qos


def test_paced_messages_are_stamped_and_stop_when_told() -> None:
    with reading(Load(1_000_000, 60, rate=5000), V5) as (made, reader):
        made.begin()
        reader.read(1000)
        sent = made.end()
        reader.read(sent)
        assert reader.silent(0.1)
        reader.sock.close()
        assert made.finish(10).count == sent
    stamps = [stamp.parse(propertycodec.encode_properties(item.properties)) for item in reader.messages]
    by_topic: dict[str, list[int]] = {}
    for item, found in zip(reader.messages, stamps, strict=True):
        by_topic.setdefault(item.topic, []).append(found.seq)
    assert all(numbers == list(range(len(numbers))) for numbers in by_topic.values())
    times = [found.mono for found in stamps]
    assert times == sorted(times)
    assert {found.boot for found in stamps} == {clock.boot_id().encode()}
    assert [int(item.payload[:12]) for item in reader.messages] == list(range(sent))


def test_planned_messages_say_when_they_should_have_left() -> None:
    with reading(Load(500, 60, rate=1000, planned=True), V5) as (made, reader):
        made.begin()
        reader.read(500)
        assert made.all_sent(10)
        reader.sock.close()
        sent = made.finish(10)
    stamps = [stamp.parse(propertycodec.encode_properties(item.properties)) for item in reader.messages]
    assert [found.mono for found in stamps] == sent.due.tolist()
    assert sent.due.tolist() == [sent.due[0] + n * 10**6 for n in range(500)]
    assert (sent.left >= sent.due).all()
    waits = [found.sent - found.due for found in stamps]
    assert waits == (sent.left - sent.due).tolist()


@pytest.mark.parametrize("kind", ["embedded", pytest.param("mosquitto", marks=[needs_mosquitto, pytest.mark.peer])])
def test_as_a_client_it_waits_for_a_subscriber_of_a_broker(kind: str) -> None:
    with ExitStack() as stack:
        port, _ = stack.enter_context(mosquitto(100) if kind == "mosquitto" else embedded())
        load = Load(200, 60, rate=2000, version=V5, planned=True, port=port)
        made = stack.enter_context(closing(Source(load)))
        with pytest.raises(TimeoutError):
            made.ready(0.5)
        reader = Reader(port, V5)
        stack.enter_context(reader.sock)
        made.ready(10)
        made.begin()
        reader.read(201)
        sent = made.finish(10)
    assert reader.messages[0].payload.startswith(b"ready")
    assert [int(item.payload[:12]) for item in reader.messages[1:]] == list(range(200))
    assert sent.count == len(sent.due) == 200


def test_a_receiver_that_leaves_early_is_told_in_words() -> None:
    with reading(Load(100_000, 5000)) as (made, reader):
        made.begin()
        reader.read(10)
        reader.sock.close()
        with pytest.raises(Unavailable, match="did not take all messages"):
            made.finish(20)


def test_a_receiver_that_stands_still_is_a_time_out_and_the_source_can_be_closed() -> None:
    with reading(Load(100_000, 5000)) as (made, reader):
        made.begin()
        reader.read(1)
        with pytest.raises(TimeoutError):
            made.finish(0.2)


def test_a_source_that_was_killed_is_told_in_words() -> None:
    with closing(Source(Load(10))) as made:
        made._process.kill()
        with pytest.raises(Unavailable, match="ended by itself"):
            made.ready(10)


def test_closing_leaves_no_process_and_no_port() -> None:
    made = Source(Load(10))
    pid = made._process.pid
    assert pid is not None
    made.close()
    assert not psutil.pid_exists(pid)
    with pytest.raises(OSError, match=r".*"), socket.create_connection(("127.0.0.1", made.port), 2.0):
        pass


@pytest.mark.skipif(sys.platform == "win32", reason="no signals to one process there")
def test_ctrl_c_is_left_to_the_command() -> None:
    with reading(Load(10)) as (made, reader):
        os.kill(made._process.pid, signal.SIGINT)
        made.begin()
        reader.read(10)


def test_it_ends_when_its_command_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "START_WITHIN", 5.0)
    made = Source(Load(10))
    reader = Reader(made.port)
    with reader.sock:
        made.ready(10)
        made._pipe.close()
        made._process.join(10)
        assert made._process.exitcode == 0
    made._process.close()
