from __future__ import annotations

import sys
from pathlib import Path

import pytest

from eventscope.core.errors import Unavailable
from eventscope.links.http import tokenfile
from eventscope.links.http.address import Address

PLACE = Address("http", "127.0.0.1", 8090)
posix = pytest.mark.skipif(sys.platform == "win32", reason="modes of files are of Unix")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("EVENTSCOPE_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def test_made_once_and_kept() -> None:
    token, file = tokenfile.token(PLACE)
    assert len(token) >= 32
    assert file.read_bytes().strip() == token
    assert tokenfile.token(PLACE) == (token, file)
    assert tokenfile.token(Address("http", "127.0.0.1", 8091))[0] != token


@posix
def test_nobody_else_can_read_it() -> None:
    _, file = tokenfile.token(PLACE)
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o077 == 0


@posix
@pytest.mark.parametrize("spoil", ["mode", "link", "short", "folder"])
def test_one_that_others_could_know_is_made_anew(spoil: str, tmp_path: Path) -> None:
    token, file = tokenfile.token(PLACE)
    if spoil == "mode":
        file.chmod(0o644)
    elif spoil == "short":
        file.write_bytes(b"abc\n")
    elif spoil == "link":
        foreign = tmp_path / "foreign"
        foreign.write_bytes(b"x" * 40)
        file.unlink()
        file.symlink_to(foreign)
    else:
        file.unlink()
        file.mkdir()
        with pytest.raises(Unavailable):
            tokenfile.token(PLACE)
        return
    new, _ = tokenfile.token(PLACE)
    assert new != token
    assert not file.is_symlink()
    if spoil == "link":
        assert (tmp_path / "foreign").read_bytes() == b"x" * 40


def test_a_host_is_no_path(home: Path) -> None:
    _, file = tokenfile.token(Address("http", "../../::1", 1))
    assert file.parent == home / "ingest"
