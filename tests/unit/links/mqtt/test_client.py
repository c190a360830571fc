"""The client over a pair of sockets: what paho writes for us, and what happens when the socket does not take it."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from typing import Any

import pytest

import peers
from eventscope.base import clock
from eventscope.core.workspace import Subscription, WillSpec
from eventscope.links.mqtt.causes import Closed
from eventscope.links.mqtt.client import CHUNK, Client
from eventscope.links.mqtt.packetids import PacketIds
from eventscope.links.mqtt.troubles import Ended
from eventscope.mqtt import codec
from eventscope.mqtt.packets import Connect
from linksinks import connection
from peers import Talk


class Pair:
    """A client that said CONNECT, and the broker's end."""

    def __init__(self, clean: bool = True, password: bytes | None = None, **changes: Any) -> None:
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        self.ids = PacketIds()
        self.client = Client(connection(1, **changes), "me", password, self.ids)
        self.talk = Talk(theirs, 1)
        try:
            self.client.greet(ours, clean)
        except BaseException:
            self.close()
            raise
        finally:
            self.ours = ours

    def close(self) -> None:
        self.client.hang_up()
        self.talk.sock.close()

    def connect(self) -> Connect:
        packet = codec.decode(*self.talk.read())
        assert isinstance(packet, Connect)
        return packet


@pytest.fixture
def pair() -> Iterator[Pair]:
    made = Pair()
    made.connect()
    yield made
    made.close()


@pytest.mark.parametrize("version", ["3.1.1", "5"])
@pytest.mark.parametrize("clean", [True, False])
def test_connect(version: str, clean: bool) -> None:
    made = Pair(clean, b"\xff", version=version, clean_start=clean, user="u", will=WillSpec("w", b"gone", 2))
    said = made.connect()
    made.close()
    assert (said.client_id, said.clean_start, said.user, said.password) == ("me", clean, "u", b"\xff")
    assert said.will is not None
    assert (said.will.topic, said.will.payload, said.will.qos) == ("w", b"gone", 2)


def test_values_that_do_not_fit_are_said() -> None:
    with pytest.raises(Ended) as ended:
        Pair(user_properties=(("x" * 70_000, ""),))
    assert ended.value.trouble.code == "bad-settings"


def test_subscribe_unsubscribe_and_ping(pair: Pair) -> None:
    first = pair.client.ask((Subscription("a", 1), Subscription("b", 0, no_local=True)))
    second = pair.client.leave("a")
    pair.client.ping()
    assert (first, second) == (1, 2)
    _, body = pair.talk.read()
    assert list(peers.filters(body)) == [(b"a", 1), (b"b", 4)]
    assert pair.talk.read()[0] == 0xA2
    assert pair.talk.read() == (0xC0, b"")


def test_receive(pair: Pair) -> None:
    with pytest.raises(BlockingIOError):
        pair.client.receive()
    pair.talk.send(bytes(CHUNK + 10))
    received = 0
    while received < CHUNK + 10:
        received += len(pair.client.receive())
    assert not pair.client.pending
    pair.talk.sock.close()
    with pytest.raises(Closed):
        pair.client.receive()


def test_what_the_socket_does_not_take_waits_in_order(pair: Pair) -> None:
    data = bytes(range(256)) * 20_000
    pair.client.send(data)
    assert pair.client.want_write()
    pair.client.send(b"tail")
    received = b""
    while len(received) < len(data) + 4:
        received += pair.talk.sock.recv(1 << 20)
        pair.client.write()
    assert not pair.client.want_write()
    assert received == data + b"tail"


def test_a_broken_socket_raises_what_broke_it(pair: Pair) -> None:
    pair.talk.sock.close()
    with pytest.raises(BrokenPipeError):
        pair.client.send(b"x")


def test_goodbye_waits_for_the_broker_but_not_longer_than_told(pair: Pair) -> None:
    began = clock.mono_ns()
    pair.client.say_goodbye(0x82, began + 50_000_000)
    assert clock.mono_ns() - began >= 50_000_000
    assert pair.talk.read() == (0xE0, b"\x82")
    flooded = Pair()
    flooded.talk.send(bytes(200_000))
    flooded.client.say_goodbye(0, clock.mono_ns() + 50_000_000)
    flooded.close()


def test_hanging_up_twice_is_harmless(pair: Pair) -> None:
    pair.client.hang_up()
    pair.client.hang_up()
    with pytest.raises(OSError):
        pair.client.send(b"x")
