"""The disk below a spool: what fits, when it is full and told so once, and what it takes to go on."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from eventscope.store import spooldisk
from eventscope.store.spooldisk import SPARE, Disk
from storing import Notices


class File:
    """Has `inside` bytes free in itself, which `shrink` gives back to the disk."""

    def __init__(self, folder: Path, inside: int = 0) -> None:
        self.path = folder / "spool.db"
        self.inside = inside
        self.stubborn = False

    def slack(self) -> int:
        return self.inside

    def shrink(self, pages: int) -> None:
        if self.stubborn:
            raise sqlite3.OperationalError("database table is locked")
        room[0], self.inside = room[0] + self.inside, 0


room = [0]


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> File:
    monkeypatch.setattr(spooldisk, "free", lambda folder: room[0])
    return File(tmp_path)


def test_a_batch_goes_through_the_journal_and_then_into_room_inside(file: File) -> None:
    disk = Disk(file, Notices())  # type: ignore[arg-type]
    room[0] = SPARE + 200
    assert disk.fits(100)
    assert not disk.fits(101)
    file.inside = 2
    assert disk.fits(101)
    room[0] = SPARE + 100
    file.inside = 1 << 30
    assert not disk.fits(101), "room inside does not help the journal"


def test_full_is_told_once_and_so_is_that_it_goes_on(file: File) -> None:
    notices = Notices()
    disk = Disk(file, notices)  # type: ignore[arg-type]
    disk.begin()
    room[0] = 0
    disk.refuses(None)
    disk.refuses(OSError(5, "Input/output error"))
    assert disk.full
    disk.look(1)
    assert disk.full
    room[0] = 1 << 40
    disk.look(1)
    assert not disk.full
    assert notices.codes == ["spool-disk-full", "spool-resumed"]


def test_an_error_that_is_no_lack_of_room_has_another_code(file: File) -> None:
    notices = Notices()
    Disk(file, notices).refuses(OSError(5, "Input/output error"))  # type: ignore[arg-type]
    assert notices.codes == ["spool-unwritable"]


def test_room_inside_is_given_back_before_it_goes_on(file: File) -> None:
    disk = Disk(file, Notices())  # type: ignore[arg-type]
    room[0], file.inside, file.stubborn = SPARE, 1 << 20, True
    disk.refuses(None)
    disk.look(1_000)
    assert disk.full
    file.stubborn = False
    disk.look(1_000)
    assert not disk.full
