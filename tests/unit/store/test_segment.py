from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from eventscope.core.message import Block
from eventscope.store.blocks import Damaged, pack, unpack
from eventscope.store.segment import Segment, connect, wal
from storing import block


@pytest.fixture
def segment(tmp_path: Path):
    made = Segment.create(tmp_path, 1)
    yield made
    made.close()


def ids(found: list) -> list[tuple[int, int]]:
    return [(item.first, item.count) for item in found]


def block_of(first: int, count: int) -> Block:
    return block([b"%d" % n for n in range(first, first + count)], first)


def test_blocks_are_read_while_the_segment_is_written(segment: Segment) -> None:
    segment.write([pack(block_of(1, 10)), pack(block_of(11, 5))])
    assert (segment.first, segment.last) == (1, 15)
    packed = segment.read(11)
    assert packed is not None
    assert unpack(packed).payload(0) == b"11"
    segment.write([pack(block_of(16, 1))])
    assert [segment.holder(at) for at in (0, 1, 10, 11, 16, 99)] == [None, 1, 1, 11, 16, 16]
    assert segment.read(2) is None


def test_runs_go_both_ways_within_bounds(segment: Segment) -> None:
    segment.write([pack(block_of(at, 10)) for at in range(1, 100, 10)])
    assert ids(segment.run(15, True, rows=25, size=1 << 20)) == [(11, 10), (21, 10), (31, 10)]
    assert ids(segment.run(15, False, rows=11, size=1 << 20)) == [(1, 10), (11, 10)]
    assert ids(segment.run(55, True, rows=1000, size=1)) == [(51, 10)]


def test_a_finished_segment_is_one_file_and_still_readable(segment: Segment, tmp_path: Path) -> None:
    segment.write([pack(block_of(1, 10))])
    segment.finish()
    assert [item.name for item in tmp_path.iterdir()] == [segment.path.name]
    assert segment.read(1) is not None
    assert segment.size == segment.path.stat().st_size
    segment.rest()
    assert segment.holder(5) == 1
    assert [item.name for item in tmp_path.iterdir()] == [segment.path.name]


def test_a_transaction_is_stored_whole_or_not_at_all(segment: Segment) -> None:
    segment.write([pack(block_of(1, 10))])
    with pytest.raises(sqlite3.IntegrityError):
        segment.write([pack(block_of(11, 10)), pack(block_of(1, 10))])
    assert segment.last == 10
    assert segment.read(11) is None
    segment.write([pack(block_of(11, 10))])
    assert segment.last == 20


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


def test_nobody_reads_a_closed_segment(segment: Segment) -> None:
    segment.write([pack(block_of(1, 10))])
    segment.close()
    with pytest.raises(sqlite3.ProgrammingError):
        segment.read(1)


def test_columns_of_another_kind_are_damage(segment: Segment, tmp_path: Path) -> None:
    segment.write([pack(block_of(1, 10))])
    segment.finish()
    other = connect(segment.path, "rw")
    other.execute("UPDATE blocks SET rows = 'text'")
    other.close()
    with pytest.raises(Damaged):
        segment.read(1)


def test_a_folder_with_odd_characters(tmp_path: Path) -> None:
    folder = tmp_path / "100% sure? #1 日志"
    folder.mkdir()
    made = Segment.create(folder, 1)
    made.write([pack(block_of(1, 3))])
    made.finish()
    assert made.read(1) is not None
    made.close()
    assert [item.name for item in folder.iterdir()] == [made.path.name]
    assert not wal(made.path).exists()
