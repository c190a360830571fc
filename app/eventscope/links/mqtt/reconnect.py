"""When to try again: full jitter that grows to half a minute, and the signs of a war over one client id. Pure."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

SECOND = 1_000_000_000  # ns
FIRST, CAP, STABLE = 0.5, 30.0, 60.0  # seconds
WAR, WAR_WINDOW = 3, 10.0  # so many takeovers in so many seconds
TRUCE = 5.0  # seconds at least after what may be a war


class Backoff:
    """Delays between tries, in seconds.

    `delay` draws evenly between 0 and a ceiling of 0.5 s that doubles up to 30 s, so that clients which lost the
    same broker do not come back in step. `slow` serves refusals that only a person can mend (a wrong password):
    20 to 30 s, slow enough not to hammer and still within the cap when somebody mends it. A connection that held
    for 60 s starts afresh.
    """

    def __init__(self, random: Callable[[], float]) -> None:
        self._random = random  # 0.0 <= random() < 1.0
        self.attempt = 0

    def delay(self, least: float = 0.0) -> float:
        """Seconds to wait before the next try, at least so many."""
        ceiling = min(CAP, FIRST * float(1 << min(self.attempt, 16)))
        self.attempt += 1
        return max(least, self._random() * ceiling)

    def slow(self) -> float:
        """Seconds to wait where a quick try would only hammer."""
        self.attempt += 1
        return CAP * (2 + self._random()) / 3

    def held(self, seconds: float) -> None:
        """A connection stayed up for so long."""
        if seconds >= STABLE:
            self.attempt = 0


class War:
    """Notices another client that takes our session again and again."""

    def __init__(self) -> None:
        self._losses: deque[int] = deque(maxlen=WAR)

    def lost(self, now: int) -> bool:
        """The session was taken at `now` (ns); whether that makes three within ten seconds."""
        self._losses.append(now)
        return len(self._losses) == WAR and now - self._losses[0] <= WAR_WINDOW * SECOND
