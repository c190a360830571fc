"""The client over a pair of sockets: what paho writes for us, and what happens when the socket does not take it."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
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

    def __init__(
        self,
        clean: bool = True,
        password: bytes | None = None,
        wrap: Callable[[Any], Any] = lambda sock: sock,
        **changes: Any,
    ) -> None:
        sock, theirs = socket.socketpair()
        sock.setblocking(False)
        ours = wrap(sock)
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
    for _ in range(10):  # a pair of sockets holds less than a chunk
        pair.talk.send(bytes(CHUNK // 8))
        received = 0
        while received < CHUNK // 8:
            received += len(pair.client.receive())
    assert not pair.client.pending
    pair.talk.sock.close()
    with pytest.raises(Closed):
        pair.client.receive()


class Records:
    """A socket that gives its bytes in pieces, as TLS does; `end` is raised behind the last of them."""

    def __init__(self, sock: socket.socket) -> None:
        self.sock = sock
        self.end: Exception | None = None
        self.reads = 0

    def recv(self, size: int) -> bytes:
        self.reads += 1
        try:
            return self.sock.recv(min(size, 16 << 10))
        except BlockingIOError:
            raise self.end or BlockingIOError from None

    def pending(self) -> int:
        return 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self.sock, name)


@pytest.fixture
def pieces() -> Iterator[Pair]:
    made = Pair(wrap=Records)
    made.connect()
    yield made
    made.close()


def test_pieces_that_wait_are_one_read(pieces: Pair) -> None:
    sent = bytes(range(256)) * 300
    pieces.talk.send(sent)
    assert pieces.client.receive() == sent
    pieces.talk.send(b"few")
    pieces.ours.reads = 0
    assert (pieces.client.receive(), pieces.ours.reads) == (b"few", 1)


@pytest.mark.parametrize("end", [ConnectionResetError("reset"), Ended("websocket-closed", status=1001, error="-")])
def test_an_end_behind_pieces_comes_after_them(pieces: Pair, end: Exception) -> None:
    pieces.talk.send(bytes(20_000))
    pieces.ours.end = end
    assert pieces.client.receive() == bytes(20_000)
    for _ in range(2):
        with pytest.raises(type(end)):
            pieces.client.receive()


def test_a_close_behind_pieces_comes_after_them(pieces: Pair) -> None:
    pieces.talk.send(bytes(20_000))
    pieces.talk.sock.close()
    assert pieces.client.receive() == bytes(20_000)
    with pytest.raises(Closed):
        pieces.client.receive()


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
