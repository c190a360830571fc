"""Which payloads of a blob hold a text or match an expression, found by searching many of them at once."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import Any

import numpy as np
import re2
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Places = NDArray[np.int64]

LARGE = 16_384  # bytes
SPARSE = 64  # hits that are looked up one by one; with more, all are found first
CROWD = 4  # hits a row up to which that pays
TOGETHER = 64  # payloads that an expression sees as one text


class Needle:
    """A text to look for in bytes, upper and lower case alike; beyond ASCII they fold as Unicode says.

    Bytes are looked for as they are.
    """

    def __init__(self, wanted: str | bytes) -> None:
        text = wanted if isinstance(wanted, str) else ""
        self._bytes = wanted if isinstance(wanted, bytes) else text.encode().lower()
        self._cased = text.lower() != text.upper()
        self._pattern = None if text.isascii() else pattern(text, case=False, literal=True)
        self._quick = pattern(text.lower(), literal=True) if len(text) > 1 and text.isascii() else self._pattern
        self._kept: tuple[bytes, bytes] = (b"", b"")  # data in which it occurs, and what `_find` looks in

    def inside(self, data: bytes) -> bool:
        """Whether it occurs; of large data that hold it, the rows are likely to be asked for next."""
        prepared = self._prepare(data)
        found = self._find(prepared, 0)[0] >= 0
        if found and len(data) > LARGE:
            self._kept = data, prepared
        return found

    def rows(self, blob: bytes, starts: Places, ends: Places) -> Mask:
        """Which payloads hold it; they stand in the blob in order, from `starts` to `ends`, without overlap.

        A hit that ends beyond its payload lies in properties or across two messages, and so would each later one
        that begins in this row.
        """
        found = np.zeros(len(starts), bool)
        prepared = self._prepare(blob)
        self._kept = (b"", b"")
        first, last = self._find(prepared, 0)
        if first < 0:
            return found
        begins, stops = starts.tolist(), ends.tolist()
        for _ in range(SPARSE):
            row = bisect_right(begins, first) - 1
            found[row] |= row >= 0 and last <= stops[row]
            if row + 1 == len(begins):
                return found
            first, last = self._find(prepared, begins[row + 1])
            if first < 0:
                return found
        row = max(bisect_right(begins, first) - 1, 0)
        found[row:] = self._crowd(prepared, starts[row:], ends[row:])
        return found

    def _crowd(self, prepared: bytes, starts: Places, ends: Places) -> Mask:
        begin = int(starts[0])
        if self._pattern is None:
            most = CROWD * len(starts)
            between = prepared[begin:].split(self._bytes, most)
            if len(between) <= most:
                return _by_split(self._bytes, prepared, between, starts, ends)
        found = [
            self._find(prepared[at:end], 0)[0] >= 0 for at, end in zip(starts.tolist(), ends.tolist(), strict=True)
        ]
        return np.array(found, bool)

    def _prepare(self, data: bytes) -> bytes:
        """What `_find` looks in, of the same length."""
        if data is self._kept[0]:
            return self._kept[1]
        return data.lower() if self._cased and self._pattern is None else data

    def _find(self, prepared: bytes, at: int) -> tuple[int, int]:
        """Start and end of the next hit from `at` on; (-1, -1) when there is none."""
        # RE2 is twice as quick, once it has begun.
        searching = self._quick if len(prepared) - at > LARGE else self._pattern
        if searching is None:
            start = prepared.find(self._bytes, at)
            return (start, start + len(self._bytes)) if start >= 0 else (-1, -1)
        match = searching.search(prepared, at)
        return match.span() if match else (-1, -1)


def _by_split(needle: bytes, data: bytes, between: list[bytes], starts: Places, ends: Places) -> Mask:
    """All hits at once: what lies between them tells their places."""
    found = np.zeros(len(starts), bool)
    gaps = np.fromiter(map(len, between[:-1]), np.int64, len(between) - 1)
    hits = int(starts[0]) + np.cumsum(gaps + len(needle)) - len(needle)
    rows = np.searchsorted(starts, hits, "right") - 1
    inside = hits + len(needle) <= ends[rows]
    found[rows[inside]] = True
    # A hit that runs over into a row hides one that begins there before it ends.
    hidden = np.searchsorted(starts, hits[~inside] + len(needle) - 1, "right") - 1
    for row in np.unique(hidden).tolist():
        found[row] |= data.find(needle, int(starts[row]), int(ends[row])) >= 0
    return found


def groups(starts: Places, ends: Places, among: Mask) -> Iterator[tuple[slice, int, int]]:
    """Neighbouring rows, some of which are asked for, and where they lie in the blob."""
    for at in range(0, len(starts), TOGETHER):
        part = slice(at, at + TOGETHER)
        if among[part].any():
            yield part, int(starts[at]), int(ends[part][-1])


def is_free(expression: str) -> bool:
    """Whether it matches a text wherever that stands: it asks for no start, end or edge of a word."""
    bare = expression.replace("[^", "[")
    return not any(mark in bare for mark in ("^", "$", r"\A", r"\z", r"\b", r"\B"))


def pattern(text: str, case: bool = True, literal: bool = False) -> Any:
    """An RE2 pattern for UTF-8 bytes that need not be valid; raises re2.error in RE2's words."""
    options = re2.Options()
    options.case_sensitive = case
    options.literal = literal
    options.never_capture = True
    options.log_errors = False  # it would write to standard error
    return re2.compile(text.encode(), options)
