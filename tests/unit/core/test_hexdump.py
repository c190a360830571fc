"""Windows of hex are bounded and say the right offsets."""

import pytest

from eventscope.core import hexdump
from eventscope.core.errors import BadInput


def test_a_short_payload() -> None:
    assert hexdump.text(b"Hello, \x00\xff world!\n") == (
        "00000000  48 65 6c 6c 6f 2c 20 00  ff 20 77 6f 72 6c 64 21  Hello, .. world!\n"
        "00000010  0a                                                ."
    )


def test_start_is_rounded_down_to_a_line() -> None:
    data = bytes(range(256)) * 2
    first, *_, last = hexdump.lines(data, start=0x105, count=64)
    assert (first.offset, first.hex[:5]) == (0x100, "00 01")
    assert last.offset == 0x130


def test_the_window_is_bounded() -> None:
    lines = hexdump.lines(bytes(1 << 20), start=1 << 19, count=1 << 20)
    assert len(lines) == hexdump.WINDOW // hexdump.WIDTH
    assert lines[0].offset == 1 << 19


def test_nothing_to_show() -> None:
    assert hexdump.lines(b"") == []
    assert hexdump.lines(b"abc", start=100) == []


@pytest.mark.parametrize(("given", "offset"), [("31", 31), ("0x1f", 31), (" 1,024 ", 1024), ("0X10", 16)])
def test_offsets_people_type(given: str, offset: int) -> None:
    assert hexdump.parse_offset(given, 5000) == offset


@pytest.mark.parametrize("given", ["", "x", "-1", "5000", "0xzz", "1.5"])
def test_offsets_that_are_none(given: str) -> None:
    with pytest.raises(BadInput):
        hexdump.parse_offset(given, 5000)


def test_narrow_lines() -> None:
    assert hexdump.text(bytes(range(0x41, 0x4B)), width=8) == (
        "00000000  41 42 43 44  45 46 47 48  ABCDEFGH\n00000008  49 4a                     IJ"
    )
