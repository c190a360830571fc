from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from eventscope.core.workspace import Retention
from eventscope.store import packer as module
from eventscope.store.blocks import Damaged, pack, squeezed
from eventscope.store.inspection import load
from eventscope.store.packer import Packer
from eventscope.store.segment import Segment
from eventscope.store.shelf import Shelf
from oldlogs import old_segment
from storing import Notices, block, counted, fill, opened, payloads, wait_for

MADE: list[Segment] = []


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name, value in {"LOOK": 0.01, "SMALLEST": 0, "REST": 0}.items():
        monkeypatch.setattr(module, name, value)
    yield
    while MADE:
        MADE.pop().close()


def closed(folder: Path, first: int = 1, count: int = 300) -> Segment:
    made = Segment.create(folder, first)
    numbers = range(first, first + count)
    made.write([pack(block([b'{"number": %d, "text": "the same again"}' % n for n in numbers], first))])
    made.finish()
    MADE.append(made)
    return made


def idle() -> int:
    return 0


def packing(folder: Path, *segments: Segment, busy: Callable[[], int] = idle) -> Packer:
    return Packer(folder, Shelf(list(segments)), busy)


def all_of(segment: Segment) -> list[bytes]:
    found = [item.block() for item in segment.along(1, forward=True)]
    return [item.payload(row) for item in found for row in range(len(item))]


def test_a_packed_segment_is_smaller_and_says_the_same(tmp_path: Path) -> None:
    segment = closed(tmp_path)
    before, size = all_of(segment), segment.size
    assert packing(tmp_path, segment).pack_one()
    assert (segment.packed, segment.last) == (True, 300)
    assert segment.size < size / 2
    assert segment.size == segment.path.stat().st_size
    assert all_of(segment) == before
    held = segment.holder(250)
    assert held is not None
    assert held.first == 1
    assert [item.name for item in tmp_path.iterdir()] == [segment.path.name]


def test_the_next_start_takes_it_in(tmp_path: Path) -> None:
    segment = closed(tmp_path)
    before = all_of(segment)
    packing(tmp_path, segment).pack_one()
    segment.close()
    again = load(segment.path)
    assert again is not None
    assert (again.packed, again.first, again.last, all_of(again)) == (True, 1, 300, before)
    again.close()


def test_the_newest_comes_first_and_each_once(tmp_path: Path) -> None:
    segments = [closed(tmp_path, first) for first in (1, 301, 601)]
    packer = packing(tmp_path, *segments)
    packer.pack_one()
    assert [item.packed for item in segments] == [False, False, True]
    assert (packer.pack_one(), packer.pack_one(), packer.pack_one()) == (True, True, False)


def test_what_is_written_or_small_or_elsewhere_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    open_ = Segment.create(tmp_path, 1)
    open_.write([pack(block([b"x"], 1))])
    assert not packing(tmp_path, open_).pack_one()
    open_.finish()
    assert not packing(tmp_path / "other", open_).pack_one()
    monkeypatch.setattr(module, "SPARE", 1 << 60)
    assert not packing(tmp_path, open_).pack_one()
    monkeypatch.setattr(module, "SPARE", 0)
    monkeypatch.setattr(module, "SMALLEST", 1 << 30)
    assert not packing(tmp_path, open_).pack_one()


def test_a_segment_of_an_earlier_version_stays(tmp_path: Path) -> None:
    segment = load(old_segment(tmp_path, block([b"x"] * 300, 1)))
    assert segment is not None
    assert not packing(tmp_path, segment).pack_one()
    segment.close()


def test_small_neighbours_become_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "JOINED_ROWS", 100)
    segment = Segment.create(tmp_path, 1)
    segment.write([pack(block([b"%d" % n], n)) for n in range(1, 251)])
    segment.finish()
    before = all_of(segment)
    packing(tmp_path, segment).pack_one()
    assert [item.facts.rows for item in segment.along(1, forward=True)] == [100, 100, 50]
    assert all_of(segment) == before
    segment.close()


def test_a_segment_that_is_forgotten_meanwhile_does_not_come_back(tmp_path: Path) -> None:
    segment = closed(tmp_path)

    def forget() -> int:
        segment.close()
        segment.path.unlink(missing_ok=True)
        return 0

    packing(tmp_path, segment, busy=forget).pack_one()
    assert list(tmp_path.iterdir()) == []


def test_the_end_throws_the_draft_away(tmp_path: Path) -> None:
    segment = closed(tmp_path)

    def end() -> int:
        packer.close()
        return 0

    packer = packing(tmp_path, segment, busy=end)
    assert not packer.pack_one()
    assert not segment.packed
    assert [item.name for item in tmp_path.iterdir()] == [segment.path.name]


def test_messages_that_wait_come_first(tmp_path: Path) -> None:
    segment, asked = closed(tmp_path), []

    def busy() -> int:
        asked.append(1)
        return len(asked) < 5

    packing(tmp_path, segment, busy=busy).pack_one()
    assert (segment.packed, len(asked)) == (True, 5)


def test_a_damaged_segment_is_left_as_it_is(tmp_path: Path) -> None:
    segment = closed(tmp_path)
    raw = bytearray(segment.path.read_bytes())
    raw[raw.index(b"again")] ^= 1
    segment.path.write_bytes(raw)
    packer = packing(tmp_path, segment)
    packer.pack_one()
    assert (segment.packed, packer.pack_one()) == (False, False)
    assert [item.name for item in tmp_path.iterdir()] == [segment.path.name]


def test_a_full_disk_is_no_trouble(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    segment = closed(tmp_path)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module.FrameWriter, "append", full)
    packing(tmp_path, segment).pack_one()
    assert not segment.packed
    assert len(all_of(segment)) == 300


def test_a_block_that_would_not_come_back_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    packed = pack(block([b"a", b"b"], 1))
    monkeypatch.setattr("eventscope.store.blocks.squeeze_rows", lambda rows: __import__("zstandard").compress(rows))
    with pytest.raises(Damaged):
        squeezed(packed)


def test_a_log_packs_and_reads_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eventscope.store.recorder.SEGMENT_BYTES", 60_000)
    wanted = [b"%d" % n + b" " * (50 - len(b"%d" % n)) for n in range(3000)]
    with opened(tmp_path) as log:
        for at in range(0, 3000, 100):
            fill(log, counted(at, 100, size=50))
        assert payloads(log) == wanted
        wait_for(lambda: sum(item.packed for item in log._shelf.all()) >= 2)
        assert payloads(log) == wanted
        log._cache.clear()
        assert payloads(log) == wanted
    notices = Notices()
    with opened(tmp_path, notices=notices) as log:
        assert payloads(log) == wanted
        assert notices.told == []


def test_a_damaged_packed_segment_stops_nothing(tmp_path: Path) -> None:
    segment = closed(tmp_path)
    packing(tmp_path, segment).pack_one()
    segment.close()
    whole = bytearray(segment.path.read_bytes())
    place = whole.find(b"\x28\xb5\x2f\xfd")  # the first frame
    whole[place + 20 : place + 40] = bytes(20)
    segment.path.write_bytes(whole)
    notices = Notices()
    with opened(tmp_path, Retention(), notices) as log:
        assert payloads(log) == []
        assert notices.codes == ["log-block-damaged"]
        fill(log, counted(0, 3))
        assert payloads(log) == [b"0", b"1", b"2"]
