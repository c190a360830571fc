"""Acknowledgements leave in order of arrival, whatever the order of storing."""

from __future__ import annotations

import random

from eventscope.links.mqtt.acks import Ledger


def test_nothing_leaves_before_it_is_stored() -> None:
    ledger = Ledger()
    serial = ledger.expect(b"aaaa")
    assert ledger.release() == b""
    ledger.stored(serial)
    assert ledger.release() == b"aaaa"
    assert ledger.release() == b""


def test_a_later_block_waits_for_an_earlier_one() -> None:
    ledger = Ledger()
    first, second = ledger.expect(b"1111"), ledger.expect(b"2222")
    ledger.stored(second)
    assert ledger.release() == b""
    ledger.stored(first)
    assert ledger.release() == b"11112222"


def test_any_order_of_storing_gives_the_order_of_arrival() -> None:
    seeded = random.Random(3)
    ledger = Ledger()
    serials = [ledger.expect(bytes([n]) * 4) for n in range(50)]
    seeded.shuffle(serials)
    sent = b""
    for serial in serials:
        ledger.stored(serial)
        sent += ledger.release()
    assert sent == b"".join(bytes([n]) * 4 for n in range(50))
    assert not ledger.waiting


def test_storing_twice_or_something_unknown_changes_nothing() -> None:
    ledger = Ledger()
    serial = ledger.expect(b"1111")
    ledger.stored(serial)
    ledger.release()
    ledger.stored(serial)
    ledger.stored(99)
    ledger.skip(serial)
    assert ledger.release() == b""
    assert ledger.skipped == 0


def test_a_lost_connection_keeps_the_order_but_sends_nothing_old() -> None:
    ledger = Ledger()
    old = ledger.expect(b"1111")
    ledger.forget()
    new = ledger.expect(b"2222")
    ledger.stored(new)
    assert ledger.release() == b""  # the old block is not stored yet
    ledger.stored(old)
    assert ledger.release() == b"2222"


def test_what_cannot_be_stored_is_never_acknowledged_and_holds_nobody_up() -> None:
    ledger = Ledger()
    bad, good = ledger.expect(b"11112222"), ledger.expect(b"3333")
    ledger.skip(bad)
    ledger.stored(bad)  # too late
    ledger.stored(good)
    assert ledger.release() == b"3333"
    assert ledger.skipped == 2
    ledger.forget()
    assert ledger.skipped == 0


def test_first_and_next_tell_what_left_already() -> None:
    ledger = Ledger()
    assert (ledger.first, ledger.next) == (0, 0)
    serial = ledger.expect(b"")
    assert (serial, ledger.first, ledger.next) == (0, 0, 1)
    ledger.stored(serial)
    ledger.release()
    assert (ledger.first, ledger.next) == (1, 1)


def units(*given: tuple[int, int]) -> bytes:
    """(type, identifier) of each acknowledgement."""
    return b"".join(bytes((kind, 2)) + ident.to_bytes(2, "big") for kind, ident in given)


def test_part_of_a_block_may_leave_before_the_rest() -> None:
    ledger = Ledger()
    packets = units((0x40, 1), (0x40, 2), (0x40, 3))
    serial = ledger.expect(packets)
    ledger.partly(serial, [(1, 1), (1, 2)])
    assert ledger.release() == packets[:8]
    assert ledger.release() == b""
    ledger.partly(serial, [(1, 3)])
    assert ledger.release() == packets[8:]
    ledger.stored(serial)
    assert ledger.release() == b""
    assert not ledger.waiting


def test_a_part_waits_for_the_blocks_before_it() -> None:
    ledger = Ledger()
    first, second = ledger.expect(units((0x40, 1))), ledger.expect(units((0x40, 2), (0x40, 3)))
    ledger.partly(second, [(1, 2)])
    assert ledger.release() == b""
    ledger.stored(first)
    assert ledger.release() == units((0x40, 1), (0x40, 2))


def test_what_stands_between_leaves_with_the_next_message() -> None:
    ledger = Ledger()
    # A PUBREC for a copy that made no row, then a PUBCOMP, then the message itself.
    packets = units((0x50, 9), (0x70, 8), (0x50, 7), (0x40, 0x4002))
    serial = ledger.expect(packets)
    assert not ledger.has_left(serial, 7)
    ledger.partly(serial, [(2, 7)])
    assert ledger.release() == packets[:12]
    assert ledger.has_left(serial, 7)
    assert not ledger.has_left(serial, 0x4002)
    ledger.partly(serial, [(1, 0x4002)])
    assert ledger.release() == packets[12:]


def test_a_part_of_a_lost_connection_leaves_nothing() -> None:
    ledger = Ledger()
    serial = ledger.expect(units((0x40, 1), (0x40, 2)))
    ledger.partly(serial, [(1, 1)])
    ledger.release()
    ledger.forget()
    ledger.partly(serial, [(1, 2)])
    assert ledger.release() == b""
    ledger.stored(serial)
    ledger.partly(serial, [(1, 2)])
    ledger.partly(99, [(1, 2)])
    assert ledger.release() == b""


def test_what_left_already_is_not_skipped() -> None:
    ledger = Ledger()
    serial = ledger.expect(units((0x40, 1), (0x40, 2), (0x40, 3)))
    ledger.partly(serial, [(1, 1)])
    ledger.release()
    ledger.skip(serial)
    assert ledger.skipped == 2
    assert ledger.release() == b""
    assert not ledger.waiting
