"""Jobs keep their intended times whatever happens, count honestly and end."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

import pytest

from eventscope.base import clock
from eventscope.core.errors import BadInput
from eventscope.core.message import Draft, Receipt
from eventscope.core.news import PublishingNews
from eventscope.core.volley import Times
from eventscope.engine import jobs
from eventscope.engine.jobs import Job, Plan
from eventscope.engine.times import Due, Eager, Given, Ticks

MS = 1_000_000


@pytest.fixture(autouse=True)
def _no_slice_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "mono_ns", lambda: 0)


class Bench:
    """A job beside everything it made, sent and told."""

    def __init__(self, times: list[int] | itertools.count[int], total: int = 0) -> None:
        self.made: list[tuple[int, int]] = []
        self.sent: list[Draft] = []
        self.news: list[PublishingNews] = []
        self.free = 1_000_000
        self.job = Job(1, Plan(total, Given(iter(times)), self.make), self, self.news.append)

    def room(self) -> int:
        return self.free

    def send(self, drafts: Sequence[Draft]) -> None:
        self.sent.extend(drafts)

    def repeat(self, draft: Draft, times: Times) -> None:
        self.send([replace(draft, intended=time) for time in times.tolist()])

    def make(self, number: int, intended: int) -> Draft:
        self.made.append((number, intended))
        return Draft("c", "t", b"x", intended=intended)


def test_what_is_due_leaves_with_its_own_intended_time() -> None:
    bench = Bench([10, 20, 30, 40], 4)
    assert bench.job.first == 10
    assert bench.job.run(30) == 40
    assert bench.made == [(1, 10), (2, 20), (3, 30)]
    assert bench.job.run(41) is None
    assert bench.news[-1] == PublishingNews(1, 4, 4, False)


def test_a_long_gap_is_skipped_and_said() -> None:
    now = 100 * jobs.GIVE_UP
    bench = Bench([1, 2, 3, now, now + MS], 5)
    assert bench.job.run(now) == now + MS
    assert (bench.job.sent, bench.job.skipped) == (1, 3)
    assert bench.made == [(4, now)]
    bench.job.run(now + MS)
    assert bench.news[-1].skipped == 3


def test_a_shorter_delay_is_made_up_for() -> None:
    bench = Bench([n * MS for n in range(500)], 500)
    now = jobs.GIVE_UP - 1
    while bench.job.run(now) is not None:
        pass
    assert len(bench.sent) == 500


def test_one_slice_is_short_even_when_making_is_slow(monkeypatch: pytest.MonkeyPatch) -> None:
    times = itertools.count(0, jobs.SLICE)  # each look at the clock costs a whole slice
    monkeypatch.setattr(clock, "mono_ns", lambda: next(times))
    bench = Bench(itertools.count(0), 0)
    bench.job.run(MS)
    assert len(bench.sent) <= 2


def test_news_come_ten_times_a_second_at_most() -> None:
    bench = Bench([n * 10 * MS for n in range(101)], 101)
    due: int | None = bench.job.first
    while due is not None:
        due = bench.job.run(due)
    assert 9 <= len(bench.news) <= 13
    assert not bench.news[-1].running


def test_stop_ends_it() -> None:
    bench = Bench(itertools.count(0, MS))
    bench.job.run(3 * MS)
    bench.job.stop()
    assert bench.job.run(9 * MS) is None
    assert bench.news[-1] == PublishingNews(1, 4, 0, False)


def test_a_mistake_ends_it_and_what_was_made_still_leaves() -> None:
    bench = Bench([1, 2, 3, 4])

    def make(number: int, intended: int) -> Draft:
        if number == 3:
            raise BadInput("template-wrong", "Template, line 1: no.")
        return Draft("c", "t", b"")

    bench.job._plan = replace(bench.job._plan, make=make)
    assert bench.job.run(10) is None
    assert len(bench.sent) == 2
    assert bench.news[-1] == PublishingNews(1, 2, 0, False, "Template, line 1: no.", failures=1)


def test_outcomes_are_counted_until_nothing_is_left() -> None:
    bench = Bench([1, 2, 3], 3)
    acked = Receipt(-1, "t", 1, 0, 0, sent=1, acknowledged=2)
    bench.job.run(10)
    assert not bench.job.outcome(Receipt(-1, "t", 1, 0, 0, sent=1))
    assert bench.job.outcome(acked)
    assert bench.job.outcome(Receipt(-1, "t", 0, 0, 0, sent=1))
    assert not bench.job.over
    told = len(bench.news)
    assert bench.job.outcome(Receipt(-1, "t", 1, 0, 0, failed="refused", words="No."))
    assert bench.job.over
    assert bench.news[told:] == [PublishingNews(1, 3, 3, False, "No.", 1, 0, 2)]


def test_a_closed_connection_ends_it() -> None:
    bench = Bench([1, 2])

    def send(drafts: Sequence[Draft]) -> None:
        raise BadInput("disconnected", "Lab is disconnected.")

    bench.send = send  # type: ignore[method-assign]
    assert bench.job.run(10) is None
    assert bench.news[-1] == PublishingNews(1, 2, 0, False, "Lab is disconnected.", failures=2)


# --- events that are all alike ---------------------------------------------------------------------------------

SAME = Draft("c", "t", b"x")


def alike(bench: Bench, times: Due) -> Job:
    bench.job = Job(1, Plan(0, times, bench.make, SAME), bench, bench.news.append)
    return bench.job


def test_events_that_are_alike_are_not_made_one_by_one() -> None:
    bench = Bench([])
    assert alike(bench, Ticks(0, 10, 2, 3)).run(10) == 20
    assert (bench.made, [draft.intended for draft in bench.sent]) == ([], [0, 0, 10, 10])
    assert bench.job.run(20) is None
    assert bench.news[-1] == PublishingNews(1, 6, 0, False)


def test_where_there_is_no_room_they_wait_with_their_times() -> None:
    bench = Bench([])
    job = alike(bench, Ticks(0, 10, 1, 5))
    bench.free = 0
    assert job.run(25) == 25 + jobs.FULL
    assert bench.sent == []
    bench.free = 2
    assert job.run(60) is None
    assert [draft.intended for draft in bench.sent] == [0, 10, 20, 30, 40]


def test_as_fast_as_they_are_taken_means_so_many_on_their_way() -> None:
    bench = Bench([])
    job = alike(bench, Eager(0))
    assert job.run(5) == 5 + jobs.FULL
    assert len(bench.sent) == job.sent == jobs.AHEAD
    job.outcomes(100, 0, "")
    job.run(6)
    assert job.sent == jobs.AHEAD + 100


def test_a_connection_that_is_down_is_not_hammered() -> None:
    bench = Bench([])
    job = alike(bench, Eager(0))

    def fail(draft: Draft, times: Times) -> None:
        job.outcomes(0, len(times), "Not connected.")

    bench.repeat = fail  # type: ignore[method-assign]
    assert job.run(5) == 5 + jobs.FAILED
    assert (job.failures, job.failed) == (jobs.ALIKE, "Not connected.")


def test_the_last_news_come_when_all_of_them_have_ended() -> None:
    bench = Bench([])
    job = alike(bench, Eager(3))
    assert job.run(5) is None
    assert not job.over
    job.outcomes(2, 0, "")
    job.outcomes(0, 1, "No.")
    assert bench.news[-1] == PublishingNews(1, 3, 0, False, "No.", 1, 0, 2)
    assert job.over
