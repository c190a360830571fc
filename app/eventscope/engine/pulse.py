"""The heartbeat: moves the monitor's clock on and tells summaries, topics and receipts at their pace."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import psutil

from eventscope.base import clock, tasks
from eventscope.core.metrics import Counts, ProcessFigures
from eventscope.core.news import ReceiptNews, Summary
from eventscope.engine.monitor import JUMP
from eventscope.engine.snapshot import Snapshot

if TYPE_CHECKING:
    from eventscope.engine.engine import Engine

_MS = 1_000_000
BEAT = 33 * _MS
_TENTH = 100 * _MS
_SECOND = 1000 * _MS
TOPICS_A_SECOND = 200_000  # figures of topics told at most; a big tree is told more seldom


class Pulse:
    """One task on the engine's loop; reads the engine's services, which stay as they are."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._process = psutil.Process()
        self._figures = ProcessFigures()
        self._stored_before = engine.log.stored  # of earlier runs, if the log counts those
        self._latest = 0.0  # worst lateness since the last second, ms
        self._told: tuple[Snapshot, Counts] | None = None
        self._told_at = self._second_at = self._topics_at = self._receipts_at = 0
        self._said: set[str] = set()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to beat, on the running loop."""
        self._topics_at = clock.mono_ns()
        self._process.cpu_percent(None)  # the first call only sets the mark
        self._task = tasks.spawn(self._beat(), "pulse")

    def stop(self) -> None:
        """Beat no more."""
        if self._task is not None:
            self._task.cancel()

    def summary(self) -> Summary:
        """The state of everything that moves, now."""
        return self._summary(*self._read())

    async def _beat(self) -> None:
        due = clock.mono_ns()
        while True:
            due += BEAT
            await asyncio.sleep(max(due - clock.mono_ns(), 0) / 1e9)
            now = clock.mono_ns()
            self._latest = max(self._latest, (now - due) / _MS)
            if now - due > BEAT:
                due = now  # beats that were missed are not made up for
            self.once(now)

    def once(self, now: int) -> None:
        """One beat at `now` (monotonic ns)."""
        engine = self._engine
        engine.monitor.tick(engine.log.waiting)
        if now - self._second_at >= _SECOND:
            self._second_at = now
            self._every_second()
        if now - self._receipts_at >= _TENTH:
            self._receipts_at = now
            if changed := engine.receipts.changed():
                engine.feed.tell(ReceiptNews(changed))
        self._tell_topics(now)
        self._tell_summary(now)

    def _tell_summary(self, now: int) -> None:
        state = self._read()
        if state != self._told or now - self._told_at >= _SECOND:
            self._told, self._told_at = state, now
            self._engine.feed.tell(self._summary(*state))

    def _tell_topics(self, now: int) -> None:
        topics = self._engine.topics
        if now - self._topics_at < max(_TENTH, len(topics) * _SECOND // TOPICS_A_SECOND):
            return
        seconds = (now - self._topics_at) / _SECOND
        self._topics_at = now
        news = topics.news(seconds)
        if news is None:
            return
        self._engine.feed.tell(news)
        if news.dropped:
            self._say_once(
                "topics-capped",
                "There are more topics than the tree can hold ({count}). Further ones are stored and counted, "
                "but not listed: find them with a filter, or subscribe to less.",
                count=len(topics),
            )

    def _every_second(self) -> None:
        with self._process.oneshot():
            cpu, rss = self._process.cpu_percent(None), self._process.memory_info().rss
        self._figures = ProcessFigures(cpu, rss, self._latest)
        self._latest = 0.0
        jump = self._engine.monitor.check_clock()
        if abs(jump) > JUMP:
            sentence = "The system's clock jumped by {ms} ms. Times shown moved with it; durations did not."
            self._engine.feed.notice("warn", "clock-jump", sentence, ms=round(jump / _MS))
        if refused := self._engine.monitor.curves_refused:
            self._say_once(
                "curves-capped",
                "{count} queues have no curve of their own, because the charts keep 400 at most. "
                "Their depths are in the list of queues.",
                count=refused,
            )

    def _say_once(self, code: str, sentence: str, **params: object) -> None:
        if code not in self._said:
            self._said.add(code)
            self._engine.feed.notice("warn", code, sentence, **params)

    def _read(self) -> tuple[Snapshot, Counts]:
        """What was stored and dropped is read before what was received, so that `waiting` never is negative.

        Waiting is all between a link and the disk: in the log's queue, in its writer, or held by a link that
        waits for room there.
        """
        log = self._engine.log
        stored, dropped = log.stored - self._stored_before, dict(log.dropped)
        snapshot = self._engine.monitor.snapshot()
        counts = Counts(
            received=snapshot.received,
            stored=stored,
            waiting=snapshot.received - stored - sum(dropped.values()),
            retained=snapshot.retained,
            bytes=snapshot.bytes,
            violations=snapshot.violations,
            published=snapshot.published,
            dropped=dropped,
        )
        return snapshot, counts

    def _summary(self, snapshot: Snapshot, counts: Counts) -> Summary:
        log = self._engine.log
        return Summary(
            at=clock.mono_ns(),
            oldest=log.oldest,
            newest=log.newest,
            counts=counts,
            throughput=snapshot.throughput,
            latency=snapshot.latency,
            integrity=snapshot.integrity,
            queues=snapshot.queues,
            little=snapshot.little,
            process=self._figures,
            log_bytes=log.bytes,
            log_limit=log.limit,
            window=snapshot.window,
            connection_rates=snapshot.connection_rates,
            subscription_rates=snapshot.subscription_rates,
            queues_hidden=snapshot.queues_hidden,
            losses=snapshot.losses,
        )
