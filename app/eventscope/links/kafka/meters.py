"""What the clients that run here report of themselves, by cluster, for some minutes; loads nothing of the library."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterable

from eventscope.base import clock
from eventscope.core.kafka import Servers
from eventscope.core.kafkastatistics import EVERY, KEPT, Moment, Report, Sample, later, sample
from eventscope.links.kafka import statistics

_STEP = int(EVERY * 1e9)
_lock = threading.Lock()
_numbers = itertools.count()
_history: dict[frozenset[str], dict[int, Moment]] = {}  # by addresses, then by the number of the step


class Meter:
    """Of one client; `take` is its library's callback, on any thread."""

    def __init__(self, servers: Servers) -> None:
        self._cluster = frozenset(servers.addresses)
        self._number = next(_numbers)
        self._last, self._at = Report(), clock.mono_ns()

    def take(self, text: str) -> None:
        """A report in the library's JSON."""
        now, report = clock.mono_ns(), statistics.read(text)
        before, since, self._last, self._at = self._last, self._at, report, now
        if now > since:
            _put(self._cluster, self._number, now, sample(before, report, (now - since) / 1e9))


def history(addresses: Iterable[str]) -> tuple[Moment, ...]:
    """What is known of the cluster at these addresses, oldest first; empty where no client of ours was."""
    with _lock:
        _forget(clock.mono_ns() // _STEP)
        known = _history.get(frozenset(addresses), {})
        return tuple(Moment(moment.at, dict(moment.samples)) for moment in known.values())


def _put(cluster: frozenset[str], number: int, at: int, taken: Sample) -> None:
    with _lock:
        steps = _history.setdefault(cluster, {})
        samples = steps[at // _STEP].samples if at // _STEP in steps else {}
        steps[at // _STEP] = Moment(at, {**samples, number: later(samples.get(number), taken)})
        _forget(at // _STEP)


def _forget(now: int) -> None:
    """The oldest first, which is how they lie there."""
    for cluster, steps in list(_history.items()):
        while steps and (first := next(iter(steps))) <= now - KEPT:
            del steps[first]
        if not steps:
            del _history[cluster]
