"""The only way to start an asyncio task: it keeps a reference and a failure is never silent."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

log = logging.getLogger(__name__)
_running: set[asyncio.Task[Any]] = set()
_on_failure: list[Callable[[str, BaseException], None]] = []


def on_failure(call: Callable[[str, BaseException], None]) -> None:
    """Register who hears of a task that failed (the window shows it, the engine logs it)."""
    _on_failure.append(call)


def spawn(work: Coroutine[Any, Any, Any], name: str) -> asyncio.Task[Any]:
    """Start `work` on the running loop under a name that a report can show."""
    task = asyncio.get_running_loop().create_task(work, name=name)
    _running.add(task)
    task.add_done_callback(_finished)
    return task


def _finished(task: asyncio.Task[Any]) -> None:
    _running.discard(task)
    if task.cancelled() or (error := task.exception()) is None:
        return
    log.error("task %s failed", task.get_name(), exc_info=error)
    for call in _on_failure:
        call(task.get_name(), error)


async def cancel_all(timeout: float = 2.0) -> None:
    """Cancel what still runs (of `spawn`) and wait for it; used once, at shutdown."""
    loop = asyncio.get_running_loop()
    mine = [task for task in _running if task.get_loop() is loop and task is not asyncio.current_task()]
    for task in mine:
        task.cancel()
    if mine:
        await asyncio.wait(mine, timeout=timeout)
