"""The engine's switch for the API: nothing of FastAPI is imported before it is on."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from eventscope.api.caller import Caller
from eventscope.base import paths
from eventscope.core.news import ApiNews
from eventscope.core.verbs import ApiAddress

if TYPE_CHECKING:
    from eventscope.api.server import Server
    from eventscope.engine.engine import Engine


class Switch:
    """What a host puts into `engine.api`. Lives on the engine's loop; off at first. Each change is told as ApiNews."""

    def __init__(self, engine: Engine, folder: Path | None = None, audit: Path | None = None) -> None:
        self._engine = engine
        self._folder = folder or paths.runtime_folder()
        self._audit = audit or paths.audit_file()
        self._turn = asyncio.Lock()
        self._server: Server | None = None

    @property
    def address(self) -> ApiAddress | None:
        """Where it answers; None while it is off."""
        return self._server.address if self._server is not None else None

    async def start(self, port: int) -> ApiAddress:
        """Answer at that port (0: any free one); Unavailable when it cannot. Where it is on, its address."""
        async with self._turn:
            if self._server is None or self._server.address is None:
                self._server = await self._started(port)
                self._engine.feed.tell(ApiNews(self._server.address))
            assert self._server.address is not None
            return self._server.address

    async def stop(self) -> None:
        """Answer no more."""
        async with self._turn:
            if self._server is not None:
                server, self._server = self._server, None
                await asyncio.to_thread(server.stop)
                self._engine.feed.tell(ApiNews(None))

    async def _started(self, port: int) -> Server:
        caller = Caller(self._engine.do, asyncio.get_running_loop())

        def begin() -> Server:
            from eventscope.api.server import Server  # half a second, off the engine's loop

            server = Server(caller, self._engine.feed, self._folder, self._audit)
            server.start(port)
            return server

        return await asyncio.to_thread(begin)
