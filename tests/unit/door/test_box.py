"""What waits stays small: news about the same thing replace or join each other, answers never do."""

from __future__ import annotations

import threading

import numpy as np

from eventscope.core import newsqueue
from eventscope.core.message import Receipt
from eventscope.core.news import (
    BrokerNews,
    LinkNews,
    News,
    Notice,
    PublishingNews,
    ReceiptNews,
    SubscriptionNews,
    Topics,
    ViewNews,
    WorkspaceNews,
)
from eventscope.door import box as module
from eventscope.door.box import Box


def topics(first: int, *names: bytes) -> Topics:
    count = first + len(names)
    return Topics(first, names, np.arange(count), np.zeros(count, np.float32))


def told(*items: News) -> list[News]:
    box = Box()
    for item in items:
        box.tell(item)
    return box.take_all()


def test_the_latest_of_one_subject_stays_in_the_place_of_the_first() -> None:
    a1, a2, b1 = LinkNews("a", "connecting", 1), LinkNews("a", "up", 2), LinkNews("b", "up", 3)
    s1, s2 = SubscriptionNews("a", "f", "wanted"), SubscriptionNews("a", "f", "granted")
    v1, v2, v3 = ViewNews(1, 5, 1, 2, False), ViewNews(1, 6, 2, 2, True), ViewNews(2, 0, 0, 0, True)
    p1, p2 = PublishingNews(1, 1, 2, True), PublishingNews(1, 2, 2, False)
    down, up = BrokerNews(None, None, "x"), BrokerNews(None, None, "y")
    w1, w2 = WorkspaceNews("a", False), WorkspaceNews("b", True)
    assert told(a1, s1, v1, b1, v3, p1, down, w1, a2, s2, v2, p2, up, w2) == [a2, s2, v2, b1, v3, p2, up, w2]


def test_names_of_topics_are_never_lost() -> None:
    (whole,) = told(topics(0, b"a", b"b"), topics(2, b"c"), topics(3))
    assert isinstance(whole, Topics)
    assert (whole.first, whole.topics, len(whole.counts)) == (0, (b"a", b"b", b"c"), 3)
    (again,) = told(topics(5, b"x"), topics(0, b"a"))  # told from the beginning: another window, another workspace
    assert isinstance(again, Topics)
    assert (again.first, again.topics) == (0, (b"a",))


def test_receipts_join_and_the_newest_state_wins() -> None:
    one, two, later = Receipt(1, "t", 0, 0, 0), Receipt(2, "t", 0, 0, 0), Receipt(1, "t", 0, 0, 0, sent=5)
    assert told(ReceiptNews((one, two)), ReceiptNews((later,))) == [ReceiptNews((later, two))]
    many = [ReceiptNews((Receipt(n, "t", 0, 0, 0),)) for n in range(newsqueue.RECEIPTS + 7)]
    (joined,) = told(*many)
    assert isinstance(joined, ReceiptNews)
    assert [joined.receipts[0].id, len(joined.receipts)] == [7, newsqueue.RECEIPTS]


def test_too_many_notices_lose_the_oldest_and_say_so() -> None:
    items = told(*(Notice("warn", "x", f"Words {n}.") for n in range(module.NOTICES + 3)))
    assert len(items) == module.NOTICES
    first = items[0]
    assert isinstance(first, Notice)
    assert "3 older" in first.words
    assert "Words 3." in first.words
    assert items[1] == Notice("warn", "x", "Words 4.")


def test_notices_and_answers_keep_their_order() -> None:
    box, notice = Box(), Notice("info", "x", "One.")
    box.put(b"first")
    box.tell(notice)
    box.put(b"second")
    box.tell(Notice("info", "x", "Two."))
    assert [box.take() for _ in range(3)] == [b"first", notice, b"second"]
    box.end()
    assert box.take() == Notice("info", "x", "Two.")
    assert box.take() is None


def test_a_reader_waits_until_something_comes() -> None:
    box, got = Box(), []
    reader = threading.Thread(target=lambda: got.extend([box.take(), box.take()]))
    reader.start()
    box.put(b"x")
    box.end()
    reader.join(10)
    assert got == [b"x", None]
