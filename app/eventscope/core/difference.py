"""What is different between two payloads: lines of text where that is cheap, else the first byte."""

from __future__ import annotations

import difflib
from dataclasses import dataclass

from eventscope.core import visible

SIZE = 64 << 10  # bytes of each; comparing lines takes up to the product of both
LINES = 600
CONTEXT = 3


@dataclass(frozen=True, slots=True)
class Difference:
    """`lines` begin with "+", "-", " " or "@@"; empty where both are equal or too large to compare by line.

    `first` is the offset of the first byte that differs (None: equal), `sizes` are bytes before and after.
    """

    lines: tuple[str, ...]
    first: int | None
    sizes: tuple[int, int]

    @property
    def equal(self) -> bool:
        """Whether they are the same byte for byte."""
        return self.first is None


def compare(before: bytes, after: bytes) -> Difference:
    """The way from one to the other."""
    first, sizes = first_difference(before, after), (len(before), len(after))
    if first is None or max(sizes) > SIZE or max(before.count(b"\n"), after.count(b"\n")) > LINES:
        return Difference((), first, sizes)
    old, new = (visible.decode(raw, lines=True).text.split("\n") for raw in (before, after))
    lines = tuple(difflib.unified_diff(old, new, n=CONTEXT, lineterm=""))
    return Difference(lines[2:], first, sizes)  # the first two name files


def first_difference(before: bytes, after: bytes) -> int | None:
    """Offset of the first byte that differs; None when they are equal."""
    if before == after:
        return None
    low, high = 0, min(len(before), len(after))
    while low < high:  # the longest common start, by halving
        middle = (low + high + 1) // 2
        if before[low:middle] == after[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
