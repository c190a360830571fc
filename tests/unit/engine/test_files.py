"""Workspace and settings files: read and written whole; damage is set aside, told, and stops nothing."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from eventscope.core.errors import BadInput, Unavailable
from eventscope.core.news import News, Notice
from eventscope.core.workspace import Connection, Settings, Subscription, Tls, Workspace
from eventscope.engine import files
from eventscope.engine.demoworkspace import demo_workspace
from eventscope.engine.feed import Feed

RICH = Workspace(
    'Lab "7" {x} %',
    connections=(Connection("a", "A", tls=Tls(ca_file="C:\\ca"), subscriptions=(Subscription("b/#", colour=3),)),),
)


def heard() -> tuple[Feed, list[News]]:
    feed, items = Feed(), []  # type: ignore[var-annotated]
    feed.listen(items.append)
    return feed, items


@pytest.mark.parametrize("workspace", [RICH, demo_workspace(), Workspace()])
def test_a_workspace_comes_back_as_it_was(workspace: Workspace, tmp_path: Path) -> None:
    files.save(tmp_path / "w.toml", workspace)
    assert files.load_workspace(tmp_path / "w.toml") == workspace


def test_settings_come_back_as_they_were(tmp_path: Path) -> None:
    feed, items = heard()
    settings = Settings("dark", "zh_CN", 120, recent=("a", "b"), install_id="abc")
    files.save(tmp_path / "s.toml", settings)
    assert files.load_settings(tmp_path / "s.toml", feed) == settings
    assert files.load_settings(tmp_path / "none.toml", feed) == Settings()
    assert items == []


def test_an_insecure_connection_is_never_written(tmp_path: Path) -> None:
    path = tmp_path / "w.toml"
    files.save(path, Workspace(connections=(Connection("a", "A", tls=Tls(insecure=True)),)))
    assert "insecure" not in path.read_text()
    assert files.load_workspace(path).connections[0].tls.insecure is False


DAMAGE = {
    "garbage": b"\x00\xff\x00\xff" * 100,
    "nothing": b"",
    "cut": b'format = 1\nname = "L',
    "newer": b"format = 99\n",
    "unknown key": b"format = 1\nconnectoins = []\n",
    "wrong type": b'format = 1\nconnections = "all"\n',
    "large": b"#" * ((5 << 20) + 1),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_a_damaged_workspace_is_kept_beside_and_told(name: str, tmp_path: Path) -> None:
    path = tmp_path / "workspace.toml"
    path.write_bytes(DAMAGE[name])
    feed, items = heard()
    assert files.load_or_set_aside(path, feed) is None
    assert (tmp_path / "workspace.toml.damaged-1").read_bytes() == DAMAGE[name]
    assert not path.exists()
    (notice,) = items
    assert isinstance(notice, Notice)
    assert "workspace.toml.damaged-1" in notice.words


@pytest.mark.parametrize("name", DAMAGE)
def test_damaged_settings_become_the_defaults(name: str, tmp_path: Path) -> None:
    (tmp_path / "s.toml").write_bytes(DAMAGE[name])
    feed, items = heard()
    assert files.load_settings(tmp_path / "s.toml", feed) == Settings()
    assert len(items) == 1


@pytest.mark.parametrize("name", DAMAGE)
def test_a_named_workspace_that_is_damaged_is_refused_and_stays(name: str, tmp_path: Path) -> None:
    path = tmp_path / "w.toml"
    path.write_bytes(DAMAGE[name])
    with pytest.raises(BadInput):
        files.load_workspace(path)
    assert path.read_bytes() == DAMAGE[name]


def test_a_folder_in_the_place_of_a_file(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="could not be read"):
        files.load_workspace(tmp_path)
    with pytest.raises(Unavailable, match="could not be written"):
        files.save(tmp_path, Workspace())
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(Unavailable, match="Save it somewhere else"):
        files.save(tmp_path / "w.toml", Workspace())
    tmp_path.chmod(0o700)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pipe with a name")
def test_what_is_no_file_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", Path("/dev/zero"), Path("a\0b")):
        with pytest.raises(BadInput, match="could not be read"):
            files.load_workspace(path)


def test_a_folder_that_may_not_be_entered_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(self: Path, **_named: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "stat", forbidden)
    feed, items = heard()
    assert files.load_or_set_aside(tmp_path / "workspace.toml", feed) is None
    assert files.load_settings(tmp_path / "settings.toml", feed) == Settings()
    assert [item.code for item in items if isinstance(item, Notice)] == ["file-unusable"] * 2
    assert all("Permission denied" in item.words and "defaults" in item.words for item in items)  # type: ignore[union-attr]
