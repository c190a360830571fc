"""The pulse: summaries when something moved, topics and receipts at their pace, counts that add up."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

import pytest

from eventscope.base import clock
from eventscope.core.message import Draft
from eventscope.core.news import News, Notice, ReceiptNews, Summary, Topics
from eventscope.engine import pulse as module
from eventscope.engine.feed import Feed
from eventscope.engine.monitor import Monitor
from eventscope.engine.pulse import BEAT, Pulse
from eventscope.engine.receipts import Receipts
from eventscope.engine.topics import TopicTable
from measuring import BOOT, SECOND, Event, Time, block


@dataclass
class FakeLog:
    stored: int = 1000  # as if it counted what was there before
    waiting: int = 0
    bytes: int = 5
    limit: int = 50
    oldest: int = 1
    newest: int = 0
    dropped: dict[str, int] = field(default_factory=dict)


class FakeEngine:
    """The services that the pulse reads."""

    def __init__(self) -> None:
        self.log = FakeLog()
        self.receipts = Receipts()
        self.monitor = Monitor(self.receipts)
        self.topics = TopicTable()
        self.feed = Feed()
        self.told: list[News] = []
        self.feed.listen(self.told.append)

    def receive(self, *events: Event) -> None:
        content = block(events)
        self.monitor.fold("c1", content)
        self.topics.fold(content)

    def of(self, kind: type) -> list[Any]:
        return [item for item in self.told if isinstance(item, kind)]


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    stand_in = Time()
    monkeypatch.setattr(clock, "mono_ns", stand_in.mono_ns)
    monkeypatch.setattr(clock, "wall_ns", stand_in.wall_ns)
    monkeypatch.setattr(clock, "boot_id", lambda: BOOT)
    return stand_in


@pytest.fixture
def engine(time: Time) -> FakeEngine:
    return FakeEngine()


@pytest.fixture
def pulse(engine: FakeEngine) -> Pulse:
    return Pulse(engine)  # type: ignore[arg-type]


def beat(pulse: Pulse, time: Time, count: int = 1) -> None:
    for _ in range(count):
        time.now += BEAT
        pulse.once(clock.mono_ns())


def test_a_summary_comes_at_each_beat_while_something_moves(pulse: Pulse, engine: FakeEngine, time: Time) -> None:
    for n in range(10):
        engine.receive(Event(n))
        beat(pulse, time)
    assert len(engine.of(Summary)) == 10


def test_and_once_a_second_while_nothing_does(pulse: Pulse, engine: FakeEngine, time: Time) -> None:
    beat(pulse, time, 2)
    engine.told.clear()
    beat(pulse, time, 304)  # ten seconds
    assert 9 <= len(engine.of(Summary)) <= 11
    assert engine.of(Topics) == []
    assert engine.of(ReceiptNews) == []


def test_counts_always_add_up(pulse: Pulse, engine: FakeEngine) -> None:
    engine.receive(*(Event(n) for n in range(10)))
    engine.log.stored += 6
    engine.log.dropped = {"disk-full": 1}
    counts = pulse.summary().counts
    assert (counts.received, counts.stored, counts.waiting, counts.dropped) == (10, 6, 3, {"disk-full": 1})
    assert counts.received == counts.stored + sum(counts.dropped.values()) + counts.waiting
    engine.log.stored += 3
    assert pulse.summary().counts.waiting == 0


def test_the_log_is_described(pulse: Pulse, engine: FakeEngine) -> None:
    shown = pulse.summary()
    assert (shown.oldest, shown.newest, shown.log_bytes, shown.log_limit) == (1, 0, 5, 50)


def test_topics_and_receipts_are_told_ten_times_a_second(pulse: Pulse, engine: FakeEngine, time: Time) -> None:
    for n in range(60):
        engine.receive(Event(n, topic=b"t%d" % n))
        engine.receipts.begin(Draft("c1", "t", b""))
        beat(pulse, time)
    assert 14 <= len(engine.of(Topics)) <= 20
    assert 14 <= len(engine.of(ReceiptNews)) <= 20
    names = [name for news in engine.of(Topics) for name in news.topics]
    assert names == [b"t%d" % n for n in range(len(names))]


def test_a_big_tree_is_told_more_seldom(
    pulse: Pulse, engine: FakeEngine, time: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "TOPICS_A_SECOND", 100)
    engine.receive(*(Event(topic=b"t%d" % n) for n in range(200)))
    for n in range(90):
        engine.receive(Event(n, topic=b"t0"))
        beat(pulse, time)
    assert len(engine.of(Topics)) in (1, 2)


def test_what_does_not_fit_the_tree_is_said_once(pulse: Pulse, engine: FakeEngine, time: Time) -> None:
    engine.topics = TopicTable(limit=1)
    for n in range(20):
        engine.receive(Event(n), Event(n, topic=b"too much"))
        beat(pulse, time)
    assert [notice.code for notice in engine.of(Notice)] == ["topics-capped"]
    assert engine.of(Topics)[-1].dropped == 1


def test_a_jump_of_the_clock_is_said(pulse: Pulse, engine: FakeEngine, time: Time) -> None:
    beat(pulse, time, 40)
    time.jump = 5 * SECOND
    beat(pulse, time, 40)
    (notice,) = engine.of(Notice)
    assert (notice.code, notice.params["ms"]) == ("clock-jump", "5000")


def test_queues_without_a_curve_are_said_once(
    pulse: Pulse, engine: FakeEngine, time: Time, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(engine.monitor), "curves_refused", 3)
    beat(pulse, time, 80)
    assert [notice.code for notice in engine.of(Notice)] == ["curves-capped"]


def test_the_process_figures_are_of_this_process(pulse: Pulse, engine: FakeEngine, time: Time) -> None:
    beat(pulse, time, 2)
    assert engine.of(Summary)[-1].process.rss > 1_000_000


def test_it_beats_on_the_loop_until_it_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    async def main() -> bool:
        engine = FakeEngine()
        heard = asyncio.Event()
        engine.feed.listen(lambda item: heard.set() if isinstance(item, Summary) else None)
        pulse = Pulse(engine)  # type: ignore[arg-type]
        pulse.start()
        async with asyncio.timeout(10):
            await heard.wait()
        pulse.stop()
        assert pulse._task is not None
        async with asyncio.timeout(10):
            await asyncio.wait([pulse._task])
        return pulse._task.cancelled()

    assert asyncio.run(main())


def test_lateness_is_the_worst_of_a_second(pulse: Pulse, engine: FakeEngine, time: Time) -> None:
    pulse._latest = 12.5
    beat(pulse, time, 32)
    assert engine.of(Summary)[0].process.lateness_ms == 12.5
    beat(pulse, time, 32)
    assert engine.of(Summary)[-1].process.lateness_ms == 0.0
