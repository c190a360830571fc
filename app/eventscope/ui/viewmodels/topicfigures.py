"""Counts and rates of topics, summed up the topic tree on demand, in numpy."""

from __future__ import annotations

from array import array
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray


class Figures:
    """Counts and rates of topics, summed up the tree on demand."""

    def __init__(self) -> None:
        self._counts: NDArray[np.int64] = np.zeros(0, np.int64)
        self._rates: NDArray[np.float32] = np.zeros(0, np.float32)
        self._shape: tuple[NDArray[np.int64], NDArray[np.int64], list[NDArray[np.intp]]] | None = None
        self._sums: tuple[NDArray[np.int64], NDArray[np.float64]] | None = None

    def take(self, counts: NDArray[np.int64], rates: NDArray[np.float32]) -> None:
        """New figures by topic."""
        self._counts, self._rates, self._sums = counts, rates, None

    def moved(self) -> None:
        """The tree grew."""
        self._shape = self._sums = None

    def sums(
        self, parent: array[int], depth: array[int], node_of: array[int]
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        """By node; cached until news or growth."""
        if self._shape is None:
            self._shape = _shape(parent, depth, node_of)
        if self._sums is None:
            self._sums = self._sum(*self._shape)
        return self._sums

    def _sum(
        self, parents: NDArray[np.int64], node_of: NDArray[np.int64], levels: list[NDArray[np.intp]]
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        counts, rates = np.zeros(len(parents), np.int64), np.zeros(len(parents))
        known = min(len(node_of), len(self._counts))
        placed = np.flatnonzero(node_of[:known] >= 0)
        counts[node_of[placed]] = self._counts[placed]
        rates[node_of[placed]] = self._rates[placed]
        for level in levels:
            np.add.at(counts, parents[level], counts[level])
            np.add.at(rates, parents[level], rates[level])
        return counts, rates


def _shape(
    parent: array[int], depth: array[int], node_of: array[int]
) -> tuple[NDArray[np.int64], NDArray[np.int64], list[NDArray[np.intp]]]:
    """Parents, places of topics, and the nodes of each level, the deepest level first (the root is in none)."""
    depths = np.array(depth, np.uint8)
    order = np.argsort(depths, kind="stable")
    bounds = np.searchsorted(depths[order], np.arange(1, int(depths.max()) + 2))
    levels = [order[start:end] for start, end in pairwise(bounds.tolist())]
    return np.array(parent, np.int64), np.array(node_of, np.int64), levels[::-1]
