"""Tasks keep their reference, and a failure is heard."""

from __future__ import annotations

import asyncio
import gc

import pytest

from eventscope.base import tasks


def test_a_failure_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[tuple[str, BaseException]] = []
    monkeypatch.setattr(tasks, "_on_failure", [lambda name, error: heard.append((name, error))])

    async def fail() -> None:
        raise ValueError("boom")

    async def main() -> None:
        tasks.spawn(fail(), "the failing one")
        await asyncio.sleep(0)
        await asyncio.sleep(0)

    asyncio.run(main())
    assert [(name, str(error)) for name, error in heard] == [("the failing one", "boom")]


def test_a_task_survives_collection_and_is_cancelled_at_the_end() -> None:
    ended: list[str] = []

    async def wait() -> None:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            ended.append("cancelled")
            raise

    async def main() -> None:
        tasks.spawn(wait(), "waits for ever")
        await asyncio.sleep(0)
        gc.collect()
        await tasks.cancel_all()

    asyncio.run(main())
    assert ended == ["cancelled"]
