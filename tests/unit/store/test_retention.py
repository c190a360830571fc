from __future__ import annotations

from pathlib import Path

import pytest

from eventscope.base import clock
from eventscope.core.workspace import Retention
from eventscope.store import retention
from eventscope.store.blocks import pack
from eventscope.store.retention import DAY, Forgetter
from eventscope.store.segment import Segment
from eventscope.store.shelf import Shelf
from storing import block


def segment(folder: Path, first: int, wall: int | None = None, finish: bool = True) -> Segment:
    made = Segment.create(folder, first)
    content = block([b"x" * 1000] * 10, first)
    content.rows["wall"] = clock.wall_ns() if wall is None else wall
    made.write([pack(content)])
    if finish:
        made.finish()
    return made


def close(shelf: Shelf) -> None:
    for item in shelf.all():
        item.close()


def test_the_oldest_go_when_there_is_too_much(tmp_path: Path) -> None:
    shelf = Shelf([segment(tmp_path, first) for first in (1, 11, 21)])
    forgetter = Forgetter(tmp_path, shelf)
    forgetter.keep_to(Retention(bytes=shelf.bytes, days=1))
    assert forgetter.forgotten == 0
    forgetter.keep_to(Retention(bytes=shelf.bytes - 1, days=1))
    assert [item.first for item in shelf.all()] == [11, 21]
    assert forgetter.forgotten == 10
    assert len(list(tmp_path.iterdir())) == 2
    close(shelf)


def test_what_is_too_old_goes(tmp_path: Path) -> None:
    now = clock.wall_ns()
    shelf = Shelf([segment(tmp_path, 1, now - 3 * DAY), segment(tmp_path, 11, now - DAY)])
    Forgetter(tmp_path, shelf).keep_to(Retention(days=2))
    assert [item.first for item in shelf.all()] == [11]
    assert shelf.next == 21
    close(shelf)


def test_the_open_segment_always_stays(tmp_path: Path) -> None:
    shelf = Shelf([segment(tmp_path, 1), segment(tmp_path, 11, wall=5, finish=False)])
    Forgetter(tmp_path, shelf).keep_to(Retention(bytes=0, days=1))
    assert [item.first for item in shelf.all()] == [11]
    close(shelf)


def test_a_folder_that_is_only_read_keeps_its_files(tmp_path: Path) -> None:
    shelf = Shelf([segment(tmp_path, 1, wall=5)])
    forgetter = Forgetter(tmp_path / "elsewhere", shelf)
    forgetter.keep_to(Retention(bytes=0, days=1))
    assert len(shelf.all()) == 1
    forgetter.delete(shelf.all()[0])
    assert shelf.all() == []
    assert len(list(tmp_path.iterdir())) == 1


def test_a_file_that_will_not_go_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shelf = Shelf([segment(tmp_path, 1)])
    path = shelf.all()[0].path
    forgetter = Forgetter(tmp_path, shelf)
    with monkeypatch.context() as patch:
        patch.setattr(retention, "_unlink", lambda path: False)
        forgetter.delete(shelf.all()[0])
    assert path.exists()
    forgetter.keep_to(Retention())
    assert not path.exists()
