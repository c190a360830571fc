from __future__ import annotations

from pathlib import Path

import pytest

from eventscope.core.message import Block
from eventscope.store import segment as module
from eventscope.store.blocks import Damaged, pack
from eventscope.store.segment import Gone, Segment
from eventscope.store.stored import Stored
from storing import block


@pytest.fixture
def segment(tmp_path: Path):
    made = Segment.create(tmp_path, 1)
    yield made
    made.close()


def first(found: Stored | None) -> int | None:
    return found and found.first


def block_of(first: int, count: int) -> Block:
    return block([b"%d" % n for n in range(first, first + count)], first)


def test_blocks_are_read_while_the_segment_is_written(segment: Segment) -> None:
    segment.write([pack(block_of(1, 10)), pack(block_of(11, 5))])
    assert (segment.first, segment.last) == (1, 15)
    stored = segment.holder(11)
    assert stored is not None
    assert stored.block().payload(0) == b"11"
    segment.write([pack(block_of(16, 1))])
    assert [first(segment.holder(at)) for at in (0, 1, 10, 11, 16, 99)] == [None, 1, 1, 11, 16, 16]
    assert segment.outline() == (segment.facts, 17)
    assert segment.facts.rows == 16


def test_blocks_come_in_both_directions(segment: Segment) -> None:
    segment.write([pack(block_of(at, 10)) for at in range(1, 41, 10)])
    assert [item.first for item in segment.along(15, True)] == [11, 21, 31]
    assert [item.first for item in segment.along(15, False)] == [11, 1]
    assert [item.first for item in segment.along(41, True)] == []
    assert [item.first for item in segment.along(-5, True)] == [1, 11, 21, 31]


def test_a_finished_segment_is_one_file_and_still_readable(segment: Segment, tmp_path: Path) -> None:
    segment.write([pack(block_of(1, 10))])
    segment.finish()
    assert [item.name for item in tmp_path.iterdir()] == [segment.path.name]
    assert first(segment.holder(1)) == 1
    assert segment.size == segment.path.stat().st_size
    segment.rest()
    assert first(segment.holder(5)) == 1
    assert [item.name for item in tmp_path.iterdir()] == [segment.path.name]


def test_blocks_are_stored_all_or_none(segment: Segment, monkeypatch: pytest.MonkeyPatch) -> None:
    segment.write([pack(block_of(1, 10))])
    with monkeypatch.context() as patch:
        patch.setattr("eventscope.store.framewriter.check", lambda raw: 1 // (raw != b"12"))
        with pytest.raises(ZeroDivisionError):
            segment.write([pack(block_of(11, 1)), pack(block_of(12, 1))])
    assert segment.last == 10
    assert first(segment.holder(11)) == 1
    segment.write([pack(block_of(11, 10))])
    assert segment.last == 20


def test_a_segment_has_only_so_many_blocks(segment: Segment, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 3)
    segment.write([pack(block_of(1, 1)), pack(block_of(2, 1))])
    assert not segment.full
    segment.write([pack(block_of(3, 1))])
    assert segment.full


def test_names_sort_by_row_id(tmp_path: Path) -> None:
    made = [Segment.create(tmp_path, first) for first in (999, 10**17, 5)]
    for item in made:
        item.close()
    names = sorted(item.path.name for item in made)
    assert [int(name.split(".")[0]) for name in names] == [5, 999, 10**17]


def test_an_existing_file_is_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / f"{7:019d}.segment"
    path.write_bytes(b"mine")
    with pytest.raises(FileExistsError):
        Segment.create(tmp_path, 7)
    assert path.read_bytes() == b"mine"


def test_a_file_that_somebody_removed_is_noticed(segment: Segment) -> None:
    segment.write([pack(block_of(1, 10))])
    segment.path.unlink()
    with pytest.raises(FileNotFoundError):
        segment.write([pack(block_of(11, 10))])


def test_a_file_that_somebody_cut_is_noticed(segment: Segment) -> None:
    segment.write([pack(block_of(1, 10))])
    segment.path.write_bytes(b"")
    with pytest.raises(Damaged):
        segment.write([pack(block_of(11, 10))])


def test_nobody_reads_a_closed_segment(segment: Segment) -> None:
    segment.write([pack(block_of(1, 10))])
    stored = segment.holder(1)
    assert stored is not None
    segment.close()
    with pytest.raises(Gone):
        segment.holder(1)
    with pytest.raises(Gone):
        stored.blob()


def test_a_folder_with_odd_characters(tmp_path: Path) -> None:
    folder = tmp_path / "100% sure? #1 日志"
    folder.mkdir()
    made = Segment.create(folder, 1)
    made.write([pack(block_of(1, 3))])
    made.finish()
    assert first(made.holder(1)) == 1
    made.close()
    assert [item.name for item in folder.iterdir()] == [made.path.name]
