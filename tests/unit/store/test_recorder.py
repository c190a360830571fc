from __future__ import annotations

import errno
import itertools
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from eventscope.core.message import Block
from eventscope.core.workspace import Retention
from eventscope.store import recorder as module
from eventscope.store.blocks import Damaged
from eventscope.store.cache import Cache
from eventscope.store.damage import Damage
from eventscope.store.recorder import Recorder
from eventscope.store.shelf import Shelf
from storing import Notices, block, counted


class Bench:
    """A recorder with what it works on."""

    def __init__(self, folder: Path, retention: Retention | None = None) -> None:
        self.folder = folder
        self.shelf = Shelf([])
        self.cache = Cache()
        self.notices = Notices()
        damage = Damage(self.shelf, self.notices)
        self.recorder = Recorder(folder, retention or Retention(), self.shelf, self.cache, damage)

    def stored(self) -> list[bytes]:
        found: list[bytes] = []
        for segment in self.shelf.all():
            for stored in segment.along(1, forward=True):
                made = stored.block()
                found += [made.payload(at) for at in range(len(made))]
        return found

    def close(self) -> None:
        self.recorder.close()
        for segment in self.shelf.all():
            segment.close()


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = Bench(tmp_path / "log")
    yield made
    made.close()


def numbers(first: int, count: int) -> list[bytes]:
    return [b"%d" % n for n in range(first, first + count)]


def test_rows_are_numbered_without_gaps_over_blocks(bench: Bench) -> None:
    bench.recorder.record([counted(0, 3), counted(3, 4)])
    bench.recorder.record([counted(7, 1)])
    assert bench.stored() == numbers(0, 8)
    assert (bench.shelf.oldest, bench.shelf.next) == (1, 9)


def test_small_blocks_become_one_and_large_ones_stay(bench: Bench) -> None:
    bench.recorder.record([counted(at, 1) for at in range(50)])
    segment = bench.shelf.all()[0]
    assert [item.facts.rows for item in segment.along(1, forward=True)] == [50]
    large = counted(0, 2, size=module.WHOLE)
    bench.recorder.record([counted(0, 1), large, counted(0, 1)])
    assert [item.facts.rows for item in segment.along(51, forward=True)] == [1, 2, 1]


def test_what_was_just_stored_is_in_the_cache(bench: Bench) -> None:
    bench.recorder.record([counted(0, 5)])
    cached = bench.cache.get(1)
    assert cached is not None
    assert cached.payload(4) == b"4"


def test_rows_that_cannot_be_changed_are_copied(bench: Bench) -> None:
    made = counted(0, 2)
    rows = np.frombuffer(made.rows.tobytes(), made.rows.dtype)
    bench.recorder.record([Block(rows, made.topics, made.blob)])
    assert bench.stored() == numbers(0, 2)
    assert rows["id"].tolist() == [0, 1]


def test_a_full_segment_is_followed_by_another(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SEGMENT_BYTES", 40_000)
    for at in range(10):
        bench.recorder.record([counted(10 * at, 10, size=2000)])
    segments = bench.shelf.all()
    assert len(segments) >= 3
    assert [item.writing for item in segments] == [False] * (len(segments) - 1) + [True]
    assert all(later.first == earlier.last + 1 for earlier, later in itertools.pairwise(segments))
    assert len(bench.stored()) == 100


def test_an_old_segment_is_followed_by_another(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.recorder.record([counted(0, 1)])
    monkeypatch.setattr(module, "SEGMENT_NS", 0)
    bench.recorder.record([counted(1, 1)])
    assert len(bench.shelf.all()) == 2


def test_the_log_stays_within_its_limit(tmp_path: Path) -> None:
    bench = Bench(tmp_path / "log", Retention(bytes=8 << 20))
    for at in range(60):
        bench.recorder.record([counted(0, 100, size=5000)])
        assert bench.shelf.bytes <= (8 << 20) + (3 << 20), at
    assert bench.recorder.forgetter.forgotten > 1000
    assert bench.shelf.next == 6001
    assert bench.shelf.oldest == 1 + bench.recorder.forgetter.forgotten
    bench.close()


def test_clear_forgets_all_and_goes_on_with_the_ids(bench: Bench) -> None:
    bench.recorder.record([counted(0, 5)])
    bench.recorder.clear()
    assert list(bench.folder.iterdir()) == []
    assert (bench.shelf.oldest, bench.shelf.next) == (6, 6)
    bench.recorder.record([counted(5, 1)])
    assert bench.stored() == [b"5"]


def test_a_damaged_open_segment_is_set_aside(bench: Bench) -> None:
    bench.recorder.record([counted(0, 5)])
    segment = bench.shelf.all()[0]
    segment.damaged = True
    bench.shelf.remove(segment)
    bench.recorder.record([counted(5, 1)])
    assert bench.stored() == [b"5"]
    assert bench.notices.codes == ["log-damaged"]
    assert (bench.folder / f"{segment.path.name}.damaged-1").exists()


def test_a_removed_folder_is_made_again(bench: Bench) -> None:
    bench.recorder.record([counted(0, 5)])
    for path in bench.folder.iterdir():
        path.unlink()
    with pytest.raises(FileNotFoundError) as caught:
        bench.recorder.record([counted(5, 2)])
    bench.folder.rmdir()
    assert bench.recorder.abandon(caught.value)
    bench.recorder.record([counted(5, 2)])
    assert bench.stored() == numbers(5, 2)
    assert bench.notices.codes == ["log-damaged"]


def test_a_full_disk_is_no_reason_for_another_segment(bench: Bench) -> None:
    assert not bench.recorder.abandon(OSError(errno.ENOSPC, "No space left"))
    bench.recorder.record([counted(0, 5)])
    assert not bench.recorder.abandon(OSError(errno.ENOSPC, "No space left"))
    assert bench.shelf.all()[0].writing


def test_an_io_error_ends_the_segment_and_keeps_what_it_holds(bench: Bench) -> None:
    bench.recorder.record([counted(0, 5)])
    assert not bench.recorder.abandon(OSError(errno.EIO, "Input/output error"))
    bench.recorder.record([counted(5, 1)])
    assert [item.writing for item in bench.shelf.all()] == [False, True]
    assert bench.stored() == numbers(0, 6)


def test_a_segment_cut_by_somebody_is_replaced(bench: Bench) -> None:
    bench.recorder.record([counted(0, 5)])
    bench.shelf.all()[0].path.write_bytes(b"")
    with pytest.raises(Damaged) as caught:
        bench.recorder.record([block([b"5"])])
    assert bench.recorder.abandon(caught.value)
    bench.recorder.record([block([b"5"])])
    assert bench.stored() == [b"5"]
