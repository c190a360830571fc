"""A whole engine for a check, in this process, on a workspace of its own; nothing of it is kept."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from eventscope.base import clock
from eventscope.cli.session import Session, session
from eventscope.core.workspace import Workspace


@asynccontextmanager
async def engine(workspace: Workspace, log_folder: Path | None = None) -> AsyncIterator[Session]:
    """As `cli.session`, but Ctrl+C ends the self-test and not the waiting alone."""
    async with session(workspace, log_folder) as running:
        try:
            yield running
        finally:
            if running.ended:
                raise KeyboardInterrupt


async def poll(running: Session, condition: Callable[[], object], seconds: float) -> bool:
    """Look again and again, at most so long, for what no news announces; answers whether it became true."""
    end = clock.mono_ns() + int(seconds * 1e9)
    while not (true := bool(condition())) and clock.mono_ns() < end and not running.ended:
        await asyncio.sleep(0.02)
    return true


async def rest(running: Session, seconds: float) -> None:
    """Let so much time pass."""
    await running.until(lambda: False, seconds)
