from __future__ import annotations

from pathlib import Path

import pytest

from eventscope.store import reserve
from eventscope.store.reserve import Reserve, free


def test_it_takes_real_space_and_gives_it_back(tmp_path: Path) -> None:
    kept = Reserve(tmp_path)
    assert kept.fill()
    file = tmp_path / "reserve"
    assert file.stat().st_size == reserve.SIZE
    assert len(set(file.read_bytes()[:1024])) > 100  # nothing that a file system could fold into a hole
    before = file.stat().st_mtime_ns
    assert kept.fill()
    assert file.stat().st_mtime_ns == before
    kept.release()
    kept.release()
    assert not file.exists()


def test_a_disk_with_little_space_is_left_in_peace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reserve, "free", lambda folder: reserve.SIZE)
    assert not Reserve(tmp_path).fill()
    assert not (tmp_path / "reserve").exists()


def test_a_folder_that_is_gone_has_no_space(tmp_path: Path) -> None:
    assert free(tmp_path / "nowhere") == 0
    assert not Reserve(tmp_path / "nowhere").fill()
