"""Settings of the open workspace take effect at once: the log's limits, the broker's listeners."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path

import pytest

import servers
from enginebench import WATCHED, options, running, until
from eventscope.core import verbs
from eventscope.core.errors import EventscopeError
from eventscope.core.news import LinkNews
from eventscope.core.workspace import Retention
from eventscope.engine import brokers


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


def test_what_cannot_be_leaves_the_broker_with_its_clients_and_the_workspace_as_they_are(tmp_path: Path) -> None:
    bad = tmp_path / "broker.toml"
    bad.write_text('format = 1\n[[listener]]\nkind = "mqtts"\nport = 0\ncertificate = "no.pem"\nkey = "no.key"\n')

    async def main() -> None:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            async with running(options(tmp_path, WATCHED)) as bench:
                await bench.granted()
                ports = bench.engine.broker.ports
                ups = len([item for item in bench.news if isinstance(item, LinkNews) and item.state == "up"])
                for change, words in (
                    ((taken.getsockname()[1], None, ""), "taken by another program"),
                    ((None, taken.getsockname()[1], ""), "taken by another program"),
                    ((None, None, str(bad)), "no.pem"),
                ):
                    with pytest.raises(EventscopeError, match=words):
                        await bench.ask(verbs.ChangeWorkspace("x", Retention(), *change))
                    assert bench.engine.broker.ports == ports
                assert bench.engine.workspace.name == WATCHED.name
                assert bench.engine.workspace.broker_port == WATCHED.broker_port
                after = len([item for item in bench.news if isinstance(item, LinkNews) and item.state == "up"])
                assert after == ups, "nobody lost a connection"

    asyncio.run(main())


def test_a_start_that_fails_all_the_same_brings_back_what_ran(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(brokers, "check", lambda config, known: None)

    async def main() -> None:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            async with running(options(tmp_path, WATCHED)) as bench:
                await bench.granted()
                port = bench.engine.broker.ports.mqtt  # type: ignore[union-attr]
                with pytest.raises(EventscopeError, match="taken by another program"):
                    await bench.ask(verbs.ChangeWorkspace("x", Retention(), taken.getsockname()[1]))
                assert bench.engine.broker.ports is not None
                assert bench.engine.broker.ports.mqtt == port
                await until(lambda: bench.engine.links.states["embedded"].state == "up", "the connection")

    asyncio.run(main())
