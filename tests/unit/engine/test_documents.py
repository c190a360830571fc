"""The default workspace writes itself, a named one waits for its owner, and nothing is lost on the way."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from eventscope.core.errors import Unavailable
from eventscope.core.news import News, Notice, WorkspaceNews
from eventscope.core.workspace import Connection, SavedEvent, Settings, Workspace
from eventscope.engine import documents, files
from eventscope.engine.documents import Documents, Options
from eventscope.engine.feed import Feed

LAB = Connection("lab", "Lab")
EVENT = SavedEvent("e", "t", "{}")


class Bench:
    """Documents in a folder of their own."""

    def __init__(self, folder: Path, **options: object) -> None:
        self.options = Options(folder / "w.toml", folder / "s.toml", folder / "log", folder / "lock", **options)  # type: ignore[arg-type]
        self.news: list[News] = []
        self.connections: tuple[Connection, ...] = (LAB,)
        feed = Feed()
        feed.listen(self.news.append)
        self.documents = Documents(self.options, feed, lambda: self.connections)

    def written(self) -> Workspace:
        return files.load_workspace(self.options.workspace_path)


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "QUIET", 0.01)


def run(test: Callable[[], Awaitable[None]]) -> None:
    asyncio.run(test())  # type: ignore[arg-type]


async def until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(10):
        while not condition():
            await asyncio.sleep(0.002)


def test_changes_of_the_default_workspace_are_written_together(tmp_path: Path) -> None:
    b = Bench(tmp_path)

    async def test() -> None:
        b.documents.change(events=(EVENT,))
        b.connections = (replace(LAB, name="Lab 2"),)
        b.documents.change(demo=True)
        assert b.news[-1] == WorkspaceNews(str(b.options.workspace_path), True)
        await until(lambda: b.news[-1] == WorkspaceNews(str(b.options.workspace_path), False))
        assert b.written() == Workspace(connections=b.connections, events=(EVENT,), demo=True)

    run(test)


def test_flush_writes_what_waits(tmp_path: Path) -> None:
    b = Bench(tmp_path)

    async def test() -> None:
        b.documents.change(demo=True)
        b.documents.flush()
        assert b.written().demo
        b.options.workspace_path.unlink()
        b.documents.flush()
        await asyncio.sleep(0.03)
        assert not b.options.workspace_path.exists()

    run(test)


def test_a_named_workspace_is_written_only_when_asked(tmp_path: Path) -> None:
    b = Bench(tmp_path)
    named = tmp_path / "named.toml"

    async def test() -> None:
        b.documents.enter(Workspace(name="N"), named)
        b.documents.change(demo=True)
        b.documents.flush()
        assert not named.exists()
        assert b.documents.modified
        await b.documents.save(None, "layout")
        assert files.load_workspace(named).layout == "layout"
        assert not b.documents.modified
        other = tmp_path / "other.toml"
        await b.documents.save(other, "")
        assert b.documents.path == other

    run(test)


def test_a_workspace_in_memory_is_never_written(tmp_path: Path) -> None:
    b = Bench(tmp_path, workspace=Workspace(name="here"), temporary=True)

    async def test() -> None:
        assert b.documents.first_workspace() == Workspace(name="here")
        b.documents.load_settings()
        b.documents.change(demo=True)
        b.documents.flush()
        await b.documents.save(None, "x")
        await b.documents.save_settings(Settings(zoom=150))
        assert list(tmp_path.iterdir()) == []
        await b.documents.save(tmp_path / "chosen.toml", "")
        assert (tmp_path / "chosen.toml").exists()

    run(test)


def test_a_new_install_gets_an_id_that_stays(tmp_path: Path) -> None:
    first, second = Bench(tmp_path), Bench(tmp_path)
    first.documents.load_settings()
    second.documents.load_settings()
    assert len(first.documents.settings.install_id) == 6
    assert second.documents.settings == first.documents.settings

    async def test() -> None:
        await second.documents.save_settings(Settings(zoom=150, install_id="forged"))
        assert second.documents.settings == Settings(zoom=150, install_id=first.documents.settings.install_id)

    run(test)


def test_recent_workspaces_are_the_newest_first_and_few(tmp_path: Path) -> None:
    b = Bench(tmp_path)

    async def test() -> None:
        for number in [*range(15), 10]:
            await b.documents.remember(Path(f"w{number}"))
        assert b.documents.settings.recent[:3] == ("w10", "w14", "w13")
        assert len(b.documents.settings.recent) == documents.RECENT

    run(test)


def test_what_cannot_be_written_is_told_and_stops_nothing(tmp_path: Path) -> None:
    b = Bench(tmp_path)
    b.options.workspace_path.mkdir()

    async def test() -> None:
        b.documents.change(demo=True)
        await until(lambda: any(isinstance(item, Notice) for item in b.news))
        with pytest.raises(Unavailable):
            await b.documents.save(None, "")

    run(test)
