from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from eventscope.core import query
from eventscope.core.errors import BadInput, Unavailable
from eventscope.core.news import News, ViewNews
from eventscope.core.query import Query
from eventscope.core.workspace import Retention
from eventscope.engine import views as module
from eventscope.engine.feed import Feed
from eventscope.engine.views import Views
from eventscope.store import reader
from eventscope.store.log import Log
from storing import Item, block, counted, fill, opened, wait_for


class Bench:
    """Views over a log, and the news that they told."""

    def __init__(self, log: Log, limit: int = 1000) -> None:
        self.log = log
        self.told: list[ViewNews] = []
        feed = Feed()
        feed.listen(self._hear)
        self.views = Views(log, feed, limit)

    def _hear(self, item: News) -> None:
        assert isinstance(item, ViewNews)
        self.told.append(item)

    def latest(self, view: int) -> ViewNews | None:
        return next((item for item in reversed(self.told) if item.view == view), None)

    def wait(self, view: int, **wanted: Any) -> ViewNews:
        def there() -> bool:
            item = self.latest(view)
            return item is not None and all(getattr(item, key) == value for key, value in wanted.items())

        try:
            wait_for(there)
        except AssertionError:
            raise AssertionError(f"wanted {wanted}, heard {self.latest(view)}") from None
        found = self.latest(view)
        assert found is not None
        return found

    def heads(self, view: int) -> list[bytes]:
        news = self.latest(view)
        assert news is not None
        page = self.views.page(view, news.first, news.count)
        assert page.positions.tolist() == list(range(news.first, news.first + len(page.rows)))
        return list(page.heads)


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    with opened(tmp_path / "log") as made:
        yield made


@pytest.fixture
def bench(log: Log) -> Iterator[Bench]:
    made = Bench(log)
    yield made
    made.views.close()


def numbers(*values: int) -> list[bytes]:
    return [b"%d" % value for value in values]


def test_the_view_of_everything_goes_by_row_id(bench: Bench) -> None:
    fill(bench.log, counted(0, 10))
    page = bench.views.page(0, 3, 4)
    assert page.positions.tolist() == [3, 4, 5, 6]
    assert list(page.heads) == numbers(2, 3, 4, 5)


def test_what_is_stored_is_found_and_what_comes_is_followed(bench: Bench) -> None:
    fill(bench.log, counted(0, 30))
    view = bench.views.open("9")
    news = bench.wait(view, done=True, count=3)
    assert (news.first, news.scanned, news.total, news.capped, news.error) == (-3, 30, 30, False, "")
    assert bench.heads(view) == numbers(9, 19, 29)
    fill(bench.log, counted(30, 30))
    news = bench.wait(view, count=6, scanned=60)
    assert news.first == -3
    assert bench.heads(view) == numbers(9, 19, 29, 39, 49, 59)


def test_the_newest_are_found_first(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "RUN_ROWS", 10)
    monkeypatch.setattr(module, "PERIOD", 0)
    monkeypatch.setattr(module, "EARLY", 0)
    fill(bench.log, *(block([b"hit %d" % at, b"x" * 300_000]) for at in range(6)))
    view = bench.views.open("hit")
    bench.wait(view, done=True, count=6)
    counts = [(item.first, item.count) for item in bench.told]
    assert counts[-1] == (-6, 6)
    assert all(first == -count for first, count in counts), "a row keeps its position while older ones are found"
    assert bench.heads(view) == [b"hit %d" % at for at in range(6)]


def test_an_empty_filter_is_everything(bench: Bench) -> None:
    fill(bench.log, counted(0, 5))
    view = bench.views.open("")
    bench.wait(view, done=True, count=5)
    assert bench.heads(view) == numbers(0, 1, 2, 3, 4)


def test_several_views_at_once(bench: Bench) -> None:
    fill(bench.log, block([Item(b"a", b"1"), Item(b"b", b"2"), Item(b"a", b"3")]))
    first, second = bench.views.open("topic:a"), bench.views.open("topic:b cel: payload > 1")
    bench.wait(first, done=True, count=2)
    bench.wait(second, done=True, count=1)
    assert (bench.heads(first), bench.heads(second)) == (numbers(1, 3), numbers(2))


def test_a_wrong_filter_is_refused_at_once(bench: Bench) -> None:
    with pytest.raises(BadInput, match="regular expression"):
        bench.views.open("/(/")


def test_too_many_filters_are_refused(bench: Bench) -> None:
    for _ in range(module.MOST):
        bench.views.open("x")
    with pytest.raises(BadInput, match="Close one"):
        bench.views.open("x")


def test_a_closed_view_is_gone_and_tells_nothing(bench: Bench) -> None:
    view = bench.views.open("x")
    bench.wait(view, done=True)
    bench.views.close_view(view)
    bench.views.close_view(view)
    told = len(bench.told)
    other = bench.views.open("y")
    fill(bench.log, counted(0, 5))
    bench.wait(other, scanned=5)
    assert [item.view for item in bench.told[told:]].count(view) == 0
    with pytest.raises(BadInput, match="no longer open"):
        bench.views.page(view, 0, 10)


def test_more_matches_than_a_view_may_hold(log: Log) -> None:
    bench = Bench(log, limit=10)
    fill(log, counted(0, 50))
    view = bench.views.open("")
    news = bench.wait(view, done=True)
    assert (news.count, news.first, news.capped) == (10, -10, True)
    assert bench.heads(view) == numbers(*range(40, 50))
    fill(log, counted(50, 4))
    news = bench.wait(view, first=-6)
    assert news.count == 10
    assert bench.heads(view) == numbers(*range(44, 54))
    bench.views.close()


def test_cleared_and_forgotten_rows_leave_the_view(bench: Bench) -> None:
    fill(bench.log, counted(0, 20))
    view = bench.views.open("2")
    bench.wait(view, done=True, count=2)
    bench.log.clear()
    news = bench.wait(view, count=0, total=0)
    assert (news.scanned, news.done) == (0, True)
    fill(bench.log, counted(0, 3))
    news = bench.wait(view, count=1, scanned=3)
    assert bench.heads(view) == numbers(2)


def test_retention_moves_the_first_position(tmp_path: Path) -> None:
    with opened(tmp_path, Retention(bytes=8 << 20)) as log:
        bench = Bench(log, limit=10**6)
        fill(log, counted(0, 1000, size=1000))
        view = bench.views.open("")
        bench.wait(view, done=True, count=1000)
        for _ in range(20):
            fill(log, counted(0, 1000, size=1000))
        wait_for(lambda: log.oldest > 1000)
        news = bench.wait(view, first=log.oldest - 1001, count=log.newest - log.oldest + 1)
        assert news.total == news.scanned == news.count
        bench.views.close()


def test_news_come_at_most_ten_times_a_second(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [10**12]
    monkeypatch.setattr(module.clock, "mono_ns", lambda: now[0])
    view = bench.views.open("x")
    wait_for(lambda: bench.told)
    for _ in range(20):
        fill(bench.log, block([b"x"]))
    wait_for(lambda: bench.views._views[view]._high == 21)
    assert len(bench.told) == 1
    now[0] += module.PERIOD
    bench.wait(view, count=20)
    assert len(bench.told) == 2


def test_an_expression_with_an_unknown_name_says_so_and_stops(bench: Bench) -> None:
    fill(bench.log, block([b'{"a": [1]}']))
    view = bench.views.open("payload.a.exists(x, x == price)")
    news = bench.wait(view, done=True)
    assert "no price" in news.error
    fill(bench.log, counted(0, 3))
    other = bench.views.open("2")
    bench.wait(other, done=True, count=1)


def test_what_an_expression_could_not_decode_is_told(bench: Bench) -> None:
    fill(bench.log, block([b"[" * 1000, b'{"a": 1}']))
    view = bench.views.open("payload.a == 1")
    news = bench.wait(view, done=True)
    assert (news.count, news.undecoded) == (1, 1)


def test_a_fault_stops_one_view_only(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    fill(bench.log, counted(0, 3))
    select = Query.select

    def fail(self: Query, rows: Any) -> Any:
        if self.text == "bad":
            raise RuntimeError("not my day")
        return select(self, rows)

    monkeypatch.setattr(Query, "select", fail)
    bad, good = bench.views.open("bad"), bench.views.open("2")
    assert "not my day" in bench.wait(bad, done=True).error
    bench.wait(good, done=True, count=1)
    assert "not my day" in caplog.text


def test_a_log_that_cannot_be_read_is_asked_again(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "AGAIN", 0.01)
    fill(bench.log, counted(0, 3))
    backward = bench.log.backward
    broken = threading.Event()
    broken.set()

    def sometimes(end: int, wanted: Query) -> Any:
        if broken.is_set():
            raise Unavailable("log-unreadable", "The message log cannot be read at the moment.")
        return backward(end, wanted)

    monkeypatch.setattr(bench.log, "backward", sometimes)
    view = bench.views.open("2")
    assert "cannot be read" in bench.wait(view, done=False).error
    broken.clear()
    assert bench.wait(view, done=True, count=1).error == ""


def test_slow_filters_work_in_small_slices(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []
    select = Query.select
    monkeypatch.setattr(Query, "select", lambda self, rows: (sizes.append(len(rows)), select(self, rows))[1])
    fill(bench.log, counted(0, 1000))
    slow = bench.views.open("payload > 500")
    bench.wait(slow, done=True, count=499)
    assert max(sizes) <= module.SLICE
    assert sum(sizes) == 1000
    fill(bench.log, counted(1000, 300))
    bench.wait(slow, count=799, scanned=1300)
    assert bench.heads(slow)[:512] == numbers(*range(501, 1013))


def test_closing_ends_the_thread_in_the_middle_of_a_search(bench: Bench) -> None:
    fill(bench.log, *(counted(at, 1000) for at in range(0, 30_000, 1000)))
    bench.views.open("payload > 5")
    bench.views.close()
    assert not [thread for thread in threading.enumerate() if thread.name == "views"]


def test_search_while_much_is_stored(bench: Bench) -> None:
    view = bench.views.open("77")
    stop = threading.Event()

    def send() -> None:
        at = 0
        while not stop.is_set():
            bench.log.put(counted(at, 100))
            at += 100

    sender = threading.Thread(target=send)
    sender.start()
    wait_for(lambda: (bench.latest(view) or ViewNews(view, 0, 0, 0, False)).count > 500)
    stop.set()
    sender.join()
    wait_for(lambda: bench.log.waiting == 0)
    news = bench.wait(view, scanned=bench.log.newest)
    expected = [n for n in range(bench.log.newest) if b"77" in b"%d" % n]
    assert news.count == min(len(expected), 1000)
    page = bench.views.page(view, news.first + news.count - 50, 50)
    assert list(page.heads) == numbers(*expected[-50:])


def test_a_search_can_be_stopped_and_goes_on_with_what_is_new(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looked, go = threading.Event(), threading.Event()
    older = module._View._older

    def slow(view: Any) -> Any:
        looked.set()
        go.wait(20)
        return older(view)

    monkeypatch.setattr(module._View, "_older", slow)
    with opened(tmp_path) as log:
        fill(log, *(counted(at, 1000, 2000) for at in range(0, 5000, 1000)))
        bench = Bench(log, 10_000)
        view = bench.views.open("size>1")
        assert looked.wait(20)
        bench.views.stop(view)
        bench.views.stop(99)
        go.set()
        news = bench.wait(view, done=True)
        assert news.stopped
        assert news.scanned < news.total
        fill(log, counted(5000, 10, 50))
        assert bench.wait(view, count=news.count + 10).stopped
        bench.views.close()


def test_what_is_done_cannot_be_stopped(tmp_path: Path) -> None:
    with opened(tmp_path) as log:
        fill(log, counted(0, 10))
        bench = Bench(log)
        view = bench.views.open("size>0")
        bench.wait(view, done=True, count=10)
        bench.views.stop(view)
        fill(log, counted(10, 10))
        assert not bench.wait(view, count=20).stopped
        bench.views.close()


def test_enough_matches_are_told_at_once(tmp_path: Path) -> None:
    with opened(tmp_path) as log:
        view = module._View(1, query.compile("x", 0), log, 1000)
        due = Views._due
        few, enough, more = (ViewNews(1, count, 5, 9, False) for count in (7, 200, 300))
        assert due(view, few) == view.told_at + module.EARLY
        view.told = few
        assert due(view, few) == view.told_at + module.PERIOD
        assert due(view, enough) == 0
        view.told = enough
        assert due(view, more) == view.told_at + module.PERIOD
