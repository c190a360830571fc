"""Live filtered views over the log: what matches is found newest first, then followed as it is stored."""

from __future__ import annotations

import itertools
import logging
import threading
from collections import deque
from dataclasses import dataclass

import numpy as np

from eventscope.base import clock
from eventscope.core import query
from eventscope.core.errors import BadInput, EventscopeError
from eventscope.core.message import Block
from eventscope.core.news import ViewNews
from eventscope.core.query import Query
from eventscope.core.verbs import Page
from eventscope.engine.feed import Feed
from eventscope.engine.matches import Ids, Matches
from eventscope.store.log import Log
from eventscope.store.reader import Run

log = logging.getLogger(__name__)

EVERYTHING = 0  # the view that always exists
MOST = 16  # views open at once
LIMIT = 1_000_000  # matches of one view
SLICE = 256  # rows between two looks whether the view is still wanted, where rows are judged one by one
PERIOD = 100 * 10**6  # ns between two news of one view
EARLY = 30 * 10**6  # ns after which the first news come, if not
ENOUGH = 200  # matches were found before
AGAIN = 1.0  # s until a log that could not be read is asked again


@dataclass(frozen=True, slots=True)
class _Part:
    """A piece of the log to look through: ids `begin` to `end` - 1."""

    begin: int
    end: int
    block: Block | None
    newer: bool


class _View:
    """One filter and what it found. Its steps run on the thread of Views; any thread may ask for pages."""

    def __init__(self, ident: int, wanted: Query, messages: Log, limit: int) -> None:
        self.id = ident
        self.closed = False
        self.error = ""
        self.failed = False
        self.enough = False  # set by any thread: look for newer matches only
        self.told: ViewNews | None = None
        self.told_at = clock.mono_ns()
        self._query = wanted
        self._log = messages
        self._matches = Matches(limit)
        self._lock = threading.Lock()
        self._low = self._high = messages.newest + 1  # ids from low to high - 1 have been looked at
        self._done = False
        self._parts: deque[_Part] = deque()
        self._back = False
        self._stopped = False

    def step(self) -> bool:
        """Look through one more piece; False when there is nothing to do."""
        self._forget()
        if self.enough and not self._done:
            self._stop()
        if not self._parts:
            self._next_parts()
        if not self._parts:
            return False
        part = self._parts.popleft()
        found = self._select(part.block)
        with self._lock:
            self._take(part, found)
        return True

    def _stop(self) -> None:
        with self._lock:
            self._stopped = self._done = True
        self._parts = deque(item for item in self._parts if item.newer)

    def _forget(self) -> None:
        with self._lock:
            self._matches.forget_below(self._log.oldest)

    def _next_parts(self) -> None:
        """Old and new by turns, so that neither waits for the other when the filter is slow."""
        self._back = not self._back
        for back in (self._back, not self._back):
            run = self._older() if back else self._log.forward(self._high, self._query)
            if run is not None:
                self._parts.extend(self._cut(run, newer=not back))
                return

    def _older(self) -> Run | None:
        if self._done:
            return None
        run = self._log.backward(self._low, self._query)
        self._done = run is None
        return run

    def _cut(self, run: Run, newer: bool) -> list[_Part]:
        block = run.block
        if block is None or not self._query.heavy or len(block) <= SLICE:
            return [_Part(run.begin, run.end, block, newer)]
        rows = block.rows
        marks = list(range(0, len(rows), SLICE))
        begins = [run.begin, *(int(rows["id"][at]) for at in marks[1:])]
        parts = [
            _Part(begin, end, Block(rows[at : at + SLICE], block.topics, block.blob), newer)
            for at, begin, end in zip(marks, begins, [*begins[1:], run.end], strict=True)
        ]
        return parts if newer else parts[::-1]

    def _select(self, block: Block | None) -> Ids:
        if block is None:
            return np.empty(0, np.int64)
        return block.rows["id"][self._query.select(block)]

    def _take(self, part: _Part, found: Ids) -> None:
        if part.newer:
            self._matches.add_newer(found)
            self._high = part.end
        elif self._matches.add_older(found):
            self._low = part.begin
        if self._matches.capped:
            self._done = True
            self._parts = deque(item for item in self._parts if item.newer)

    def news(self) -> ViewNews:
        """How far it is."""
        with self._lock:
            oldest, next_ = self._log.oldest, self._log.newest + 1
            return ViewNews(
                view=self.id,
                count=self._matches.count,
                scanned=max(self._high - max(self._low, oldest), 0),
                total=next_ - oldest,
                done=self._done or self.failed,
                capped=self._matches.capped,
                error=self.error,
                first=self._matches.first,
                undecoded=self._query.undecoded,
                stopped=self._stopped,
            )

    def page(self, first: int, count: int) -> Page:
        """Rows at positions."""
        with self._lock:
            ids, positions = self._matches.page(first, count)
        return self._log.pick(ids, positions)


class Views:
    """All open views share one thread, which gives way while messages wait to be stored."""

    def __init__(self, messages: Log, feed: Feed, limit: int = LIMIT) -> None:
        self._log = messages
        self._feed = feed
        self._limit = limit
        self._ids = itertools.count(EVERYTHING + 1)
        self._views: dict[int, _View] = {}
        self._end = threading.Event()
        self._wake = threading.Event()
        self._thread: threading.Thread | None = None
        messages.listen(self._wake.set)

    def open(self, text: str) -> int:
        """Begin to look for what a filter wants; answers the view's id. Raises BadInput."""
        wanted = query.compile(text, clock.wall_ns())
        if len(self._views) >= MOST:
            raise BadInput("view-many", "{most} filters are open already. Close one first.", most=MOST)
        view = _View(next(self._ids), wanted, self._log, self._limit)
        self._views = {**self._views, view.id: view}
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="views", daemon=True)
            self._thread.start()
        self._wake.set()
        return view.id

    def close_view(self, ident: int) -> None:
        """Forget a view; one that is not open is no error."""
        view = self._views.get(ident)
        if view is not None:
            view.closed = True
            self._views = {key: item for key, item in self._views.items() if key != ident}

    def stop(self, ident: int) -> None:
        """Look no further back for a view; one that is not open is no error."""
        view = self._views.get(ident)
        if view is not None:
            view.enough = True
            self._wake.set()

    def page(self, ident: int, first: int, count: int) -> Page:
        """Rows of a view by position; see GetPage. Raises BadInput for a view that is not open."""
        if ident == EVERYTHING:
            return self._log.page(first, count)
        view = self._views.get(ident)
        if view is None:
            raise BadInput("view-gone", "This filter is no longer open. Enter it again.")
        return view.page(first, count)

    def close(self) -> None:
        """Stop looking."""
        self._end.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join()

    # --- the thread ------------------------------------------------------------------------------------

    def _run(self) -> None:
        while not self._end.is_set():
            self._wake.clear()
            busy = [self._work(view) for view in self._views.values()]
            if not any(busy):
                self._wake.wait(self._until_news())

    def _work(self, view: _View) -> bool:
        """One step of one view."""
        if view.closed or view.failed:
            return False
        begun = clock.mono_ns()
        try:
            more = view.step()
            view.error = ""
        except BadInput as error:
            more, view.failed, view.error = False, True, str(error)
        except EventscopeError as error:
            more, view.error = False, str(error)
        except Exception as bug:
            log.exception("view %d failed", view.id)
            more, view.failed = False, True
            view.error = f"The filter stopped because of a fault in Eventscope ({bug!r}). Please report it."
        self._tell(view)
        if more and self._log.waiting:
            self._end.wait((clock.mono_ns() - begun) / 1e9)
        return more

    def _tell(self, view: _View) -> None:
        news = view.news()
        if news == view.told or view.closed or clock.mono_ns() < self._due(view, news):
            return
        view.told, view.told_at = news, clock.mono_ns()
        self._feed.tell(news)

    @staticmethod
    def _due(view: _View, news: ViewNews) -> int:
        if view.told is not None:
            return 0 if view.told.count < ENOUGH <= news.count else view.told_at + PERIOD
        return 0 if news.count >= ENOUGH or news.done else view.told_at + EARLY

    def _until_news(self) -> float | None:
        """Seconds until news that had to wait are due; None when there are none."""
        waits = []
        for view in self._views.values():
            news = view.news()
            if news != view.told:
                waits.append(max(self._due(view, news) - clock.mono_ns(), 10**6) / 1e9)
            elif view.error and not view.failed:
                waits.append(AGAIN)
        return min(waits, default=None)
