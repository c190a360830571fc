"""What one word of a filter asks of messages; each term looks at a whole block at once."""

from __future__ import annotations

import operator
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
import re2
from numpy.typing import NDArray

from eventscope.core import topics
from eventscope.core.message import NO_LATENCY, Block

Mask = NDArray[np.bool_]
MEMORY, SHORT = 65_536, 256  # topics whose answer is remembered, and how many bytes they have at most

COMPARE: dict[str, Callable[[Any, int], Any]] = {
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
    ":": operator.eq,
}


class Term(Protocol):
    """One condition."""

    @property
    def cost(self) -> int:
        """0 compares columns, 1 searches the blob, 2 and 3 work message by message."""

    def select(self, block: Block, among: Mask) -> Mask:
        """Which of the rows in `among` (bool, shape (n,)) match; the others are False."""


@dataclass(frozen=True, slots=True)
class Not:
    """What another term does not match."""

    term: Term

    @property
    def cost(self) -> int:
        """As the term that it turns round."""
        return self.term.cost

    def select(self, block: Block, among: Mask) -> Mask:
        """The rest."""
        return among & ~self.term.select(block, among)


@dataclass(slots=True)
class OnTopic:
    """Asks each distinct topic once, and remembers what it said."""

    asks: Callable[[bytes], bool]
    known: dict[bytes, bool] = field(default_factory=dict)

    def mask(self, block: Block) -> Mask:
        """Which rows have a matching topic."""
        answers = np.fromiter(map(self._answer, block.topics), bool, len(block.topics))
        mask: Mask = answers[block.rows["topic"]]
        return mask

    def _answer(self, topic: bytes) -> bool:
        answer = self.known.get(topic)
        if answer is None:
            answer = self.asks(topic)
            if len(topic) > SHORT:
                return answer
            if len(self.known) >= MEMORY:
                self.known.clear()
            self.known[topic] = answer
        return answer


@dataclass(slots=True)
class TopicFilter:
    """An MQTT topic filter, as in a subscription."""

    filter: str
    cost: int = 0
    _topics: OnTopic = field(init=False)

    def __post_init__(self) -> None:
        self._topics = OnTopic(lambda raw: topics.matches(self.filter, raw.decode("utf-8", "surrogateescape")))

    def select(self, block: Block, among: Mask) -> Mask:
        """By topic alone."""
        return among & self._topics.mask(block)


class Needle:
    """A text to look for in bytes, upper and lower case alike; beyond ASCII they fold as Unicode says."""

    def __init__(self, text: str) -> None:
        self._bytes = text.encode().lower()
        self._pattern = None if text.isascii() else pattern(text, case=False, literal=True)

    def prepare(self, data: bytes) -> bytes:
        """What `find` looks in, of the same length."""
        return data.lower() if self._pattern is None else data

    def find(self, prepared: bytes, at: int = 0) -> tuple[int, int]:
        """Start and end of the next hit from `at` on; (-1, -1) when there is none."""
        if self._pattern is None:
            start = prepared.find(self._bytes, at)
            return (start, start + len(self._bytes)) if start >= 0 else (-1, -1)
        match = self._pattern.search(prepared, at)
        return match.span() if match else (-1, -1)


@dataclass(slots=True)
class Text:
    """Text in topic or payload."""

    text: str
    cost: int = 1
    _needle: Needle = field(init=False)
    _topics: OnTopic = field(init=False)

    def __post_init__(self) -> None:
        self._needle = Needle(self.text)
        self._topics = OnTopic(self._in)

    def select(self, block: Block, among: Mask) -> Mask:
        """Searches the blob as a whole, then finds the rows of the hits."""
        found = among & self._topics.mask(block)
        rest = among & ~found
        if rest.any():
            found |= rest & self._in_payloads(block, rest)
        return found

    def _in(self, data: bytes) -> bool:
        return self._needle.find(self._needle.prepare(data))[0] >= 0

    def _in_payloads(self, block: Block, among: Mask) -> Mask:
        starts = block.rows["at"].astype(np.int64)
        ends = starts + block.rows["size"]
        if (starts[1:] < ends[:-1]).any():  # payloads that share bytes or are out of order
            return each(block, among, self._in)
        return self._in_blob(block.blob, starts, ends)

    def _in_blob(self, blob: bytes, starts: NDArray[np.int64], ends: NDArray[np.int64]) -> Mask:
        found = np.zeros(len(starts), bool)
        prepared = self._needle.prepare(blob)
        first, last = self._needle.find(prepared)
        if first < 0:
            return found
        begins, stops = starts.tolist(), ends.tolist()
        while first >= 0:
            row = bisect_right(begins, first) - 1
            # A hit that ends beyond its payload lies in properties or across two messages, and so would
            # each later one that begins in this row.
            found[row] = row >= 0 and last <= stops[row]
            if row + 1 == len(begins):
                break
            first, last = self._needle.find(prepared, begins[row + 1])
        return found


@dataclass(slots=True)
class Regex:
    """A regular expression on topic or payload, linear in their length."""

    pattern: Any
    cost: int = 2
    _topics: OnTopic = field(init=False)

    def __post_init__(self) -> None:
        self._topics = OnTopic(self._in)

    def select(self, block: Block, among: Mask) -> Mask:
        """Topics once each, payloads one by one: an expression may be bound to their ends."""
        found = among & self._topics.mask(block)
        return found | each(block, among & ~found, self._in)

    def _in(self, data: bytes) -> bool:
        return self.pattern.search(data) is not None


@dataclass(frozen=True, slots=True)
class Number:
    """A column compared with a number; a latency that was not measured matches nothing."""

    column: str
    compare: str
    value: int
    cost: int = 0

    def select(self, block: Block, among: Mask) -> Mask:
        """Compares the whole column."""
        column = block.rows[self.column].astype(np.int64)
        measured = column != NO_LATENCY
        found: Mask = among & measured & COMPARE[self.compare](column, self.value)
        return found


@dataclass(frozen=True, slots=True)
class Flag:
    """Bits of the flags: the QoS, retained, duplicate."""

    bits: int
    value: int
    cost: int = 0

    def select(self, block: Block, among: Mask) -> Mask:
        """Compares the bits."""
        found: Mask = among & ((block.rows["flags"] & self.bits) == self.value)
        return found


def each(block: Block, among: Mask, asks: Callable[[bytes], bool]) -> Mask:
    """Asks for the payload of each row in `among`."""
    found = np.zeros(len(block), bool)
    for row in np.flatnonzero(among).tolist():
        found[row] = asks(block.payload(row))
    return found


def pattern(text: str, case: bool = True, literal: bool = False) -> Any:
    """An RE2 pattern for UTF-8 bytes that need not be valid; raises re2.error in RE2's words."""
    options = re2.Options()
    options.case_sensitive = case
    options.literal = literal
    options.never_capture = True
    options.log_errors = False  # it would write to standard error
    return re2.compile(text.encode(), options)
