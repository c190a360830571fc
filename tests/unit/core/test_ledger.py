"""The ledger: blocks in runs count what single messages would, pairs stay apart, what is under way is right."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from eventscope.core import ledger
from eventscope.core.ledger import Arrivals, Key, Ledger

SOURCE = (b"producer.1", b"abcdef01")
TOPIC = b"orders/1"
KEY: Key = (SOURCE, TOPIC)
SECOND = 1_000_000_000
GRACE = 5 * SECOND


def part(
    *seqs: int,
    topic: list[int] | None = None,
    now: int = 0,
    latency: int = 1000,
    flagged: bool = False,
    retained: list[bool] | None = None,
    source: tuple[bytes, bytes] = SOURCE,
    later: int = 0,
) -> Arrivals:
    count = len(seqs)
    where = np.array(topic or [0] * count)
    return Arrivals(
        sources=[source],
        topics=[b"orders/%d" % (n + 1) for n in range(int(where.max()) + 1)],
        source=np.zeros(count, np.int64),
        topic=where,
        seq=np.array(seqs, np.int64),
        mono=np.array(seqs, np.int64) * 1000 + later,
        received=np.full(count, now),
        latency=np.full(count, latency),
        flagged=np.full(count, flagged),
        retained=np.array(retained or [False] * count),
    )


def test_runs_of_many_topics_are_told_apart() -> None:
    book = Ledger({})
    topics = [0, 1, 2, 1, 0, 2, 2, 1, 0]
    book.add(part(0, 0, 0, 1, 1, 1, 2, 2, 2, topic=topics))
    assert (book.totals.unique, book.totals.outstanding) == (9, 0)
    book.add(part(3, 3, 3, 4, 4, 4, 5, 5, 9, topic=topics))
    assert (book.totals.unique, book.totals.outstanding) == (18, 4)  # the first topic skipped 5 to 8


@settings(max_examples=500, deadline=None)
@given(st.integers(min_value=0))
def test_blocks_count_what_single_messages_would(seed: int) -> None:
    rng = Random(seed)
    stream = [
        (rng.randint(0, 2), max(n + rng.randint(-6, 3), 0)) for n in range(rng.randint(1, 120))
    ]  # gaps, copies and disorder on three topics
    alone, together = Ledger({}), Ledger({})
    for topic, seq in stream:
        alone.few([part(seq, topic=[topic]).one(0)])
    while stream:
        size = rng.randint(1, 40)
        block, stream = stream[:size], stream[size:]
        together.add(part(*(seq for _, seq in block), topic=[topic for topic, _ in block]))
    assert together.totals == alone.totals
    for book in (alone, together):
        book.expire(GRACE)
        assert book.totals.outstanding == 0
        assert book.totals.sent == book.totals.unique + book.totals.lost


def test_a_retained_copy_starts_no_stream_and_is_no_duplicate() -> None:
    book = Ledger({})
    book.add(part(7, retained=[True]))
    assert book.totals.sent == 0
    book.add(part(8, 9, 9, 10, 11, 12, retained=[False, False, True, False, False, True]))
    assert (book.totals.unique, book.totals.duplicates) == (5, 0)


def test_duplicates_are_explained_where_subscriptions_overlap() -> None:
    book = Ledger({})
    book.add(part(0, 0, 1, 1, 2, 2), overlaps=lambda topic: topic == TOPIC)
    book.add(part(2, flagged=True), overlaps=lambda topic: True)
    assert (book.totals.duplicates, book.totals.overlapping, book.totals.flagged) == (4, 3, 1)


def test_a_stream_of_another_boot_is_a_restart() -> None:
    book = Ledger({})
    book.add(part(0, 1, 2))
    book.add(part(0, 1, source=(b"producer.1", b"99999999")))
    book.add(part(0, source=(b"producer.2", b"99999999")))
    assert (book.totals.restarts, book.totals.duplicates, book.totals.lost) == (1, 0, 0)


def test_what_is_under_way_follows_reports_and_arrivals() -> None:
    published: dict[Key, int] = {}
    book = Ledger(published)
    for seq in range(10):
        published[KEY] = seq
        book.sent(KEY, seq, np.array([seq * 1000]))
    book.add(part(4))  # amid the stream: 0 to 3 were not for this consumer, 5 to 9 are under way
    assert book.flow.level == 5
    book.sent(KEY, 10, np.array([11_000]))
    assert book.flow.level == 6
    book.add(part(5, 6, 9))
    assert book.flow.level == 3  # 7, 8 and 10
    book.add(part(9, 9))
    assert book.flow.level == 3  # copies take nothing out
    book.expire(GRACE)
    assert book.flow.level == 1  # 7 and 8 are lost
    book.add(part(7))
    assert book.flow.level == 1  # late, and no longer counted as under way
    book.forget(lambda topic: topic == TOPIC, GRACE)
    assert book.flow.level == 0


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.data())
def test_reports_in_rows_mean_what_single_ones_mean(data: st.DataObject) -> None:
    rows, ones = Ledger({}), Ledger({})
    sizes = st.lists(st.integers(1, 6), min_size=1, max_size=8)
    first, arrived, time = 0, data.draw(st.integers(0, 4)), 0
    for book in (rows, ones):
        book.add(part(arrived))
    for size in data.draw(sizes):
        due = np.array([time := time + data.draw(st.integers(0, SECOND // 2)) for _ in range(size)])
        rows.sent(KEY, first, due)
        for number, moment in enumerate(due.tolist()):
            ones.sent(KEY, first + number, np.array([moment]))
        first += size
        if arrived + 1 < first and data.draw(st.booleans()):
            arrived += 1
            for book in (rows, ones):
                book.add(part(arrived, now=time))
    assert rows.flow.level == ones.flow.level
    assert rows.flow._bins == ones.flow._bins
    assert rows.flow.window(time + 12 * SECOND) == ones.flow.window(time + 12 * SECOND)


def test_a_restart_leaves_nothing_under_way() -> None:
    published = {KEY: 9}
    book = Ledger(published)
    book.add(part(0))
    assert book.flow.level == 9
    book.add(part(0, later=60 * SECOND))
    assert book.totals.restarts == 1
    assert book.flow.level == 0


def test_forgetting_one_topic_leaves_the_others() -> None:
    book = Ledger({})
    book.add(part(0, 0, topic=[0, 1]))
    book.add(part(5, 5, topic=[0, 1]))
    book.forget(lambda topic: topic == b"orders/1", 0)
    assert book.totals.outstanding == 4
    book.add(part(20, 6, topic=[0, 1]))  # the first begins anew, without a loss
    book.expire(GRACE)
    assert book.totals.lost == 4


def test_pairs_beyond_the_limit_are_counted_as_unchecked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledger, "PAIRS", 2)
    book = Ledger({})
    late = 700 * SECOND
    book.add(part(0, 0, 0, topic=[0, 1, 2], now=SECOND))
    assert (book.totals.unique, book.totals.unchecked) == (2, 1)
    book.add(part(1, now=late))
    book.add(part(1, topic=[2], now=late))  # the pair that was silent for ten minutes has made room
    assert (book.totals.unique, book.totals.unchecked) == (4, 1)


def test_large_times_do_not_overflow() -> None:
    book = Ledger({KEY: 10_000})
    month = 30 * 86_400 * SECOND
    book.add(part(0, now=month))
    book.add(part(*range(1, 9000), now=month))
    assert book.flow.level == 10_000 - 8999
