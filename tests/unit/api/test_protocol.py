"""One HTTP connection with a transport that is none: too many, too slow, no HTTP."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest
import uvicorn
from uvicorn.server import ServerState

from eventscope.api import protocol
from eventscope.api.protocol import CONNECTIONS, Protocol


class Transport(asyncio.Transport):
    def __init__(self) -> None:
        super().__init__()
        self.written = b""
        self.closed = False

    def write(self, data: Any) -> None:
        self.written += data

    def close(self) -> None:
        self.closed = True

    def is_closing(self) -> bool:
        return self.closed

    def pause_reading(self) -> None: ...

    def resume_reading(self) -> None: ...


async def app(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body", "body": b""})


def connection(state: ServerState | None = None) -> tuple[Protocol, Transport]:
    config = uvicorn.Config(app, http=Protocol, ws="none", lifespan="off", log_config=None)
    made, transport = Protocol(config, state or ServerState(), {}), Transport()
    made.connection_made(transport)
    return made, transport


def run(test: Callable[[], Any]) -> None:
    asyncio.run(asyncio.wait_for(test(), 20))


async def closed(transport: Transport) -> None:
    while not transport.closed:
        await asyncio.sleep(0.005)


def test_one_too_many() -> None:
    async def test() -> None:
        state = ServerState()
        held = [connection(state) for _ in range(CONNECTIONS)]
        assert not any(transport.closed for _, transport in held)
        late, transport = connection(state)
        assert transport.closed
        assert transport.written.startswith(b"HTTP/1.1 503")
        for made, _ in [*held, (late, transport)]:
            made.connection_lost(None)

    run(test)


def test_headers_that_dribble(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "HEADERS_WITHIN", 0.05)

    async def test() -> None:
        made, transport = connection()
        made.data_received(b"GET / HT")
        await closed(transport)
        assert transport.written == b""
        made.connection_lost(None)

    run(test)


def test_a_request_in_time_is_answered_and_the_next_has_its_own_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "HEADERS_WITHIN", 0.2)

    async def test() -> None:
        made, transport = connection()
        made.data_received(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert made._timer is None
        while b"204" not in transport.written:
            await asyncio.sleep(0.005)
        assert not transport.closed
        made.data_received(b"GET /slo")
        assert made._timer is not None
        await closed(transport)
        made.connection_lost(None)
        assert made._timer is None

    run(test)


def test_what_is_no_http_gets_an_answer_of_ours() -> None:
    async def test() -> None:
        made, transport = connection()
        made.data_received(b"zq9mark <script>\r\n\r\n")
        head, _, body = transport.written.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 400")
        assert b"Cache-Control: no-store" in head
        assert json.loads(body)["error"]["code"] == "not-http"
        assert b"zq9mark" not in transport.written
        assert transport.closed
        made.connection_lost(None)

    run(test)
