"""The HTTP server on a thread and an event loop of its own, on loopback only."""

from __future__ import annotations

import asyncio
import errno
import logging
import socket
import threading
from pathlib import Path

import uvicorn

from eventscope.api import tokenfile
from eventscope.api.access import Access, Gate, Tokens
from eventscope.api.app import build
from eventscope.api.audit import Audit
from eventscope.api.caller import Caller
from eventscope.api.guard import Guard
from eventscope.api.protocol import Protocol, Socket
from eventscope.base import clock
from eventscope.base.listening import bound
from eventscope.core.errors import Unavailable
from eventscope.core.verbs import ApiAddress
from eventscope.engine.feed import Feed

log = logging.getLogger(__name__)
BACKLOG = 128
STARTED_WITHIN = 10.0  # seconds
DRAIN = 1  # seconds for answers that are under way at the end
ENDED_WITHIN = 2.5


class Server:
    """Runs from `start` to `stop`; both block, so call them in a thread. `caller` knows the engine."""

    def __init__(self, caller: Caller, feed: Feed, folder: Path, audit: Path) -> None:
        self._caller = caller
        self._hear = caller.hear  # one object: a listener is known by its identity
        self._feed = feed
        self._folder = folder
        self._audit = Audit(audit)
        self._told_audit = False
        self.address: ApiAddress | None = None

    def start(self, port: int) -> ApiAddress:
        """Listen, then write the token file; Unavailable when either cannot be done."""
        sockets = _listen(port)
        real = sockets[0].getsockname()[1]
        tokens = Tokens()
        try:
            address = tokenfile.write(self._folder, f"http://127.0.0.1:{real}", tokens)
        except Unavailable:
            for each in sockets:
                each.close()
            raise
        self.address = address
        app = build(self._caller, self._feed, tokens)
        self._app = app
        guard = Guard(app, real, Gate(tokens), self._record, self._refused)
        self._server = uvicorn.Server(_config(guard))
        self._feed.listen(self._hear)
        self._thread = threading.Thread(target=self._run, args=(sockets,), name="api", daemon=True)
        self._thread.start()
        if not clock.wait_for(lambda: self._server.started or not self._thread.is_alive(), STARTED_WITHIN) or (
            not self._thread.is_alive()
        ):
            self.stop()
            raise Unavailable("api-not-started", "The HTTP API did not start. Details are in the log file.")
        return address

    def stop(self) -> None:
        """Answer no more: long polls end at once, what is under way has a second."""
        self._app.state.closing.set()
        self._server.should_exit = True
        self._thread.join(ENDED_WITHIN)
        if self._thread.is_alive():
            log.error("the API's thread did not end in time")
        self._feed.ignore(self._hear)
        if self.address is not None:
            tokenfile.remove(self.address)
            self.address = None

    def _run(self, sockets: list[socket.socket]) -> None:
        asyncio.run(self._server.serve(sockets))

    async def _record(self, access: Access, action: str, target: str, result: str, payload: str) -> None:
        await self._write(self._audit.write, access.actor, access.scope, action, target, result, payload)

    async def _refused(self, code: str, action: str) -> None:
        await self._write(self._audit.refused, code, action)

    async def _write(self, call: object, *arguments: str) -> None:
        try:
            await asyncio.to_thread(call, *arguments)  # type: ignore[arg-type]
        except OSError as error:
            if not self._told_audit:
                self._told_audit = True
                sentence = "The API's audit log cannot be written: {words}. The API goes on without it."
                self._feed.notice("bad", "no-audit", sentence, words=error.strerror or error)


def _config(guard: Guard) -> uvicorn.Config:
    return uvicorn.Config(
        guard,
        loop="asyncio",
        http=Protocol,
        ws=Socket,
        lifespan="off",
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        ws_max_size=16 << 10,
        ws_per_message_deflate=False,
        timeout_keep_alive=10,
        timeout_graceful_shutdown=DRAIN,
        h11_max_incomplete_event_size=16 << 10,
    )


def _listen(port: int) -> list[socket.socket]:
    """On 127.0.0.1, and on ::1 at the same port where there is one and it is free."""
    try:
        first = bound("127.0.0.1", port, BACKLOG)
    except OSError as error:
        words = "it is in use" if error.errno == errno.EADDRINUSE else error.strerror or str(error)
        sentence = "The HTTP API cannot listen on port {port}: {words}. Choose another, or 0 for any free one."
        raise Unavailable("api-port", sentence, port=port, words=words) from None
    try:
        return [first, bound("::1", first.getsockname()[1], BACKLOG)]
    except OSError:
        return [first]
