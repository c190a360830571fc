"""The switch: nothing is imported before it is on, and on and off can be said as often as one likes."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from apiserving import FakeEngine
from eventscope.api.switch import Switch
from eventscope.core.errors import Unavailable
from eventscope.core.news import ApiNews, News
from eventscope.engine.feed import Feed


class Host(FakeEngine):
    """What the switch needs of an engine."""

    def __init__(self) -> None:
        super().__init__()
        self.feed = Feed()


def test_the_engine_pays_nothing_while_it_is_off() -> None:
    code = "import sys, eventscope.host.main; print({'fastapi', 'uvicorn', 'pydantic', 'starlette'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60, check=True)
    assert done.stdout.strip() == b"set()"


def test_on_and_off(tmp_path: Path) -> None:
    async def test() -> None:
        switch = Switch(Host(), tmp_path / "run", tmp_path / "audit.jsonl")  # type: ignore[arg-type]
        await switch.stop()
        assert switch.address is None
        first, second = await asyncio.gather(switch.start(0), switch.start(0))
        assert first == second == switch.address
        await switch.stop()
        assert switch.address is None
        assert (await switch.start(0)).token_file != first.token_file
        await switch.stop()

    asyncio.run(test())


def test_each_change_is_told_once(tmp_path: Path) -> None:
    async def test() -> None:
        host, told = Host(), list[News]()
        host.feed.listen(told.append)
        switch = Switch(host, tmp_path / "run", tmp_path / "audit.jsonl")  # type: ignore[arg-type]
        with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(Unavailable):
            await switch.start(taken.getsockname()[1])
        assert told == []
        first, _ = await asyncio.gather(switch.start(0), switch.start(0))
        await switch.stop()
        await switch.stop()
        assert told == [ApiNews(first), ApiNews(None)]

    asyncio.run(test())


def test_a_port_that_is_taken_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    async def test() -> None:
        switch = Switch(Host(), tmp_path / "run", tmp_path / "audit.jsonl")  # type: ignore[arg-type]
        with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(Unavailable, match="in use"):
            await switch.start(taken.getsockname()[1])
        assert switch.address is None
        assert not (tmp_path / "run").exists()
        await switch.start(0)
        await switch.stop()

    asyncio.run(test())
