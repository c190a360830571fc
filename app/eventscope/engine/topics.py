"""What came on every topic seen, in messages and bytes, by index: for the topic tree and for rankings."""

from __future__ import annotations

import math
import threading
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from eventscope.core.message import Block
from eventscope.core.news import Topics
from eventscope.core.ranking import Sums, Traffic

LIMIT = 200_000  # topics; beyond it they are counted together and only the log knows their names
NAME_BYTES = 64 << 20  # of all names together: one topic may have 65,535 bytes
SMOOTH = 3.0  # seconds within which a rate comes near to another; a slow topic would jump otherwise
_BEYOND = 100_000  # topics beyond the limit that are told apart; from then on their number is "at least"


MESSAGES, BYTES = 0, 1  # the rows of the table's arrays
NAMELESS = 0  # the column of all topics beyond the limit; that of the first topic is 1


@dataclass(frozen=True, slots=True)
class Census:
    """Everything that is known of all topics at one moment: `names` grow only at their end, `sums` are by topic.

    `beyond` topics without a name brought what `nameless` says.
    """

    names: Sequence[bytes]
    sums: Sums
    nameless: Traffic
    beyond: int


class TopicTable:
    """Grows by block on link threads; `news` is called on the loop a few times a second."""

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit = limit
        self._lock = threading.Lock()
        self._begin()

    def _begin(self) -> None:
        self._index: dict[bytes, int] = {}
        self._names: list[bytes] = []
        self._bytes = 0
        self._sums: NDArray[np.int64] = np.zeros((2, 1024), np.int64)
        self._last: NDArray[np.int64] = np.zeros((2, 1024), np.int64)
        self._rates: NDArray[np.float32] = np.zeros((2, 1024), np.float32)
        self._told = 0
        self._beyond: set[int] = set()
        self._moved = False

    def __len__(self) -> int:
        return len(self._names)

    def fold(self, block: Block) -> None:
        """Count a block."""
        if not len(block):
            return
        rows = block.rows
        topic, kinds = rows["topic"], len(block.topics)
        counts = np.bincount(topic, minlength=kinds)
        sizes = np.bincount(topic, rows["size"].astype(np.float64) + rows["props"], kinds).astype(np.int64)
        with self._lock:
            at = np.array([self._place(topic) for topic in block.topics])
            np.add.at(self._sums[MESSAGES], at, counts)
            np.add.at(self._sums[BYTES], at, sizes)
            self._moved = True

    def _place(self, topic: bytes) -> int:
        """The column of a topic, new or not; NAMELESS beyond the limit."""
        place = self._index.get(topic)
        if place is not None:
            return place
        if len(self._names) >= self._limit or self._bytes + len(topic) > NAME_BYTES:
            if len(self._beyond) < _BEYOND:
                self._beyond.add(hash(topic))
            return NAMELESS
        self._names.append(topic)
        self._bytes += len(topic)
        place = self._index[topic] = len(self._names)
        if place == self._sums.shape[1]:
            for name in ("_sums", "_last", "_rates"):
                old = getattr(self, name)
                setattr(self, name, np.concatenate([old, np.zeros_like(old)], axis=1))
        return place

    def news(self, seconds: float) -> Topics | None:
        """New names and all figures since the last call `seconds` ago; None when nothing moved."""
        with self._lock:
            end = 1 + len(self._names)
            if not self._moved and self._told == end - 1 and not self._rates[MESSAGES, :end].any():
                return None
            self._smooth(end, seconds)
            self._moved = False
            first, self._told = self._told, end - 1
            return Topics(
                first,
                tuple(self._names[first:]),
                self._sums[MESSAGES, 1:end].copy(),
                self._rates[MESSAGES, 1:end].copy(),
                len(self._beyond),
                int(self._sums[MESSAGES, NAMELESS]),
            )

    def _smooth(self, end: int, seconds: float) -> None:
        """Bring the rates of the first `end` columns nearer to what moved within the last `seconds`."""
        weight = np.float32(1.0 - math.exp(-seconds / SMOOTH))  # the same speed however often this is called
        sums, rates = self._sums[:, :end], self._rates[:, :end]
        moved = ((sums - self._last[:, :end]) / max(seconds, 1e-3)).astype(np.float32)
        rates += weight * (moved - rates)
        rates[:, rates[MESSAGES] < 0.05] = 0
        self._last[:, :end] = sums

    def census(self) -> Census:
        """Everything at this moment, to be looked at in any thread."""
        with self._lock:
            end, beyond = 1 + len(self._names), len(self._beyond)
            sums, rates = self._sums[:, :end].copy(), self._rates[:, :end].copy()
            names = self._names
        whole = Sums(rates[MESSAGES].astype(np.float64), rates[BYTES].astype(np.float64), sums[MESSAGES], sums[BYTES])
        named = Sums(whole.rates[1:], whole.byte_rates[1:], whole.counts[1:], whole.sizes[1:])
        return Census(names, named, whole.at(NAMELESS), beyond)

    def retell(self) -> None:
        """A new window has to hear all names again."""
        with self._lock:
            self._told = 0

    def clear(self) -> None:
        """Forget everything (another workspace)."""
        with self._lock:
            self._begin()
