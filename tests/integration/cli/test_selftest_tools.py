"""The self-test's own client and peer: what they say of others is true."""

from __future__ import annotations

import socket
import threading

import pytest

from eventscope.cli.selftest import plainclient, scriptedpeer
from eventscope.cli.selftest.check import Broken
from eventscope.cli.selftest.linkwatch import LinkWatch
from eventscope.cli.selftest.plainclient import PlainClient, client
from eventscope.cli.selftest.scriptedpeer import ScriptedPeer, Talk
from eventscope.core.workspace import Connection
from eventscope.mqtt import codec
from eventscope.mqtt.packets import V5, Ack, Connect, PacketType, Publish
from servers import wait_until

PING, PONG = b"\xc0\x00", b"\xd0\x00"


def greets(talk: Talk) -> None:
    talk.accept()
    talk.hold()


# --- PlainClient ----------------------------------------------------------------------------------------------


def test_a_client_publishes_subscribes_and_acknowledges() -> None:
    heard: list[object] = []

    def script(talk: Talk) -> None:
        talk.accept()
        talk.grant()
        heard.append(talk.read())
        talk.send(codec.encode(Ack(PacketType.PUBACK, 7, 0x10), V5))
        talk.send(codec.encode(Publish("a/b", b"x", 1, packet_id=9), V5))
        heard.append(talk.read())
        talk.hold()

    with ScriptedPeer(script) as peer, client(peer.port, "c") as found:
        assert found.subscribe("a/#", 1) == (0,)
        assert found.publish("a/b", b"x", 1, 7) == 0x10
        assert found.message().payload == b"x"
        wait_until(lambda: len(heard) == 2)
        assert isinstance(heard[0], Publish)
        assert heard[1] == Ack(PacketType.PUBACK, 9)


def test_a_broker_that_closes_is_broken_in_words() -> None:
    def closes(talk: Talk) -> None:
        talk.accept()

    with ScriptedPeer(closes) as peer, client(peer.port, "c") as found, pytest.raises(Broken, match="closed"):
        found.read()


def test_a_broker_that_says_nothing_is_broken_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plainclient, "PATIENCE", 0.2)
    with ScriptedPeer(greets) as peer, client(peer.port, "c") as found, pytest.raises(Broken, match="said nothing"):
        found.read()


def test_a_broker_that_says_something_else_is_broken_in_words() -> None:
    with ScriptedPeer(lambda talk: talk.send(PONG)) as peer, pytest.raises(Broken, match="Pingresp where Connack"):
        PlainClient(peer.port, Connect("c"))


# --- ScriptedPeer ---------------------------------------------------------------------------------------------


def test_scripts_serve_one_connection_each_and_the_last_one_all_later() -> None:
    with ScriptedPeer(lambda talk: talk.accept(0x88), lambda talk: talk.accept(0x89)) as peer:
        reasons = []
        for _ in range(3):
            found = PlainClient(peer.port, Connect("c"))
            reasons.append(found.connack.reason)
            found.close()
        assert reasons == [0x88, 0x89, 0x89]


def test_pings_are_answered_while_it_reads_and_not_while_it_waits() -> None:
    go = threading.Event()

    def script(talk: Talk) -> None:
        talk.accept()
        talk.wait(go.is_set)
        talk.hold()

    with ScriptedPeer(script) as peer, client(peer.port, "c") as found:
        found._sock.sendall(PING)
        found._sock.settimeout(0.3)
        with pytest.raises(TimeoutError):
            found._sock.recv(10)
        go.set()
        found._sock.settimeout(10)
        assert found._sock.recv(10) == PONG


def test_reset_breaks_the_connection_with_rst() -> None:
    def script(talk: Talk) -> None:
        talk.accept()
        talk.reset()

    with ScriptedPeer(script) as peer:
        found = PlainClient(peer.port, Connect("c"))
        with pytest.raises(ConnectionResetError):
            found._sock.recv(10)
        found.close()


def test_the_port_is_refused_for_as_long_as_was_said() -> None:
    def refuses(talk: Talk) -> None:
        talk.accept()
        talk.refuse_for = 0.4

    with ScriptedPeer(refuses, greets) as peer:
        before = peer.free_since
        PlainClient(peer.port, Connect("c")).close()

        def refused() -> bool:
            try:
                socket.create_connection(("127.0.0.1", peer.port), 1).close()
            except ConnectionError:
                return True
            return False

        wait_until(refused)
        wait_until(lambda: peer.free_since > before)
        with client(peer.port, "c"):
            pass


def test_it_ends_in_every_state() -> None:
    for script in (greets, lambda talk: talk.wait(lambda: False), lambda talk: None):
        with ScriptedPeer(script) as peer:
            sock = socket.create_connection(("127.0.0.1", peer.port))
            sock.sendall(b"\x10")
        sock.close()
        with pytest.raises(ConnectionError):
            socket.create_connection(("127.0.0.1", peer.port), 1)
    with ScriptedPeer(greets):
        pass


def test_a_silent_client_is_not_waited_for_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scriptedpeer, "PATIENCE", 0.2)
    with ScriptedPeer(greets) as peer, socket.create_connection(("127.0.0.1", peer.port), 5) as sock:
        assert sock.recv(10) == b""


# --- LinkWatch ------------------------------------------------------------------------------------------------


def test_the_first_outcome_of_a_link() -> None:
    with ScriptedPeer(greets) as peer, LinkWatch(Connection("c", "C", port=peer.port)) as watch:
        assert watch.outcome().state == "up"
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with LinkWatch(Connection("c", "C", port=port)) as watch:
        assert watch.outcome().code == "connection-refused"
