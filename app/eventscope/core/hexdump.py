"""Hex and ASCII of a bounded window of bytes."""

from __future__ import annotations

from dataclasses import dataclass

from eventscope.core.errors import BadInput

WIDTH = 16
# What one window shows at most: 4,096 lines, so that a 64 MiB payload costs as much as one of 64 KiB.
WINDOW = 64 << 10

_DOTS = bytes(byte if 0x20 <= byte < 0x7F else 0x2E for byte in range(256))


@dataclass(frozen=True, slots=True)
class HexLine:
    """`offset` of its first byte; `hex` is padded to full width with a wider gap in the middle."""

    offset: int
    hex: str
    ascii: str


def lines(data: bytes, start: int = 0, count: int = WINDOW, width: int = WIDTH) -> list[HexLine]:
    """The lines of `count` bytes (at most WINDOW) from `start`, rounded down to a full line of `width` bytes."""
    first = max(0, start) // width * width
    end = min(len(data), first + min(count, WINDOW))
    return [_line(data, offset, min(offset + width, end), width) for offset in range(first, end, width)]


def text(data: bytes, start: int = 0, count: int = WINDOW, width: int = WIDTH) -> str:
    """The window as text: offset, hex, ASCII; the offset in 8 digits, or as many as the last one needs."""
    digits = max(8, len(f"{len(data):x}"))
    return "\n".join(f"{line.offset:0{digits}x}  {line.hex}  {line.ascii}" for line in lines(data, start, count, width))


def parse_offset(given: str, size: int) -> int:
    """An offset a person typed, decimal or 0x hex, within `size` bytes; raises BadInput with a sentence."""
    plain = given.strip().replace("_", "").replace(",", "")
    try:
        offset = int(plain, 16 if plain.lower().startswith("0x") else 10)
    except ValueError:
        raise BadInput(
            "hex-offset", "“{given}” is no offset. Type a number such as 4096 or 0x1000.", given=given[:40]
        ) from None
    if not 0 <= offset < max(size, 1):
        raise BadInput("hex-offset-range", "The payload ends at byte {last}.", last=f"{max(size - 1, 0):,}")
    return offset


def _line(data: bytes, start: int, end: int, width: int) -> HexLine:
    row = data[start:end]
    half = max(1, width // 2)
    pairs = f"{row[:half].hex(' '):<{half * 3 - 1}}  {row[half:].hex(' '):<{half * 3 - 1}}"
    return HexLine(start, pairs, row.translate(_DOTS).decode("ascii"))
