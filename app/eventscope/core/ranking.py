"""What floods: topics, or branches of them, in the order of the traffic that they bring."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

Measure = Literal["rate", "byte-rate", "count", "size"]
MEASURES: tuple[Measure, ...] = get_args(Measure)


@dataclass(frozen=True, slots=True)
class Traffic:
    """Messages and bytes of payloads and properties: `rate` and `byte_rate` a second now, `count` and `size` in all."""

    rate: float = 0.0
    byte_rate: float = 0.0
    count: int = 0
    size: int = 0

    def of(self, by: Measure) -> float:
        """The figure that one measure looks at."""
        return {"rate": self.rate, "byte-rate": self.byte_rate, "count": self.count, "size": self.size}[by]


@dataclass(frozen=True, slots=True)
class Ranked:
    """One place: a whole topic, or with `below` the branch of all topics below `topic` (and never that topic itself).

    `topics` says how many topics it sums up, `share` (0 to 1) how much of the whole traffic it is.
    """

    topic: bytes
    below: bool
    topics: int
    traffic: Traffic
    share: float


@dataclass(frozen=True, slots=True)
class Ranking:
    """The places, and beside them all there is: `total` = the sum of `places` + `rest`.

    `rest` is the traffic of everything that has no place: `more` further topics or branches that bring something,
    and `nameless` topics that the engine counts together because there are too many ("at least" from 100,000 on).
    """

    places: tuple[Ranked, ...]
    total: Traffic
    rest: Traffic
    more: int
    nameless: int


@dataclass(frozen=True, slots=True)
class Sums:
    """Traffic by topic or by branch, each of shape (n,): rates in float64, numbers in int64."""

    rates: NDArray[np.float64]
    byte_rates: NDArray[np.float64]
    counts: NDArray[np.int64]
    sizes: NDArray[np.int64]

    def of(self, by: Measure) -> NDArray[np.float64]:
        """The column that one measure looks at."""
        named = {"rate": self.rates, "byte-rate": self.byte_rates, "count": self.counts, "size": self.sizes}
        return named[by].astype(np.float64)

    def at(self, place: int) -> Traffic:
        """One row."""
        return Traffic(
            float(self.rates[place]), float(self.byte_rates[place]), int(self.counts[place]), int(self.sizes[place])
        )

    def total(self) -> Traffic:
        """All rows together."""
        columns = (self.rates, self.byte_rates, self.counts, self.sizes)
        rate, byte_rate, count, size = (column.sum() for column in columns)
        return Traffic(float(rate), float(byte_rate), int(count), int(size))

    def grouped(self, groups: NDArray[np.int64], number: int) -> Sums:
        """Summed up by group, of which there are `number`; topics in group -1 are left out."""
        inside = groups >= 0
        kept = groups[inside]

        def summed(column: NDArray[np.float64] | NDArray[np.int64]) -> NDArray[np.float64]:
            return np.bincount(kept, column[inside], number).astype(np.float64, copy=False)

        counts, sizes = (np.rint(summed(column)).astype(np.int64) for column in (self.counts, self.sizes))
        return Sums(summed(self.rates), summed(self.byte_rates), counts, sizes)


def largest(values: NDArray[np.float64], count: int) -> NDArray[np.intp]:
    """Places of the `count` largest values above 0, the largest first; of equal ones that which was there first.

    Linear in the number of values, so that a hundred thousand topics can be ranked every second.
    """
    if count < len(values):
        least = max(float(np.partition(values, -count)[-count]), 0.0)
        above = np.flatnonzero(values > least)
        equal = np.flatnonzero(values == least)[: count - len(above)] if least > 0 else above[:0]
        found = np.sort(np.concatenate([above, equal]))
    else:
        found = np.flatnonzero(values > 0)
    return found[np.argsort(-values[found], kind="stable")]


def difference(whole: Traffic, parts: list[Traffic]) -> Traffic:
    """What is left of `whole`; a rate never falls below 0 by rounding."""
    return Traffic(
        max(0.0, whole.rate - sum(part.rate for part in parts)),
        max(0.0, whole.byte_rate - sum(part.byte_rate for part in parts)),
        whole.count - sum(part.count for part in parts),
        whole.size - sum(part.size for part in parts),
    )


def together(one: Traffic, other: Traffic) -> Traffic:
    """Both."""
    return Traffic(
        one.rate + other.rate, one.byte_rate + other.byte_rate, one.count + other.count, one.size + other.size
    )
