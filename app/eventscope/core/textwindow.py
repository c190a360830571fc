"""A bounded window of a payload as text: cut between characters, hard-wrapped, everything hidden made visible."""

from __future__ import annotations

from dataclasses import dataclass

from eventscope.core import visible

WINDOW = 256 << 10  # a longer text freezes text widgets; a 64 MiB payload costs as much as one of 256 KiB
COLUMNS = 200
LINES = 8192  # line breaks in one window: a payload of nothing but line feeds is as costly as a long line


@dataclass(frozen=True, slots=True)
class TextWindow:
    """`lines` of at most COLUMNS characters; `wrapped` has the numbers of those that go on from the one before.

    The window holds bytes `start` to `end` of `size`; `marked` as in `visible.Shown`.
    """

    lines: tuple[str, ...]
    wrapped: frozenset[int]
    start: int
    end: int
    size: int
    marked: bool

    @property
    def whole(self) -> bool:
        """Whether the window shows all there is."""
        return self.start == 0 and self.end == self.size


def window(raw: bytes, start: int = 0, limit: int = WINDOW, columns: int = COLUMNS) -> TextWindow:
    """The window from byte `start` (moved back to the start of its character)."""
    start = _boundary(raw, max(0, min(start, len(raw))))
    end = len(raw) if start + limit >= len(raw) else _boundary(raw, start + limit)
    end = _after_lines(raw, start, end)
    shown = visible.decode(memoryview(raw)[start:end], lines=True)
    lines: list[str] = []
    wrapped: list[int] = []
    for line in shown.text.split("\n"):
        lines.append(line[:columns])
        for at in range(columns, len(line), columns):
            wrapped.append(len(lines))
            lines.append(line[at : at + columns])
    return TextWindow(tuple(lines), frozenset(wrapped), start, end, len(raw), shown.marked)


def _after_lines(raw: bytes, start: int, end: int) -> int:
    """`end`, or the place behind the line feed number LINES when that comes first."""
    if raw.count(b"\n", start, end) <= LINES:
        return end
    at = start
    for _ in range(LINES):
        at = raw.index(b"\n", at) + 1
    return at


def _boundary(raw: bytes, at: int) -> int:
    """`at`, or up to three bytes before it, where a UTF-8 character starts."""
    for back in range(min(4, at + 1)):
        if at - back >= len(raw) or raw[at - back] & 0xC0 != 0x80:
            return at - back
    return at
