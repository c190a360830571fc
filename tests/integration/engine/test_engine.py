"""The whole engine on a real broker and a real log: events come back, and nothing broken stops a start."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from enginebench import EVENT, WATCHED, Bench, options, running, until
from eventscope.core import verbs
from eventscope.core.errors import BadInput, EventscopeError, Unavailable
from eventscope.core.news import LinkNews, PublishingNews
from eventscope.core.workspace import EMBEDDED, Connection, Subscription, Workspace
from eventscope.engine import files, ownership

Test = Callable[[Bench], Awaitable[None]]


def run(folder: Path, test: Test, workspace: Workspace | None = WATCHED) -> None:
    async def main() -> None:
        async with running(options(folder, workspace)) as bench:
            await test(bench)

    asyncio.run(main())


def test_an_event_comes_back_and_its_receipt_has_four_times(tmp_path: Path) -> None:
    async def test(b: Bench) -> None:
        await b.granted()
        ident = await b.ask(verbs.Publish(EVENT))
        await b.stored(1)

        async def receipt() -> verbs.Receipt:
            return (await b.ask(verbs.GetReceipts(1)))[0]

        async with asyncio.timeout(10):
            while (found := await receipt()).received is None or found.acknowledged is None:
                await asyncio.sleep(0.01)
        assert found.id == ident
        assert found.sent is not None
        assert found.queued <= found.sent <= found.received
        assert found.sent <= found.acknowledged
        page = await b.ask(verbs.GetPage(0, 1, 10))
        assert (page.topics, page.heads) == ((b"t/1",), (b'{"n": 1}',))
        message = await b.ask(verbs.GetMessage(int(page.rows["id"][0])))
        assert (message.payload, message.qos) == (b'{"n": 1}', 1)
        assert message.latency is not None
        explained = await b.ask(verbs.Explain(message.id))
        assert explained.receipt is not None
        assert explained.receipt.id == ident
        with pytest.raises(BadInput, match="no longer stored"):
            await b.ask(verbs.GetMessage(10**9))

    run(tmp_path, test)


def test_a_job_is_counted_and_everything_it_sent_is_stored(tmp_path: Path) -> None:
    async def test(b: Bench) -> None:
        await b.granted()
        await b.ask(verbs.Publish(replace(EVENT, repeat=100, every_ms=2.0, burst=5)))
        await b.stored(500)
        await until(
            lambda: isinstance(last := [n for n in b.news if isinstance(n, PublishingNews)][-1:], list) and last
        )
        jobs = [item for item in b.news if isinstance(item, PublishingNews)]
        assert (jobs[-1].sent, jobs[-1].total, jobs[-1].running, jobs[-1].failures) == (500, 500, False, 0)
        integrity = b.engine.monitor.snapshot().integrity
        assert (integrity.received, integrity.lost, integrity.duplicates) == (500, 0, 0)

    run(tmp_path, test)


def test_state_tells_everything(tmp_path: Path) -> None:
    async def test(b: Bench) -> None:
        await b.granted()
        state = await b.ask(verbs.GetState())
        assert state.ports == b.engine.broker.ports
        assert state.workspace.connections[0].port == state.ports.mqtt  # type: ignore[union-attr]
        assert [item.state for item in state.links] == ["up"]
        assert [item.state for item in state.subscriptions] == ["granted"]
        clients = await b.ask(verbs.GetClients())
        assert [item.client for item in clients] == ["watcher"]
        assert [item.filter for item in await b.ask(verbs.GetSubscriptions())] == ["t/#"]

    run(tmp_path, test)


def test_retained_messages_are_listed_cleared_and_restored(tmp_path: Path) -> None:
    async def test(b: Bench) -> None:
        await b.granted()
        await b.ask(verbs.Publish(replace(EVENT, retain=True)))
        async with asyncio.timeout(10):
            while not (held := await b.ask(verbs.GetRetained("t/"))):
                await asyncio.sleep(0.01)
        assert held[0].topic == "t/1"
        cleared = await b.ask(verbs.ClearRetained(("t/1",)))
        assert await b.ask(verbs.GetRetained()) == ()
        await b.ask(verbs.RestoreRetained(cleared))
        assert [item.payload for item in await b.ask(verbs.GetRetained())] == [b'{"n": 1}']

    run(tmp_path, test)


@pytest.mark.skipif(sys.platform == "win32", reason="kills a process by signal")
def test_a_killed_broker_is_told_and_comes_back_where_it_was(tmp_path: Path) -> None:
    async def test(b: Bench) -> None:
        await b.granted()
        ports = b.engine.broker.ports
        assert ports is not None
        os.kill(ports.pid, signal.SIGKILL)
        await until(lambda: b.engine.broker.ports not in (None, ports), "another broker")
        assert b.engine.broker.ports.mqtt == ports.mqtt  # type: ignore[union-attr]
        assert "broker-died" in b.notices()
        await until(lambda: b.engine.links.states[EMBEDDED].state == "up", "the connection")
        await b.granted()
        await asyncio.sleep(0)
        await b.ask(verbs.Publish(replace(EVENT, topic="t/after")))
        await b.stored(1)

    run(tmp_path, test)


def test_a_port_that_is_taken_is_told_and_the_rest_works(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        async def test(b: Bench) -> None:
            state = await b.ask(verbs.GetState())
            assert state.ports is None
            assert str(port) in b.words()
            assert b.broker_news()[-1].words
            with pytest.raises(Unavailable):
                await b.ask(verbs.StartBroker())
            with pytest.raises(EventscopeError):
                await b.ask(verbs.Publish(EVENT))

        run(tmp_path, test, replace(WATCHED, broker_port=port))


DAMAGE: dict[str, Callable[[Path], None]] = {
    "a workspace of garbage": lambda home: _write(home / "workspace.toml", b"\x00\xff garbage"),
    "settings of garbage": lambda home: _write(home / "settings.toml", b"\x00\xff garbage"),
    "a log of garbage": lambda home: [_write(item, b"garbage" * 999) for item in _segments(home)] and None,
    "an empty log": lambda home: [_write(item, b"") for item in _segments(home)] and None,
    "a truncated log": lambda home: [_write(item, item.read_bytes()[:5000]) for item in _segments(home)] and None,
    "a file in the place of the log": lambda home: _swap(home / "log"),
}


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(data)


def _segments(home: Path) -> list[Path]:
    return [item for item in (home / "log").iterdir() if item.is_file() and "lock" not in item.name]


def _swap(folder: Path) -> None:
    folder.rename(folder.with_name("elsewhere"))
    folder.write_bytes(b"")


@pytest.mark.parametrize("name", DAMAGE)
def test_nothing_stored_can_stop_the_next_start(name: str, tmp_path: Path) -> None:
    workspace = tmp_path / "workspace.toml"
    files.save(workspace, WATCHED)

    async def before(b: Bench) -> None:
        await b.granted()
        await b.ask(verbs.Publish(replace(EVENT, repeat=50, every_ms=1.0)))
        await b.stored(50)

    run(tmp_path, before, None)
    DAMAGE[name](tmp_path)

    async def after(b: Bench) -> None:
        state = await b.ask(verbs.GetState())
        assert state.workspace.connections
        assert b.notices(), "it has to be told"

    run(tmp_path, after, None)


def test_a_workspace_with_impossible_connections_starts_all_the_same(tmp_path: Path) -> None:
    bad = (
        Connection("x", "No host", host=""),
        Connection("y", "No port", port=0),
        Connection("z", "Bad filter", subscriptions=(Subscription("a/#/b"),)),
    )

    async def test(b: Bench) -> None:
        await b.granted()
        assert len((await b.ask(verbs.GetState())).workspace.connections) == 4
        assert len(b.notices()) >= 3

    run(tmp_path, test, replace(WATCHED, connections=(*WATCHED.connections, *bad)))


def test_a_second_engine_on_one_folder_keeps_nothing_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ownership.Ownership.take, "__defaults__", (0.0,))
    unnamed = replace(WATCHED, connections=(replace(WATCHED.connections[0], client_id=""),))
    files.save(tmp_path / "workspace.toml", unnamed)

    async def names(bench: Bench) -> set[str]:
        found = await bench.ask(verbs.GetClients())
        return {item.client for item in found if item.client.startswith("eventscope-")}

    async def main() -> None:
        async with running(options(tmp_path, None)) as first, running(options(tmp_path, None)) as second:
            await first.granted()
            await second.granted()
            assert "other-instance" in second.notices()
            mine, theirs = await names(first), await names(second)
            assert mine
            assert theirs
            assert mine.isdisjoint(theirs)  # two of one name at one broker would throw each other out for ever
            await second.ask(verbs.SaveEvents((EVENT,)))
        assert files.load_workspace(tmp_path / "workspace.toml").events == ()

    asyncio.run(main())


def test_workspaces_are_opened_saved_and_a_bad_one_leaves_the_open_one(tmp_path: Path) -> None:
    async def test(b: Bench) -> None:
        await b.granted()
        state = await b.ask(verbs.SaveWorkspace(str(tmp_path / "mine.toml"), "layout"))
        assert state.path == str(tmp_path / "mine.toml")
        (tmp_path / "bad.toml").write_text("format = 1\nnmae = 'x'\n")
        with pytest.raises(BadInput, match="name"):
            await b.ask(verbs.OpenWorkspace(str(tmp_path / "bad.toml")))
        assert (await b.ask(verbs.GetState())).path == state.path
        empty = await b.ask(verbs.NewWorkspace())
        assert [item.id for item in empty.workspace.connections] == [EMBEDDED]
        assert empty.workspace.connections[0].subscriptions == ()
        again = await b.ask(verbs.OpenWorkspace(str(tmp_path / "mine.toml")))
        assert (again.workspace.name, again.workspace.layout) == ("Test", "layout")
        assert again.settings.recent == (str(tmp_path / "mine.toml"),)
        await b.granted()

    run(tmp_path, test)


def test_a_workspace_from_elsewhere_does_only_what_was_allowed(tmp_path: Path) -> None:
    path = tmp_path / "theirs.toml"
    far = "[[connections]]\nid = 'far'\nname = 'far'\nhost = 'broker.invalid'\nhas-password = true\n"
    path.write_text(f"format = 1\nbroker = false\n{far}")

    async def test(b: Bench) -> None:
        wishes = await b.ask(verbs.InspectWorkspace(str(path)))
        assert [(wish.id, wish.password) for wish in wishes] == [("far", True)]
        refused = await b.ask(verbs.OpenWorkspace(str(path), ("far",)))
        assert not refused.workspace.connections[0].auto_connect
        assert "far" not in {item.connection for item in b.news if isinstance(item, LinkNews)}
        assert refused.modified
        assert refused.settings.recent == ()  # the file still wishes it
        assert await b.ask(verbs.InspectWorkspace(str(path))) == wishes
        allowed = await b.ask(verbs.OpenWorkspace(str(path)))
        assert allowed.workspace.connections[0].auto_connect
        await until(lambda: any(isinstance(item, LinkNews) and item.connection == "far" for item in b.news))
        assert await b.ask(verbs.InspectWorkspace(str(path))) == ()  # allowed once, known from now on

    run(tmp_path, test)


def test_the_demo_runs_stops_and_runs_again(tmp_path: Path) -> None:
    async def test(b: Bench) -> None:
        await b.ask(verbs.SetDemo(True))
        await b.ask(verbs.Subscribe(EMBEDDED, Subscription("orders/#")))
        await b.stored(20)
        clients = {item.client for item in await b.ask(verbs.GetClients())}
        assert {"shop", "payments", "sensors", "billing-1", "billing-2", "billing-3", "watcher"} == clients
        await b.ask(verbs.SetDemo(False))
        await until(lambda: not b.engine.demo.running)
        integrity = b.engine.monitor.snapshot().integrity
        assert (integrity.lost, integrity.duplicates) == (0, 0)
        before = b.engine.log.stored
        await b.ask(verbs.SetDemo(True))
        await b.stored(before + 20)

    run(tmp_path, test)


def test_stop_is_quick_while_everything_is_busy(tmp_path: Path) -> None:
    """Its own deadline is three seconds; here it only has to end, with everything stored that was acknowledged."""

    async def test(b: Bench) -> None:
        await b.granted()
        await b.ask(verbs.SetDemo(True))
        await b.ask(verbs.Publish(replace(EVENT, repeat=0, every_ms=1.0, burst=5)))
        await b.stored(100)

    async def main() -> None:
        async with running(options(tmp_path, WATCHED)) as bench:
            await test(bench)
        log = bench.engine.log
        assert log.stored + sum(log.dropped.values()) + log.waiting >= 100
        assert log.waiting == 0
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await bench.engine.do(verbs.GetState())
        await bench.engine.stop()

    asyncio.run(main())


def test_a_password_is_in_no_file_and_in_no_news(tmp_path: Path) -> None:
    canary = "canary-9b1e"
    connection = Connection("", "Locked", port=1, user="ann", auto_connect=False)

    async def test(b: Bench) -> None:
        saved = await b.ask(verbs.SaveConnection(connection, canary, connect=True))
        assert saved.has_password
        assert "no-key-store" in b.notices()
        await until(lambda: b.engine.links.states.get(saved.id) is not None)
        with pytest.raises(EventscopeError) as caught:
            await b.ask(verbs.Publish(replace(EVENT, connection="nobody")))
        state = await b.ask(verbs.GetState())
        await b.ask(verbs.SaveWorkspace(str(tmp_path / "named.toml")))
        shown = [repr(b.news), repr(state), repr(saved), str(caught.value), repr(vars(b.engine.secrets))]
        assert all(canary not in text for text in shown)

    run(tmp_path, test, None)
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert any(path.name == "named.toml" for path in written)
    assert all(canary.encode() not in path.read_bytes() for path in written)


def test_an_insecure_choice_ends_with_the_session(tmp_path: Path) -> None:
    from eventscope.core.workspace import Tls

    connection = Connection("", "Lab", scheme="mqtts", port=1, tls=Tls(insecure=True), auto_connect=False)

    async def test(b: Bench) -> None:
        saved = await b.ask(verbs.SaveConnection(connection, None, connect=False))
        assert saved.tls.insecure
        await b.ask(verbs.SaveWorkspace(str(tmp_path / "named.toml")))

    run(tmp_path, test)
    assert not any(item.tls.insecure for item in files.load_workspace(tmp_path / "named.toml").connections)
