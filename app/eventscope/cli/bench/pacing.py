"""A load at a fixed rate, open loop: messages leave when they are due, whatever became of those before them."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from eventscope.base import clock
from eventscope.cli.bench.load import Load, Sent
from eventscope.cli.bench.packets import StampedTemplate

if TYPE_CHECKING:
    from eventscope.cli.bench.sending import Progress

TICK, FINE_TICK = 0.001, 0.0005  # seconds: the shortest sleep, and where each message's time counts
AT_ONCE = 200  # messages that share one time of leaving


def paced(
    load: Load,
    send: Callable[[bytes], None],
    take: Callable[[float], int],
    over: Callable[[], bool],
    progress: Progress,
) -> Sent:
    """Send until the count is reached or `over` says so; `take` waits so many seconds and reads what comes.

    Message n is due at start + n / rate, and never put off: what a slow reader holds up leaves late and says so.
    """
    pace, tick = _Pace(load), FINE_TICK if load.planned else TICK
    while pace.sent < load.count and not over():
        due = min(int((clock.mono_ns() - pace.start) * load.rate / 1e9) + 1, load.count)
        while pace.sent < due and not over():  # a reader that cannot follow must not keep it from ending
            send(pace.next(min(due - pace.sent, AT_ONCE)))
        progress.value = pace.sent
        if pace.sent < load.count:  # who has all may leave
            take(max(pace.until_next(), tick))
    return pace.told()


class _Pace:
    def __init__(self, load: Load) -> None:
        stream, boot = f"bench-{clock.mono_ns()}", clock.boot_id()
        first = StampedTemplate(load.names[0], load.size, stream, boot)
        self._templates = [first.on(topic) for topic in load.names]
        self._planned = load.planned
        self._gap = 1e9 / load.rate  # ns
        self._left = array("q")
        self.start = clock.mono_ns()
        self._wall = clock.wall_ns() - self.start  # what turns monotonic ns into wall ns
        self.sent = 0

    def next(self, count: int) -> bytes:
        """The next so many, which leave now."""
        now, width, wall = clock.mono_ns(), len(self._templates), self._wall  # each topic counts its own sequence
        numbers = range(self.sent, self.sent + count)
        self.sent += count
        due = [self._due(n) for n in numbers] if self._planned else [now] * count
        if self._planned:
            self._left.extend([now] * count)
        filled = zip(numbers, due, strict=True)
        return b"".join([self._templates[n % width].fill(n // width, at + wall, now + wall, at, n) for n, at in filled])

    def _due(self, number: int) -> int:
        return self.start + int(number * self._gap)

    def until_next(self) -> float:
        """Seconds until the next one is due."""
        return (self._due(self.sent) - clock.mono_ns()) / 1e9

    def told(self) -> Sent:
        """What has left; with its times where it was planned: a soak must not fill the memory with them."""
        if not self._planned:
            return Sent(self.start, clock.mono_ns(), self.sent)
        due = self.start + (np.arange(self.sent) * self._gap).astype(np.int64)
        return Sent(self.start, clock.mono_ns(), self.sent, due, np.frombuffer(self._left, np.int64).copy())
