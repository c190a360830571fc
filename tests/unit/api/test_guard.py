"""The guard in front of an app that would do anything: what it lets through, and what it makes of the body."""

from __future__ import annotations

import asyncio
from typing import Any

from eventscope.api.access import Access, Gate, Tokens
from eventscope.api.guard import Guard

PORT = 80


class App:
    """Answers 200 and remembers what it got."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        message = await receive()
        self.bodies.append(message["body"])
        assert not message["more_body"]
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})


class Bench:
    def __init__(self) -> None:
        self.app = App()
        self.tokens = Tokens()
        self.told: list[tuple[str, ...]] = []
        self.guard = Guard(self.app, PORT, Gate(self.tokens), self._record, self._refused)

    async def _record(self, access: Access, action: str, target: str, result: str, payload: str) -> None:
        self.told.append((access.scope, action, target, result, payload[:4]))

    async def _refused(self, code: str, action: str) -> None:
        self.told.append((code, action))

    def ask(self, *messages: dict[str, Any], method: str = "POST", path: str = "/v1/x", **headers: str) -> int:
        sent: list[Any] = []
        waiting = list(messages or [{"type": "http.request", "body": b""}])
        named = {"host": f"127.0.0.1:{PORT}", "authorization": f"Bearer {self.tokens.operate}", **headers}
        scope = {
            "type": "http", "method": method, "path": path, "raw_path": path.encode(),
            "headers": [(k.replace("_", "-").encode(), v.encode()) for k, v in named.items()],
        }  # fmt: skip

        async def receive() -> Any:
            return waiting.pop(0)

        async def send(message: Any) -> None:
            sent.append(message)

        asyncio.run(self.guard(scope, receive, send))
        assert (b"cache-control", b"no-store") in sent[0]["headers"]
        return int(sent[0]["status"])


def part(body: bytes, more: bool = False) -> dict[str, Any]:
    return {"type": "http.request", "body": body, "more_body": more}


def test_a_body_in_parts_comes_as_one() -> None:
    b = Bench()
    assert b.ask(part(b"{", True), part(b"", True), part(b"}"), content_type="application/json") == 200
    assert b.app.bodies == [b"{}"]
    assert b.told == [("operate", "POST unknown", "", "200", "4413")]  # SHA-256 of {}


def test_half_a_body_is_none() -> None:
    b = Bench()
    assert b.ask(part(b"{", True), {"type": "http.disconnect"}, content_type="application/json") == 408
    assert b.app.bodies == []


def test_parts_that_are_too_much_together() -> None:
    b = Bench()
    assert b.ask(part(b"x" * 600_000, True), part(b"x" * 600_000), content_type="application/json") == 413
    assert b.app.bodies == []
    assert b.told == [("too-large", "POST http")]


def test_reading_is_not_in_the_audit_log() -> None:
    b = Bench()
    assert b.ask(method="GET") == 200
    assert b.told == []


def test_the_order_of_refusals() -> None:
    b = Bench()
    wrong = {"host": "x", "origin": "http://x", "authorization": "Bearer x", "content_type": "text/plain"}
    found = []
    for name in list(wrong):
        found.append(b.ask(part(b"x"), path="/v1/%2f", **wrong))
        del wrong[name]
    found.append(b.ask(part(b"x"), path="/v1/%2f"))
    assert found == [421, 403, 401, 404, 404]
    assert b.app.bodies == []


def test_only_one_path_is_open() -> None:
    b = Bench()
    assert b.ask(method="GET", path="/v1/identity", authorization="") == 200
    for path in ("/v1/identity/", "/v1/Identity", "/v1/health", "//v1/identity"):
        assert b.ask(method="GET", path=path, authorization="") == 401
