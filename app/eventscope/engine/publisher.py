"""Publishes events: one by one with a receipt each, or as jobs at intended times."""

from __future__ import annotations

import asyncio
import itertools
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from eventscope.base import clock
from eventscope.core.errors import BadInput
from eventscope.core.message import Draft, Receipt
from eventscope.core.news import PublishingNews
from eventscope.core.workspace import Connection, SavedEvent
from eventscope.engine.drafts import Recipe, recipe
from eventscope.engine.feed import Feed
from eventscope.engine.jobs import Job, Make, Plan
from eventscope.engine.receipts import Receipts
from eventscope.engine.schedule import Schedule
from eventscope.engine.times import Due, Eager, Given, Ticks
from eventscope.engine.ways import LinkWay
from eventscope.links.base import Link

LinkOf = Callable[[str], Link]
ConnectionOf = Callable[[str], Connection]
Offered = Callable[[int, int], None]

RECEIPTS_BELOW = 10.0  # events a second; a faster job is counted, its events get no receipt each
MAX_BURST = 100_000
COUNTERS = 1000
JOBS = 1000


class Publisher:
    """`link_of` and `connection_of` answer for a connection's id, `offered` is told (events, bytes)."""

    def __init__(
        self, receipts: Receipts, feed: Feed, link_of: LinkOf, connection_of: ConnectionOf, offered: Offered
    ) -> None:
        self._receipts = receipts
        self._feed = feed
        self._link_of = link_of
        self._connection_of = connection_of
        self._offered = offered
        self._schedule = Schedule("publisher")
        self._ids = itertools.count(1)
        self._jobs: dict[int, Job] = {}
        self._owners: dict[int, Job] = {}  # of the receipts of slow jobs, until they have come to an end
        self._counters: OrderedDict[tuple[str, str], int] = OrderedDict()

    async def publish(self, event: SavedEvent) -> int:
        """Render and send; answers the receipt's id, or the job's for a repeat or burst other than 1.

        Raises BadInput for a mistake in the event or a connection that is not open, Unavailable for its file.
        """
        link = self._link_of(event.connection)
        made = await asyncio.to_thread(recipe, event, self._connection_of(event.connection))
        if (event.repeat, event.burst) != (1, 1):
            return await self._repeat(made)
        draft = await asyncio.to_thread(made.draft, self._count(event), clock.mono_ns())
        self._offered(1, len(draft.payload))
        receipt = self._receipts.begin(draft)
        link.publish([(receipt.id, draft)])
        return receipt.id

    def job(self, link: Link, times: Iterator[int], make: Make, total: int = 0) -> int:
        """Send `make(number, intended)` by `link` at those times (monotonic ns, ascending); answers the job's id."""
        return self._start(lambda: link, Plan(total, Given(times), make), receipts=False)

    def stop(self, job: int) -> None:
        """End a job; one that has ended already is none to complain about."""
        if job in self._jobs:
            self._jobs[job].stop()

    def stop_all(self) -> None:
        """End all jobs."""
        for job in list(self._jobs.values()):
            job.stop()

    def close(self) -> None:
        """End for good."""
        self.stop_all()
        self._schedule.close()

    def outcome(self, receipt: Receipt) -> None:
        """An event reached its next stage; those of fast jobs carry the job's number below zero."""
        if receipt.id > 0:
            self._receipts.link_says(receipt)
        job = self._jobs.get(-receipt.id) if receipt.id < 0 else self._owners.get(receipt.id)
        if job is not None and job.outcome(receipt):
            self._owners.pop(receipt.id, None)
            self._forget(job)

    async def _repeat(self, made: Recipe) -> int:
        event = made.event
        if not (event.repeat >= 0 and 1 <= event.burst <= MAX_BURST):
            raise BadInput("bad-repeat", "Repeat is 0 or more, burst 1 to {most}.", most=f"{MAX_BURST:,}")
        if event.repeat != 1 and not event.every_ms >= 0:
            sentence = "The time between two events is 0 ms (as fast as they are taken) or more."
            raise BadInput("bad-period", sentence)
        start = clock.mono_ns()
        # A mistake is told now, not by a job that fails.
        first = await asyncio.to_thread(made.draft, 1, start)
        made.dice.seed(made.event.seed)
        period, total = round(event.every_ms * 1e6), event.repeat * event.burst
        eager = event.repeat != 1 and not period
        times: Due = Eager(total) if eager else Ticks(start, period, event.burst, event.repeat)
        same = None if made.varies else replace(first, intended=None)
        rate = event.burst * 1e9 / period if period > 0 else float("inf")
        link = partial(self._link_of, event.connection)  # each time anew: a link is replaced when it reconnects
        return self._start(link, Plan(total, times, made.draft, same), receipts=rate <= RECEIPTS_BELOW)

    def _start(self, link: Callable[[], Link], plan: Plan, receipts: bool) -> int:
        ident = next(self._ids)
        number = partial(self._number, ident) if receipts else None
        changed = partial(self._outcomes, ident)
        eager = isinstance(plan.times, Eager)
        way = LinkWay(link, self._offered, self._receipts, -ident, changed, number, eager)
        job = self._jobs[ident] = Job(ident, plan, way, self._job_news)
        self._schedule.at(job.first, job.run)
        return ident

    def _outcomes(self, ident: int, done: int, failures: int, words: str) -> None:
        if (job := self._jobs.get(ident)) is not None:
            job.outcomes(done, failures, words)

    def _number(self, job: int, draft: Draft) -> int:
        ident = self._receipts.begin(draft).id
        self._owners[ident] = self._jobs[job]
        return ident

    def _job_news(self, news: PublishingNews) -> None:
        self._feed.tell(news)
        if not news.running and (job := self._jobs.get(news.job)) is not None:
            self._forget(job)

    def _forget(self, job: Job) -> None:
        """Once nothing more is to be heard of it; the oldest of many that never come to an end goes too."""
        if job.over:
            self._jobs.pop(job.ident, None)
        elif len(self._jobs) > JOBS:
            ended = next((ident for ident, each in self._jobs.items() if not each.running), None)
            self._jobs.pop(ended or 0, None)

    def _count(self, event: SavedEvent) -> int:
        """How often an event of this name and topic was published: its `seq`."""
        key = event.name, event.topic
        self._counters[key] = count = self._counters.pop(key, 0) + 1
        if len(self._counters) > COUNTERS:
            self._counters.popitem(last=False)
        return count
