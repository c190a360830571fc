"""The table's state: following, pausing, scrolling; one question at a time; cost without regard to length."""

from __future__ import annotations

import pytest

from eventscope.core.news import ViewNews
from eventscope.core.verbs import GetPage
from eventscope.ui.viewmodels import stream as module
from eventscope.ui.viewmodels.stream import Stream
from ui.fakerows import FakeLog
from ui.fakes import summary


class Table:
    """A stream on a fake log, as the panel drives it."""

    def __init__(self, newest: int = 1_000_000, oldest: int = 1, visible: int = 20) -> None:
        self.log = FakeLog(newest, oldest)
        self.stream = Stream()
        self.stream.resize(visible)
        self.grow(newest)

    def grow(self, newest: int) -> None:
        self.log.newest = newest
        self.stream.summary(summary(received=newest, oldest=self.log.oldest))
        self.fill()

    def view(self, matches: list[int], first: int = 0, done: bool = True) -> None:
        self.log.matches = matches
        self.stream.view_news(ViewNews(self.stream.view, len(matches), 10, 10, done, first=first))

    def fill(self) -> int:
        asked = 0
        while (verb := self.stream.next_page()) is not None:
            asked += 1
            assert asked < 10
            self.stream.answer(self.log.page(verb), verb)
        return asked

    def shown(self) -> list[int]:
        rows = range(self.stream.top, min(self.stream.high, self.stream.top + self.stream.visible))
        return [line.id if (line := self.stream.line(row)) else -1 for row in rows]


def test_following_shows_the_newest() -> None:
    table = Table()
    assert table.shown() == list(range(999_981, 1_000_001))
    table.grow(1_000_400)
    assert table.shown() == list(range(1_000_381, 1_000_401))


def test_following_asks_only_for_what_is_new_and_in_sight() -> None:
    table = Table()
    table.log.pages.clear()
    table.grow(1_000_005)
    table.grow(5_000_000)
    assert [verb.count for verb in table.log.pages] == [6, 22]


def test_one_question_at_a_time_and_the_latest_wins() -> None:
    table = Table()
    table.stream.summary(summary(received=1_000_500))
    first = table.stream.next_page()
    assert first is not None
    for newest in range(1_000_600, 1_002_000, 100):
        table.stream.summary(summary(received=newest))
        assert table.stream.next_page() is None
    table.log.newest = 1_001_900
    table.stream.answer(table.log.page(first), first)
    second = table.stream.next_page()
    assert second is not None
    assert second.first + second.count == 1_001_901


def test_the_old_rows_stay_on_screen_until_the_new_ones_come() -> None:
    table = Table()
    table.stream.summary(summary(received=1_000_500))
    assert table.shown() == list(range(999_981, 1_000_001))


def test_scrolling_up_stops_following_and_counts_what_is_newer() -> None:
    table = Table()
    table.stream.scroll_by(-3)
    table.grow(1_000_100)
    assert not table.stream.following
    assert table.shown() == list(range(999_978, 999_998))
    assert table.stream.newer == 103


def test_scrolling_to_the_end_follows_again() -> None:
    table = Table()
    table.stream.scroll_by(-3)
    table.stream.scroll_by(3)
    assert table.stream.following


def test_jumping_far_asks_for_one_page_around() -> None:
    table = Table()
    table.log.pages.clear()
    table.stream.scroll_to(500_000)
    table.fill()
    assert table.shown() == list(range(500_000, 500_020))
    assert all(verb.count <= module.MOST for verb in table.log.pages)
    assert len(table.log.pages) <= 2
    table.log.pages.clear()
    table.stream.scroll_by(10)
    assert -1 not in table.shown()


def test_pause_freezes_and_loses_nothing() -> None:
    table = Table()
    table.stream.pause(True)
    table.grow(1_000_900)
    assert table.shown()[-1] == 1_000_000
    assert table.stream.held_back == 900
    table.stream.pause(False)
    table.fill()
    assert table.stream.following
    assert table.shown()[-1] == 1_000_900


def test_following_ends_a_pause() -> None:
    table = Table()
    table.stream.pause(True)
    table.stream.follow(True)
    assert (table.stream.paused, table.stream.following) == (False, True)


def test_a_pause_while_scrolled_stays_where_it_is() -> None:
    table = Table()
    table.stream.scroll_to(500)
    table.stream.pause(True)
    table.stream.pause(False)
    assert not table.stream.following
    assert table.stream.top == 500


def test_selection_is_a_row_and_stays_while_rows_arrive() -> None:
    table = Table()
    line = table.stream.select(999_990)
    assert line is not None
    table.grow(1_000_050)
    assert (table.stream.selected, table.stream.selected_at) == (999_990, 999_990)


def test_selecting_a_row_that_has_not_come_yet() -> None:
    table = Table()
    assert table.stream.select(10) is None
    table.fill()
    assert table.stream.selected == 10


def test_selection_scrolls_into_sight() -> None:
    table = Table()
    table.stream.select(1)
    assert table.stream.top == 1
    table.stream.select(100)
    assert table.stream.top == 81


def test_rows_that_the_log_forgot() -> None:
    table = Table(oldest=1)
    table.stream.scroll_to(100)
    table.stream.pause(True)
    table.log.oldest = 900_000
    table.grow(1_000_001)
    table.stream.scroll_to(50_000)
    assert table.fill() < 4
    assert table.stream.line(50_000) is None
    assert table.stream.gone(50_000)


def test_without_a_pause_the_top_follows_the_oldest_row() -> None:
    table = Table()
    table.stream.scroll_to(100)
    table.log.oldest = 900_000
    table.grow(1_000_001)
    assert table.shown()[0] == 900_000


def test_rows_that_are_not_there_yet_are_asked_for_at_the_next_news() -> None:
    table = Table()
    table.stream.summary(summary(received=1_000_010))  # the log itself still ends at 1,000,000
    assert table.fill() == 1
    assert not table.stream.gone(1_000_005)
    table.grow(1_000_011)
    assert table.shown()[-1] == 1_000_011


def test_a_filtered_view_counts_its_own_positions() -> None:
    table = Table()
    table.stream.open_view(7)
    assert table.stream.count == 0
    table.view([10, 20, 30, 40])
    table.fill()
    assert table.shown() == [10, 20, 30, 40]
    assert table.stream.progress is not None
    assert table.stream.progress.count == 4


def test_older_matches_found_later_lie_below_zero_and_move_nothing() -> None:
    table = Table(visible=2)
    table.stream.open_view(7)
    table.view([10, 20, 30, 40], done=False)
    table.fill()
    table.stream.scroll_to(1)
    table.fill()
    table.stream.view_news(ViewNews(7, 6, 10, 10, False, first=-2))
    assert (table.stream.low, table.stream.top) == (-2, 1)
    assert table.shown() == [20, 30]


def test_news_of_another_view_are_not_ours() -> None:
    table = Table()
    table.stream.open_view(7)
    assert not table.stream.view_news(ViewNews(6, 4, 1, 1, True))
    assert not table.stream.summary(summary(received=1_000_100))


def test_news_that_come_before_the_answer_are_not_lost() -> None:
    """A small log is searched before the answer that names the view has crossed the pipe; nothing follows then."""
    table = Table()
    stream = table.stream
    assert not stream.view_news(ViewNews(7, 2, 5, 9, False))
    assert not stream.view_news(ViewNews(8, 9, 9, 9, True))
    assert not stream.view_news(ViewNews(7, 4, 9, 9, True))
    stream.open_view(7)
    assert stream.progress is not None
    assert stream.progress.done
    assert stream.count == 4
    stream.open_view(8)
    assert stream.count == 9
    stream.view_news(ViewNews(9, 1, 9, 9, True))
    stream.clear()  # another engine counts anew
    stream.open_view(9)
    assert stream.progress is None


def test_an_answer_of_another_view_is_dropped() -> None:
    table = Table()
    table.stream.summary(summary(received=1_000_500))
    late = table.stream.next_page()
    assert late is not None
    table.stream.open_view(7)
    assert not table.stream.answer(table.log.page(late), late)
    table.stream.open_view(0)
    table.fill()
    assert table.stream.count == 1_000_500


def test_clearing_the_log() -> None:
    table = Table()
    table.stream.summary(summary(received=0, oldest=1))
    assert table.stream.count == 0
    assert table.stream.next_page() is None
    assert table.stream.select(3) is None


def test_a_question_that_failed_is_asked_again() -> None:
    table = Table()
    table.stream.summary(summary(received=1_000_500))
    asked = table.stream.next_page()
    assert asked is not None
    table.stream.failed(asked)
    assert table.stream.next_page() == asked


@pytest.mark.parametrize("newest", [100, 10_000, 10_000_000, 5_000_000_000])
def test_memory_and_questions_do_not_grow_with_the_log(newest: int) -> None:
    table = Table(newest)
    for step in range(1, 300):
        table.grow(newest + step * 40)
    assert len(table.stream._lines) <= module.KEPT
    assert all(isinstance(verb, GetPage) and verb.count <= 42 for verb in table.log.pages[1:])
