"""Repeated publication: events leave at fixed intended times, whatever became of the ones before (open loop)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from eventscope.base import clock
from eventscope.core.errors import EventscopeError
from eventscope.core.message import Draft, Receipt
from eventscope.core.news import PublishingNews

Make = Callable[[int, int], Draft]  # (number of the event from 1, intended time in monotonic ns)
Send = Callable[[list[Draft]], None]
Tell = Callable[[PublishingNews], None]

SLICE = 4_000_000  # ns of work before other jobs have their turn
BATCH = 100  # events handed to the link at once
TELL_EVERY = 100_000_000  # ns between two news of a job
GIVE_UP = 10_000_000_000  # ns behind: the machine slept; the missed events are counted as skipped, not sent in a flood


def ticks(start: int, period: int, burst: int, repeat: int) -> Iterator[int]:
    """Intended times of all events: `burst` at each of `repeat` ticks (0: without end), `period` ns apart."""
    tick = 0
    while repeat == 0 or tick < repeat:
        for _ in range(burst):
            yield start + tick * period
        tick += 1


class Job:
    """One repeated publication; `run` is called by the schedule's thread, `stop` and `failure` from anywhere."""

    def __init__(self, ident: int, total: int, times: Iterator[int], make: Make, send: Send, tell: Tell) -> None:
        self.ident = ident
        self._total = total
        self._times = times
        self._make = make
        self._send = send
        self._tell = tell
        self._next = next(times, None)
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
        return self._next or 0

    def stop(self) -> None:
        """No more events after the present slice."""
        self._stopped = True

    def failure(self, words: str) -> None:
        """One of our events did not leave."""
        self.failures += 1
        self.failed = words

    def outcome(self, receipt: Receipt) -> bool:
        """The link says how far one of our events came; answers whether nothing more is to be heard of it."""
        if receipt.failed:
            self.failure(receipt.words or receipt.failed)
        elif (receipt.acknowledged if receipt.qos else receipt.sent) is None:
            return False
        else:
            self.done += 1
        if self.over:
            self._tell(self.news(False))
        return True

    @property
    def over(self) -> bool:
        """It no longer runs, and everything it sent has come to an end."""
        return not self._running and self.done + self.failures >= self.sent

    def run(self, now: int) -> int | None:
        """Send what is due; answers when the next is."""
        if not self._stopped:
            self._skip(now)
            self._slice(now)
        going = self._next is not None and not self._stopped
        if not going or now - self._told >= TELL_EVERY:
            self._told, self._running = now, going
            self._tell(self.news(going))
        return self._next if going else None

    def news(self, running: bool) -> PublishingNews:
        """How far it is."""
        return PublishingNews(
            self.ident, self.sent, self._total, running, self.failed, self.failures, self.skipped, self.done
        )

    def _skip(self, now: int) -> None:
        if self._next is None or now - self._next < GIVE_UP:
            return
        while self._next is not None and self._next < now:
            self.skipped += 1
            self._next = next(self._times, None)

    def _slice(self, now: int) -> None:
        until = now + SLICE
        while not self._over(now, until):
            try:
                self._send(self._batch(now, until))
            except EventscopeError as error:
                self._give_in(error)

    def _batch(self, now: int, until: int) -> list[Draft]:
        drafts: list[Draft] = []
        while len(drafts) < BATCH and not self._over(now, until):
            due, number = self._next, self.sent + self.skipped + 1
            assert due is not None
            try:
                drafts.append(self._make(number, due))
            except EventscopeError as error:
                self._give_in(error)
                break
            self.sent += 1
            self._next = next(self._times, None)
        return drafts

    def _over(self, now: int, until: int) -> bool:
        return self._next is None or self._next > now or self._stopped or clock.mono_ns() >= until

    def _give_in(self, error: EventscopeError) -> None:
        """A mistake in the template or a connection that was closed does not mend itself."""
        self.failure(str(error))
        self.stop()
