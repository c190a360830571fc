"""News of which only the latest counts replace each other; those that stand for themselves do not."""

from __future__ import annotations

import numpy as np

from eventscope.core import newsqueue
from eventscope.core.message import Receipt
from eventscope.core.news import (
    ApiNews,
    BridgeNews,
    ConsumerNews,
    ExportNews,
    LinkNews,
    Notice,
    PublishingNews,
    ReceiptNews,
    SubscriptionNews,
    Topics,
    ViewNews,
)


def test_what_replaces_what() -> None:
    assert newsqueue.subject(BridgeNews(())) == newsqueue.subject(BridgeNews(()))
    assert newsqueue.subject(ConsumerNews(())) != newsqueue.subject(BridgeNews(()))
    assert newsqueue.subject(ViewNews(1, 0, 0, 0, True)) != newsqueue.subject(ViewNews(2, 0, 0, 0, True))
    assert newsqueue.subject(PublishingNews(1, 0, 0, True)) == newsqueue.subject(PublishingNews(1, 5, 9, True))
    first, later, other = (ExportNews(ident, "x", at, 9, 0, True) for ident, at in ((1, 0), (1, 5), (2, 0)))
    assert newsqueue.subject(first) == newsqueue.subject(later) != newsqueue.subject(other)
    for item in (Notice("info", "x", "x"), ApiNews(None), LinkNews("a", "up", 0), SubscriptionNews("a", "f", "wanted")):
        assert newsqueue.subject(item) is None


def test_a_reader_of_states_wants_the_last_one_of_each_thing() -> None:
    assert newsqueue.state(LinkNews("a", "up", 0)) == newsqueue.state(LinkNews("a", "down", 1))
    assert newsqueue.state(LinkNews("a", "up", 0)) != newsqueue.state(LinkNews("b", "up", 0))
    assert newsqueue.state(ApiNews(None)) is ApiNews
    assert newsqueue.state(SubscriptionNews("a", "f", "wanted")) != newsqueue.state(
        SubscriptionNews("a", "g", "wanted")
    )
    assert newsqueue.state(Notice("info", "x", "x")) is None


def test_joined_news_say_what_both_say() -> None:
    first = ReceiptNews((Receipt(1, "t", 0, 0, 0),))
    later = ReceiptNews((Receipt(1, "t", 0, 0, 0, sent=5), Receipt(2, "t", 0, 0, 0)))
    assert newsqueue.joined(first, later) == later
    numbers = np.zeros(2, np.int64), np.zeros(2, np.float32)
    joined = newsqueue.joined(Topics(0, (b"a",), *numbers), Topics(1, (b"b",), *numbers))
    assert (joined.first, joined.topics) == (0, (b"a", b"b"))
    assert newsqueue.joined(BridgeNews(()), latest := BridgeNews(())) is latest
