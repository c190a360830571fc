"""Little's check for one consumer: what is in hand is counted, what waits before it at the broker is sampled."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from typing import NamedTuple

from eventscope.core.consumer import Boundary
from eventscope.core.little import SETTLE, WINDOW, Flow
from eventscope.core.metrics import LittleFigures

_SECOND = 10**9
_KEPT = (WINDOW + SETTLE + 2) * _SECOND
_FRESH = 2 * _SECOND  # two samples further apart leave a hole in which the queue is unknown


class Rates(NamedTuple):
    """Over the last settled seconds: what came before the consumer (queue included) and what left it, a second."""

    offered: float
    left: float


class Residence:
    """Times are monotonic ns.

    With samples of the queue, and departures whose time since the sending is known, the boundary reaches from the
    sending to the end of the work: L is queue plus hand, W all of the way. Without, it is the hand alone.
    """

    def __init__(self) -> None:
        self._hand = Flow()
        self._way = Flow()  # departures only: their time from the sending to the reception
        self._samples: deque[tuple[int, int]] = deque()
        self._alone = True

    def arrive(self, time: int, count: int = 1) -> None:
        """Messages were received."""
        self._hand.arrive(time, count)

    def leave(self, time: int, count: int, stayed: int, way: int | None) -> None:
        """The work on them ended, after `stayed` ns in hand and `way` ns from sending to reception (None: unknown).

        Both are sums over the messages.
        """
        self._hand.leave(time, count, stayed)
        if way is not None:
            self._way.leave(time, count, way)

    def correct(self, time: int, change: int) -> None:
        """They left the hand unworked."""
        self._hand.correct(time, change)

    def sample(self, time: int, queued: int | None, alone: bool = True) -> None:
        """So many waited at the broker; None: unknown from now on.

        `alone` False: for others too, or not exactly so many, so that the queue is no part of the boundary.
        """
        self._alone = alone
        if queued is None:
            self._samples.clear()
        elif not self._samples or time > self._samples[-1][0]:
            self._samples.append((time, queued))
            while self._samples[0][0] < time - _KEPT:
                self._samples.popleft()

    def check(self, now: int) -> tuple[LittleFigures, Boundary]:
        """The check over the last settled window."""
        hand = self._hand.window(now)
        if hand is None:
            return LittleFigures(), "received"
        way = self._way.window(now)
        queued = self._mean(hand.start, hand.end)
        if way is None or queued is None or way.left < hand.left or not self._alone:
            return hand.verdict(), "received"
        growth = hand.growth + self._growth(hand.start, hand.end)
        whole = replace(
            hand,
            measured=hand.measured + queued,
            predicted=hand.predicted + way.predicted,
            arrived=hand.left + growth,
            growth=growth,
        )
        return whole.verdict(), "sent"

    def rates(self, now: int, share: float = 1.0) -> Rates:
        """`share` is the consumer's part of the queue before it, where several share it."""
        arrived, left = self._hand.rates(now)
        end = (now // _SECOND - SETTLE) * _SECOND
        start = end - WINDOW * _SECOND
        growth = self._growth(start, end) if len(self._samples) > 1 else 0
        seconds = min(WINDOW, (end - max(start, self._samples[0][0])) / _SECOND) if self._samples else 0.0
        if seconds < 1:
            return Rates(arrived, left)
        return Rates(max(arrived + share * growth / seconds, 0.0), left)

    def _mean(self, start: int, end: int) -> float | None:
        """Mean depth of the queue between two times, by straight lines between samples; None with a hole in them."""
        if len(self._samples) < 2 or self._samples[0][0] > start or self._samples[-1][0] < end:
            return None
        area, (before, depth) = 0.0, self._samples[0]
        for time, queued in list(self._samples)[1:]:
            low, high = max(before, start), min(time, end)
            if high > low:
                if time - before > _FRESH:
                    return None
                middle = depth + (queued - depth) * ((low + high) / 2 - before) / (time - before)
                area += middle * (high - low)
            before, depth = time, queued
        return area / (end - start)

    def _growth(self, start: int, end: int) -> int:
        """By how much the queue grew between two times, as far as there are samples."""
        return self._depth(end) - self._depth(start)

    def _depth(self, time: int) -> int:
        """The depth that was sampled last before a time, or first."""
        found = self._samples[0][1]
        for at, queued in self._samples:
            if at > time:
                break
            found = queued
        return found
