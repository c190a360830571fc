"""The book of one consumer: which messages of each stream and topic came, were lost, doubled, or are under way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from eventscope.core.little import Flow
from eventscope.core.sequence import GRACE, Sequence, Totals
from eventscope.core.stampcolumns import Source

Int = NDArray[np.int64]
Bool = NDArray[np.bool_]
Key = tuple[Source, bytes]  # ((stream, boot id), topic)

PAIRS = 100_000  # (stream, topic) pairs followed at a time; messages of further ones count as unchecked
_IDLE = 600 * 10**9  # ns after which a silent pair may make room
_SWEEP = 60 * 10**9


@dataclass(slots=True)
class Arrivals:
    """Messages of one block that have a place in a sequence, in order of arrival; arrays of shape (m,).

    `source` and `topic` index the lists beside them; `mono` orders the messages of one sender, `received` is
    our monotonic receive time, `latency` is 0 where unknown (ns, within an hour);
    `flagged` and `retained` are DUP and RETAIN.
    """

    sources: list[Source]
    topics: list[bytes]
    source: Int
    topic: Int
    seq: Int
    mono: Int
    received: Int
    latency: Int
    flagged: Bool
    retained: Bool

    def one(self, row: int) -> Arrival:
        """One of them."""
        return Arrival(
            (self.sources[int(self.source[row])], self.topics[int(self.topic[row])]),
            int(self.seq[row]),
            int(self.mono[row]),
            int(self.received[row]),
            int(self.latency[row]),
            bool(self.flagged[row]),
            bool(self.retained[row]),
        )


class Arrival(NamedTuple):
    """One message, see Arrivals."""

    key: Key
    seq: int
    mono: int
    received: int
    latency: int
    flagged: bool
    retained: bool


Overlaps = Callable[[bytes], bool]  # whether two subscriptions of the consumer meet on a topic


@dataclass(slots=True)
class _Taking:
    """A block being taken: its end, and the first copies that left a reported stream with it."""

    now: int
    overlaps: Overlaps
    count: int = 0
    time: int = 0  # sum of receive times, relative to `now`
    latency: int = 0
    change: int = 0  # of what is under way


class Ledger:
    """Sequences of one connection, or of all members of a shared group together (then `ordered` is False)."""

    def __init__(self, published: dict[Key, int], ordered: bool = True) -> None:
        """`published` is the last number that our own producers reported of each pair; shared, read only."""
        self.totals = Totals()
        self.flow = Flow()
        self.grace = GRACE
        self.reported = False  # whether our own producers send here, so that `flow` means something
        self._published = published
        self._ordered = ordered
        self._sequences: dict[Key, Sequence] = {}
        self._incomplete: dict[Key, Sequence] = {}
        self._boots: dict[bytes, set[bytes]] = {}
        self._swept = 0

    def few(self, arrivals: list[Arrival], overlaps: Overlaps = lambda topic: False) -> None:
        """Take some messages (at least one) in order of arrival, one by one."""
        taking = _Taking(max(arrival.received for arrival in arrivals), overlaps)
        for arrival in arrivals:
            self._single(arrival, taking)
        self._close(taking)

    def add(self, part: Arrivals, overlaps: Overlaps = lambda topic: False) -> None:
        """Take the messages of a block (at least one)."""
        taking = _Taking(int(part.received.max()), overlaps)
        self._add_runs(part, taking)
        self._close(taking)

    def _add_runs(self, part: Arrivals, taking: _Taking) -> None:
        order, starts = _runs(part)
        first = order[starts]
        columns = (
            starts,
            np.append(starts[1:], len(order)),
            part.source[first],
            part.topic[first],
            part.seq[first],
            part.retained[first],
            np.maximum.reduceat(part.mono[order], starts),
            np.add.reduceat(part.received[order] - taking.now, starts),
            np.add.reduceat(part.latency[order], starts),
        )
        for start, stop, source, topic, seq, retained, mono, time, latency in zip(
            *(column.tolist() for column in columns), strict=True
        ):
            key = (part.sources[source], part.topics[topic])
            sequence = self._sequences.get(key)
            before = sequence.waiting if sequence else 0
            if sequence and not retained and sequence.run(seq, stop - start, mono, taking.now, self.grace):
                self._after(key, sequence, before, taking, stop - start, time, latency)
            else:
                for row in order[start:stop].tolist():
                    self._single(part.one(row), taking)

    def sent(self, key: Key, first: int, due: Int) -> None:
        """Our own producer sends numbers from `first` on of a pair, intended for `due` (n,) (monotonic ns)."""
        sequence = self._sequences.get(key)
        if sequence is None:
            return
        self.reported = True
        if sequence.published == first - 1 and sequence.highest < first:
            sequence.published += len(due)
            self.flow.arrive_all(due)
            return
        for seq, time in enumerate(due.tolist(), first):  # it begins here, or came before it was reported
            before = sequence.waiting
            sequence.published = max(sequence.published, seq)
            self.flow.arrive(time)
            self.flow.correct(time, sequence.waiting - before - 1)

    def expire(self, now: int) -> None:
        """Give up what was missing for longer than the grace."""
        for key, sequence in list(self._incomplete.items()):
            before = sequence.waiting
            sequence.expire(now)
            self.flow.correct(now, sequence.waiting - before)
            if not sequence.gaps:
                del self._incomplete[key]

    def forget(self, gone: Callable[[bytes], bool], now: int) -> None:
        """The consumer wants the topics that are `gone` no more: they are awaited no longer, and not lost."""
        for key in [key for key in self._sequences if gone(key[1])]:
            self._drop(key, now)

    def _single(self, arrival: Arrival, taking: _Taking) -> None:
        """One message that may be anything."""
        key, seq, mono, received, latency, _, retained = arrival
        sequence = self._sequences.get(key)
        if sequence is None:
            if not retained:
                self._begin(key, seq, mono, taking.now)
            return
        before = sequence.waiting
        if retained:
            new = sequence.retained(seq, mono, taking.now, self.grace)
        else:
            new = self._one(sequence, arrival, taking)
        self._after(key, sequence, before, taking, int(new), received - taking.now, latency)

    def _one(self, sequence: Sequence, arrival: Arrival, taking: _Taking) -> bool:
        key, seq, mono, _, _, flagged, _ = arrival
        doubles = self.totals.duplicates
        new = sequence.one(seq, mono, flagged, taking.now, self.grace, self._ordered)
        if self.totals.duplicates > doubles and not flagged and taking.overlaps(key[1]):
            self.totals.overlapping += 1
        return new

    def _begin(self, key: Key, seq: int, mono: int, now: int) -> None:
        if len(self._sequences) >= PAIRS and not self._make_room(now):
            self.totals.unchecked += 1
            return
        (stream, boot), _ = key
        boots = self._boots.setdefault(stream, {boot})
        if boot not in boots:
            boots.add(boot)
            self.totals.restarts += 1
        sequence = self._sequences[key] = Sequence(self.totals, seq, mono, now)
        sequence.published = self._published.get(key, -1)
        self.reported |= sequence.published >= 0
        self.flow.correct(now, sequence.waiting)

    def _after(
        self, key: Key, sequence: Sequence, before: int, taking: _Taking, count: int, time: int, latency: int
    ) -> None:
        if sequence.gaps:
            self._incomplete[key] = sequence
        taking.change += sequence.waiting - before
        if count and sequence.published >= 0:
            taking.count += count
            taking.time += time
            taking.latency += latency

    def _close(self, taking: _Taking) -> None:
        """Departures of a block; what they do not explain of the change (lost, late) goes beside them."""
        if taking.count:
            mean = taking.now + taking.time // taking.count
            self.flow.leave(mean, taking.count, taking.latency)
        self.flow.correct(taking.now, taking.change + taking.count)

    def _drop(self, key: Key, now: int) -> None:
        sequence = self._sequences.pop(key)
        self._incomplete.pop(key, None)
        self.flow.correct(now, -sequence.waiting)
        sequence.forget()

    def _make_room(self, now: int) -> bool:
        """Drop pairs that were silent for long; at most once a minute, because it looks at all of them."""
        if now - self._swept < _SWEEP:
            return False
        self._swept = now
        for key in [key for key, each in self._sequences.items() if now - each.seen > _IDLE and not each.missing]:
            self._drop(key, now)
        self._boots = {}
        for (stream, boot), _ in self._sequences:
            self._boots.setdefault(stream, set()).add(boot)
        return len(self._sequences) < PAIRS


def _runs(part: Arrivals) -> tuple[Int, Int]:
    """(order of rows, where runs start in it): rows of one run are one pair with consecutive numbers.

    With a retained copy among them every row is its own run, in order of arrival.
    """
    count = len(part.seq)
    order = np.arange(count)
    if part.retained.any():
        return order, order
    pair = part.source * len(part.topics) + part.topic
    if (pair[1:] < pair[:-1]).any():
        order = np.argsort(pair, kind="stable")
        pair = pair[order]
    seq = part.seq[order]
    breaks = (np.diff(pair) != 0) | (np.diff(seq) != 1)
    return order, np.concatenate([[0], np.flatnonzero(breaks) + 1])
