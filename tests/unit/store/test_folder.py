from __future__ import annotations

from pathlib import Path

import pytest

from eventscope.store import folder
from eventscope.store.blocks import pack
from eventscope.store.folder import open_folder
from eventscope.store.segment import Segment
from storing import Notices, block


def segment(path: Path, first: int, count: int = 5) -> Path:
    path.mkdir(parents=True, exist_ok=True)
    made = Segment.create(path, first)
    made.write([pack(block([b"x"] * count, first))])
    made.finish()
    made.close()
    return made.path


def test_good_segments_are_taken_in_by_id(tmp_path: Path) -> None:
    for first in (100, 1, 50):
        segment(tmp_path, first)
    notices = Notices()
    found = open_folder(tmp_path, notices)
    assert [item.first for item in found.segments] == [1, 50, 100]
    assert (found.temporary, found.path, notices.told) == (False, tmp_path, [])
    found.close()


def test_a_new_folder_is_made(tmp_path: Path) -> None:
    found = open_folder(tmp_path / "a" / "b", Notices())
    assert found.path.is_dir()
    found.close()


def test_other_peoples_files_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / "x.segment.damaged-1").write_text("kept")
    notices = Notices()
    open_folder(tmp_path, notices).close()
    assert (tmp_path / "notes.txt").read_text() == "mine"
    assert (tmp_path / "x.segment.damaged-1").read_text() == "kept"
    assert notices.told == []


def test_a_segment_that_a_kill_left_half_made_goes_without_a_word(tmp_path: Path) -> None:
    for name in ("7.segment.new", "7.segment.new-wal"):
        (tmp_path / name).write_bytes(b"")
    notices = Notices()
    open_folder(tmp_path, notices).close()
    assert sorted(item.name for item in tmp_path.iterdir()) in ([], ["lock"])
    assert notices.told == []


def test_what_cannot_be_read_is_set_aside_and_told(tmp_path: Path) -> None:
    good = segment(tmp_path, 1)
    bad = tmp_path / f"{9:019d}.segment"
    bad.write_bytes(b"garbage")
    Path(f"{bad}-wal").write_bytes(b"its journal")
    (tmp_path / "folder.segment").mkdir()
    notices = Notices()
    found = open_folder(tmp_path, notices)
    assert [item.path for item in found.segments] == [good]
    assert notices.codes == ["log-damaged", "log-damaged"]
    assert f"{bad.name}.damaged-1" in notices.told[0][2]
    assert (tmp_path / f"{bad.name}.damaged-1").read_bytes() == b"garbage"
    assert (tmp_path / f"{bad.name}.damaged-1-wal").read_bytes() == b"its journal"
    found.close()


def test_a_newer_segment_keeps_its_contents_under_a_telling_name(tmp_path: Path) -> None:
    path = segment(tmp_path, 1)
    raw = bytearray(path.read_bytes())
    raw[60:64] = (7).to_bytes(4)
    path.write_bytes(bytes(raw))
    notices = Notices()
    open_folder(tmp_path, notices).close()
    assert notices.codes == ["log-newer"]
    assert (tmp_path / f"{path.name}.newer-1").read_bytes() == bytes(raw)


def test_ids_of_another_file_are_refused(tmp_path: Path) -> None:
    segment(tmp_path, 1, count=100)
    segment(tmp_path, 50)
    notices = Notices()
    found = open_folder(tmp_path, notices)
    assert [item.last for item in found.segments] == [100]
    assert notices.codes == ["log-damaged"]
    found.close()


def test_a_second_owner_gets_a_temporary_folder_that_goes(tmp_path: Path) -> None:
    first = open_folder(tmp_path, Notices())
    notices = Notices()
    second = open_folder(tmp_path, notices)
    assert second.temporary
    assert second.path.is_dir()
    assert notices.codes == ["log-in-use"]
    second.close()
    assert not second.path.exists()
    first.close()
    third = open_folder(tmp_path, notices)
    assert not third.temporary
    third.close()


def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    path = tmp_path / "log"
    path.write_text("in the way")
    notices = Notices()
    found = open_folder(path, notices)
    assert found.temporary
    assert notices.codes == ["log-read-only"]
    found.close()
    assert path.read_text() == "in the way"


def test_a_folder_that_cannot_be_written_is_still_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    segment(tmp_path, 1)

    def refuse(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(folder, "_lock", refuse)
    notices = Notices()
    found = open_folder(tmp_path, notices)
    assert (found.temporary, [item.last for item in found.segments]) == (True, [5])
    assert "Permission denied" in notices.told[0][2]
    assert str(tmp_path) in notices.told[0][2]
    for item in found.segments:
        item.close()
    found.close()
    assert sorted(item.suffix for item in tmp_path.iterdir()) == [".segment"]


def test_a_name_that_cannot_be_changed_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bad = tmp_path / f"{9:019d}.segment"
    bad.write_bytes(b"garbage")

    def refuse(path: Path, word: str = "") -> Path:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(folder.files, "set_aside", refuse)
    notices = Notices()
    open_folder(tmp_path, notices).close()
    assert notices.codes == ["log-damaged"]
    assert bad.read_bytes() == b"garbage"
