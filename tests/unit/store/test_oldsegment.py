from __future__ import annotations

from pathlib import Path

import pytest

from eventscope.store.inspection import load
from eventscope.store.oldsegment import OldSegment
from eventscope.store.segment import Gone
from oldlogs import change, old_segment
from storing import Notices, block, counted, fill, opened, payloads


@pytest.fixture(params=[(False, 4096), (False, 8192), (True, 8192)])
def old(tmp_path: Path, request: pytest.FixtureRequest) -> OldSegment:
    """Ids 5 to 24 in four blocks; payloads tell the id."""
    packing, page = request.param
    blocks = [block([b"%d" % n for n in range(at, at + 5)], at) for at in range(5, 25, 5)]
    found = load(old_segment(tmp_path, *blocks, packing=packing, page=page))
    assert isinstance(found, OldSegment)
    assert found.packed == packing
    yield found
    found.close()


def test_blocks_are_found_by_id(old: OldSegment) -> None:
    held = [old.holder(at) for at in (1, 5, 9, 10, 24, 99)]
    assert [item and item.first for item in held] == [None, 5, 5, 10, 20, 20]
    assert held[4].block().payload(4) == b"24"


def test_blocks_come_in_both_directions(old: OldSegment) -> None:
    assert [item.first for item in old.along(12, forward=True)] == [10, 15, 20]
    assert [item.first for item in old.along(1, forward=True)] == [5, 10, 15, 20]
    assert [item.first for item in old.along(12, forward=False)] == [10, 5]
    assert [item.first for item in old.along(25, forward=True)] == []


def test_times_of_blocks_are_known(old: OldSegment) -> None:
    facts = [item.facts for item in old.along(5, forward=True)]
    assert facts[0].newest < facts[1].oldest
    assert old.newest == facts[-1].newest


def test_nobody_reads_a_closed_one(old: OldSegment) -> None:
    old.close()
    with pytest.raises(Gone):
        old.holder(5)


@pytest.mark.parametrize("statement", [
    "UPDATE blocks SET rows = 'text'", "UPDATE blocks SET blob = x'00'", "UPDATE blocks SET topics = x'00'",
    'UPDATE blocks SET "check" = 5',
])  # fmt: skip
def test_damage_is_noticed(tmp_path: Path, statement: str) -> None:
    change(old_segment(tmp_path, block([b"x"] * 10, 1)), statement)
    notices = Notices()
    with opened(tmp_path, notices=notices) as log:
        assert payloads(log) == []
    assert notices.codes == ["log-block-damaged"]


def test_a_log_goes_on_where_an_earlier_version_left_it(tmp_path: Path) -> None:
    first = [counted(0, 5), counted(5, 5)]
    for made, ident in zip(first, (1, 6), strict=True):
        made.rows["id"] = range(ident, ident + 5)
    old_segment(tmp_path, *first)
    notices = Notices()
    for turn in range(2):
        with opened(tmp_path, notices=notices) as log:
            fill(log, counted(10 + 5 * turn, 5))
            assert payloads(log) == [b"%d" % n for n in range(15 + 5 * turn)]
    assert notices.told == []
