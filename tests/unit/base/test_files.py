"""Files are replaced whole or not at all, and damaged ones are kept."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from eventscope.base import files


def test_write_replaces_and_leaves_no_draft(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "x.toml"
    files.write_atomically(path, "one")
    files.write_atomically(path, "zwei ü")
    assert path.read_text(encoding="utf-8") == "zwei ü"
    assert list(path.parent.iterdir()) == [path]


def test_a_failed_write_keeps_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "x.toml"
    files.write_atomically(path, "old")
    with pytest.raises(UnicodeEncodeError):
        files.write_atomically(path, "\ud800")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_set_aside_never_overwrites(tmp_path: Path) -> None:
    names = []
    for text in ("a", "b"):
        path = tmp_path / "log"
        path.write_text(text)
        names.append(files.set_aside(path).name)
    assert names == ["log.damaged-1", "log.damaged-2"]
    assert (tmp_path / "log.damaged-1").read_text() == "a"


def test_the_start_of_a_file_and_nothing_that_may_never_end(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"0123456789")
    assert files.read_start(path, 4) == b"01234"
    assert files.read_start(path, 100) == b"0123456789"
    with pytest.raises(FileNotFoundError):
        files.read_start(tmp_path / "none", 4)
    with pytest.raises(IsADirectoryError):
        files.read_start(tmp_path, 4)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pipe with a name")
def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="a device or a pipe"):
        files.read_start(tmp_path / "pipe", 4)


def test_a_new_file_is_whole_or_not_there(tmp_path: Path) -> None:
    path = tmp_path / "new.txt"
    with files.new_file(path) as file:
        file.write("half\n")
        assert path.read_text() == ""
        file.write("größe\r\n")
    assert path.read_bytes() == "half\ngröße\r\n".encode()
    assert [item.name for item in tmp_path.iterdir()] == ["new.txt"]


def test_a_file_that_is_there_stays(tmp_path: Path) -> None:
    path = tmp_path / "old.txt"
    path.write_text("kept")
    with pytest.raises(FileExistsError), files.new_file(path):
        raise AssertionError("never reached")
    assert path.read_text() == "kept"


def test_what_fails_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), files.new_file(tmp_path / "new.txt") as file:
        file.write(f"{1 / 0}")
    assert list(tmp_path.iterdir()) == []
