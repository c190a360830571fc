"""Dead letters of at-most-once bridges: in memory, bounded, gone when the bridge stops."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from threading import Lock

from eventscope.base import clock
from eventscope.core.deadletter import DeadLetter, Mishap
from eventscope.store.spoolcounts import DEAD, DEAD_BYTES, DROPPED, IN, Counts, Deltas
from eventscope.store.spooldead import PAGE, Arrival, as_json
from eventscope.store.spoolrows import Entry, Limits, Row, came_by

Revive = Callable[[Sequence[Row], Sequence[Entry]], None]  # the lock is held


class MemoryDead:
    """See `queue.Morgue`; shares the books and the lock of the queue. `add` is called under that lock."""

    def __init__(self, counts: Counts, lock: Lock, limits: Limits, revive: Revive) -> None:
        self._counts = counts
        self._lock = lock
        self._limits = limits
        self._revive = revive
        self._letters: dict[int, tuple[Row, Mishap]] = {}

    def add(self, row: Row, reason: str, words: str, came_in: bool) -> None:
        """A message that could not be delivered; where there is no more room it is dropped, and counted so."""
        deltas: Deltas = Counter({(row.route, IN): int(came_in)})
        if self._full:
            deltas[row.route, DROPPED + "dead_letters_full"] += 1
        else:
            self._letters[row.id] = (row, Mishap(clock.steady_ns(), reason, words))
            self._weigh(row, 1, deltas)
        self._counts.add(deltas)

    @property
    def _full(self) -> bool:
        limits = self._limits
        full = self._counts.total(DEAD_BYTES) >= limits.dead_bytes
        return full or len(self._letters) >= limits.dead_messages

    @staticmethod
    def _weigh(row: Row, sign: int, deltas: Deltas) -> None:
        deltas[row.route, DEAD] += sign
        deltas[row.route, DEAD_BYTES] += sign * row.size

    def page(self, after: int = 0, count: int = PAGE, route: int | None = None, reason: str = "") -> list[DeadLetter]:
        """The next ones behind an id, oldest first."""
        with self._lock:
            wanted = (
                (row, met) for id_, (row, met) in sorted(self._letters.items())
                if id_ > after and route in (None, row.route) and reason in ("", met.reason)
            )  # fmt: skip
            return [_letter(row, met) for (row, met), _ in zip(wanted, range(count), strict=False)]

    def reasons(self) -> dict[str, int]:
        """How many there are of each reason."""
        with self._lock:
            return dict(Counter(met.reason for _, met in self._letters.values()))

    def replay(self, ids: Sequence[int], edits: Mapping[str, object] | None = None) -> int:
        """To the end of the queue as they are, but for `edits`."""
        with self._lock:
            rows = self._taken_out(ids)
            self._revive([row._replace(**dict(edits or {})) for row in rows], ())  # type: ignore[arg-type]
            return len(rows)

    def arrive(self, ids: Sequence[int], plan: Callable[[DeadLetter], Arrival]) -> int:
        """Let them come in anew; what dies again keeps its id."""
        with self._lock:
            rows = self._taken_out(ids)
            for row in rows:
                self._again(row, plan)
            return len(rows)

    def _again(self, row: Row, plan: Callable[[DeadLetter], Arrival]) -> None:
        entries, drops, corpses = plan(_letter(row, Mishap(0, "", "")))
        deltas: Deltas = Counter({(row.route, IN): -1})
        for drop in drops:
            route = -1 if drop.route is None else drop.route
            deltas[route, IN] += drop.number
            deltas[route, DROPPED + drop.reason if drop.name.startswith("dropped") else drop.name] += drop.number
        self._counts.add(deltas)
        for corpse in corpses:
            body = row._replace(payload=corpse.entry.payload, topic=corpse.entry.topic, route=corpse.entry.route)
            self.add(body._replace(size=corpse.entry.size), corpse.reason, corpse.words, came_in=True)
        self._revive((), entries)

    def purge(self, ids: Sequence[int] | None = None) -> int:
        """Throw them away, all where `ids` is None."""
        with self._lock:
            rows = self._taken_out(list(self._letters) if ids is None else ids)
            self._counts.add(Counter((row.route, DROPPED + "purged") for row in rows))
            return len(rows)

    def export(self, route: int | None = None, reason: str = "") -> Iterator[str]:
        """As JSON lines."""
        after = 0
        while letters := self.page(after, PAGE, route, reason):
            yield from map(as_json, letters)
            after = letters[-1].id

    def _taken_out(self, ids: Sequence[int]) -> list[Row]:
        rows = [self._letters.pop(id_)[0] for id_ in ids if id_ in self._letters]
        deltas: Deltas = Counter()
        for row in rows:
            self._weigh(row, -1, deltas)
        self._counts.add(deltas)
        return rows


def _letter(row: Row, met: Mishap) -> DeadLetter:
    errors = (met,) if met.reason else ()
    return DeadLetter(
        row.id, row.route, met.reason, met.at, row.topic, row.payload, row.key, row.headers, row.qos, bool(row.retain),
        row.properties, row.source, row.since, errors, came_by(row.order),
    )  # fmt: skip
