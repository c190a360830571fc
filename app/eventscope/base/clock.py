"""The only place that reads time; durations come from the monotonic clock, wall time is for display."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from functools import cache
from pathlib import Path


def mono_ns() -> int:
    """Monotonic time in ns; one clock for all processes of this host (0.4 us apart)."""
    return time.perf_counter_ns()  # noqa: TID251


def wall_ns() -> int:
    """Wall time in ns since 1970; may jump, so never subtract two of them."""
    return time.time_ns()  # noqa: TID251


def steady_ns() -> int:
    """Wall time in ns that never jumps while this process runs: for times that are stored and subtracted later.

    The wall clock of the start, moved on by the monotonic clock. A clock that is set meanwhile makes no message wait,
    expire or seem late; the next start takes the new time over.
    """
    return _START + mono_ns()


def cpu_ns() -> int:
    """CPU time of this process in ns."""
    return time.process_time_ns()


_START = wall_ns() - mono_ns()


@cache  # where it is random, all parts of a process must agree on it
def boot_id() -> str:
    """Names what `mono_ns` counts from: equal ids mean comparable monotonic stamps.

    Linux tells it. Elsewhere a random id for each process keeps stamps of two processes apart,
    so latency falls back to the wall clock there and says so.
    """
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()[:8]
    except OSError:
        return uuid.uuid4().hex[:8]


class WallAnchor:
    """Turns monotonic stamps into wall time and notices jumps of the wall clock.

    `wall(mono)` is steady between two calls of `check`, so rows keep their order on screen while the
    system clock is set.
    """

    def __init__(self) -> None:
        self._offset = wall_ns() - mono_ns()

    def wall(self, mono: int) -> int:
        """Wall time in ns of a monotonic stamp."""
        return mono + self._offset

    @property
    def offset(self) -> int:
        """What to add to a monotonic stamp."""
        return self._offset

    def check(self) -> int:
        """Re-anchor; the jump of the wall clock since the last call, in ns."""
        now = wall_ns() - mono_ns()
        jump, self._offset = now - self._offset, now
        return jump


def wait_for(condition: Callable[[], object], seconds: float, every: float = 0.01) -> bool:
    """Block this thread until the condition is true; False when the time is over first."""
    end = mono_ns() + int(seconds * 1e9)
    while not condition():
        if mono_ns() > end:
            return False
        time.sleep(every)
    return True
