"""A set of identifiers that takes single ones and many, and nothing twice."""

from __future__ import annotations

import numpy as np

import peers
from eventscope.links.mqtt.openids import OpenIds


def test_one_by_one() -> None:
    ids = OpenIds()
    ids.add(65_535)
    ids.add(65_535)
    assert (65_535 in ids, 1 in ids, len(ids)) == (True, False, 1)
    ids.answered(peers.ack(0x40, 65_535))
    assert (65_535 in ids, len(ids)) == (False, 0)


def test_many_are_added_only_when_all_are_new() -> None:
    ids = OpenIds()
    assert ids.add_new(np.arange(1, 100))
    assert not ids.add_new(np.arange(99, 200))
    assert not ids.add_new(np.array([300, 301, 300]))
    assert (len(ids), 100 in ids, 300 in ids) == (99, False, False)


def test_only_pubacks_close_and_clear_closes_all() -> None:
    ids = OpenIds()
    ids.add_new(np.arange(1, 11))
    ids.answered(peers.ack(0x50, 1) + peers.ack(0x40, 2) + peers.ack(0x70, 3) + peers.ack(0x40, 2))
    ids.answered(b"")
    assert [number for number in range(12) if number in ids] == [1, *range(3, 11)]
    ids.clear()
    assert len(ids) == 0
    assert 1 not in ids
