from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from eventscope.store import oldinspection as inspection
from eventscope.store.frames import Damaged, Newer
from eventscope.store.sqlitefile import connect, wal
from oldlogs import change, old_segment, row
from storing import block


@pytest.fixture
def finished(tmp_path: Path) -> Path:
    """A segment with ids 5 to 14."""
    return old_segment(tmp_path, block([b"x" * 5000] * 5, 5), block([b"y" * 5000] * 5, 10))


def test_a_whole_segment_tells_its_ids(finished: Path) -> None:
    found = inspection.load(finished)
    assert found is not None
    assert (found.first, found.last, found.size) == (5, 14, finished.stat().st_size)
    found.close()


def test_a_segment_without_blocks_is_none(tmp_path: Path) -> None:
    assert inspection.load(old_segment(tmp_path)) is None


@pytest.mark.parametrize("content", [b"", b"garbage", b"SQLite format 3\0" + b"\0" * 200, bytes(range(256)) * 100])
def test_what_is_no_segment_is_damaged(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "1.segment"
    path.write_bytes(content)
    with pytest.raises(Damaged):
        inspection.load(path)


@pytest.mark.parametrize("keep", [50, 4096, 30_000, -1])
def test_a_truncated_segment_is_damaged(finished: Path, keep: int) -> None:
    whole = finished.read_bytes()
    finished.write_bytes(whole[:keep])
    with pytest.raises(Damaged):
        inspection.load(finished)


def test_a_newer_format_is_told_apart(finished: Path) -> None:
    change(finished, "PRAGMA journal_mode=DELETE", "PRAGMA user_version=99", "CREATE TABLE more (x)")
    with pytest.raises(Newer):
        inspection.load(finished)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER t AFTER INSERT ON blocks BEGIN DELETE FROM blocks; END",
        "CREATE VIEW v AS SELECT * FROM blocks",
        "CREATE INDEX i ON blocks (count)",
        "CREATE TABLE other (x)",
        "ALTER TABLE blocks ADD COLUMN extra",
        "PRAGMA application_id=1",
    ],
)
def test_a_foreign_schema_is_refused(finished: Path, statement: str) -> None:
    change(finished, "PRAGMA journal_mode=DELETE", statement)
    with pytest.raises(Damaged):
        inspection.load(finished)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE blocks SET first = -first",
        f"UPDATE blocks SET first = first + {2**62}",
        "UPDATE blocks SET count = 'many'",
        "UPDATE blocks SET count = 0",
        f"UPDATE blocks SET count = {2**60}",
        "UPDATE blocks SET newest = x'00'",
    ],
)
def test_ids_that_cannot_be_are_refused(finished: Path, statement: str) -> None:
    change(finished, "PRAGMA journal_mode=DELETE", statement)
    with pytest.raises(Damaged):
        inspection.load(finished)


@pytest.fixture
def killed(tmp_path: Path) -> Path:
    """A segment as a kill leaves it: the last blocks are only in SQLite's journal."""
    there = tmp_path / "there"
    there.mkdir()
    writing = old_segment(there)
    path = tmp_path / writing.name
    with closing(connect(writing, "rw")) as connection:
        connection.execute("INSERT INTO blocks VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row(block([b"x" * 50] * 5, 5), False))
        shutil.copyfile(writing, path)
        shutil.copyfile(wal(writing), wal(path))
    return path


def test_what_a_kill_left_in_the_journal_moves_into_the_file(killed: Path) -> None:
    found = inspection.load(killed)
    assert found is not None
    assert (found.first, found.last) == (5, 9)
    assert found.holder(5) is not None
    found.close()
    assert not wal(killed).exists()


def test_in_a_folder_that_cannot_be_written_this_happens_on_a_copy(killed: Path, tmp_path: Path) -> None:
    spare = tmp_path / "spare"
    spare.mkdir()
    before = killed.read_bytes(), wal(killed).read_bytes()
    found = inspection.load(killed, spare)
    assert found is not None
    assert (found.last, found.path.parent) == (9, spare)
    found.close()
    assert (killed.read_bytes(), wal(killed).read_bytes()) == before


def test_a_journal_of_garbage_takes_nothing_from_the_file(finished: Path) -> None:
    wal(finished).write_bytes(b"garbage" * 1000)
    found = inspection.load(finished)
    assert found is not None
    assert found.last == 14
    found.close()


def test_broken_pages_after_a_kill_are_found(tmp_path: Path) -> None:
    path = old_segment(tmp_path, *(block([b"x" * 9000] * 5, 1 + 5 * at) for at in range(60)))
    whole = bytearray(path.read_bytes())
    whole[8192 * 2 : 8192 * 20] = b"\xff" * 8192 * 18
    path.write_bytes(bytes(whole))
    wal(path).write_bytes(b"garbage")
    with pytest.raises((Damaged, sqlite3.DatabaseError)):
        inspection.load(path)
