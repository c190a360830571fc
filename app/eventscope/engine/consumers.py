"""The consumers that the monitor watches: one for each connection, alone or as a member of a shared group."""

from __future__ import annotations

import numpy as np

from eventscope.core.article import article
from eventscope.core.delays import Delays, mean_lag, whole_figures
from eventscope.core.ledger import Arrival, Arrivals, Key, Ledger
from eventscope.core.message import DUP, NO_LATENCY, RETAIN, ROW, Block
from eventscope.core.meter import Meter
from eventscope.core.sequence import GRACE
from eventscope.core.stampblock import FEW, Stamps
from eventscope.core.verbs import StreamFigures
from eventscope.engine.attribution import Attribution

_HOUR = 3600 * 10**9
_NAMES = ROW.names or ()


class Consumer:
    """One connection of ours as a receiver."""

    def __init__(self, connection: str, group: Group) -> None:
        self.connection = connection
        self.name = connection
        self.named = False  # by somebody who wants to see its figures even while it receives nothing
        self.group = group
        self.client_id = ""
        self.aside = False  # of the demo: its latency is its own, and no part of what the window received
        self.up = True
        self.attribution = Attribution()
        self.delays: Delays | None = None  # made when the first stamped message comes: most have none
        self.messages = Meter()
        self.by_filter: dict[str, Meter] = {}

    def grant(self, filter_: str) -> None:
        """A broker granted a filter."""
        self.attribution.grant(filter_)
        self.by_filter.setdefault(filter_, Meter())

    def remove(self, filter_: str, now: int) -> None:
        """A filter is gone; a consumer for itself awaits nothing more on topics that only it matched."""
        self.attribution.remove(filter_)
        self.by_filter.pop(filter_, None)
        if not self.group.declared:
            self.group.ledger.forget(lambda topic: not self.attribution.routes(topic).filters, now)

    def read(self, now: int) -> None:
        """Note all totals, for rates."""
        self.messages.read(now)
        for meter in self.by_filter.values():
            meter.read(now)

    def count(self, block: Block) -> None:
        """Count a block, by filter too."""
        self.messages.total += len(block)
        if not self.attribution.filters:
            return
        counts = np.bincount(block.rows["topic"], minlength=len(block.topics))
        for topic, count in zip(block.topics, counts.tolist(), strict=True):
            for number in self.attribution.routes(topic).filters:
                self.by_filter[self.attribution.filters[number]].total += count

    def measure(self, block: Block, stamps: Stamps) -> None:
        """Take the stamps of a block."""
        if self.delays is None:
            self.delays = Delays()
        self.delays.unreadable += stamps.unreadable
        if len(stamps.rows) > FEW:
            self._measure_many(self.delays, block, stamps)
        elif len(stamps.rows):
            self._measure_few(self.delays, block, stamps)

    def _measure_few(self, delays: Delays, block: Block, stamps: Stamps) -> None:
        """One by one: for a block of one message, as QoS 1 brings them, numpy would cost three times as much."""
        arrivals: list[Arrival] = []
        for n, row in enumerate(block.rows[stamps.rows].tolist()):
            record = dict(zip(_NAMES, row, strict=True))
            seq, due, sent, mono, latency, source = (int(column[n]) for column in stamps.numbers)
            retained = bool(record["flags"] & RETAIN)
            lag = sent - due if min(sent, due) >= 0 else -1
            delays.one(latency, bool(stamps.wall[n]), retained, lag)
            topic = block.topics[record["topic"]]
            if seq < 0 or self._is_shared(topic, 1):
                continue
            took = 0 if latency == NO_LATENCY else min(max(latency, -_HOUR), _HOUR)
            key, order = (stamps.sources[source], topic), mono if mono >= 0 else due
            arrivals.append(Arrival(key, seq, order, record["mono"], took, bool(record["flags"] & DUP), retained))
        if arrivals:
            self.group.ledger.few(arrivals, self.attribution.overlaps)

    def _measure_many(self, delays: Delays, block: Block, stamps: Stamps) -> None:
        rows = block.rows[stamps.rows]
        retained = (rows["flags"] & RETAIN) != 0
        lag = np.where((stamps.sent >= 0) & (stamps.due >= 0), stamps.sent - stamps.due, -1)
        delays.add(stamps.latency, stamps.wall, retained, lag)
        topic = rows["topic"].astype(np.int64)
        counts = np.bincount(topic[stamps.seq >= 0], minlength=len(block.topics)).tolist()
        shared = [self._is_shared(name, count) for name, count in zip(block.topics, counts, strict=True)]
        checked = (stamps.seq >= 0) & ~np.array(shared, bool)[topic]
        if checked.any():
            latency = np.where(stamps.latency == NO_LATENCY, 0, stamps.latency).clip(-_HOUR, _HOUR)
            part = Arrivals(
                sources=stamps.sources,
                topics=list(block.topics),
                source=stamps.source[checked],
                topic=topic[checked],
                seq=stamps.seq[checked],
                mono=np.where(stamps.mono >= 0, stamps.mono, stamps.due)[checked],
                received=rows["mono"][checked],
                latency=latency[checked],
                flagged=(rows["flags"][checked] & DUP) != 0,
                retained=retained[checked],
            )
            self.group.ledger.add(part, self.attribution.overlaps)

    def _is_shared(self, topic: bytes, count: int) -> bool:
        """Whether a topic can only have come by a shared subscription of no declared group, whose other members
        may have got the rest: then `count` messages stay unchecked."""
        if self.group.declared or not self.attribution.routes(topic).shared_only:
            return False
        self.group.ledger.totals.unchecked += count
        return True


class Group:
    """Consumers that share what they receive; a consumer that shares with nobody is a group of one."""

    def __init__(self, name: str, published: dict[Key, int], declared: bool = False) -> None:
        self.name = name
        self.declared = declared
        self.members: list[Consumer] = []
        self.ledger = Ledger(published, ordered=not declared)
        self.since = 0  # monotonic ns of the first message
        self.load = Load()

    @property
    def title(self) -> str:
        """The name that people know it by."""
        return self.name if self.declared or not self.members else self.members[0].name

    @property
    def clients(self) -> set[str]:
        """Client ids of the members, as far as they are known."""
        return {member.client_id for member in self.members if member.client_id}

    @property
    def delays(self) -> list[Delays]:
        """Of the members that have any."""
        return [member.delays for member in self.members if member.delays is not None]

    @property
    def received(self) -> int:
        """Messages of all members."""
        return sum(member.messages.total for member in self.members)

    def second(self, now: int, seconds: float, depth: float | None) -> None:
        """A second is over, at the end of which `depth` messages waited for the group (None: unknown)."""
        self.load.second(seconds, depth, self.received)
        self.ledger.expire(now)
        p999 = whole_figures(self.delays).p999 if self.delays else None
        self.ledger.grace = max(GRACE, 2 * (p999 or 0))

    def utilisation(self, now: int) -> float | None:
        """Arrival rate over the rate at which it can work; None while that is unknown."""
        if not self.load.capacity:
            return None
        if self.ledger.reported:
            return self.ledger.flow.rates(now)[0] / self.load.capacity
        leaving = sum(member.messages.rate for member in self.members)
        return max(leaving + self.load.growth, 0.0) / self.load.capacity

    def figures(self, now: int) -> list[StreamFigures]:
        """One entry for each member, and one more for the group where it was declared."""
        if not self.declared:
            heard = self.received or any(member.named for member in self.members)
            return [self._whole(self.title, "", now)] if heard else []
        return [*(self._member(each, now) for each in self.members), self._whole(self.name, self.name, now)]

    def _member(self, member: Consumer, now: int) -> StreamFigures:
        """A member alone: what it got, but nothing of sequences, which only the group has whole."""
        delays = [member.delays] if member.delays else []
        received = member.messages.total
        rate = self._rate(received, now)
        latency = whole_figures(delays)
        return StreamFigures(
            member.name, latency, received, group=self.name, delivered_rate=rate, send_lag=mean_lag(delays)
        )

    def _whole(self, name: str, group: str, now: int) -> StreamFigures:
        totals, latency, lag = self.ledger.totals, whole_figures(self.delays), mean_lag(self.delays)
        under_way = max(self.ledger.flow.level, 0) if self.ledger.reported else 0
        offered = self._rate(totals.sent + under_way, now) if totals.sent else None
        transit = None if latency.mean is None else latency.mean - (lag or 0.0)
        return StreamFigures(
            consumer=name,
            latency=latency,
            received=self.received,
            article=article(offered, self.load.capacity, transit, self.load.mean_depth),
            group=group,
            integrity=totals.figures(),
            offered_rate=offered,
            delivered_rate=self._rate(self.received, now),
            processing_rate=self.load.capacity,
            send_lag=lag,
        )

    def _rate(self, count: int, now: int) -> float | None:
        elapsed = (now - self.since) / 1e9 if self.since else 0.0
        return count / elapsed if elapsed > 0 else None


class Load:
    """How deep the queue before a group is, and how fast the group works while something waits in it."""

    def __init__(self) -> None:
        self.depth: float | None = None
        self.growth = 0.0  # messages a second, over the last second
        self._busy = 0.0
        self._done = self._received = 0
        self._depths = 0.0
        self._samples = 0

    def second(self, seconds: float, depth: float | None, received: int) -> None:
        """A second is over: `depth` messages wait (None: unknown), `received` came since the start."""
        if depth and self.depth:
            self._busy += seconds
            self._done += received - self._received
        self.growth = (depth - self.depth) / seconds if depth is not None and self.depth is not None else 0.0
        self.depth, self._received = depth, received
        if depth is not None:
            self._depths += depth
            self._samples += 1

    @property
    def capacity(self) -> float | None:
        """Messages a second in those seconds in which something waited; None while nothing ever did."""
        return self._done / self._busy if self._busy else None

    @property
    def mean_depth(self) -> float | None:
        """Since the start; None while the depth was never known."""
        return self._depths / self._samples if self._samples else None
