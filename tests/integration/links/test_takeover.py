"""Which connections lead to one broker: found at real ones through all their doors, and doubted where a broker lies."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import Callable
from typing import Any

import pytest

from brokers import broker
from eventscope.core.broker import BrokerConfig, Listener
from eventscope.core.workspace import Connection
from eventscope.links.mqtt import takeover
from eventscope.links.mqtt.takeover import LATE, UNSTEADY, Found
from peers import Peer, Talk
from servers import free_port, mosquitto, needs_mosquitto, wait_for_port

VERSIONS = pytest.mark.parametrize("version", ["5", "3.1.1"])


def at(port: int | None, version: str = "5", **more: Any) -> Connection:
    assert port is not None
    return Connection("c", "c", port=port, version=version, **more)  # type: ignore[arg-type]


def same(*connections: Connection, seconds: float = 10.0) -> Found:
    return asyncio.run(takeover.same([(item, None) for item in connections], seconds))


@needs_mosquitto
@pytest.mark.peer
@VERSIONS
def test_the_doors_of_mosquitto(version: str) -> None:
    second, web = free_port(), free_port()
    doors = f"listener {second} 127.0.0.1\nlistener {web} 127.0.0.1\nprotocol websockets"
    with mosquitto(doors) as one, mosquitto() as other:
        wait_for_port(second)
        wait_for_port(web)
        found = same(
            at(other.port, version), at(one.port, version), at(web, version, scheme="ws"), at(second, "5"),
            at(free_port(), version),
        )  # fmt: skip
    assert found.groups == [[0], [1, 2, 3]]
    assert list(found.unknown) == [4]


@VERSIONS
def test_the_doors_of_our_own_broker(version: str) -> None:
    with (
        broker(BrokerConfig((Listener(port=0), Listener("ws", port=0)))) as one,
        broker(BrokerConfig((Listener(port=0),))) as other,
    ):
        found = same(at(one.port, version), at(other.port, version), at(one.ports.ws, version, scheme="ws"))
        assert not one.notices, "nobody fights"
    assert found == Found([[0, 2], [1]], {})


@needs_mosquitto
@pytest.mark.peer
def test_a_password_that_is_wrong_and_one_that_is_right() -> None:
    with mosquitto() as one, mosquitto(anonymous=False) as closed:
        found = same(at(one.port), at(closed.port))
    assert found.groups == [[0]]
    assert "not authorised" in found.unknown[1].lower() or "not allowed" in found.unknown[1].lower(), found.unknown


class Jealous:
    """Several doors. Whoever connects throws out everybody that `rivals` says: (the newcomer's id, the other's)."""

    def __init__(self, rivals: Callable[[str, str], bool]) -> None:
        self._rivals = rivals
        self._there: list[tuple[str, Talk]] = []

    def __call__(self, talk: Talk) -> None:
        body = talk.accept()
        ident = body[-21:].decode()
        for other, one in self._there:
            if self._rivals(ident, other):
                one.sock.shutdown(socket.SHUT_RDWR)
        self._there = [(other, one) for other, one in self._there if not self._rivals(ident, other)]
        self._there.append((ident, talk))
        talk.hold(30.0)


def test_a_broker_without_a_word_on_take_over() -> None:
    one = Jealous(lambda new, old: new == old)
    with Peer(one) as first, Peer(one) as second, Peer(Jealous(lambda new, old: new == old)) as other:
        found = same(at(first.port), at(other.port), at(second.port))
    assert found == Found([[0, 2], [1]], {})


def test_one_connection_a_user_over_two_brokers_is_no_proof() -> None:
    """They share a rule, not a session: whoever comes throws the other one out under any client id."""
    rule = Jealous(lambda new, old: True)
    with Peer(rule) as first, Peer(rule) as second:
        found = same(at(first.port), at(second.port))
    assert found == Found([], {0: UNSTEADY, 1: UNSTEADY})


def test_a_broker_that_soon_closes_whatever_comes() -> None:
    def soon(talk: Talk) -> None:
        talk.accept()
        talk.read_kind(0xC0)

    def steady(talk: Talk) -> None:
        talk.accept()
        talk.hold(30.0)

    with Peer(soon, lenient=True) as first, Peer(steady) as second:
        found = same(at(first.port), at(second.port))
    assert found == Found([[1]], {0: UNSTEADY})


def test_a_broker_with_rules_on_client_ids() -> None:
    def refuses(talk: Talk) -> None:
        talk.accept(reason=0x85)

    def steady(talk: Talk) -> None:
        talk.accept()
        talk.hold(30.0)

    with Peer(refuses) as first, Peer(steady) as second:
        found = same(at(first.port), at(second.port))
    assert found.groups == [[1]]
    assert "client id" in found.unknown[0].lower()


def test_who_says_nothing_holds_the_others_up_for_no_longer_than_asked() -> None:
    one = Jealous(lambda new, old: new == old)
    with socket.create_server(("127.0.0.1", 0)) as mute, Peer(one) as first, Peer(one) as second:
        began = time.monotonic()
        found = same(at(first.port), at(mute.getsockname()[1]), at(second.port), seconds=4.0)
        assert time.monotonic() - began < 4.5
    assert found == Found([[0, 2]], {1: LATE})
