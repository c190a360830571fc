"""The token file: private, named in full, gone at the end, and never in a folder of somebody else."""

from __future__ import annotations

import json
import os
import stat
import sys
from pathlib import Path

import pytest

from eventscope.api import tokenfile
from eventscope.api.access import Tokens
from eventscope.core.errors import Unavailable


def test_both_files(tmp_path: Path) -> None:
    tokens = Tokens()
    address = tokenfile.write(tmp_path / "run", "http://127.0.0.1:1", tokens)
    found = json.loads(Path(address.token_file).read_text(encoding="ascii"))
    assert found == {
        "url": "http://127.0.0.1:1",
        "pid": os.getpid(),
        "nonce": tokens.nonce,
        "token": tokens.admin,
        "tokens": {"read": tokens.read, "operate": tokens.operate, "admin": tokens.admin},
    }
    assert tokens.admin in Path(address.header_file).read_text(encoding="ascii")
    other = tokenfile.write(tmp_path / "run", "http://127.0.0.1:2", Tokens())
    assert other.token_file != address.token_file
    tokenfile.remove(address)
    tokenfile.remove(address)
    assert sorted(item.name for item in (tmp_path / "run").iterdir()) == sorted(
        Path(name).name for name in (other.token_file, other.header_file)
    )


@pytest.mark.skipif(sys.platform == "win32", reason="modes are of Unix")
def test_modes(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    folder.mkdir(mode=0o755)
    before = os.umask(0)
    try:
        address = tokenfile.write(folder, "u", Tokens())
    finally:
        os.umask(before)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(Path(name).stat().st_mode) for name in (address.token_file, address.header_file)} == {0o600}


@pytest.mark.skipif(sys.platform == "win32", reason="owners are of Unix")
def test_a_folder_that_is_a_link_or_of_another_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    with pytest.raises(Unavailable, match="somebody else"):
        tokenfile.write(tmp_path / "link", "u", Tokens())
    monkeypatch.setattr(os, "geteuid", lambda: 12_345)
    with pytest.raises(Unavailable, match="somebody else"):
        tokenfile.write(tmp_path / "real", "u", Tokens())


def test_a_folder_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Unavailable, match="cannot be kept"):
        tokenfile.write(tmp_path / "file" / "run", "u", Tokens())


def test_files_of_dead_processes_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("api-1-aa.json", "api-2-bb.json", "api-x.json", "other.json"):
        (tmp_path / name).write_text("")
    monkeypatch.setattr(tokenfile.psutil, "pid_exists", lambda pid: pid == 1)
    tokenfile.write(tmp_path, "u", Tokens())
    assert {"api-1-aa.json", "api-x.json", "other.json"} <= {item.name for item in tmp_path.iterdir()}
    assert not (tmp_path / "api-2-bb.json").exists()
