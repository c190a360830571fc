from __future__ import annotations

import sqlite3
from pathlib import Path

from eventscope.store.blocks import Damaged, pack
from eventscope.store.damage import Damage, broken
from eventscope.store.segment import Segment
from eventscope.store.shelf import Shelf
from storing import Notices, block


def made(folder: Path, finish: bool) -> tuple[Shelf, Segment, Notices, Damage]:
    segment = Segment.create(folder, 1)
    segment.write([pack(block([b"x"], 1))])
    if finish:
        segment.finish()
    shelf, notices = Shelf([segment]), Notices()
    return shelf, segment, notices, Damage(shelf, notices)


def coded(code: int) -> sqlite3.Error:
    error = sqlite3.DatabaseError("as SQLite says")
    error.sqlite_errorcode = code
    return error


def test_only_what_is_wrong_with_the_file_is_damage() -> None:
    assert broken(coded(sqlite3.SQLITE_CORRUPT))
    assert broken(coded(sqlite3.SQLITE_NOTADB))
    assert not broken(coded(sqlite3.SQLITE_IOERR))
    assert not broken(coded(sqlite3.SQLITE_BUSY))
    assert not broken(sqlite3.ProgrammingError("closed"))


def test_a_damaged_block_is_told_once_for_each_file(tmp_path: Path) -> None:
    shelf, segment, notices, damage = made(tmp_path, finish=True)
    for _ in range(3):
        damage.block(segment, Damaged("its checksum differs"))
    assert notices.codes == ["log-block-damaged"]
    assert "its checksum differs" in notices.told[0][2]
    assert shelf.all() == [segment]
    segment.close()


def test_a_broken_file_leaves_the_log_and_is_kept(tmp_path: Path) -> None:
    shelf, segment, notices, damage = made(tmp_path, finish=True)
    damage.file(segment, coded(sqlite3.SQLITE_CORRUPT))
    damage.file(segment, coded(sqlite3.SQLITE_CORRUPT))
    assert shelf.all() == []
    assert notices.codes == ["log-damaged"]
    assert [item.name for item in tmp_path.iterdir()] == [f"{segment.path.name}.damaged-1"]


def test_the_open_segment_is_left_to_the_writer(tmp_path: Path) -> None:
    shelf, segment, notices, damage = made(tmp_path, finish=False)
    damage.file(segment, coded(sqlite3.SQLITE_CORRUPT))
    assert (shelf.all(), segment.damaged, segment.writing, notices.codes) == ([], True, True, [])
    damage.put_aside(segment)
    assert notices.codes == ["log-damaged"]
    assert not segment.path.exists()
