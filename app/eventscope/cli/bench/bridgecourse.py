"""Two courses through a bridge: as fast as it goes, and at a fixed rate for what it adds to the latency."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from eventscope.base import clock
from eventscope.cli.bench.bridgeload import Feed, Tap
from eventscope.core.errors import Unavailable

WINDOW = 1000  # messages between feed and tap
STEP = 100  # messages put in at once
STALLED = 10.0  # seconds without a message after which a bridge is given up
LATE = 5.0  # seconds without a message after which what is missing counts as lost
READY = 30.0  # seconds for the first message to cross it


@dataclass(frozen=True, slots=True)
class Crossed:
    """`count` messages came out in so many seconds."""

    count: int
    seconds: float

    @property
    def rate(self) -> float:
        """Messages a second."""
        return self.count / self.seconds


def await_first(feed: Feed, tap: Tap) -> None:
    """Put single messages in until one comes out; then until all of those that do come are out."""
    end = clock.mono_ns() + int(READY * 1e9)
    while not tap.received:
        if clock.mono_ns() > end:
            raise Unavailable("bench-no-bridge", "No message crossed the bridge, so it cannot be measured.")
        feed.send(1)
        feed.turn()
        tap.turn(0.2)
    while tap.turn(0.5):
        feed.turn()


def flood(feed: Feed, tap: Tap, seconds: float, warm_up: float, mark: Callable[[], None]) -> Crossed:
    """Keep WINDOW messages under way; counted is what comes out after the warm-up. `mark` is called at both ends."""
    lost = feed.sent - tap.received  # before it was ready
    _flow(feed, tap, warm_up, lost)
    mark()
    crossed = _flow(feed, tap, seconds, lost)
    mark()
    while feed.sent - tap.received > lost and tap.turn(1.0):
        feed.turn()
    return crossed


def _flow(feed: Feed, tap: Tap, seconds: float, lost: int) -> Crossed:
    start = moved = clock.mono_ns()
    before, end = tap.received, start + int(seconds * 1e9)
    while (now := clock.mono_ns()) < end:
        feed.turn()
        if max(feed.sent - tap.received - lost, feed.open) + STEP <= WINDOW:
            feed.send(STEP)
        if tap.turn(0.002):
            moved = now
        elif now - moved > STALLED * 1e9:
            raise Unavailable("bench-bridge-stalled", "The bridge stopped, so it cannot be measured.")
    return Crossed(tap.received - before, (clock.mono_ns() - start) / 1e9)


class Times:
    """When each message was read at one place; the first copy counts."""

    def __init__(self) -> None:
        self.at: dict[int, int] = {}

    def arrived(self, given: list[int], now: int) -> None:
        """For a tap."""
        for number in given:
            self.at.setdefault(number, now)


def paced(feed: Feed, near: Tap, far: Tap, rate: float, seconds: float, out: Times) -> tuple[int, int]:
    """Messages at a fixed rate past both taps; answers the first number and the one behind the last.

    `out` are the times at the far tap.
    """
    first, start = feed.sent, clock.mono_ns()
    count = int(rate * seconds)
    while feed.sent - first < count:
        due = min(int((clock.mono_ns() - start) * rate / 1e9), count)
        if due > feed.sent - first:
            feed.send(due - (feed.sent - first))
        feed.turn()
        near.turn(0.0005)
        far.turn(0.0005)
    moved = clock.mono_ns()
    while feed.sent - 1 not in out.at and clock.mono_ns() - moved < LATE * 1e9:
        feed.turn()
        if near.turn(0.01) + far.turn(0.05):
            moved = clock.mono_ns()
    while near.turn(0.1) + far.turn(0.2):
        feed.turn()
    return first, feed.sent


def added(near: Times, far: Times, first: int, last: int) -> dict[str, Any]:
    """Milliseconds from the reading before the bridge to the reading behind it; lost is what never came out."""
    delays = np.array([far.at[n] - near.at[n] for n in range(first, last) if n in far.at and n in near.at], np.int64)
    lost = sum(n not in far.at for n in range(first, last))
    if not len(delays):
        return {"p50_added_ms": None, "p99_added_ms": None, "lost": lost}
    p50, p99 = np.percentile(delays / 1e6, [50, 99], method="inverted_cdf").tolist()
    return {"p50_added_ms": round(p50, 2), "p99_added_ms": round(p99, 2), "lost": lost}
