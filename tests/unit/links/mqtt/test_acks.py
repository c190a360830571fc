"""Acknowledgements leave in order of arrival, whatever the order of storing."""

from __future__ import annotations

import random

from eventscope.links.mqtt.acks import Ledger


def test_nothing_leaves_before_it_is_stored() -> None:
    ledger = Ledger()
    serial = ledger.expect(b"aaaa", [1])
    assert ledger.release() == (b"", [])
    ledger.stored(serial)
    assert ledger.release() == (b"aaaa", [1])
    assert ledger.release() == (b"", [])


def test_a_later_block_waits_for_an_earlier_one() -> None:
    ledger = Ledger()
    first, second = ledger.expect(b"1111", [1]), ledger.expect(b"2222", [2])
    ledger.stored(second)
    assert ledger.release() == (b"", [])
    ledger.stored(first)
    assert ledger.release() == (b"11112222", [1, 2])


def test_any_order_of_storing_gives_the_order_of_arrival() -> None:
    seeded = random.Random(3)
    ledger = Ledger()
    serials = [ledger.expect(bytes([n]) * 4, [n]) for n in range(50)]
    seeded.shuffle(serials)
    sent = b""
    for serial in serials:
        ledger.stored(serial)
        sent += ledger.release()[0]
    assert sent == b"".join(bytes([n]) * 4 for n in range(50))
    assert not ledger.waiting


def test_storing_twice_or_something_unknown_changes_nothing() -> None:
    ledger = Ledger()
    serial = ledger.expect(b"1111", [1])
    ledger.stored(serial)
    ledger.release()
    ledger.stored(serial)
    ledger.stored(99)
    ledger.skip(serial)
    assert ledger.release() == (b"", [])
    assert ledger.skipped == 0


def test_a_lost_connection_keeps_the_order_but_sends_nothing_old() -> None:
    ledger = Ledger()
    old = ledger.expect(b"1111", [1])
    ledger.forget()
    new = ledger.expect(b"2222", [2])
    ledger.stored(new)
    assert ledger.release() == (b"", [])  # the old block is not stored yet
    ledger.stored(old)
    assert ledger.release() == (b"2222", [2])


def test_what_cannot_be_stored_is_never_acknowledged_and_holds_nobody_up() -> None:
    ledger = Ledger()
    bad, good = ledger.expect(b"11112222", [1, 2]), ledger.expect(b"3333", [3])
    ledger.skip(bad)
    ledger.stored(bad)  # too late
    ledger.stored(good)
    assert ledger.release() == (b"3333", [3])
    assert ledger.skipped == 2
    ledger.forget()
    assert ledger.skipped == 0


def test_first_and_next_tell_what_left_already() -> None:
    ledger = Ledger()
    assert (ledger.first, ledger.next) == (0, 0)
    serial = ledger.expect(b"", [])
    assert (serial, ledger.first, ledger.next) == (0, 0, 1)
    ledger.stored(serial)
    ledger.release()
    assert (ledger.first, ledger.next) == (1, 1)
