"""A JSON text that was read: one entry for each value in document order, in arrays, never nested objects.

Values stay what they are in the text and are decoded when asked for, so a million of them cost 29 bytes each.
"""

from __future__ import annotations

import json
import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass

EXACT = 1 << 53  # above it a float cannot hold every integer
OBJECT, ARRAY, STRING, NUMBER, TRUE, FALSE, NULL, NOT_JSON = range(8)

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class Oddity:
    """Something JSON readers disagree about. `kind` is duplicate-key, not-json, big-number, surrogate or bom."""

    kind: str
    node: int
    detail: str = ""


class Document:
    """Values in document order; all arrays have one entry for each node, node 0 is the root.

    `parent` is a node (-1 for the root), `row` the place among its siblings, `after` the first node behind the
    whole subtree, `start` and `end` cut the value's source out of `text`; `key_start` and `key_end` its quoted key
    (equal: no key).
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.kind = bytearray()
        self.parent = array("i")
        self.row = array("i")
        self.count = array("i")
        self.after = array("i")
        self.start = array("i")
        self.end = array("i")
        self.key_start = array("i")
        self.key_end = array("i")
        self.oddities: list[Oddity] = []
        self.unlisted = 0  # oddities beyond those listed
        self.skipped = 0  # numbers that `numbers` leaves out

    def __len__(self) -> int:
        return len(self.kind)

    def key(self, node: int) -> str | None:
        """The member name of a node in an object, decoded; None in an array and for the root."""
        source = self.text[self.key_start[node] : self.key_end[node]]
        return unquote(source) if source else None

    def source(self, node: int) -> str:
        """A value exactly as it stands in the text (of an object or array: all of it)."""
        return self.text[self.start[node] : self.end[node]]

    def string(self, node: int) -> str:
        """A string decoded; of anything else its source."""
        return unquote(self.source(node)) if self.kind[node] == STRING else self.source(node)

    def children(self, node: int, behind: int | None = None, limit: int | None = None) -> Iterator[int]:
        """The direct children in order; only those after the child `behind`, and at most `limit`."""
        child = node + 1 if behind is None else self.after[behind]
        stop, left = self.after[node], len(self) if limit is None else limit
        while child < stop and left > 0:
            yield child
            left -= 1
            child = self.after[child]

    def path(self, node: int) -> str:
        """Where a node is, as in `items[0].price`; names that need it are quoted; "" for the root."""
        parts: list[str] = []
        while self.parent[node] >= 0:
            key = self.key(node)
            if key is None:
                parts.append(f"[{self.row[node]}]")
            else:
                parts.append(f".{key}" if _NAME.fullmatch(key) else f"[{json.dumps(key)}]")
            node = self.parent[node]
        return "".join(reversed(parts)).removeprefix(".")

    def number(self, node: int) -> int | float | None:
        """A number that a float holds without loss of an integer's digits; else None: show its source."""
        return exact(self.source(node)) if self.kind[node] == NUMBER else None

    def numbers(self) -> Iterator[tuple[str, float]]:
        """Every plottable number with its path; what is out of range or no JSON is left out."""
        for node, kind in enumerate(self.kind):
            if kind == NUMBER and (value := self.number(node)) is not None:
                yield self.path(node), float(value)


def pretty(document: Document, indent: int = 2) -> str:
    """The document laid out, every number, string and name in its own source form."""
    out: list[str] = []
    stack: list[tuple[int, str]] = []
    for node, kind in enumerate(document.kind):
        while stack and document.after[stack[-1][0]] <= node:
            _close(out, stack, indent)
        if node and document.row[node]:
            out.append(",")
        if node:
            out.append("\n" + " " * (indent * len(stack)))
        if document.key_end[node]:
            out.append(document.text[document.key_start[node] : document.key_end[node]] + ": ")
        if kind in (OBJECT, ARRAY):
            marks = "{}" if kind == OBJECT else "[]"
            if document.count[node]:
                out.append(marks[0])
                stack.append((node, marks[1]))
            else:
                out.append(marks)
        else:
            out.append(document.source(node))
    while stack:
        _close(out, stack, indent)
    return "".join(out)


def _close(out: list[str], stack: list[tuple[int, str]], indent: int) -> None:
    _, mark = stack.pop()
    out.append("\n" + " " * (indent * len(stack)) + mark)


def exact(source: str) -> int | float | None:
    """A JSON number as a value; None where a float would change it beyond rounding (too large, too small)."""
    if len(source) > 400:
        return None
    if source.lstrip("-").isdigit():
        value = int(source)
        return value if -EXACT <= value <= EXACT else None
    real = float(source)
    vanished = real == 0 and any(digit in "123456789" for digit in re.split("[eE]", source)[0])
    return None if vanished or real in (float("inf"), float("-inf")) else real


def unquote(source: str) -> str:
    """A JSON string literal decoded; lone surrogates stay as they are."""
    plain = source[1:-1]
    if "\\" not in plain:
        return plain
    decoded: str = json.loads(source)
    return decoded
