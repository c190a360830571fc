"""The WebSocket `/v1/news`: everything the engine tells, as JSON, to whoever brought a token."""

from __future__ import annotations

import asyncio
from typing import Any, Literal

import msgspec
from fastapi import APIRouter, Response
from starlette.websockets import WebSocket, WebSocketDisconnect

from eventscope.api.access import Access, Gate
from eventscope.api.checks import PROTOCOL, Refusal
from eventscope.api.deps import READ, subject
from eventscope.api.outqueue import Outqueue
from eventscope.api.plain import kind_of, plain
from eventscope.api.shape import Body, example, respond
from eventscope.base import clock, tasks
from eventscope.core.news import NEWS
from eventscope.core.verbs import GetState

router = subject("news")
sockets = APIRouter()

HELLO_WITHIN = 10.0  # seconds for the first message
WORDS, WORDS_WITHIN = 50, 10 * 10**9  # so many messages of the client in so many ns; more is a flood
POLICY, TRY_LATER = 1008, 1013
KINDS = tuple(kind_of(item) for item in NEWS)


class Kinds(Body):
    """The kinds of news that there are."""

    model_config = example({"kinds": list(KINDS)})
    kinds: tuple[str, ...]


class Hello(msgspec.Struct, forbid_unknown_fields=True, rename="kebab"):
    """What a client may say: its token (in the first message only), and what it wants to hear."""

    token: str = ""
    kinds: list[str] | None = None  # None: all
    when_full: Literal["drop", "close"] = "drop"


@router.get("/news-kinds", response_model=Kinds, dependencies=[READ])
async def kinds() -> Response:
    """The kinds of news that the WebSocket `/v1/news` can tell.

    Send the token as the subprotocol `bearer.TOKEN` beside `eventscope.v1`, or in the first message, never in the URL:
    `{"token": "…", "kinds": ["summary", "link"], "when-full": "drop"}`. Each message that comes back is
    `{"kind": "summary", "news": {…}}`. A client that reads too slowly gets the latest of what replaces itself
    (summary, topics, receipt, broker, view, publishing, bridge, consumer) and loses the oldest of the rest, which is
    told as `{"kind": "dropped", "counts": {"link": 3}}`; with `"when-full": "close"` it is closed with 1013 instead.
    """
    return respond(Kinds(kinds=KINDS))


@sockets.websocket("/news")
async def news(socket: WebSocket) -> None:
    """One client, until it goes."""
    offered = socket.scope["subprotocols"]
    await socket.accept(subprotocol=PROTOCOL if PROTOCOL in offered else None)
    try:
        await _Listener(socket).run()
    except WebSocketDisconnect:
        return


class _Listener:
    """One socket: what it wants, what waits for it."""

    def __init__(self, socket: WebSocket) -> None:
        self._socket = socket
        self._loop = asyncio.get_running_loop()
        self._more = asyncio.Event()
        self._queue = Outqueue(self._wake)
        self._close_when_full = False
        self._heard: list[int] = []

    async def run(self) -> None:
        """Let it in, tell it news, listen to it; whichever ends first ends all."""
        access = self._socket.scope.get("access")
        if not isinstance(access, Access) and not await self._hello():
            return
        feed = self._socket.app.state.feed
        tell = self._queue.tell  # one object: a listener is known by its identity
        feed.listen(tell)
        sending = tasks.spawn(self._send(), "news out")
        hearing = tasks.spawn(self._hear(), "news in")
        try:
            # So that it hears of all topics, and how the broker is, from the start.
            await self._socket.app.state.caller.ask(GetState())
            await asyncio.wait({sending, hearing}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            feed.ignore(tell)
            sending.cancel()
            hearing.cancel()

    async def _hello(self) -> bool:
        """The first message, with the token; False when it was closed."""
        gate: Gate = self._socket.scope["gate"]
        try:
            async with asyncio.timeout(HELLO_WITHIN):
                said = _read(await self._socket.receive_text())
        except (TimeoutError, KeyError):
            said = None
        if said is None:
            await self._socket.close(POLICY, "The first message must be JSON with the token.")
            return False
        admitted = gate.admit(said.token or None)
        if isinstance(admitted, Refusal):
            await self._socket.close(POLICY, admitted.code)
            return False
        return await self._take(said)

    async def _take(self, said: Hello) -> bool:
        if said.kinds is not None and not set(said.kinds) <= set(KINDS):
            await self._socket.close(POLICY, "A kind is unknown. See /v1/news-kinds.")
            return False
        self._close_when_full = said.when_full == "close"
        self._queue.select(None if said.kinds is None else frozenset(said.kinds))
        return True

    async def _hear(self) -> None:
        """A client may choose anew at any time; what it may not do is flood."""
        try:
            while True:
                said = _read(await self._socket.receive_text())
                now = clock.mono_ns()
                self._heard = [item for item in self._heard if now - item < WORDS_WITHIN] + [now]
                if said is None or said.token or len(self._heard) > WORDS:
                    await self._socket.close(POLICY, "Only a choice of kinds may be sent, and not too often.")
                    return
                if not await self._take(said):
                    return
        except (WebSocketDisconnect, KeyError, RuntimeError):
            return  # gone, or closed by the other task

    async def _send(self) -> None:
        try:
            while True:
                await self._more.wait()
                self._more.clear()
                items, dropped = self._queue.take()
                if self._close_when_full and self._queue.overflowed:
                    await self._socket.close(TRY_LATER, "You read too slowly.")
                    return
                if dropped:
                    await self._tell({"kind": "dropped", "counts": dropped})
                for item in items:
                    await self._tell({"kind": kind_of(type(item)), "news": plain(item)})
        except (WebSocketDisconnect, RuntimeError):
            return

    async def _tell(self, value: dict[str, Any]) -> None:
        await self._socket.send_text(msgspec.json.encode(value).decode("utf-8"))

    def _wake(self) -> None:
        """From any thread."""
        try:
            self._loop.call_soon_threadsafe(self._more.set)
        except RuntimeError:
            return  # the API has ended


def _read(text: str) -> Hello | None:
    try:
        return msgspec.json.decode(text, type=Hello)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        return None
