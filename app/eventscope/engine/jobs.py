"""Repeated publication: events leave at fixed intended times, whatever became of the ones before (open loop)."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from eventscope.base import clock
from eventscope.core.errors import EventscopeError
from eventscope.core.message import Draft, Receipt
from eventscope.core.news import PublishingNews
from eventscope.core.volley import Times
from eventscope.engine.times import Due, Eager

Make = Callable[[int, int], Draft]  # (number of the event from 1, intended time in monotonic ns)
Tell = Callable[[PublishingNews], None]

SLICE = 4_000_000  # ns of work before other jobs have their turn
BATCH, ALIKE = 100, 1_000  # events handed to the link at once; that many where they are all alike
TELL_EVERY = 100_000_000  # ns between two news of a job
GIVE_UP = 10_000_000_000  # ns behind: the machine slept; the missed events are counted as skipped, not sent in a flood
FULL, FAILED = 1_000_000, 100_000_000  # ns until a job goes on that found no room, or failed with no time to keep
AHEAD = 8_192  # events on their way of a job that sends as fast as they are taken


@dataclass(frozen=True, slots=True)
class Plan:
    """`total` events (0: without end), made one by one when they are due, or all alike but for their times."""

    total: int
    times: Due
    make: Make
    same: Draft | None = None  # what all are, where they are alike


class Way(Protocol):
    """How events leave. Both methods raise EventscopeError where nothing leaves any more."""

    def room(self) -> int:
        """How many the link takes now."""

    def send(self, drafts: Sequence[Draft]) -> None:
        """These leave."""

    def repeat(self, draft: Draft, times: Times) -> None:
        """This one leaves, meant for each of these times; (n,) monotonic ns."""


class Job:
    """One repeated publication; `run` is called by the schedule's thread, the rest from anywhere."""

    def __init__(self, ident: int, plan: Plan, way: Way, tell: Tell) -> None:
        self.ident = ident
        self._plan = plan
        self._times = plan.times
        self._way = way
        self._tell = tell
        self._eager = isinstance(plan.times, Eager)
        self._counting = threading.Lock()
        self._told = 0
        self._stopped = False
        self._running = True
        self.sent = self.skipped = self.failures = self.done = 0
        self.failed = ""

    @property
    def running(self) -> bool:
        """Whether more events will come."""
        return self._running

    @property
    def first(self) -> int:
        """When the first event is due."""
        return self._times.next or 0

    def stop(self) -> None:
        """No more events after the present slice."""
        self._stopped = True

    def outcome(self, receipt: Receipt) -> bool:
        """The link says how far one of our events came; answers whether nothing more is to be heard of it."""
        if receipt.failed:
            self.outcomes(0, 1, receipt.words or receipt.failed)
        elif (receipt.acknowledged if receipt.qos else receipt.sent) is None:
            return False
        else:
            self.outcomes(1, 0, "")
        return True

    def outcomes(self, done: int, failures: int, words: str) -> None:
        """So many of our events came to a good end, and so many did not leave; `words` say why the last one did not."""
        self._count(done, failures, words)
        if self.over:
            self._tell(self.news(False))

    @property
    def over(self) -> bool:
        """It no longer runs, and everything it sent has come to an end."""
        return not self._running and self.done + self.failures >= self.sent

    def run(self, now: int) -> int | None:
        """Send what is due; answers when the next is."""
        pause = 0
        if not self._stopped:
            self._skip(now)
            pause = self._slice(now)
        due = None if self._stopped else self._times.next
        if due is None or now - self._told >= TELL_EVERY:
            self._told, self._running = now, due is not None
            self._tell(self.news(self._running))
        return None if due is None else max(due, now + pause) if pause else due

    def news(self, running: bool) -> PublishingNews:
        """How far it is."""
        return PublishingNews(
            self.ident, self.sent, self._plan.total, running, self.failed, self.failures, self.skipped, self.done
        )

    def _skip(self, now: int) -> None:
        due = self._times.next
        if due is not None and now - due >= GIVE_UP:
            self.skipped += self._times.skip(now)

    def _slice(self, now: int) -> int:
        """Send for a while; answers for how many ns nothing more can go, 0 where that is not known."""
        until = now + SLICE
        while not self._over(now, until):
            failures = self.failures
            try:
                room = self._way.room()
                if self._eager:
                    room = min(room, AHEAD - (self.sent - self.done - self.failures))
                if room <= 0:
                    return FULL
                self._send(now, until, room)
            except EventscopeError as error:
                self._give_in(error)
            if self._eager and self.failures > failures:
                return FAILED
        return 0

    def _send(self, now: int, until: int, room: int) -> None:
        same = self._plan.same
        if same is None:
            drafts = self._made(now, until, room)
            count, send = len(drafts), partial(self._way.send, drafts)
        else:
            times = self._times.take(now, min(room, ALIKE))
            count, send = len(times), partial(self._way.repeat, same, times)
            self.sent += count
        try:
            if count:
                send()
        except EventscopeError:
            self._count(0, count - 1, "")  # who catches it counts one
            raise

    def _made(self, now: int, until: int, room: int) -> list[Draft]:
        drafts: list[Draft] = []
        while len(drafts) < min(room, BATCH) and not self._over(now, until):
            due, number = self._times.pop(), self.sent + self.skipped + 1
            try:
                drafts.append(self._plan.make(number, due))
            except EventscopeError as error:
                self._give_in(error)
                break
            self.sent += 1
        return drafts

    def _over(self, now: int, until: int) -> bool:
        due = self._times.next
        return due is None or due > now or self._stopped or clock.mono_ns() >= until

    def _give_in(self, error: EventscopeError) -> None:
        """A mistake in the template or a connection that was closed does not mend itself."""
        self._count(0, 1, str(error))
        self.stop()

    def _count(self, done: int, failures: int, words: str) -> None:
        """From the schedule's thread and the link's."""
        with self._counting:
            self.done += done
            self.failures += failures
            self.failed = words or self.failed
