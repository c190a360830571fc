"""What waits for one socket: the latest of what replaces itself, the rest bounded, dropped in front and counted."""

from __future__ import annotations

import numpy as np

from eventscope.api.outqueue import Outqueue
from eventscope.core.message import Receipt
from eventscope.core.news import BrokerNews, LinkNews, Notice, PublishingNews, ReceiptNews, Topics, ViewNews


def queue(limit: int = 3) -> tuple[Outqueue, list[int]]:
    woken: list[int] = []
    return Outqueue(lambda: woken.append(1), limit), woken


def topics(first: int, *names: bytes) -> Topics:
    count = first + len(names)
    return Topics(first, names, np.arange(count), np.zeros(count, np.float32))


def test_what_stands_for_itself_is_dropped_from_the_front_and_counted() -> None:
    out, woken = queue()
    for number in range(5):
        out.tell(LinkNews(str(number), "up", 0))
    out.tell(Notice("info", "c", "w"))
    items, dropped = out.take()
    assert [getattr(item, "connection", "notice") for item in items] == ["3", "4", "notice"]
    assert dropped == {"link": 3}
    assert out.overflowed
    assert len(woken) == 6
    assert out.take() == ([], {})


def test_the_latest_wins() -> None:
    out, _ = queue(1)
    for number in range(100):
        out.tell(BrokerNews(None, None, str(number)))
        out.tell(ViewNews(number % 2, number, 0, 0, False))
        out.tell(PublishingNews(7, number, 0, True))
    items, dropped = out.take()
    assert not dropped
    assert not out.overflowed
    assert [getattr(item, "words", getattr(item, "count", None)) for item in items[:3]] == ["99", 98, None]
    assert len(items) == 4


def test_topics_and_receipts_are_joined() -> None:
    out, _ = queue()
    out.tell(topics(0, b"a"))
    out.tell(topics(1, b"b", b"c"))
    out.tell(ReceiptNews((Receipt(1, "t", 0, 0, 0), Receipt(2, "t", 0, 0, 0))))
    out.tell(ReceiptNews((Receipt(2, "t", 0, 0, 0, sent=5),)))
    (first, second), _ = out.take()
    assert isinstance(first, Topics)
    assert (first.first, first.topics) == (0, (b"a", b"b", b"c"))
    assert isinstance(second, ReceiptNews)
    assert [(item.id, item.sent) for item in second.receipts] == [(1, None), (2, 5)]
    out.tell(topics(3, b"d"))
    out.tell(topics(0, b"z"))  # the list starts anew
    (found,), _ = out.take()
    assert isinstance(found, Topics)
    assert found.topics == (b"z",)


def test_only_what_was_chosen() -> None:
    out, woken = queue()
    out.select(frozenset({"notice"}))
    out.tell(LinkNews("c", "up", 0))
    assert not woken
    out.select(None)
    out.tell(LinkNews("c", "up", 0))
    assert len(out.take()[0]) == 1
