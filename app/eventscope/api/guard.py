"""Stands before everything else: refuses what does not come from a program of this machine with a right token."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from eventscope.api import checks
from eventscope.api.access import Access, Gate
from eventscope.api.checks import Refusal
from eventscope.api.problems import refusal

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

OPEN = frozenset({"/v1/identity"})  # does no verb and tells nothing; all else needs a token
BODY_WITHIN = 10.0  # seconds
_ALWAYS = ((b"cache-control", b"no-store"), (b"x-content-type-options", b"nosniff"))
_READING = frozenset({"GET", "HEAD"})


class Guard:
    """ASGI middleware. `record` writes the audit log: (access, action, target, result, body's hash)."""

    def __init__(
        self,
        app: App,
        port: int,
        gate: Gate,
        record: Callable[[Access, str, str, str, str], Awaitable[None]],
        refused: Callable[[str, str], Awaitable[None]],
    ) -> None:
        self._app = app
        self._port = port
        self._gate = gate
        self._record = record
        self._refused = refused

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one request or socket."""
        if scope["type"] == "http":
            await self._http(scope, receive, _with_headers(send))
        elif scope["type"] == "websocket":
            await self._websocket(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = scope["headers"]
        found = (
            checks.check_source(headers, self._port)
            or self._admit(scope, checks.bearer(headers))
            or checks.check_path(scope["raw_path"])
        )
        body = found if isinstance(found, Refusal) else await _body(headers, receive)
        if isinstance(body, Refusal):
            await self._note(body, f"{scope['method']} http")
            await refusal(body)(scope, receive, send)
            return
        access = scope.get("access")
        if access is not None and scope["method"] not in _READING:
            send = self._recorded(access, scope, body, send)
        await self._app(scope, _replay(body, receive), send)

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        refused = checks.check_source(scope["headers"], self._port)
        token = checks.protocol_bearer(scope["subprotocols"]) or checks.bearer(scope["headers"])
        if refused is None and token is not None:  # without one the first message must bring it
            refused = self._admit(scope, token)
        if refused is None:
            scope["gate"] = self._gate
            await self._app(scope, receive, send)
            return
        await self._note(refused, "GET websocket")
        await receive()
        await refusal(refused)(scope, receive, _with_headers(send))

    def _admit(self, scope: Scope, token: str | None) -> Refusal | None:
        """None when it may go on; `scope["access"]` tells as whom."""
        if scope["path"] in OPEN and scope["type"] == "http":
            return None
        found = self._gate.admit(token)
        if isinstance(found, Refusal):
            return found
        scope["access"] = found
        return None

    async def _note(self, refused: Refusal, action: str) -> None:
        await self._refused(refused.code, action)

    def _recorded(self, access: Access, scope: Scope, body: bytes, send: Send) -> Send:
        """The audit log has it before the client has the answer."""

        async def recorded(message: Message) -> None:
            if message["type"] == "http.response.start":
                route = getattr(scope.get("route"), "path", "unknown")  # as declared: without what was sent
                target = " ".join(str(value) for value in scope.get("path_params", {}).values())[:200]
                digest = hashlib.sha256(body).hexdigest() if body else ""
                await self._record(access, f"{scope['method']} {route}", target, str(message["status"]), digest)
            await send(message)

        return recorded


async def _body(headers: checks.Headers, receive: Receive) -> bytes | Refusal:
    """The whole body, so that nobody behind has to mind its size or how slowly it comes."""
    if checks.announced(headers) > checks.BODY_LIMIT:
        return checks.TOO_LARGE
    body = bytearray()
    try:
        async with asyncio.timeout(BODY_WITHIN):
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    return checks.TOO_SLOW  # half a request is none
                body += message.get("body", b"")
                if len(body) > checks.BODY_LIMIT:
                    return checks.TOO_LARGE
                if not message.get("more_body", False):
                    return checks.check_body(headers, len(body)) or bytes(body)
    except TimeoutError:
        return checks.TOO_SLOW


def _replay(body: bytes, receive: Receive) -> Receive:
    """The body again, then whatever comes (the client's going away)."""
    given = False

    async def again() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return again


def _with_headers(send: Send) -> Send:
    """No answer is kept by anybody, nor taken for something else than it says it is."""

    async def more(message: Message) -> None:
        if message["type"] in ("http.response.start", "websocket.http.response.start"):
            message = {**message, "headers": [*message.get("headers", ()), *_ALWAYS]}
        await send(message)

    return more
