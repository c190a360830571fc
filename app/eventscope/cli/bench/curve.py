"""The course of one run: memory and CPU a message over time, so that growth shows that a median hides."""

from __future__ import annotations

from dataclasses import dataclass, field

from eventscope.base import clock

MOST = 60  # points that are told
ENOUGH = 1_000_000  # messages: below, the clock of CPU time is too coarse
LAST = 0.9  # of the messages: then the receiver still works off what waits, and no new ones come


@dataclass(slots=True)
class Curve:
    """Looks at (seconds, messages so far, resident bytes, CPU seconds so far); the first is of the beginning."""

    begun: int = field(default_factory=clock.mono_ns)
    looks: list[tuple[float, int, int, float]] = field(default_factory=lambda: [(0.0, 0, 0, 0.0)])

    def add(self, messages: int, rss: int, cpu: float) -> None:
        """One look, now."""
        self.looks.append(((clock.mono_ns() - self.begun) / 1e9, messages, rss, cpu))

    def points(self) -> list[list[float | None]]:
        """[seconds, messages, resident MB, CPU µs a message since the point before]; at most MOST, evenly chosen.

        The last is None where no message came since.
        """
        step = -(-(len(self.looks) - 1) // MOST)
        kept = [*self.looks[::-1][: -1 : max(step, 1)][::-1]]
        before = [self.looks[0], *kept]
        return [
            [round(s, 2), messages, round(rss / 2**20, 1), _each(cpu - then[3], messages - then[1])]
            for then, (s, messages, rss, cpu) in zip(before, kept, strict=False)
        ]

    def steady(self) -> float | None:
        """CPU µs a message from the middle to LAST, all topics seen before; None where the run is too short."""
        found = self._cost(0.5, LAST)
        return None if found is None else round(1e6 * found, 2)

    def flatness(self) -> float | None:
        """CPU a message in the ninth tenth of the messages over that in the second; None where the run is too short.

        The first tenth is left out as warm-up, the last because what waits is worked off in it without new messages.
        """
        early, late = self._cost(0.1, 0.2), self._cost(0.8, LAST)
        return round(late / early, 2) if early and late else None

    def _cost(self, begin: float, end: float) -> float | None:
        """CPU seconds a message between two shares of all messages."""
        total = self.looks[-1][1]
        inside = [look for look in self.looks if begin * total <= look[1] <= end * total]
        if total < ENOUGH or len(inside) < 2 or inside[-1][1] == inside[0][1]:
            return None
        return (inside[-1][3] - inside[0][3]) / (inside[-1][1] - inside[0][1])


def _each(cpu: float, messages: int) -> float | None:
    """Microseconds a message."""
    return round(1e6 * cpu / messages, 2) if messages else None
