"""Which rows the message table shows: following, paused, scrolled; and which page to ask for next.

Messages are never kept here, only the lines near what is shown. A position is a row id in view 0 (everything)
and the steady place of a match in a filtered view (below 0 for older matches found later). At most one page is
asked for at a time; when it comes, what is wanted by then is asked for next, so the cost does not depend on how
fast messages arrive.
"""

from __future__ import annotations

from collections import OrderedDict

from eventscope.core.news import Summary, ViewNews
from eventscope.core.verbs import GetPage, Page
from eventscope.ui.viewmodels.lines import Line, lines

KEPT = 2048  # lines near what is shown
MOST = 512  # rows of one page
AHEAD = 96  # rows asked for beyond the edge when scrolled


class Stream:
    """The state of the table. `low` to `high` (exclusive) are the positions there are, `top` is the first shown."""

    def __init__(self) -> None:
        self.view = 0
        self.low = 0
        self.high = 0
        self.top = 0
        self.visible = 1
        self.following = True
        self.paused = False
        self.selected: int | None = None  # row id
        self.selected_at: int | None = None  # its position
        self.progress: ViewNews | None = None
        self._ahead: dict[int, ViewNews] = {}  # news of views that are not open yet, by view
        self._followed = True  # before the pause
        self._live = (0, 0)  # low and high of the view, also while paused
        self._all = (0, 0)  # of view 0
        self._lines: OrderedDict[int, Line] = OrderedDict()
        self._open: GetPage | None = None
        self._skip = 0
        self._present = 0  # the last position known to be there
        self._absent: set[int] = set()  # asked for and not there; those behind the newest row come later

    # --- news ------------------------------------------------------------------------------------------

    def summary(self, news: Summary) -> bool:
        """The log moved on; True when what is shown may have changed."""
        self._all = (news.oldest, news.newest + 1)
        return self._moved(*self._all) if self.view == 0 else False

    def view_news(self, news: ViewNews) -> bool:
        """A filtered view grew; True when it is ours."""
        if news.view != self.view or not self.view:
            if news.view > self.view:
                self._ahead[news.view] = news  # the answer that makes it ours may still be on its way
            return False
        self.progress = news
        self._moved(news.first, news.first + news.count)
        return True

    def _moved(self, low: int, high: int) -> bool:
        if (low, high) == self._live:
            return False
        if high < self._live[1]:  # cleared
            self._forget()
        self._live = (low, high)
        self._absent.clear()
        if not self.paused:
            self.low, self.high = low, high
            self._settle()
        return True

    def _settle(self) -> None:
        """Keep `top` where rows are. While following, it moves on when the rows have come (`answer`)."""
        self.top = max(self.low, min(self.top, max(self.low, self.high - self.visible)))

    def open_view(self, view: int) -> None:
        """Show another view, from its newest row."""
        self.view = view
        self._forget()
        self._open = None
        self.paused, self.following = False, True
        self.selected_at = None
        self.progress = None
        self._live = self._all if view == 0 else (0, 0)
        self.low, self.high = self._live
        self.top = max(self.low, self.high - self.visible)
        known = self._ahead.pop(view, None)
        self._ahead = {ident: news for ident, news in self._ahead.items() if ident > view}
        if known is not None:
            self.view_news(known)

    def clear(self) -> None:
        """Another workspace or another engine: nothing is known any more."""
        self._all = (0, 0)
        self.selected = None
        self._ahead.clear()
        self.open_view(0)

    # --- what a person does ------------------------------------------------------------------------------

    def resize(self, rows: int) -> None:
        """So many whole rows are visible."""
        self.visible = max(1, rows)
        if self.following:
            self.top = max(self.low, self.high - self.visible)
        self._settle()

    def scroll_to(self, top: int) -> None:
        """Show from this position on; at the very end follow again."""
        last = max(self.low, self.high - self.visible)
        self.top = max(self.low, min(top, last))
        self.following = top >= last and not self.paused

    def scroll_by(self, rows: int) -> None:
        """Up (negative) or down."""
        self.scroll_to(self.top + rows)

    def follow(self, on: bool) -> None:
        """Follow the newest row, or stay here."""
        if on:
            self.pause(False)
            self.following = True
        else:
            self.following = False

    def pause(self, on: bool) -> None:
        """Freeze what is shown; nothing is lost by it."""
        if on == self.paused:
            return
        self.paused = on
        if on:
            self._followed, self.following = self.following, False
            return
        self.following = self._followed
        self.low, self.high = self._live
        self._settle()

    def select(self, position: int) -> Line | None:
        """Select the row at a position and bring it into sight; None while it has not come."""
        if self.high <= self.low:
            return None
        position = max(self.low, min(position, self.high - 1))
        self.selected_at = position
        line = self._lines.get(position)
        self.selected = line.id if line else None
        self.following = False
        if position < self.top:
            self.top = position
        elif position >= self.top + self.visible:
            self.top = position - self.visible + 1
        return line

    def centre(self, position: int) -> None:
        """Show a position with what comes before and after it."""
        self.scroll_to(position - self.visible // 2)

    def deselect(self) -> None:
        """Nothing is selected."""
        self.selected = self.selected_at = None

    # --- what is drawn -----------------------------------------------------------------------------------

    @property
    def count(self) -> int:
        """How many rows can be scrolled to."""
        return max(0, self.high - self.low)

    @property
    def newer(self) -> int:
        """How many rows lie below what is shown, those that came during a pause included."""
        return max(0, self._live[1] - min(self.top + self.visible, self.high))

    @property
    def held_back(self) -> int:
        """How many came since the pause."""
        return self._live[1] - self.high if self.paused else 0

    def line(self, position: int) -> Line | None:
        """The line at a position; None while it has not come."""
        return self._lines.get(position)

    def gone(self, position: int) -> bool:
        """Whether the log's limit took the row at this position."""
        return position in self._absent and (position < self._live[0] or position < self._present)

    # --- pages ---------------------------------------------------------------------------------------------

    def next_page(self) -> GetPage | None:
        """The page to ask for now; None while one is under way or nothing is missing."""
        if self._open is not None or self.high <= self.low:
            return None
        wanted = self._wanted()
        if wanted is None:
            return None
        first, end = wanted
        before = max(self.low, first - 1)  # one row more, to tell the gap of the first
        self._skip = first - before
        self._open = GetPage(self.view, before, end - before)
        return self._open

    def _wanted(self) -> tuple[int, int] | None:
        if self.following:
            first = max(self.low, self.high - self.visible - 1)
            return self._missing(first, self.high)
        end = min(self.high, self.top + self.visible + 1)
        missing = self._missing(self.top, end)
        if missing is not None:
            return max(self.low, missing[0] - AHEAD), min(self.high, missing[1] + AHEAD)
        return self._missing(max(self.low, self.top - AHEAD // 2), min(self.high, end + AHEAD // 2))

    def _missing(self, first: int, end: int) -> tuple[int, int] | None:
        """The smallest stretch that holds all missing rows of [first, end), at most one page."""
        absent = [at for at in range(first, end) if at not in self._lines and at not in self._absent]
        if not absent:
            return None
        return absent[0], min(absent[-1] + 1, absent[0] + MOST - 2 * AHEAD - 1)

    def answer(self, page: Page, asked: GetPage) -> bool:
        """A page came; True when it is of the present view."""
        if asked is not self._open:
            return False
        self._open = None
        for at, line in lines(page, self._skip_of(page, asked)):
            self._lines[at] = line
            self._lines.move_to_end(at)
            if line.id == self.selected:
                self.selected_at = at
            elif at == self.selected_at and self.selected is None:
                self.selected = line.id
        self._note_absent(asked)
        while len(self._lines) > KEPT:
            self._lines.popitem(last=False)
        if self.following:
            self.top = max(self.low, min(asked.first + asked.count, self.high) - self.visible)
        return True

    def _skip_of(self, page: Page, asked: GetPage) -> int:
        """The first row serves only the gap, unless it is itself missing (the log lost the one before)."""
        if not self._skip or not len(page.rows):
            return 0
        return 1 if int(page.positions[0]) == asked.first else 0

    def _note_absent(self, asked: GetPage) -> None:
        """What did not come is not asked for again before the next news."""
        wanted = range(asked.first + self._skip, asked.first + asked.count)
        self._absent.update(at for at in wanted if at not in self._lines)
        self._present = max((at for at in wanted if at in self._lines), default=self._present)

    def failed(self, asked: GetPage) -> None:
        """The question could not be answered; the next news ask again."""
        if asked is self._open:
            self._open = None

    def _forget(self) -> None:
        self._lines.clear()
        self._absent.clear()
        self._open = None
