from __future__ import annotations

import pytest

from eventscope.broker.framing import PROGRESS, Unfinished, check_size, length
from eventscope.mqtt.wire import Malformed

SECOND = 1_000_000_000


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b"\x30\x00", (0, 2)),
        (b"\x30\x7f", (127, 2)),
        (b"\x30\x80\x01", (128, 3)),
        (b"\x30\xff\xff\xff\x7f", (268_435_455, 5)),
        (b"\x30\x80", (0, 0)),
        (b"\x30\xff\xff\xff", (0, 0)),
        (b"\x30", (0, 0)),
    ],
)
def test_lengths(raw: bytes, expected: tuple[int, int]) -> None:
    assert length(raw, 0, 5) == expected
    size, body = length(b"??" + raw, 2, 5)
    assert (size, body and body - 2) == expected


def test_bad_lengths() -> None:
    with pytest.raises(Malformed, match="four bytes"):
        length(b"\x30\xff\xff\xff\xff", 0, 5)
    with pytest.raises(Malformed, match="more bytes than it needs"):
        length(b"\x30\x80\x00", 0, 5)
    assert length(b"\x30\x80\x00", 0, 4) == (0, 3)
    with pytest.raises(Malformed) as caught:
        check_size(11, 10)
    assert caught.value.reason == 0x95
    check_size(10, 10)


def test_an_unfinished_packet_waits_for_its_end() -> None:
    held = Unfinished(10)
    held.keep(b"\x30", 0, 0)
    assert held.add(b"\x05", 0) == b"\x30\x05"
    held.keep(b"\x30\x05ab", 7, 0)
    assert held.add(b"cd", 0) is None
    assert held.add(b"efg", 0) == b"\x30\x05abcdefg"
    assert held.held == b""


def test_its_time_is_up_unless_it_goes_on_well() -> None:
    held = Unfinished(10)
    assert not held.overdue(99 * SECOND)
    held.keep(b"\x30", 1 << 20, 0)
    assert not held.overdue(10 * SECOND)
    assert held.overdue(10 * SECOND + 1)
    held.add(b"x" * 10, 9 * SECOND)
    assert held.overdue(11 * SECOND)
    held.add(b"x" * PROGRESS, 9 * SECOND)
    assert not held.overdue(19 * SECOND)
    held.clear()
    assert not held.overdue(99 * SECOND)
