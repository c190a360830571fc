"""The session of a removed bridge is ended; a broker that is away or silent stops nobody."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from eventscope.core.bus import BusConnection
from eventscope.engine.bridges import mqttforget
from eventscope.engine.bridges.endpoints import of_file
from servers import free_port


def forget(port: int) -> bool:
    return asyncio.run(mqttforget.forget(of_file(BusConnection("x", f"mqtt://127.0.0.1:{port}"), Path()), "es-me-s0"))


def test_a_broker_that_is_away() -> None:
    assert forget(free_port()) is False


def test_a_broker_that_answers_and_one_that_hangs_up() -> None:
    async def scene(answer: bytes) -> tuple[bool, bytes]:
        heard = bytearray()

        async def peer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            heard.extend(await reader.read(1_000))
            writer.write(answer)
            if answer:
                heard.extend(await reader.read(1_000))
            writer.close()

        server = await asyncio.start_server(peer, "127.0.0.1", 0)
        async with server:
            port = server.sockets[0].getsockname()[1]
            endpoint = of_file(BusConnection("x", f"mqtt://127.0.0.1:{port}"), Path())
            return await mqttforget.forget(endpoint, "es-me-s0"), bytes(heard)

    done, heard = asyncio.run(scene(b"\x20\x03\x00\x00\x00"))
    assert done
    assert b"es-me-s0" in heard
    assert heard[9] & 2  # clean start
    assert asyncio.run(scene(b""))[0] is False


def test_a_broker_that_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mqttforget, "WITHIN", 0.05)

    async def scene() -> bool:
        over = asyncio.Event()

        async def peer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.read(1_000)
            await reader.read(1_000)  # to its end
            writer.close()
            over.set()

        server = await asyncio.start_server(peer, "127.0.0.1", 0)
        async with server:
            port = server.sockets[0].getsockname()[1]
            endpoint = of_file(BusConnection("x", f"mqtt://127.0.0.1:{port}"), Path())
            found = await mqttforget.forget(endpoint, "es-me-s0")
            await over.wait()
            return found

    assert asyncio.run(scene()) is False
