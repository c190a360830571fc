"""Single events get receipts; repeated ones run as jobs that can be watched and stopped."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest

from enginefakes import FakeLink
from eventscope.base import clock
from eventscope.core.errors import BadInput
from eventscope.core.message import Draft, Receipt
from eventscope.core.news import News, PublishingNews
from eventscope.core.volley import Volley
from eventscope.core.workspace import Connection, SavedEvent
from eventscope.engine.feed import Feed
from eventscope.engine.publisher import Publisher
from eventscope.engine.receipts import Receipts
from servers import wait_until

LAB = Connection("lab", "Lab")
EVENT = SavedEvent("order", "t/{{ seq }}", "{{ seq }}", connection="lab", qos=1)


class Bench:
    """A publisher between a fake link and lists."""

    def __init__(self) -> None:
        self.link = FakeLink(LAB)
        self.receipts = Receipts()
        self.offered: list[tuple[int, int]] = []
        self.news: list[PublishingNews] = []
        self.ended = threading.Event()
        feed = Feed()
        feed.listen(self.hear)
        offered = lambda count, size: self.offered.append((count, size))  # noqa: E731
        self.publisher = Publisher(self.receipts, feed, self.link_of, lambda ident: LAB, offered)
        self.open = True

    def link_of(self, ident: str) -> FakeLink:
        if not self.open or ident != "lab":
            raise BadInput("disconnected", "Lab is disconnected. Connect it first.")
        return self.link

    def hear(self, item: News) -> None:
        assert isinstance(item, PublishingNews)
        self.news.append(item)
        if not item.running:
            self.ended.set()


@contextmanager
def bench() -> Iterator[Bench]:
    made = Bench()
    try:
        yield made
    finally:
        made.publisher.close()


def publish(bench: Bench, event: SavedEvent) -> int:
    return asyncio.run(bench.publisher.publish(event))


def test_one_event_has_a_receipt_under_the_same_number() -> None:
    with bench() as b:
        ident = publish(b, EVENT)
        assert [(number, draft.topic, draft.payload) for number, draft in b.link.sent] == [(ident, "t/1", b"1")]
        assert b.receipts.newest(1)[0].id == ident
        assert b.offered == [(1, 1)]
        assert b.link.sent[0][1].intended is not None


def test_seq_counts_each_time_the_same_event_is_published() -> None:
    with bench() as b:
        for event in (EVENT, EVENT, replace(EVENT, name="other"), EVENT):
            publish(b, event)
        assert [draft.topic for _, draft in b.link.sent] == ["t/1", "t/2", "t/1", "t/3"]


def test_mistakes_leave_nothing_behind() -> None:
    with bench() as b:
        for event in (replace(EVENT, payload="{{ x }}"), replace(EVENT, payload="{", repeat=5)):
            with pytest.raises(BadInput):
                publish(b, event)
        b.open = False
        with pytest.raises(BadInput, match="disconnected"):
            publish(b, EVENT)
        assert (b.link.sent, b.offered, b.receipts.newest(5)) == ([], [], ())


def test_a_repeat_keeps_its_period_from_the_first_intended_time() -> None:
    with bench() as b:
        publish(b, replace(EVENT, repeat=5, every_ms=2.0, burst=2))
        drafts = b.link.wait_for(10)
        assert [draft.payload for draft in drafts] == [b"%d" % n for n in range(1, 11)]
        times = [draft.intended for draft in drafts]
        assert all(time is not None for time in times)
        assert [time - times[0] for time in times] == [n // 2 * 2_000_000 for n in range(10)]  # type: ignore[operator]
        assert b.ended.wait(10)
        assert (b.news[-1].sent, b.news[-1].total, b.news[-1].running) == (10, 10, False)
        assert sum(count for count, _ in b.offered) == 10


def test_a_slow_job_has_receipts_and_a_fast_one_is_counted() -> None:
    with bench() as b:
        publish(b, replace(EVENT, repeat=1, burst=2, every_ms=1000.0))
        publish(b, replace(EVENT, repeat=2, every_ms=1.0))
        b.link.wait_for(4)
        numbers = {number for number, _ in b.link.sent}
        assert numbers == {1, 2, -2}
        assert len(b.receipts.newest(10)) == 2


def test_a_fast_job_hears_of_its_failures() -> None:
    with bench() as b:
        ident = publish(b, replace(EVENT, repeat=0, every_ms=5.0))
        b.link.wait_for(1)
        b.publisher.outcome(Receipt(-ident, "t", 1, 0, 0, failed="offline", words="Not connected."))
        b.publisher.stop(ident)
        assert b.ended.wait(10)
        assert (b.news[-1].failures, b.news[-1].failed, b.news[-1].done) == (1, "Not connected.", 0)
        b.publisher.outcome(Receipt(-ident, "t", 0, 0, 0, failed="offline"))  # late news of an ended job
        b.publisher.stop(ident)


@pytest.mark.parametrize("every_ms", [1.0, 120.0])
def test_a_job_is_over_when_all_its_events_were_acknowledged(every_ms: float) -> None:
    with bench() as b:
        job = publish(b, replace(EVENT, repeat=3, every_ms=every_ms))
        b.link.wait_for(3)
        for ident, draft in b.link.sent:
            receipt = Receipt(ident, draft.topic, 1, 0, 0, sent=1)
            b.publisher.outcome(receipt)
            assert job in b.publisher._jobs
            assert b.ended.wait(10)
            b.publisher.outcome(replace(receipt, acknowledged=2))
        assert b.news[-1] == PublishingNews(job, 3, 3, False, done=3)
        assert (b.publisher._jobs, b.publisher._owners) == ({}, {})


def test_receipts_hear_of_single_events() -> None:
    with bench() as b:
        ident = publish(b, EVENT)
        b.publisher.outcome(replace(b.receipts.newest(1)[0], sent=5))
        assert b.receipts.newest(1)[0] == replace(b.receipts.newest(1)[0], id=ident, sent=5)


def test_a_job_without_end_is_stopped() -> None:
    with bench() as b:
        job = publish(b, replace(EVENT, repeat=0, every_ms=1.0))
        b.link.wait_for(3)
        b.publisher.stop(job)
        assert b.ended.wait(10)
        assert b.news[-1].total == 0


def test_a_job_ends_with_words_when_its_connection_is_closed() -> None:
    with bench() as b:
        publish(b, replace(EVENT, repeat=0, every_ms=1.0))
        b.link.wait_for(1)
        b.open = False
        assert b.ended.wait(10)
        assert "Connect it first" in b.news[-1].failed


@pytest.mark.parametrize("change", [{"repeat": -1}, {"burst": 0}, {"burst": 10**9}, {"repeat": 2, "every_ms": -1.0}])
def test_repeats_that_make_no_sense(change: dict[str, float]) -> None:
    with bench() as b, pytest.raises(BadInput):
        publish(b, replace(EVENT, **change))  # type: ignore[arg-type]


def test_others_bring_their_own_link_and_events() -> None:
    with bench() as b:
        other = FakeLink(replace(LAB, id="demo"))
        now = clock.mono_ns()
        b.publisher.job(
            other, iter([now, now + 1]), lambda number, due: Draft("demo", f"d/{number}", b"", intended=due)
        )
        assert [draft.topic for draft in other.wait_for(2)] == ["d/1", "d/2"]
        assert b.ended.wait(10)


class TakesVolleys(FakeLink):
    """Ends all events of a volley at once, as their QoS asks."""

    def __init__(self) -> None:
        super().__init__(LAB)
        self.volleys: list[Volley] = []

    @property
    def room(self) -> int:
        return 1500

    def fire(self, volley: Volley) -> None:
        self.volleys.append(volley)
        volley.number(0, len(volley), "s.1", sum(map(len, self.volleys[:-1])))
        volley.left(slice(0, len(volley)), 5)
        if volley.qos:
            volley.settled(slice(0, len(volley)), 6)
        volley.tell()


@pytest.mark.parametrize("qos", [0, 1])
@pytest.mark.parametrize(("payload", "every_ms"), [("7", 0.0), ("7", 0.001), ("{{ seq }}", 0.0)])
def test_a_fast_job_goes_as_volleys_and_each_event_has_a_receipt(qos: int, payload: str, every_ms: float) -> None:
    with bench() as b:
        b.link = link = TakesVolleys()
        event = replace(EVENT, topic="t", payload=payload, qos=qos, repeat=3000, every_ms=every_ms, template=True)
        job = publish(b, event)
        assert b.ended.wait(10)
        wait_until(lambda: b.news[-1].done == 3000, what="the last news")
        assert b.news[-1] == PublishingNews(job, 3000, 3000, False, done=3000)
        assert sum(map(len, link.volleys)) == sum(count for count, _ in b.offered) == 3000
        assert [volley.same is None for volley in link.volleys] == ["{" in payload] * len(link.volleys)
        assert [volley.intended is None for volley in link.volleys] == [every_ms == 0.0] * len(link.volleys)
        receipt = b.receipts.of(b"t", 2999, b"s.1")
        assert receipt is not None
        assert (receipt.sent, receipt.acknowledged) == (5, 6 if qos else None)
        assert b.receipts.newest(5) == ()
