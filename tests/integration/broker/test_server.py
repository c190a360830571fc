"""The broker on real sockets: start and stop, ports, time-outs, malformed input, slow readers."""

from __future__ import annotations

import contextlib
import socket
import sys
import time
from collections.abc import Callable

import psutil
import pytest

from badpackets import BadPacket, bad_packets
from brokers import ANY_PORT, Broker, RawClient, broker, connected
from eventscope.broker.server import Peer
from eventscope.core.broker import BrokerConfig, Limits, Listener
from eventscope.core.errors import BadInput, Unavailable
from eventscope.mqtt import codec
from eventscope.mqtt.packets import (
    V5,
    V311,
    Connack,
    Connect,
    Disconnect,
    Pingreq,
    Pingresp,
    Publish,
    Subscribe,
    SubscribeFilter,
    Will,
)
from servers import free_port, wait_until


@pytest.fixture(scope="module")
def running():  # type: ignore[no-untyped-def]
    with broker() as one:
        yield one


def test_a_port_that_is_given_is_used_and_free_at_once_after_a_stop() -> None:
    port = free_port()
    for _ in range(3):
        with broker(BrokerConfig((Listener(port=port),))) as one:
            assert one.ports.mqtt == port
            with connected(port, "c"):
                pass


def test_a_port_that_is_taken_is_told() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(Unavailable) as caught:
            Broker(BrokerConfig((Listener(port=other.getsockname()[1]),)))
    assert caught.value.code == "broker-port-taken"


def test_an_open_address_needs_users() -> None:
    with pytest.raises(BadInput) as caught:
        Broker(BrokerConfig((Listener(address="0.0.0.0", port=0),)))
    assert caught.value.code == "broker-open-address"


def test_stopping_tells_clients_and_takes_less_than_three_seconds() -> None:
    one = Broker(BrokerConfig(ANY_PORT))
    with connected(one.port, "reads") as reads, connected(one.port, "asleep"):
        started = time.monotonic()
        one.process.stop()
        took = time.monotonic() - started
        (goodbye,) = reads.until_closed()
        assert isinstance(goodbye, Disconnect)
        assert goodbye.reason == 0x8B
    assert took < 3.0
    assert not one.process.alive
    assert one.ended == []


def test_the_last_words_of_a_broker_are_read(running: Broker) -> None:
    """A socket that closes with unread bytes resets, and then the reason would be lost."""
    with connected(running.port, "c") as client:
        client.raw(b"\x00\x00" + bytes(200_000))
        (goodbye,) = client.until_closed()
        assert isinstance(goodbye, Disconnect)
        assert goodbye.reason == 0x81


@pytest.mark.parametrize("bad", [one for one in bad_packets() if one.to != "client"], ids=str)
def test_malformed_packets_end_their_connection_only(running: Broker, bad: BadPacket) -> None:
    is_connect = bad.raw[0] >> 4 == 1
    with connected(running.port, "healthy") as healthy, RawClient(running.port, bad.version) as client:
        if not is_connect:
            client.connect("bad")
        client.raw(bad.raw)
        answers = client.until_closed()
        if bad.version == V5 and not is_connect:
            assert [packet.reason for packet in answers] == [bad.reason]  # type: ignore[union-attr]
        healthy.send(Pingreq())
        assert healthy.read() == Pingresp()
    assert running.snapshots[-1].events.get("failure", 0) == 0


def test_silence_instead_of_connect_is_cut_off() -> None:
    with (
        broker(BrokerConfig(ANY_PORT, limits=Limits(connect_timeout=0.3))) as one,
        RawClient(one.port) as client,
    ):
        assert client.until_closed() == []


def test_half_a_packet_is_cut_off() -> None:
    with broker(BrokerConfig(ANY_PORT, limits=Limits(partial_timeout=0.3))) as one, connected(one.port, "c") as client:
        client.raw(b"\x30\xff\xff\xff\x06" + bytes(100))
        (goodbye,) = client.until_closed()
        assert isinstance(goodbye, Disconnect)


def test_connections_are_bounded_and_come_back() -> None:
    with broker(BrokerConfig(ANY_PORT, limits=Limits(connections=2))) as one:
        with connected(one.port, "1"), connected(one.port, "2"), RawClient(one.port) as third:
            with pytest.raises((EOFError, ConnectionError)):
                third.connect("3")
            one.until(lambda gauges: gauges.events.get("connections-refused") == 1, "the refusal")

        def again() -> bool:
            try:
                connected(one.port, "4").sock.close()
            except (EOFError, ConnectionError):
                return False
            return True

        wait_until(again, what="a free place")


def test_keep_alive_on_the_wire() -> None:
    with broker() as one, connected(one.port, "w") as watcher:
        watcher.subscribe("will")
        with connected(one.port, "c", keep_alive=1, will=Will("will", b"gone")) as client:
            started = time.monotonic()
            (goodbye,) = client.until_closed()
            assert isinstance(goodbye, Disconnect)
            assert goodbye.reason == 0x8D
            assert time.monotonic() - started > 1.4
        assert watcher.message().payload == b"gone"


@pytest.mark.parametrize("version", [V311, V5])
def test_payloads_of_any_size(running: Broker, version: int) -> None:
    with connected(running.port, "r", version) as receiver, connected(running.port, "s", version) as sender:
        receiver.subscribe("size", 1)
        for size in (0, 1, 127, 128, 70_000, 1 << 20, (16 << 20) - 20):
            sender.send(Publish("size", bytes(size), 0))
            assert len(receiver.message().payload) == size


def test_topics_of_any_kind(running: Broker) -> None:
    with connected(running.port, "r") as receiver, connected(running.port, "s") as sender:
        receiver.subscribe("#")
        for topic in ("/", "//", "a//b", " ", "\u202e", "😀/é", "a" * 65_535):
            sender.send(Publish(topic, b"x"))
            assert receiver.message().topic == topic


def test_a_stalled_subscriber_slows_nobody_and_its_drops_are_counted() -> None:
    limits = Limits(queue_messages=2000, queue_bytes=4 << 20)
    with (
        broker(BrokerConfig(ANY_PORT, limits=limits)) as one,
        RawClient(one.port, receive=4096) as stalled,
        connected(one.port, "healthy") as healthy,
        connected(one.port, "s") as sender,
    ):
        stalled.connect("stalled")
        stalled.subscribe("t")
        healthy.subscribe("t")
        total = 20_000
        packet = codec.encode(Publish("t", bytes(1000)), V5)
        for _ in range(total // 100):
            sender.raw(packet * 100)
            for _ in range(100):
                healthy.message()
        gauge = one.client("stalled", lambda gauge: sum(gauge.dropped.values()) > 0)
        assert set(gauge.dropped) <= {"queue-full", "queue-bytes"}
        assert gauge.queued <= limits.queue_messages + 300
        gauge = one.client("stalled", lambda gauge: gauge.received == 0 and gauge.queued > 0)
        assert gauge.queued + gauge.delivered + sum(gauge.dropped.values()) == total
        assert one.client("healthy", lambda gauge: gauge.delivered == total).dropped == {}
        assert gauge.oldest > 0
        got = 0
        while got < gauge.queued + gauge.delivered:
            stalled.message()
            got += 1
        last = one.client("stalled", lambda gauge: gauge.queued == 0)
        assert last.delivered == got
        assert last.delivered + sum(last.dropped.values()) == total


def test_five_hundred_messages_wait_for_an_offline_session_and_come_in_order() -> None:
    with broker() as one, connected(one.port, "s") as sender:
        kept = Connect("away", V5, False)
        kept.properties.session_expiry = 60
        with RawClient(one.port) as client:
            client.send(kept)
            assert isinstance(client.read(), Connack)
            client.subscribe("t", 1)
            client.send(Disconnect())
            client.until_closed()
        for number in range(500):
            sender.send(Publish("t", b"%d" % number, 1, packet_id=number + 1))
        gauge = one.client("away", lambda gauge: gauge.queued == 500)
        assert (gauge.connected, gauge.in_flight) == (False, 0)
        with RawClient(one.port) as client:
            client.send(kept)
            connack = client.read()
            assert isinstance(connack, Connack)
            assert connack.session_present
            for number in range(500):
                message = client.message()
                assert message.payload == b"%d" % number
                client.raw(b"\x40\x02%c%c" % (message.packet_id >> 8, message.packet_id & 0xFF))
            gauge = one.client("away", lambda gauge: gauge.delivered == 500)
            assert (gauge.queued, gauge.in_flight, gauge.bytes, gauge.dropped) == (0, 0, 0, {})


def test_garbage_from_many_sockets_leaves_it_healthy(running: Broker) -> None:
    for seed in range(60):
        with RawClient(running.port) as client:
            try:
                client.raw(bytes((seed * 37 + index * index) & 0xFF for index in range(200 + seed)))
                client.until_closed()
            except ConnectionError:
                continue
    with connected(running.port, "fine") as fine:
        fine.send(Pingreq())
        assert fine.read() == Pingresp()
    assert running.ended == []


@pytest.mark.skipif(sys.platform == "win32", reason="stops a process by signal")
def test_a_crowd_that_comes_at_once_is_not_turned_away() -> None:
    """The system keeps them while the broker is busy; a full backlog would cost each of them a second or more."""
    with broker() as one, contextlib.ExitStack() as crowd:
        psutil.Process(one.ports.pid).suspend()
        try:
            for _ in range(300):
                crowd.enter_context(socket.create_connection(("127.0.0.1", one.port), timeout=5))
        finally:
            psutil.Process(one.ports.pid).resume()
        assert connected(one.port, "late").sock.close() is None


def test_retained_messages_of_one_client_hold_up_nobody() -> None:
    with broker() as one, connected(one.port, "s") as sender, connected(one.port, "quick") as quick:
        sender.raw(b"".join(codec.encode(Publish(f"r/{n}", b"x", retain=True), V5) for n in range(30_000)))
        one.until(lambda gauges: gauges.retained == 30_000, "all are kept")
        quick.subscribe("mine")
        with RawClient(one.port, receive=4096) as greedy:
            greedy.connect("greedy")
            greedy.raw(codec.encode(Subscribe(1, (SubscribeFilter("#", 0), SubscribeFilter("+/#", 0))), V5) * 500)
            quick.send(Publish("mine", b"here"))
            assert quick.message().payload == b"here"
            assert one.snapshots[-1].dropped == {}


def test_a_socket_that_takes_more_is_answered_in_a_turn_of_its_own() -> None:
    """asyncio tells it in the midst of writing; a write of ours that failed there made it report the end twice."""
    done: list[str] = []

    class Connection:
        def resume(self) -> None:
            done.append("resumed")

    class Loop:
        hub = None
        calls: list[Callable[[], None]] = []  # noqa: RUF012

        def soon(self, call: Callable[[], None]) -> None:
            self.calls.append(call)

        def wake(self) -> None:
            done.append("woken")

        def flush_soon(self) -> None:
            done.append("flushed")

    loop = Loop()
    peer = Peer(loop, Listener())  # type: ignore[arg-type]
    peer._connection = Connection()  # type: ignore[assignment]
    peer.resume_writing()
    assert done == []
    loop.calls[0]()
    assert done == ["woken", "resumed", "flushed"]
    peer._connection = None
    loop.calls[0]()
    assert len(done) == 3


def test_a_storm_of_new_topics_arrives_whole_while_others_are_served() -> None:
    with (
        broker() as one,
        connected(one.port, "loud") as loud,
        connected(one.port, "r") as receiver,
        connected(one.port, "quiet") as quiet,
    ):
        receiver.subscribe("new/#")
        quiet.subscribe("quiet")
        loud.raw(b"".join(codec.encode(Publish(f"new/{number}", b"%d" % number), V5) for number in range(5_000)))
        quiet.send(Publish("quiet", b"x"))
        assert quiet.message().payload == b"x"
        assert [receiver.message().payload for _ in range(5_000)] == [b"%d" % number for number in range(5_000)]
