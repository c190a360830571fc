"""Which stretch of time all charts show: it ends now and moves along, or stands still while somebody looks closer."""

from __future__ import annotations

SECOND = 1_000_000_000
RANGES = (60 * SECOND, 600 * SECOND, 3600 * SECOND)
SHORTEST, LONGEST = 2 * SECOND, 7200 * SECOND  # the engine keeps two hours


class TimeWindow:
    """Times are monotonic ns. `end` None means live."""

    def __init__(self) -> None:
        self.span = RANGES[0]
        self.end: int | None = None

    @property
    def live(self) -> bool:
        """Whether it moves along with time."""
        return self.end is None

    def at(self, now: int) -> tuple[int, int]:
        """(start, end) as seen at `now`."""
        end = now if self.end is None else self.end
        return end - self.span, end

    def choose(self, span: int) -> None:
        """The last `span` ns, live."""
        self.span, self.end = span, None

    def go_live(self) -> None:
        """Move along again; a stretch that was zoomed to becomes one of the ranges."""
        if self.end is not None:
            self.span = min(RANGES, key=lambda each: (each < self.span, each))
        self.end = None

    def freeze(self, now: int) -> None:
        """Stand still."""
        if self.end is None:
            self.end = now

    def zoom(self, factor: float, at: int, now: int) -> None:
        """Show `factor` times as much detail around the moment `at`, which keeps its place."""
        start, end = self.at(now)
        span = round(min(max(self.span / factor, SHORTEST), LONGEST))
        share = (at - start) / (end - start)
        self.span, self.end = span, min(round(at + (1 - share) * span), now)

    def pan(self, shift: int, now: int) -> None:
        """Move by `shift` ns; at the present it goes live again."""
        end = self.at(now)[1] + shift
        self.end = None if end >= now else max(end, now - LONGEST + self.span)
