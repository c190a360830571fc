"""Opening the way on the event loop: each step has words when it fails, and nothing is left open."""

from __future__ import annotations

import asyncio
import socket
from typing import Any

import pytest

from eventscope.core.workspace import Connection
from eventscope.links.mqtt.causes import Closed, Slow
from eventscope.links.mqtt.durablewire import Wire, dial
from peers import Peer, Talk


def connection(port: int, **changes: Any) -> Connection:
    return Connection("c", "c", **{"port": port, "connect_timeout": 1, **changes})


async def opened(made: Connection, heard: bytearray | None = None) -> Wire:
    return await dial(made, (heard if heard is not None else bytearray()).extend, lambda: None)


@pytest.mark.parametrize(("scheme", "step"), [("ws", "websocket"), ("mqtts", "connect")])
def test_a_peer_that_says_nothing(scheme: str, step: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener, pytest.raises(Slow) as caught:
        asyncio.run(opened(connection(listener.getsockname()[1], scheme=scheme)))
    assert caught.value.step == step


def test_a_name_that_is_none() -> None:
    with pytest.raises((socket.gaierror, UnicodeError, Slow)):
        asyncio.run(opened(connection(1, host="no-such-host.invalid")))


def test_bytes_both_ways_and_the_end() -> None:
    def script(talk: Talk) -> None:
        assert talk.read_exactly(4) == b"ping"
        talk.send(b"pong")

    async def run() -> None:
        heard = bytearray()
        wire = await opened(connection(peer.port), heard)
        assert wire.up
        wire.read(False)
        wire.read(True)
        wire.write(b"ping")
        with pytest.raises(Closed):
            await wire.ended
        assert heard == b"pong"
        assert not wire.up
        wire.write(b"nothing happens")
        wire.abort()

    with Peer(script) as peer:
        asyncio.run(run())


def test_what_the_listener_raises_ends_the_connection() -> None:
    def fails(data: bytes) -> None:
        raise ValueError("listener")

    async def run() -> None:
        wire = await dial(connection(peer.port), fails, lambda: None)
        with pytest.raises(ValueError, match="listener"):
            await wire.ended
        wire.abort()
        await asyncio.sleep(0)

    with Peer(lambda talk: talk.send(b"x"), lenient=True) as peer:
        asyncio.run(run())
