"""One owner at a time, and a mark of the one that did not say goodbye."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from eventscope.core.errors import Unavailable
from eventscope.engine.ownership import Ownership


def test_the_second_is_told_and_gets_it_when_the_first_leaves(tmp_path: Path) -> None:
    first, second = Ownership(tmp_path / "home" / "engine.lock"), Ownership(tmp_path / "home" / "engine.lock")
    first.take(0)
    with pytest.raises(Unavailable, match="Another Eventscope is open"):
        second.take(0)
    assert not second.held
    timer = threading.Timer(0.05, first.release)
    timer.start()
    second.take(10)
    timer.join()
    assert (second.held, second.unclean) == (True, False)
    second.release()


def test_an_end_that_was_not_in_order_is_noticed_once(tmp_path: Path) -> None:
    for in_order, noticed in [(False, False), (True, True), (True, False)]:
        owner = Ownership(tmp_path / "engine.lock")
        owner.take(0)
        assert owner.unclean is noticed
        owner.release(in_order)


def test_a_folder_that_cannot_be_written_is_not_ours(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    owner = Ownership(tmp_path / "file" / "engine.lock")
    with pytest.raises(Unavailable, match="cannot be kept"):
        owner.take(0)
    owner.release()
    assert not owner.held


def test_a_mark_that_cannot_be_written_gives_the_lock_back(tmp_path: Path) -> None:
    (tmp_path / "engine.running").mkdir()
    owner = Ownership(tmp_path / "engine.lock")
    with pytest.raises(Unavailable):
        owner.take(0)
    (tmp_path / "engine.running").rmdir()
    other = Ownership(tmp_path / "engine.lock")
    other.take(0)
    other.release()
