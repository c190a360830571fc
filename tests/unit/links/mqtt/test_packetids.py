"""Packet identifiers: in turn, never twice at once."""

from __future__ import annotations

import pytest

from eventscope.links.mqtt.packetids import LAST, PacketIds


def test_they_count_up_and_wrap_past_those_in_use() -> None:
    ids = PacketIds()
    taken = [ids.take() for _ in range(LAST)]
    assert taken == list(range(1, LAST + 1))
    ids.free(7)
    ids.free(3)
    assert [ids.take(), ids.take()] == [3, 7]


def test_a_freed_one_is_not_reused_at_once() -> None:
    ids = PacketIds()
    ids.free(ids.take())
    assert ids.take() == 2


def test_none_left_is_an_error_and_zero_is_never_given() -> None:
    ids = PacketIds()
    assert 0 not in {ids.take() for _ in range(LAST)}
    with pytest.raises(OverflowError):
        ids.take()


def test_freeing_what_is_free_is_harmless() -> None:
    ids = PacketIds()
    ids.free(0)
    ids.free(9)
    assert ids.take() == 1


def test_rows_end_at_what_is_in_use_and_at_the_last() -> None:
    ids = PacketIds()
    assert ids.row(3) == range(1, 4)
    ids.free_all([1, 2])
    assert ids.row(4) == range(4, 8)
    ids._newest = 0
    assert ids.row(5) == range(1, 3)  # 3 is in use
    ids._newest = LAST - 2
    assert ids.row(5) == range(LAST - 1, LAST + 1)
    assert ids.take() == 8
