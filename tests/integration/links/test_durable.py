"""Durable sessions over real sockets against scripted brokers: resumed, refused, taken over, half open, over TLS."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

import peers
from certificates import Authority, server_context
from durablefakes import FakeSource, FakeTarget, numbered, until
from eventscope.base import tasks
from eventscope.core.workspace import Connection, Tls
from eventscope.links.mqtt.durable import Durable
from eventscope.links.mqtt.durableparts import SourcePart, TargetPart
from eventscope.links.mqtt.durablesource import Source
from eventscope.links.mqtt.durabletarget import Target
from eventscope.links.mqtt.troubles import Trouble
from eventscope.mqtt.packets import SubscribeFilter
from peers import Peer, ServerWebSocket, Talk
from servers import free_port


class Told:
    """What a session tells."""

    def __init__(self) -> None:
        self.states: list[str] = []
        self.troubles: list[Trouble] = []

    def __call__(self, state: str, trouble: Trouble | None) -> None:
        self.states.append(state)
        if trouble is not None:
            self.troubles.append(trouble)

    @property
    def codes(self) -> list[str]:
        return [trouble.code for trouble in self.troubles]


def connection(port: int, **changes: Any) -> Connection:
    fields = {"host": "127.0.0.1", "port": port, "client_id": "bridge-1", "connect_timeout": 5, **changes}
    return Connection("c", "c", **fields)


@contextlib.asynccontextmanager
async def session(made: Connection, part: Any, told: Told, bridge: bool = False) -> AsyncIterator[Durable]:
    durable = Durable(made, b"secret" if made.user else None, part, told, lambda: 0.01, bridge=bridge)
    running = [tasks.spawn(durable.run(), "session")]
    if isinstance(part, SourcePart):
        running.append(tasks.spawn(part.run(), "store"))
    try:
        yield durable
    finally:
        durable.close()
        await asyncio.wait(running[:1], timeout=20)
        for task in running[1:]:
            task.cancel()
        await asyncio.wait(running)


def source(store: FakeSource, version: int = 5) -> SourcePart:
    return SourcePart(Source(version, 1_000), [SubscribeFilter("#", 1)], store, lambda *told: None)


def resumed(talk: Talk) -> None:
    talk.accept(session_present=True)
    talk.send(peers.publish(b"t", b"before SUBACK", 1, 9, version=talk.version))
    talk.grant(1)
    assert talk.read_kind(0x40) == (0x40, b"\0\x09")
    talk.hold()


@pytest.mark.parametrize("version", ["5", "3.1.1"])
def test_a_kept_session_is_taken_up(version: str) -> None:
    async def run() -> None:
        store, told, connects = FakeSource(), Told(), []

        def script(talk: Talk) -> None:
            resumed(talk)
            connects.append(talk.connect)

        with Peer(script) as peer:
            made = connection(peer.port, version=version, user="me")
            async with session(made, source(store, 5 if version == "5" else 4), told):
                await until(lambda: store.payloads)
                await asyncio.sleep(0.05)
            await until(lambda: connects)
        assert store.payloads == [b"before SUBACK"]
        assert told.states == ["connecting", "connected", "closed"]
        flags = connects[0][7]
        assert flags & 0x02 == 0, "no clean start"
        if version == "5":
            assert b"\x11\x00\x09\x3a\x80" in connects[0], "the session lasts for seven days"

    asyncio.run(run())


def test_pings_are_answered_in_their_order_and_only_on_their_connection() -> None:
    async def run() -> None:
        answers: list[str] = []

        def first(talk: Talk) -> None:
            talk.accept()
            talk.grant(1)
            assert [talk.read()[0], talk.read()[0]] == [0xC0, 0xC0]
            talk.send(b"\xd0\x00")
            assert talk.read()[0] == 0xC0
            talk.reset()

        def second(talk: Talk) -> None:
            talk.accept(session_present=True)
            talk.grant(1)
            talk.hold()

        told = Told()
        with Peer(first, second) as peer:
            async with session(connection(peer.port), source(FakeSource()), told) as durable:
                durable.ping(lambda: answers.append("before it is there"))
                await until(lambda: "connected" in told.states)
                durable.ping(lambda: answers.append("1"))
                durable.ping(lambda: answers.append("2"))
                await until(lambda: answers)
                durable.ping(lambda: answers.append("3"))
                await until(lambda: told.states.count("connected") == 2)
                durable.ping(lambda: answers.append("4"))
                await until(lambda: len(answers) == 2)
        assert answers == ["1", "4"]

    asyncio.run(run())


def turned_down_by_code(talk: Talk) -> None:
    talk.send(b"\x20\x02\x00\x01")


def turned_down_by_closing(_talk: Talk) -> None:
    """Not a word."""


@pytest.mark.parametrize("turn_down", [turned_down_by_code, turned_down_by_closing])
def test_a_broker_that_knows_no_bridges_gets_the_plain_level_for_good(turn_down: Callable[[Talk], None]) -> None:
    async def run() -> None:
        store, told, levels = FakeSource(), Told(), []

        def down(talk: Talk) -> None:
            levels.append(talk.read()[1][6])
            turn_down(talk)
            talk.sock.shutdown(socket.SHUT_RDWR)

        def plain(talk: Talk) -> None:
            talk.accept()
            levels.append(talk.connect[6])
            talk.grant(1)
            talk.reset()

        def again(talk: Talk) -> None:
            levels.append(talk.accept(session_present=True)[6])
            talk.send(peers.publish(b"t", b"1", 1, 9, version=talk.version))
            talk.grant(1)
            talk.hold()

        with Peer(down, plain, again) as peer:
            made = connection(peer.port, version="3.1.1")
            async with session(made, source(store, 4), told, bridge=True):
                await until(lambda: store.payloads)
        assert levels == [0x84, 4, 4]
        assert told.codes == ["connection-lost"], "the first answer is no trouble"

    asyncio.run(run())


def test_a_broker_that_takes_nobody_is_asked_with_the_bit_again() -> None:
    async def run() -> None:
        store, told, levels = FakeSource(), Told(), []

        def nobody(talk: Talk) -> None:
            levels.append(talk.read()[1][6])
            talk.sock.shutdown(socket.SHUT_RDWR)

        def good(talk: Talk) -> None:
            levels.append(talk.accept()[6])
            talk.grant(1)
            talk.hold()

        with Peer(nobody, nobody, good) as peer:
            async with session(connection(peer.port, version="3.1.1"), source(store, 4), told, bridge=True):
                await until(lambda: len(levels) == 3)
        assert levels == [0x84, 4, 0x84]
        assert told.codes == ["closed-early"]

    asyncio.run(run())


def test_a_broken_connection_comes_back_and_nothing_is_stored_twice() -> None:
    async def run() -> None:
        store, told = FakeSource(), Told()

        def first(talk: Talk) -> None:
            talk.accept()
            talk.grant(1)
            talk.send(peers.publish(b"t", b"1", 2, 9))
            assert talk.read_kind(0x50) == (0x50, b"\0\x09")
            talk.reset()

        def second(talk: Talk) -> None:
            talk.accept(session_present=True)
            talk.send(peers.publish(b"t", b"1", 2, 9, dup=True))
            assert talk.read_kind(0x50) == (0x50, b"\0\x09")
            talk.send(peers.ack(0x62, 9))
            assert talk.read_kind(0x70) == (0x70, b"\0\x09")
            talk.hold()

        with Peer(first, second) as peer:
            async with session(connection(peer.port), source(store), told):
                await until(lambda: any(batch.inbox == {9: False} for batch in store.batches))
        assert store.payloads == [b"1"]
        assert told.codes == ["connection-lost"]

    asyncio.run(run())


def test_a_target_resumes_with_the_same_packet_ids() -> None:
    async def run() -> None:
        store, told = FakeTarget(*numbered(1, 2)), Told()

        def first(talk: Talk) -> None:
            talk.accept()
            assert talk.read_kind(0x30)[0] == 0x32
            talk.read_kind(0x30)
            talk.send(peers.ack(0x40, 1))
            talk.reset()

        def second(talk: Talk) -> None:
            talk.accept(session_present=True)
            head, body = talk.read_kind(0x30)
            assert (head, peers.publish_fields(head, body)[1]) == (0x3A, 2)
            talk.send(peers.ack(0x40, 2))
            talk.hold()

        with Peer(first, second) as peer:
            async with session(connection(peer.port), TargetPart(Target(5, [], lambda: 0), store), told):
                await until(lambda: store.through == [1, 2])

    asyncio.run(run())


def test_a_broker_that_falls_silent_is_noticed() -> None:
    async def run() -> None:
        told = Told()

        def deaf(talk: Talk) -> None:
            talk.accept()
            talk.read_kind(0x80)
            talk.read()  # PINGREQ, and no answer
            talk.closed()

        with Peer(deaf, Talk.accept, lenient=True) as peer:
            async with session(connection(peer.port, keep_alive=1), source(FakeSource()), told):
                await until(lambda: "silent" in told.codes)
                await until(lambda: peer.connections > 1)

    asyncio.run(run())


def test_a_war_over_the_client_id_is_named() -> None:
    async def run() -> None:
        told = Told()

        def taken(talk: Talk) -> None:
            talk.accept()
            talk.send(peers.disconnect(0x8E))
            talk.closed()

        with Peer(taken, lenient=True) as peer:
            async with session(connection(peer.port), source(FakeSource()), told):
                await until(lambda: "takeover-war" in told.codes)
        assert "bridge-1" in told.troubles[-1].words
        assert told.codes == ["disconnected-by-broker", "disconnected-by-broker", "takeover-war"]

    asyncio.run(run())


def test_a_broken_rule_is_answered_with_its_reason() -> None:
    async def run() -> None:
        told, said = Told(), []

        def wrong(talk: Talk) -> None:
            talk.accept()
            talk.read_kind(0x80)
            talk.send(peers.packet(0x36, b"\0\x01t\0\x01\0"))  # QoS 3
            said.append(talk.read_kind(0xE0))

        with Peer(wrong, Talk.accept, lenient=True) as peer:
            async with session(connection(peer.port), source(FakeSource()), told):
                await until(lambda: "protocol-error" in told.codes)
                await until(lambda: said)
        assert said[0][1][:1] == b"\x81"

    asyncio.run(run())


@pytest.mark.parametrize(
    ("script", "code"),
    [(lambda talk: talk.accept(reason=0x87), "refused"), (lambda talk: talk.send(b"\xd0\x00"), "protocol-error")],
)
def test_who_will_not_have_us(script: Callable[[Talk], None], code: str) -> None:
    async def run() -> None:
        told = Told()
        with Peer(script, lenient=True) as peer:
            async with session(connection(peer.port), source(FakeSource()), told):
                await until(lambda: code in told.codes)

    asyncio.run(run())


def test_nobody_listens() -> None:
    async def run() -> None:
        told = Told()
        async with session(connection(free_port()), source(FakeSource()), told):
            await until(lambda: told.codes[:2] == ["connection-refused"] * 2)

    asyncio.run(run())


def test_over_websocket() -> None:
    async def run() -> None:
        store = FakeSource()
        with Peer(resumed, wrap=ServerWebSocket) as peer:
            async with session(connection(peer.port, scheme="ws"), source(store), Told()):
                await until(lambda: store.payloads)
                await asyncio.sleep(0.05)

    asyncio.run(run())


def test_over_tls_verified(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    context = server_context(authority.server())

    def wrap(sock: socket.socket) -> ssl.SSLSocket:
        sock.settimeout(10)
        return context.wrap_socket(sock, server_side=True)

    async def run(ca_file: str) -> tuple[list[bytes], list[str]]:
        store, told = FakeSource(), Told()
        with Peer(resumed, wrap=wrap, lenient=True) as peer:
            made = connection(peer.port, scheme="mqtts", host="localhost", tls=Tls(ca_file=ca_file))
            async with session(made, source(store), told):
                await until(lambda: store.payloads or told.codes)
                await asyncio.sleep(0.05)
        return store.payloads, told.codes

    assert asyncio.run(run(authority.file)) == ([b"before SUBACK"], [])
    payloads, codes = asyncio.run(run(""))
    assert (payloads, codes[0]) == ([], "tls-unknown-ca")


def test_a_session_without_a_name_is_refused() -> None:
    async def run() -> None:
        with pytest.raises(ValueError, match="client id"):
            Durable(connection(1, client_id=""), None, source(FakeSource()), Told())

    asyncio.run(run())
