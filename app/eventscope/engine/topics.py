"""Counts and rates of every topic seen, by index, for the topic tree."""

from __future__ import annotations

import math
import threading

import numpy as np
from numpy.typing import NDArray

from eventscope.core.message import Block
from eventscope.core.news import Topics

LIMIT = 200_000  # topics; beyond it they are counted together and only the log knows their names
NAME_BYTES = 64 << 20  # of all names together: one topic may have 65,535 bytes
SMOOTH = 3.0  # seconds within which a rate comes near to another; a slow topic would jump otherwise
_BEYOND = 100_000  # topics beyond the limit that are told apart; from then on their number is "at least"


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
        self._counts: NDArray[np.int64] = np.zeros(1024, np.int64)
        self._last: NDArray[np.int64] = np.zeros(1024, np.int64)
        self._rates: NDArray[np.float32] = np.zeros(1024, np.float32)
        self._told = 0
        self._beyond: set[int] = set()
        self._dropped_messages = 0
        self._moved = False

    def __len__(self) -> int:
        return len(self._names)

    def fold(self, block: Block) -> None:
        """Count a block."""
        if not len(block):
            return
        counts = np.bincount(block.rows["topic"], minlength=len(block.topics))
        with self._lock:
            places = [self._place(topic) for topic in block.topics]
            at = np.array(places)
            known = at >= 0
            if not known.all():
                self._dropped_messages += int(counts[~known].sum())
                at, counts = at[known], counts[known]
            np.add.at(self._counts, at, counts)
            self._moved = True

    def _place(self, topic: bytes) -> int:
        """The index of a topic, new or not; -1 beyond the limit."""
        index = self._index.get(topic)
        if index is not None:
            return index
        if len(self._names) >= self._limit or self._bytes + len(topic) > NAME_BYTES:
            if len(self._beyond) < _BEYOND:
                self._beyond.add(hash(topic))
            return -1
        index = self._index[topic] = len(self._names)
        self._names.append(topic)
        self._bytes += len(topic)
        if index == len(self._counts):
            for name in ("_counts", "_last", "_rates"):
                old = getattr(self, name)
                setattr(self, name, np.concatenate([old, np.zeros_like(old)]))
        return index

    def news(self, seconds: float) -> Topics | None:
        """New names and all figures since the last call `seconds` ago; None when nothing moved."""
        weight = 1.0 - math.exp(-seconds / SMOOTH)  # the same speed however often this is called
        with self._lock:
            n = len(self._names)
            rates = self._rates[:n]
            if not self._moved and self._told == n and not rates.any():
                return None
            moved = self._counts[:n] - self._last[:n]
            rates += np.float32(weight) * ((moved / max(seconds, 1e-3)).astype(np.float32) - rates)
            rates[rates < 0.05] = 0
            self._last[:n] = self._counts[:n]
            self._moved = False
            first, self._told = self._told, n
            return Topics(
                first,
                tuple(self._names[first:]),
                self._counts[:n].copy(),
                rates.copy(),
                len(self._beyond),
                self._dropped_messages,
            )

    def retell(self) -> None:
        """A new window has to hear all names again."""
        with self._lock:
            self._told = 0

    def clear(self) -> None:
        """Forget everything (another workspace)."""
        with self._lock:
            self._begin()
