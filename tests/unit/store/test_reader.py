from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from eventscope.core.errors import Unavailable
from eventscope.store import reader as module
from eventscope.store.blocks import pack
from eventscope.store.cache import Cache
from eventscope.store.damage import Damage
from eventscope.store.reader import Reader
from eventscope.store.segment import Segment
from eventscope.store.shelf import Shelf
from eventscope.store.stored import Stored
from storing import Item, Notices, block


class Bench:
    """Three segments with ids 1 to 30, ten each, in blocks of five; payloads tell the id."""

    def __init__(self, folder: Path) -> None:
        segments = []
        for first in (1, 11, 21):
            made = Segment.create(folder, first)
            made.write([pack(block([b"%d" % n for n in range(at, at + 5)], at)) for at in (first, first + 5)])
            if first < 21:
                made.finish()
            segments.append(made)
        self.shelf = Shelf(segments)
        self.cache = Cache()
        self.notices = Notices()
        self.reader = Reader(self.shelf, self.cache, Damage(self.shelf, self.notices))


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    made = Bench(tmp_path)
    segments = made.shelf.all()
    yield made
    for item in segments:
        item.close()


def spoil(segment: Segment, *firsts: int) -> None:
    """A wrong byte at the end of the blobs of these blocks."""
    for stored in list(segment.along(segment.first, forward=True)):
        if stored.first in firsts:
            raw = segment.path.read_bytes()
            place = raw.index(stored.blob()) + stored.size - 1
            segment.path.write_bytes(raw[:place] + b"\xff" + raw[place + 1 :])


def ids(first: int, last: int) -> list[int]:
    return list(range(first, last + 1))


@pytest.mark.parametrize(("first", "count", "found"), [
    (1, 30, ids(1, 30)), (8, 6, ids(8, 13)), (-5, 8, ids(1, 2)), (28, 100, ids(28, 30)),
    (31, 5, []), (5, 0, []), (-(10**30), 10, []), (10**30, 10, []),
])  # fmt: skip
def test_pages_cross_blocks_and_segments(bench: Bench, first: int, count: int, found: list[int]) -> None:
    page = bench.reader.page(first, count)
    assert page.positions.tolist() == page.rows["id"].tolist() == found
    assert list(page.heads) == [b"%d" % n for n in found]
    assert page.topics == ((b"orders/1",) if found else ())


def test_picked_rows_keep_the_positions_of_their_view(bench: Bench) -> None:
    wanted = np.array([2, 3, 9, 27], np.int64)
    page = bench.reader.pick(wanted, np.array([-3, -2, -1, 0], np.int64))
    assert page.positions.tolist() == [-3, -2, -1, 0]
    assert page.heads == (b"2", b"3", b"9", b"27")


def test_topics_and_heads_of_a_page(tmp_path: Path) -> None:
    made = Segment.create(tmp_path, 1)
    first = block([Item(b"a", b"x" * 1000, properties=b"p"), Item(b"b", b""), Item(b"c", b"y")], 1)
    made.write([pack(first), pack(block([Item(b"c", b"z"), Item(b"a", b"w")], 4))])
    reader = Reader(Shelf([made]), Cache(), Damage(Shelf([]), Notices()))
    page = reader.page(2, 10)
    assert [page.topics[at] for at in page.rows["topic"]] == [b"b", b"c", b"c", b"a"]
    assert page.heads == (b"", b"y", b"z", b"w")
    assert reader.page(1, 1).heads == (b"x" * module.HEAD,)
    message = reader.message(1)
    assert message is not None
    assert (message.topic, message.payload, message.properties) == (b"a", b"x" * 1000, b"p")
    made.close()


def test_a_message_that_is_not_there(bench: Bench) -> None:
    assert bench.reader.message(0) is None
    assert bench.reader.message(31) is None
    found = bench.reader.message(15)
    assert found is not None
    assert (found.id, found.payload) == (15, b"15")


def test_runs_backward_cover_everything_once(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "RUN_ROWS", 7)
    end, seen = 28, []
    while (run := bench.reader.backward(end)) is not None:
        assert run.end == end
        assert run.block is not None
        seen = run.block.rows["id"].tolist() + seen
        end = run.begin
    assert seen == ids(1, 27)


@pytest.mark.parametrize("cached", [False, True])
def test_runs_forward_cover_everything_once(bench: Bench, cached: bool) -> None:
    if cached:
        bench.reader.page(1, 30)
    at, seen = 4, []
    while (run := bench.reader.forward(at)) is not None:
        assert run.begin == at
        assert run.block is not None
        seen += run.block.rows["id"].tolist()
        at = run.end
    assert seen == ids(4, 30)


def test_a_gap_between_segments_is_stepped_over(bench: Bench) -> None:
    bench.shelf.remove(bench.shelf.all()[1])
    assert bench.reader.page(5, 20).rows["id"].tolist() == ids(5, 10) + ids(21, 24)
    run = bench.reader.forward(11)
    assert run is not None
    assert (run.begin, run.end) == (21, 31)
    back = bench.reader.backward(21)
    assert back is not None
    assert back.end == 11


def test_a_damaged_block_is_left_out_and_told(bench: Bench) -> None:
    spoil(bench.shelf.all()[2], 26)
    assert bench.reader.page(20, 20).rows["id"].tolist() == ids(20, 25)
    assert bench.reader.message(27) is None
    assert bench.notices.codes == ["log-block-damaged"]
    run = bench.reader.backward(31)
    assert run is not None
    assert run.block is not None
    assert (run.begin, run.end, run.block.rows["id"].tolist()) == (21, 31, ids(21, 25))


def test_a_run_of_nothing_but_damage_is_still_passed(bench: Bench) -> None:
    spoil(bench.shelf.all()[2], 21, 26)
    run = bench.reader.backward(31)
    assert run is not None
    assert (run.begin, run.end, run.block) == (21, 31, None)


def test_a_segment_broken_while_in_use_is_set_aside(bench: Bench) -> None:
    segment = bench.shelf.all()[0]
    raw = segment.path.read_bytes()
    segment.path.write_bytes(raw[:100] + b"\xff" * (len(raw) - 100))
    segment.rest()
    assert bench.reader.page(1, 30).rows["id"].tolist() == ids(11, 30)
    assert bench.notices.codes == ["log-damaged"]
    assert not segment.path.exists()
    assert bench.reader.message(3) is None
    assert bench.shelf.oldest == 11


def test_a_segment_deleted_while_a_page_is_read(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    segment = bench.shelf.all()[0]
    holder = segment.holder

    def deleted(ident: int) -> Stored | None:
        bench.shelf.remove(segment)
        segment.close()
        return holder(ident)

    monkeypatch.setattr(segment, "holder", deleted)
    assert bench.reader.page(1, 15).rows["id"].tolist() == ids(11, 15)
    assert bench.notices.codes == []


def test_a_disk_that_does_not_answer_is_told_to_who_asked(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(ident: int) -> Stored | None:
        raise OSError(5, "disk I/O error")

    monkeypatch.setattr(bench.shelf.all()[0], "holder", fail)
    with pytest.raises(Unavailable, match="disk I/O error"):
        bench.reader.page(1, 5)


def test_the_same_block_is_not_read_twice(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.reader.page(1, 30)
    monkeypatch.setattr(Stored, "block", None)
    assert len(bench.reader.page(1, 30).rows) == 30


def test_a_part_that_packing_joined_to_a_larger_block_is_not_taken_for_it(tmp_path: Path) -> None:
    made = Segment.create(tmp_path, 1)
    made.write([pack(block([b"%d" % n for n in range(1, 11)], 1))])
    cache = Cache()
    cache.put(block([b"1", b"2"], 1))
    reader = Reader(Shelf([made]), cache, Damage(Shelf([]), Notices()))
    assert reader.page(1, 10).rows["id"].tolist() == ids(1, 10)
    made.close()


def test_many_topics_in_a_block_leave_only_those_of_the_page(tmp_path: Path) -> None:
    made = Segment.create(tmp_path, 1)
    made.write([pack(block([Item(b"t/%d" % n) for n in range(1000)], 1))])
    reader = Reader(Shelf([made]), Cache(), Damage(Shelf([]), Notices()))
    assert reader.page(500, 3).topics == (b"t/499", b"t/500", b"t/501")
    made.close()


def test_an_empty_log_has_empty_pages() -> None:
    reader = Reader(Shelf([]), Cache(), Damage(Shelf([]), Notices()))
    assert len(reader.page(1, 100).rows) == 0
    assert reader.backward(1) is None
    assert reader.forward(1) is None
