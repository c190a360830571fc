"""The books of a spool: every message that came in is somewhere, at all times and over restarts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

NOWHERE = -1  # the route of messages that no route took
IN, OUT, EXPIRED, LOOP_STOPPED, DROPPED = "in", "out", "expired", "loop_stopped", "dropped:"
QUEUED, DEAD, BYTES, DEAD_BYTES = "queued", "dead", "bytes", "dead_bytes"
_PRESENT = frozenset({QUEUED, DEAD, BYTES, DEAD_BYTES})  # counted anew at each start, from the tables
Deltas = Counter[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class RouteFigures:
    """One route. `incoming = out + queued + dead + expired + dropped + loop_stopped` always holds."""

    incoming: int = 0
    out: int = 0
    queued: int = 0
    dead: int = 0
    expired: int = 0
    loop_stopped: int = 0
    dropped: tuple[tuple[str, int], ...] = ()  # reason, count

    @property
    def error(self) -> int:
        """By how many messages the books are wrong: 0, or Eventscope has a fault."""
        gone = self.out + self.expired + self.loop_stopped + sum(count for _, count in self.dropped)
        return self.incoming - gone - self.queued - self.dead


@dataclass(frozen=True, slots=True)
class Figures:
    """A spool at one instant. `oldest` is wall time in ns, 0 where nothing waits; `blocked` says by what."""

    routes: Mapping[int, RouteFigures]
    notes: Mapping[str, int]  # counted beside the law: duplicates, retries, order_breaks …
    queued: int
    bytes: int
    dead: int
    dead_bytes: int
    oldest: int
    epoch: int
    blocked: str

    @property
    def error(self) -> int:
        """The sum of the routes' errors, each without its sign."""
        return sum(abs(route.error) for route in self.routes.values())


class Counts:
    """Totals by (route, name); changed by whole transactions only."""

    def __init__(self) -> None:
        self._total: Deltas = Counter()
        self._notes: Counter[str] = Counter()

    def load(self, stored: Iterable[tuple[int, str, int]], present: Iterable[tuple[int, str, int]]) -> None:
        """What the tables say at the start."""
        for route, name, count in (*stored, *present):
            self._total[route, name] += count

    def add(self, deltas: Deltas) -> None:
        """A transaction was committed."""
        for key, count in deltas.items():
            self._total[key] += count

    def note(self, name: str, count: int = 1) -> None:
        """Something worth counting that moves no message."""
        self._notes[name] += count

    def total(self, name: str) -> int:
        """Over all routes."""
        return sum(count for (_, known), count in self._total.items() if known == name)

    def figures(self, oldest: int, epoch: int, blocked: str) -> Figures:
        """All of it, at this instant."""
        routes = {route: self._route(route) for route in sorted({route for route, _ in self._total})}
        sums = {name: self.total(name) for name in _PRESENT}
        return Figures(
            routes,
            dict(self._notes),
            sums[QUEUED],
            sums[BYTES],
            sums[DEAD],
            sums[DEAD_BYTES],
            oldest if sums[QUEUED] else 0,
            epoch,
            blocked,
        )

    def _route(self, route: int) -> RouteFigures:
        def count(name: str) -> int:
            return self._total[route, name]

        dropped = sorted(
            (name.removeprefix(DROPPED), number)
            for (known, name), number in self._total.items()
            if known == route and name.startswith(DROPPED)
        )
        return RouteFigures(
            count(IN), count(OUT), count(QUEUED), count(DEAD), count(EXPIRED), count(LOOP_STOPPED), tuple(dropped)
        )


def lasting(deltas: Deltas) -> list[tuple[int, str, int]]:
    """What of a change is written to the table of counts."""
    return [(route, name, count) for (route, name), count in deltas.items() if count and name not in _PRESENT]
