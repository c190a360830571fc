"""What one word of a filter asks of messages; each term looks at a whole block at once."""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np

from eventscope.core import topics
from eventscope.core.facts import Facts, Outline
from eventscope.core.message import NO_LATENCY, Block
from eventscope.core.needles import Mask as Mask, Needle, Places, groups

MEMORY, SHORT = 65_536, 256  # topics whose answer is remembered, and how many bytes they have at most

COMPARE: dict[str, Callable[[Any, int], Any]] = {
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
    "=": operator.eq,
    ":": operator.eq,
}


_BOUNDS: dict[str, Callable[[Facts], tuple[int, int]]] = {
    "wall": lambda facts: (facts.oldest, facts.newest),
    "size": lambda facts: (facts.smallest, facts.largest),
    "latency": lambda facts: (facts.quickest, facts.slowest),
}


class Term(Protocol):
    """One condition."""

    @property
    def cost(self) -> int:
        """0 compares columns, 1 searches the blob, 2 and 3 work message by message."""

    def may(self, outline: Outline) -> bool:
        """False only where no row of the outline can match; what is cheap is looked at first."""

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

    def may(self, outline: Outline) -> bool:
        """Facts say what some row may be, not what all are."""
        return True

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

    def may(self, outline: Outline) -> bool:
        """Whether any topic matches, or nobody knows."""
        found = outline.topics()
        return found is None or any(map(self._answer, found))

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

    def may(self, outline: Outline) -> bool:
        """By topic alone."""
        return self._topics.may(outline)

    def select(self, block: Block, among: Mask) -> Mask:
        """By topic alone."""
        return among & self._topics.mask(block)


@dataclass(slots=True)
class Text:
    """Text in topic or payload."""

    text: str
    cost: int = 1
    _needle: Needle = field(init=False)
    _topics: OnTopic = field(init=False)

    def __post_init__(self) -> None:
        self._needle = Needle(self.text)
        self._topics = OnTopic(self._needle.inside)

    def may(self, outline: Outline) -> bool:
        """Whether a topic or the blob holds it, wherever that is."""
        return self._topics.may(outline) or _holds(outline, self._needle.inside)

    def select(self, block: Block, among: Mask) -> Mask:
        """Searches the blob as a whole, then finds the rows of the hits."""
        found = among & self._topics.mask(block)
        rest = among & ~found
        if rest.any():
            found |= in_payloads(self._needle, block, rest)
        return found


@dataclass(slots=True)
class Bytes:
    """Bytes in the payload, as they are."""

    raw: bytes
    cost: int = 1
    _needle: Needle = field(init=False)

    def __post_init__(self) -> None:
        self._needle = Needle(self.raw)

    def may(self, outline: Outline) -> bool:
        """Whether the blob holds them, wherever that is."""
        return _holds(outline, self._needle.inside)

    def select(self, block: Block, among: Mask) -> Mask:
        """Searches the blob as a whole."""
        return in_payloads(self._needle, block, among)


@dataclass(slots=True)
class Regex:
    """A regular expression on topic or payload, linear in their length."""

    pattern: Any
    free: bool = False  # see needles.is_free
    cost: int = 2
    _topics: OnTopic = field(init=False)

    def __post_init__(self) -> None:
        self._topics = OnTopic(self._in)

    def may(self, outline: Outline) -> bool:
        """Whether it matches a topic or anywhere in the blob; one that is bound to the ends of a payload may always."""
        return not self.free or self._topics.may(outline) or _holds(outline, self._in)

    def select(self, block: Block, among: Mask) -> Mask:
        """Topics once each; payloads one by one where the expression is bound to their ends, or one of many matches."""
        found = among & self._topics.mask(block)
        rest = among & ~found
        if self.free and rest.any() and (places := in_order(block)) is not None:
            rest &= self._near(block.blob, *places, rest)
        return found | each(block, rest, self._in)

    def _near(self, blob: bytes, starts: Places, ends: Places, among: Mask) -> Mask:
        """The rows of groups in which it matches at all; most have none."""
        near = np.zeros(len(among), bool)
        for part, begin, end in groups(starts, ends, among):
            near[part] = self.pattern.search(blob, begin, end) is not None
        return near

    def _in(self, data: bytes) -> bool:
        return self.pattern.search(data) is not None


@dataclass(frozen=True, slots=True)
class Number:
    """A column compared with a number; a latency that was not measured matches nothing."""

    column: str
    compare: str
    value: int
    cost: int = 0

    def may(self, outline: Outline) -> bool:
        """Whether the bounds of the column leave room."""
        low, high = _BOUNDS[self.column](outline.facts)
        if high == NO_LATENCY:
            return False
        compare = COMPARE[self.compare]
        return (
            low <= self.value <= high
            if compare is operator.eq
            else compare(low, self.value) or compare(high, self.value)
        )

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

    def may(self, outline: Outline) -> bool:
        """Whether each bit has somewhere the value that is asked for."""
        facts = outline.facts
        return not (self.value & ~facts.some or self.bits & ~self.value & facts.all)

    def select(self, block: Block, among: Mask) -> Mask:
        """Compares the bits."""
        found: Mask = among & ((block.rows["flags"] & self.bits) == self.value)
        return found


def _holds(outline: Outline, asks: Callable[[bytes], bool]) -> bool:
    blob = outline.blob()
    return blob is None or asks(blob)


def each(block: Block, among: Mask, asks: Callable[[bytes], bool]) -> Mask:
    """Asks for the payload of each row in `among`."""
    wanted, blob = np.flatnonzero(among), block.blob
    starts = block.rows["at"][wanted].astype(np.int64)
    ends = starts + block.rows["size"][wanted]
    found = np.zeros(len(block), bool)
    found[wanted] = [asks(blob[at:end]) for at, end in zip(starts.tolist(), ends.tolist(), strict=True)]
    return found


def in_payloads(needle: Needle, block: Block, among: Mask) -> Mask:
    """The rows in `among` whose payload holds it."""
    places = in_order(block)
    return each(block, among, needle.inside) if places is None else among & needle.rows(block.blob, *places)


def in_order(block: Block) -> tuple[Places, Places] | None:
    """Where payloads begin and end in the blob; None when they share bytes or are out of order."""
    starts = block.rows["at"].astype(np.int64)
    ends = starts + block.rows["size"]
    return None if (starts[1:] < ends[:-1]).any() else (starts, ends)
