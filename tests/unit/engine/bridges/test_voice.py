"""A bridge speaks at a scripted broker: the will, the newest state, refusals, a polite end."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

import peers
from durablefakes import until
from eventscope.core.bus import BusConnection
from eventscope.core.signs import Sign, gone
from eventscope.engine.bridges.endpoints import of_file
from eventscope.engine.bridges.voice import Voice
from peers import Peer, Script, Talk

WILL = gone("1a", "orders")
RUNS = Sign("1a", "orders", "running")


def play(
    script: Script, work: Callable[[Voice], Awaitable[None]], will: Sign | None = WILL, version: str = "5"
) -> None:
    async def scene(port: int) -> None:
        connection = BusConnection("x", f"mqtt://127.0.0.1:{port}", version=version)  # type: ignore[arg-type]
        voice = Voice(of_file(connection, Path()), "es-1a-v0", will)
        voice.say(RUNS)
        voice.start()
        try:
            await work(voice)
        finally:
            await voice.close()

    with Peer(script, lenient=True) as peer:
        asyncio.run(scene(peer.port))


@pytest.mark.parametrize("version", ["5", "3.1.1"])
def test_a_will_and_the_newest_state(version: str) -> None:
    said: list[tuple[int, bytes, bytes]] = []
    ends: list[int] = []
    over = threading.Event()

    def script(talk: Talk) -> None:
        connect = talk.accept()
        assert connect[7] & 0x02, "a clean start: nothing of it is kept"
        assert connect[7] & 0x3C == 0x2C, "a will, QoS 1, retained"
        assert b"eventscope/bridge/1a/state" in connect
        assert WILL.payload() in connect
        for _ in range(2):
            first, body = talk.read_kind(0x30)
            topic, number, _, payload = peers.publish_fields(first, body, talk.version)
            said.append((first, topic, payload))
            talk.send(peers.ack(0x40, number))
        ends.append(talk.read()[0])
        over.set()

    async def work(voice: Voice) -> None:
        assert voice.announced == "waiting"
        await until(lambda: voice.announced == "told")
        voice.say(Sign("1a", "orders", "stopped"))

    play(script, work, version=version)
    assert over.wait(10)
    assert [(first & 1, topic) for first, topic, _ in said] == [(1, b"eventscope/bridge/1a/state")] * 2
    assert [json.loads(payload)["state"] for _, _, payload in said] == ["running", "stopped"]
    assert ends == [0xE0], "DISCONNECT comes behind the last state, so that no will is told"


def test_a_state_that_is_not_allowed_harms_nothing() -> None:
    def script(talk: Talk) -> None:
        talk.accept()
        first, body = talk.read_kind(0x30)
        talk.send(peers.ack(0x40, peers.publish_fields(first, body)[1], 0x87))
        talk.hold()

    async def work(voice: Voice) -> None:
        await until(lambda: voice.announced == "refused")
        assert voice.words

    play(script, work)


def test_a_broker_that_will_not_have_it() -> None:
    async def work(voice: Voice) -> None:
        await until(lambda: voice.announced == "refused")
        assert not voice.up

    play(lambda talk: talk.accept(reason=0x87) and None, work)


def test_without_a_will_it_has_beats_only() -> None:
    beats: list[tuple[int, bytes, bytes, bytes]] = []

    def script(talk: Talk) -> None:
        connect = talk.accept()
        assert not connect[7] & 0x04
        first, body = talk.read_kind(0x30)
        topic, number, properties, payload = peers.publish_fields(first, body)
        beats.append((first, topic, properties, payload))
        talk.send(peers.ack(0x40, number, 0x10))
        talk.hold()

    async def work(voice: Voice) -> None:
        answers: list[int] = []
        voice.beat("b", b"lost", lambda reason, words: answers.append(reason))
        await until(lambda: voice.up)
        voice.beat("b", b"1", lambda reason, words: answers.append(reason))
        await until(lambda: answers)
        assert (answers, voice.announced) == ([0x10], "")

    play(script, work, None)
    assert beats == [(0x32, b"b", b"\x02\x00\x00\x00\x1e", b"1")]  # QoS 1, not retained, expires
