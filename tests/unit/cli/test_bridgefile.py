"""The folder of a file's spools: the same however the file is named, held by one process at a time."""

from __future__ import annotations

from pathlib import Path

import pytest

from eventscope.base import paths
from eventscope.cli import bridgefile
from eventscope.core.errors import Unavailable


def test_a_file_has_one_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "bridges.toml"
    file.write_text("format = 1\n")
    (tmp_path / "link.toml").symlink_to(file)
    monkeypatch.chdir(tmp_path)
    found = {bridgefile.folder(item, None) for item in (file, Path("bridges.toml"), tmp_path / "link.toml")}
    assert len(found) == 1
    assert found.pop().parent == paths.home() / "bridges"
    assert bridgefile.folder(tmp_path / "other.toml", None) != bridgefile.folder(file, None)
    assert bridgefile.folder(file, Path("here")) == tmp_path / "here"


def test_one_process_holds_it_and_its_id_stays(tmp_path: Path) -> None:
    folder = tmp_path / "spools"
    with bridgefile.owned(folder, tmp_path / "f.toml") as first:
        assert first.isalnum()
        with (
            pytest.raises(Unavailable, match=r"Another process runs the bridges of .*f\.toml"),
            bridgefile.owned(folder, tmp_path / "f.toml"),
        ):
            pass
    with bridgefile.owned(folder, tmp_path / "f.toml") as again:
        assert again == first
    with bridgefile.owned(tmp_path / "other", tmp_path / "f.toml") as other:
        assert other != first


@pytest.mark.parametrize("held", ["", "\n", "not an id!", "\x00"])
def test_an_id_that_is_none_is_made_anew(tmp_path: Path, held: str) -> None:
    (tmp_path / "id").write_text(held)
    with bridgefile.owned(tmp_path, tmp_path / "f.toml") as made:
        assert made.isalnum()
    assert (tmp_path / "id").read_text().strip() == made


def test_a_folder_that_cannot_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with (
        pytest.raises(Unavailable, match="Name another with --spool"),
        bridgefile.owned(tmp_path / "file" / "below", tmp_path / "f.toml"),
    ):
        pass
