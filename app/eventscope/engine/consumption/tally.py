"""The book of one consumer: exact counts, and where the time of its messages went."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from eventscope.core.histogram import Histogram, figures
from eventscope.core.message import DUP, NO_LATENCY, RETAIN, STAMPED, WALL_LATENCY, Block
from eventscope.core.meter import Meter
from eventscope.core.metrics import LatencyFigures
from eventscope.core.residence import Residence
from eventscope.core.stampblock import Stamps
from eventscope.engine.consumption.held import Held, lags_of

Int = NDArray[np.int64]


class Part:
    """One part of the latency; what is negative shows a clock error and is counted apart."""

    def __init__(self) -> None:
        self._histogram = Histogram()
        self._negative = self._wall = 0

    def one(self, value: int, wall: bool = False) -> None:
        """One value in ns."""
        self._wall += wall
        if value < 0:
            self._negative += 1
        else:
            self._histogram.one(value)

    def many(self, values: Int, wall: int = 0) -> None:
        """Several."""
        early = values < 0
        self._negative += int(early.sum())
        self._wall += wall
        self._histogram.add(values[~early])

    @property
    def mean(self) -> float | None:
        """In ns."""
        return self._histogram.mean

    def figures(self, **counts: int) -> LatencyFigures:
        """As people see it."""
        return figures(self._histogram, negative=self._negative, wall=self._wall, **counts)


class Tally:
    """Whoever calls holds the consumer's lock. All times are monotonic ns."""

    def __init__(self) -> None:
        self.received = self.done = self.failed = self.returned = self.redelivered = self.retried = 0
        self.unreadable = self.retained = 0
        self.total, self.send_lag, self.transit, self.waiting, self.service = Part(), Part(), Part(), Part(), Part()
        self.busy = 0  # ns of work of all servers together
        self.worked = 0  # messages that this was for
        self.residence = Residence()
        self._coming, self._going = Meter(), Meter()

    def take(self, block: Block, stamps: Stamps | None) -> None:
        """A block came into hand."""
        flags, count = block.rows["flags"], len(block)
        self.received += count
        self.redelivered += int(np.count_nonzero(flags & DUP))
        self.retained += int((((flags & RETAIN) != 0) & ((flags & STAMPED) != 0)).sum())
        self.unreadable += stamps.unreadable if stamps is not None else 0
        self.residence.arrive(int(block.rows["mono"].mean()), count)

    def finish(self, item: Held, begun: int, end: int, failed: bool = False, attempts: int = 1, took: int = 0) -> None:
        """The work on a message ended; it took `took` ns of a server, which may have been late to say so."""
        self.failed += failed
        self.done += not failed
        self.retried += attempts - 1
        self.busy += took or end - begun
        self.worked += 1
        self.waiting.one(begun - item.received)
        self.service.one(end - begun)
        stayed = end - item.received
        self.residence.leave(end, 1, stayed, item.way)
        if item.way is not None and item.lag is not None:
            self.send_lag.one(item.lag)
            self.transit.one(item.way, item.wall)
        if item.latency is not None and not failed:
            self.total.one(item.latency + stayed, item.wall)

    def at_once(self, block: Block, stamps: Stamps | None, now: int) -> None:
        """A block is done as it comes: the same for many, without work."""
        rows, count = block.rows, len(block)
        stayed = np.maximum(now - rows["mono"], 0)
        self.done += count
        self.waiting.many(stayed)
        self.service.many(np.zeros(count, np.int64))
        known = (rows["latency"] != NO_LATENCY) & ((rows["flags"] & RETAIN) == 0)
        walls = known & ((rows["flags"] & WALL_LATENCY) != 0)
        self.total.many((rows["latency"] + stayed)[known], int(walls.sum()))
        lags = lags_of(stamps)
        chosen = np.array([row for row in lags if known[row]], np.int64)
        lag = np.array([lags[row] for row in chosen.tolist()], np.int64)
        way = rows["latency"][chosen] - lag
        self.send_lag.many(lag)
        self.transit.many(way, int(walls[chosen].sum()))
        self.residence.leave(now, count, int(stayed.sum()), int(way.sum()) if len(chosen) == count else None)

    def give_back(self, items: list[Held], now: int) -> None:
        """Messages left the hand unworked."""
        self.returned += len(items)
        self.residence.correct(now, -len(items))

    def read(self, now: int) -> None:
        """Note the totals, for rates."""
        self._coming.total, self._going.total = self.received, self.done + self.failed
        self._coming.read(now)
        self._going.read(now)

    @property
    def rates(self) -> tuple[float, float]:
        """Messages a second (in, out) over the last second."""
        return self._coming.rate, self._going.rate
