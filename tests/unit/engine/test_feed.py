"""News reach every listener at once, also while one of them leaves."""

from __future__ import annotations

from eventscope.core.news import News, Notice, WorkspaceNews
from eventscope.engine.feed import Feed


def test_listeners_hear_in_order_until_they_leave() -> None:
    feed, heard = Feed(), []

    def first(item: News) -> None:
        heard.append(("first", item))
        feed.ignore(first)

    feed.listen(first)
    feed.listen(lambda item: heard.append(("second", item)))
    one, two = WorkspaceNews("a", False), WorkspaceNews("b", True)
    feed.tell(one)
    feed.tell(two)
    assert heard == [("first", one), ("second", one), ("second", two)]


def test_a_notice_carries_words_and_parameters() -> None:
    feed, heard = Feed(), []
    feed.listen(heard.append)
    feed.notice("warn", "clock-jump", "The clock jumped by {ms} ms.", ms=120)
    (notice,) = heard
    assert isinstance(notice, Notice)
    assert (notice.level, notice.code, notice.words, notice.params) == (
        "warn",
        "clock-jump",
        "The clock jumped by 120 ms.",
        {"ms": "120"},
    )
    assert notice.at > 0


def test_words_from_outside_are_no_format() -> None:
    feed, heard = Feed(), []
    feed.listen(heard.append)
    feed.notice("bad", "x", "{words}", words="{0} {secret} %s")
    feed.notice("bad", "x", "100 % {sure}")
    assert [item.words for item in heard] == ["{0} {secret} %s", "100 % {sure}"]
