"""The topic table: counts are exact, rates follow, and what does not fit is counted and told."""

from __future__ import annotations

import math
import threading

import pytest

from eventscope.core.message import Block
from eventscope.engine import topics as module
from eventscope.engine.topics import TopicTable
from measuring import Event, block


def of(*names: bytes) -> Block:
    return block([Event(topic=name, raw=b"") for name in names])


def test_counts_are_by_topic_in_order_of_appearance() -> None:
    table = TopicTable()
    table.fold(of(b"a", b"b", b"a"))
    table.fold(of(b"c", b"a"))
    news = table.news(1.0)
    assert news is not None
    assert (news.first, news.topics) == (0, (b"a", b"b", b"c"))
    assert news.counts.tolist() == [3, 1, 1]
    assert len(table) == 3


def test_later_news_bring_only_new_names_and_nothing_when_nothing_moved() -> None:
    table = TopicTable()
    assert table.news(1.0) is None
    table.fold(of(b"a"))
    table.news(1.0)
    table.fold(of(b"b"))
    news = table.news(1.0)
    assert news is not None
    assert (news.first, news.topics, news.counts.tolist()) == (1, (b"b",), [1, 1])
    for _ in range(60):
        last = table.news(1.0)
    assert last is None  # the rates have come to rest


def test_rates_come_near_the_truth_and_go_to_zero() -> None:
    table = TopicTable()
    for _ in range(100):
        table.fold(of(*[b"a"] * 50))
        news = table.news(0.1)
    assert news is not None
    assert news.rates[0] == pytest.approx(500, rel=0.05)
    for _ in range(300):
        news = table.news(0.1) or news
    assert news.rates[0] == 0


def test_a_rate_does_not_depend_on_how_often_it_is_asked_for() -> None:
    often, seldom = TopicTable(), TopicTable()
    for number in range(60):
        often.fold(of(*[b"a"] * 10))
        seldom.fold(of(*[b"a"] * 10))
        last = often.news(0.1)
        if number % 10 == 9:
            last_seldom = seldom.news(1.0)
    assert last is not None
    assert last_seldom is not None
    assert last.rates[0] == pytest.approx(100 * (1 - math.exp(-2)), rel=0.01)
    assert last.rates[0] == pytest.approx(last_seldom.rates[0], rel=0.01)


def test_a_slow_topic_does_not_jump() -> None:
    table, seen = TopicTable(), []
    for number in range(200):  # one message a second, looked at ten times a second
        if number % 10 == 0:
            table.fold(of(b"a"))
        news = table.news(0.1)
        assert news is not None
        seen.append(float(news.rates[0]))
    assert max(seen[100:]) - min(seen[100:]) < 0.4  # it was 3 with a fixed weight of 0.3
    assert sum(seen[100:]) / 100 == pytest.approx(1.0, rel=0.1)


def test_the_table_grows_and_numbers_stay() -> None:
    table = TopicTable()
    table.fold(of(*[b"%d" % n for n in range(5000)]))
    table.fold(of(b"4999", b"0"))
    news = table.news(1.0)
    assert news is not None
    assert (news.counts[0], news.counts[4999], news.counts.sum()) == (2, 2, 5002)


def test_topics_beyond_the_limit_are_counted_and_told() -> None:
    table = TopicTable(limit=2)
    table.fold(of(b"a", b"b", b"c", b"d", b"c"))
    table.fold(of(b"c", b"a"))
    news = table.news(1.0)
    assert news is not None
    assert news.topics == (b"a", b"b")
    assert (news.dropped, news.dropped_messages) == (2, 4)
    assert news.counts.tolist() == [2, 1]


def test_long_names_do_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "NAME_BYTES", 100)
    table = TopicTable()
    table.fold(of(b"x" * 60, b"y" * 60, b"z"))
    news = table.news(1.0)
    assert news is not None
    assert news.topics == (b"x" * 60, b"z")
    assert news.dropped == 1


def test_a_new_window_hears_all_names_again() -> None:
    table = TopicTable()
    table.fold(of(b"a", b"b"))
    table.news(1.0)
    table.retell()
    news = table.news(1.0)
    assert news is not None
    assert (news.first, news.topics) == (0, (b"a", b"b"))


def test_clear_forgets_everything() -> None:
    table = TopicTable(limit=1)
    table.fold(of(b"a", b"b"))
    table.clear()
    assert len(table) == 0
    assert table.news(1.0) is None
    table.fold(of(b"b"))
    news = table.news(1.0)
    assert news is not None
    assert (news.topics, news.dropped, news.dropped_messages) == ((b"b",), 0, 0)


def test_empty_blocks_and_many_threads_lose_nothing() -> None:
    table = TopicTable()
    table.fold(of())
    work = of(*[b"%d" % (n % 7) for n in range(70)])
    threads = [threading.Thread(target=lambda: [table.fold(work) for _ in range(200)]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    news = table.news(1.0)
    assert news is not None
    assert news.counts.tolist() == [8000] * 7
