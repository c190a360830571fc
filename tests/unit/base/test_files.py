"""Files are replaced whole or not at all, and damaged ones are kept."""

from __future__ import annotations

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
