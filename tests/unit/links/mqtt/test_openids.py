"""A set of identifiers that takes single ones and many, and nothing twice."""

from __future__ import annotations

import numpy as np

import peers
from eventscope.links.mqtt.openids import HeldIds, OpenIds


def test_one_by_one() -> None:
    ids = OpenIds()
    ids.add(65_535)
    ids.add(65_535)
    assert (65_535 in ids, 1 in ids, len(ids)) == (True, False, 1)
    ids.answered(peers.ack(0x40, 65_535))
    assert (65_535 in ids, len(ids)) == (False, 0)


def test_many_are_told_to_be_new_and_added() -> None:
    ids = OpenIds()
    assert ids.all_new(np.arange(1, 100))
    ids.add_all(np.arange(1, 100))
    assert not ids.all_new(np.arange(99, 200))
    assert not ids.all_new(np.array([300, 301, 300]))
    assert (len(ids), 100 in ids, 300 in ids) == (99, False, False)


def test_only_pubacks_close_and_clear_closes_all() -> None:
    ids = OpenIds()
    ids.add_all(np.arange(1, 11))
    ids.answered(peers.ack(0x50, 1) + peers.ack(0x40, 2) + peers.ack(0x70, 3) + peers.ack(0x40, 2))
    ids.answered(b"")
    assert [number for number in range(12) if number in ids] == [1, *range(3, 11)]
    ids.clear()
    assert len(ids) == 0
    assert 1 not in ids


def test_held_ids_know_their_block() -> None:
    held = HeldIds()
    held.add_all(np.array([1, 65_535]), 0)
    held.add(7, 3)
    assert (dict(held), len(held), 7 in held, 8 in held) == ({1: 0, 7: 3, 65_535: 0}, 3, True, False)
    assert (held.take(7), held.take(7), len(held)) == (3, None, 2)
    held.add(7, 4)
    held.forget(0)
    assert dict(held) == {7: 4}
    held.clear()
    assert (dict(held), len(held)) == ({}, 0)


def test_held_ids_are_new_or_taken_together_or_not_at_all() -> None:
    held = HeldIds()
    held.add_all(np.arange(1, 100), 5)
    assert [held.all_new(np.array(ids)) for ids in ([100, 101], [99, 100], [100, 100])] == [True, False, False]
    assert not held.take_all(np.array([1, 2]), before=5)
    assert not held.take_all(np.array([1, 100]), before=6)
    assert not held.take_all(np.array([1, 1]), before=6)
    assert held.take_all(np.array([1, 2]), before=6)
    assert (len(held), 1 in held, 3 in held) == (97, False, True)
