"""Settings of the open workspace take effect at once: the log's limits, the broker's listeners."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

import servers
from enginebench import WATCHED, options, running
from eventscope.core import verbs
from eventscope.core.errors import EventscopeError
from eventscope.core.workspace import Retention


def test_log_limits_and_broker_port_change_while_it_runs(tmp_path: Path) -> None:
    port = servers.free_port()

    async def main() -> None:
        async with running(options(tmp_path, WATCHED)) as bench:
            state = await bench.ask(verbs.ChangeWorkspace("plant", Retention(64 << 20, 2.0), port))
            assert state.workspace.name == "plant"
            assert state.ports is not None
            assert state.ports.mqtt == port
            assert bench.engine.log.retention == Retention(64 << 20, 2.0)

    asyncio.run(main())


def test_a_broker_that_cannot_start_so_is_said(tmp_path: Path) -> None:
    async def main() -> None:
        async with running(options(tmp_path, WATCHED)) as bench:
            with pytest.raises(EventscopeError, match="could not be read"):
                await bench.ask(verbs.ChangeWorkspace("x", Retention(), None, None, str(tmp_path / "none.toml")))

    asyncio.run(main())
