from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from eventscope.store import frames, inspection
from eventscope.store.blocks import pack
from eventscope.store.frames import Damaged
from eventscope.store.inspection import Newer
from eventscope.store.segment import Segment
from oldlogs import old_segment
from storing import block


@pytest.fixture
def finished(tmp_path: Path) -> Path:
    """A segment with ids 5 to 14."""
    made = Segment.create(tmp_path, 5)
    made.write([pack(block([b"x" * 5000] * 5, 5)), pack(block([b"y" * 5000] * 5, 10))])
    made.finish()
    made.close()
    return made.path


def ids(segment: Segment | None) -> list[int]:
    """Those that can be read."""
    assert segment is not None
    found = [at for item in segment.along(segment.first, forward=True) for at in item.block().rows["id"].tolist()]
    segment.close()
    return found


def test_a_whole_segment_tells_its_ids(finished: Path) -> None:
    found = inspection.load(finished)
    assert found is not None
    assert (found.first, found.last, found.size, found.gaps) == (5, 14, finished.stat().st_size, 0)
    assert ids(found) == list(range(5, 15))


def test_a_segment_without_blocks_is_none(tmp_path: Path) -> None:
    made = Segment.create(tmp_path, 1)
    made.close()
    assert inspection.load(made.path) is None
    made = Segment.create(tmp_path, 2)
    made.finish()
    made.close()
    assert inspection.load(made.path) is None


def test_segments_of_earlier_versions_are_taken_in(tmp_path: Path) -> None:
    assert ids(inspection.load(old_segment(tmp_path, block([b"x"] * 5, 5), block([b"y"] * 5, 10)))) == list(
        range(5, 15)
    )


@pytest.mark.parametrize("content", [b"", b"garbage", frames.MAGIC, bytes(range(256)) * 100])
def test_what_is_no_segment_is_damaged(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "1.segment"
    path.write_bytes(content)
    with pytest.raises(Damaged):
        inspection.load(path)


@pytest.mark.parametrize("keep", [50, 64, 4096, 30_000, -1])
def test_a_finished_segment_that_was_cut_is_damaged(finished: Path, keep: int) -> None:
    finished.write_bytes(finished.read_bytes()[:keep])
    with pytest.raises(Damaged):
        inspection.load(finished)


def test_a_newer_format_is_told_apart(finished: Path) -> None:
    raw = bytearray(finished.read_bytes())
    raw[frames.START - 4 : frames.START] = (99).to_bytes(4)
    finished.write_bytes(raw)
    with pytest.raises(Newer):
        inspection.load(finished)


@pytest.fixture
def killed(tmp_path: Path) -> Path:
    """A segment as a kill leaves it, with ids 5 to 19 in three blocks."""
    there = tmp_path / "there"
    there.mkdir()
    writing = Segment.create(there, 5)
    writing.write([pack(block([b"x" * 50] * 5, at)) for at in (5, 10, 15)])
    path = Path(shutil.copyfile(writing.path, tmp_path / writing.path.name))
    writing.close()
    return path


def test_what_a_kill_left_is_finished(killed: Path) -> None:
    found = inspection.load(killed)
    assert found is not None
    assert (found.first, found.last, found.gaps) == (5, 19, 0)
    assert ids(found) == list(range(5, 20))
    again = Segment.found(killed, mend=False)
    assert (again.size, again.facts) == (killed.stat().st_size, found.facts)
    assert killed.read_bytes()[frames.STATE] == 1


@pytest.mark.parametrize("cut", [1, 30, 200, 300])
def test_what_a_kill_cut_short_goes_without_a_word(killed: Path, cut: int) -> None:
    killed.write_bytes(killed.read_bytes()[:-cut])
    found = inspection.load(killed)
    assert found is not None
    assert found.gaps == 0
    assert ids(found) == list(range(5, 15))


def test_a_kill_between_the_index_and_the_last_word_is_no_harm(finished: Path) -> None:
    raw = bytearray(finished.read_bytes())
    raw[frames.STATE] = 0
    for cut in (len(raw), len(raw) - 50, len(raw) - 200):
        finished.write_bytes(raw[:cut])
        found = inspection.load(finished)
        assert found is not None
        assert found.gaps == 0
        assert ids(found) == list(range(5, 15))


def test_in_a_folder_that_cannot_be_written_it_is_read_as_it_is(killed: Path, tmp_path: Path) -> None:
    whole = killed.read_bytes() + b"cut short"
    killed.write_bytes(whole)
    assert ids(inspection.load(killed, tmp_path)) == list(range(5, 20))
    assert killed.read_bytes() == whole


def test_what_is_missing_in_the_middle_is_a_gap(killed: Path) -> None:
    whole = bytearray(killed.read_bytes())
    span = (len(whole) - frames.START) // 3
    begin = frames.START + span
    whole[begin : begin + 60] = bytes(60)  # the head of the second block
    killed.write_bytes(whole)
    found = inspection.load(killed)
    assert found is not None
    assert found.gaps == 1
    assert ids(found) == [*range(5, 10), *range(15, 20)]


def test_a_full_disk_does_not_hinder_reading(killed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("eventscope.store.framewriter.FrameWriter.finish", full)
    assert ids(inspection.load(killed)) == list(range(5, 20))
