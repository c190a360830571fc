from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from eventscope.store.blocks import Damaged
from eventscope.store.spoolfile import File, Newer
from eventscope.store.spoolrows import Marks, Row

ROW = Row(1, 1, 0, b"t", b"\0\xff", None, b"", 2, 1, b"p", "mid=1", 0, b"", 77, 4)


@pytest.fixture
def file(tmp_path: Path):  # type: ignore[no-untyped-def]
    opened = File.open(tmp_path / "bridge.spool")
    yield opened
    opened.abandon()


def test_a_row_comes_back_as_it_was(file: File) -> None:
    rows = [ROW, ROW._replace(id=2, payload=None, key=b"k", route=1), ROW._replace(id=3, payload=b"")]
    with file.transaction():
        file.insert(rows)
    assert file.rows(0, 0, 10, 1 << 20) == [rows[0], rows[2]]
    assert file.rows(0, 1, 10, 1 << 20) == [rows[2]]
    assert file.rows(1, 0, 10, 1 << 20) == [rows[1]]
    assert sorted(file.routes()) == [0, 1]
    assert file.oldest() == 77


def test_a_transaction_is_whole_or_nothing(file: File) -> None:
    def half() -> None:
        with file.transaction():
            file.insert([ROW])
            raise ValueError("halfway")

    with pytest.raises(ValueError, match="halfway"):
        half()
    assert file.rows(0, 0, 10, 1 << 20) == []


def test_states_and_what_is_in_flight(file: File) -> None:
    with file.transaction():
        file.insert([ROW, ROW._replace(id=2)])
        file.state(1, [(2, 9)])
    assert [(row.id, row.state, row.mid) for row in file.in_flight()] == [(2, 1, 9)]
    assert [row.id for row in file.rows(0, 0, 10, 1 << 20)] == [1]
    with file.transaction():
        file.retry(2, 55)
    again = file.rows(0, 1, 10, 1 << 20)[0]
    assert (again.state, again.mid, again.tries, again.due) == (0, 0, 1, 55)


def test_ids_are_never_used_again(file: File) -> None:
    with file.transaction():
        file.insert([ROW._replace(id=41)])
        file.delete([41])
    assert file.newest_id() == 41
    with file.transaction():
        file.stillborn(ROW._replace(id=60), "loop", 1)
        file.execute("DELETE FROM dead")
    assert file.newest_id() == 60


def test_marks_of_the_source(file: File) -> None:
    with file.transaction():
        file.mark(Marks("a", {1: True, 2: True}, (("t", 0, 5),)))
        file.mark(Marks("b", {1: True}))
        file.mark(Marks("a", {1: False, 3: True}, (("t", 0, 9), ("t", 1, 2))))
    assert file.inbox("a") == {2, 3}
    assert file.offsets() == {("t", 0): 9, ("t", 1): 2}
    with file.transaction():
        file.mark(Marks("a", {4: True}, forget=True))
    assert file.inbox("a") == {4}
    assert file.inbox("b") == {1}


def test_the_window_of_names(file: File) -> None:
    with file.transaction():
        assert file.first_seen("o", b"1", 10)
        assert not file.first_seen("o", b"1", 11)
        assert file.first_seen("other", b"1", 12)
        for number in range(2, 8):
            file.first_seen("o", b"%d" % number, 20)
        file.prune_seen("o", keep=3, total=1_000, before=15)
        assert not file.first_seen("o", b"7", 30), "still in the window"
        assert file.first_seen("other", b"1", 30), "too old"
        assert file.first_seen("o", b"2", 30), "too many"


def test_the_books_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "s"
    file = File.open(path)
    assert file.begin_epoch() == 1
    with file.transaction():
        file.count([(0, "in", 2)])
        file.count([(0, "in", 3), (-1, "dropped:x", 1)])
        file.insert([ROW])
        file.insert([ROW._replace(id=2)])
        file.error(2, 5, "loop", "words")
        file.bury(2, "loop", 6)
    file.close()
    file = File.open(path)
    assert file.begin_epoch() == 2
    assert sorted(file.counts()) == [(-1, "dropped:x", 1), (0, "in", 5)]
    assert sorted(file.present()) == [(0, "bytes", 4), (0, "dead", 1), (0, "dead_bytes", 4), (0, "queued", 1)]
    file.close()


def test_settings_that_promise_something(file: File) -> None:
    def pragma(name: str) -> object:
        return file.execute(f"PRAGMA {name}")[0][0]

    assert pragma("journal_mode") == "wal"
    assert pragma("synchronous") == 2
    assert pragma("wal_autocheckpoint") == 256
    assert pragma("locking_mode") == "exclusive"


@pytest.mark.parametrize(
    ("statement", "wrong"),
    [
        ("PRAGMA application_id=1", Damaged),
        ("PRAGMA user_version=99", Newer),
        ("DROP TABLE inbox", Damaged),
        ("CREATE TABLE more (x)", Damaged),
    ],
)
def test_what_is_no_spool_of_ours(tmp_path: Path, statement: str, wrong: type[Exception]) -> None:
    path = tmp_path / "s"
    File.open(path).close()
    with closing(sqlite3.connect(path)) as db:
        db.execute(statement)
        db.commit()
    with pytest.raises(wrong):
        File.open(path)


def test_a_half_made_one_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "s.new").write_bytes(b"half")
    File.open(tmp_path / "s").close()
    assert not (tmp_path / "s.new").exists()


def test_what_is_empty_is_given_back_in_pieces(file: File) -> None:
    with file.transaction():
        file.insert([ROW._replace(id=number, payload=b"x" * 4_000) for number in range(1, 501)])
    with file.transaction():
        file.delete(range(1, 501))
    file.shrink(1)  # everything is in the one file now
    full, slack = file.path.stat().st_size, file.slack()
    file.shrink(100)
    assert full - file.path.stat().st_size == slack - file.slack() == 100 * 4_096
