"""The messages panel: filter, pause and follow over the message table, with an honest count below."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from eventscope.core.news import Summary, ViewNews
from eventscope.core.verbs import GetPage, Page, State
from eventscope.ui import figures, words
from eventscope.ui.actions import Command
from eventscope.ui.desk import Desk
from eventscope.ui.panels import messages_words
from eventscope.ui.panels.messages_copy import RowMenu
from eventscope.ui.panels.messages_export import Exporting
from eventscope.ui.panels.messages_filter import FilterBox
from eventscope.ui.panels.messages_filtering import Filtering
from eventscope.ui.panels.messages_progress import Progress
from eventscope.ui.panels.messages_table import MessageTable
from eventscope.ui.panels.messages_whole import WholeMessage
from eventscope.ui.theme import theme
from eventscope.ui.viewmodels.colours import TopicColours
from eventscope.ui.viewmodels.columns import Columns
from eventscope.ui.viewmodels.lines import Line
from eventscope.ui.viewmodels.stream import Stream
from eventscope.ui.widgets import Card, Deck, Elided, Empty, Label, Pill, button, icon, tooltip


class MessagesPanel(Card):
    """Everything that arrived, newest at the bottom. `subscribe_wanted`: the empty panel's first action."""

    subscribe_wanted = Signal()
    inspect_wanted = Signal()  # Enter or double click: show the inspector, should it be folded

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__("", parent, margins=(0, 0, 0, 0))
        self.setAccessibleName(self.tr("Messages"))
        self.desk = desk
        self.stream, self.colours, self.columns = Stream(), TopicColours(), Columns()
        self._rate = 0.0
        self._whole = WholeMessage(desk, self)
        self._build()
        self.filtering = Filtering(desk, self.stream, self.filter, self)
        self._menu = RowMenu(desk, self)
        self._connect()
        if desk.state is not None:
            self._take_state(desk.state)
        if desk.last_summary is not None:
            self._take_summary(desk.last_summary)

    # --- layout ------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.filter = FilterBox(self)
        self.pause = Pill(self.tr("Pause"))
        tooltip(self.pause, self.tr("Freeze what is shown; everything is stored meanwhile (Space in the table)"))
        self.follow = Pill(self.tr("Follow newest"), checked=True)
        tooltip(self.follow, self.tr("Keep the newest message in sight (Esc in the table)"))
        bar = QHBoxLayout()
        bar.setContentsMargins(8, 8, 8, 4)
        bar.setSpacing(6)
        bar.addWidget(self.filter, 1)
        bar.addWidget(self.pause)
        bar.addWidget(self.follow)
        self.wrong = Label("", "bad", wrap=True)
        self.wrong.setContentsMargins(12, 0, 12, 4)
        self.wrong.hide()
        self.searched = Progress()
        self.table = MessageTable(self.stream, self.colours, self.columns)
        self.badge = button("", lambda: self.newest(), "pill")
        self.badge.setIcon(icon("mdi6.arrow-down", "accent"))
        tooltip(self.badge, self.tr("Go to the newest message and follow (Esc in the table)"))
        self.badge.hide()
        self._stack = Deck()  # a layout without a parent would show its first widget as a window
        self._stack.addWidget(self.table)
        self.nothing = Empty(
            self.tr(
                "Messages appear here as they arrive, newest at the bottom. Subscribe to a topic to see its messages."
            ),
            self.tr("Add a subscription"),
            self.subscribe_wanted.emit,
        )
        self.no_match = Empty(
            self.tr("No stored message matches the filter. New ones that match will appear here."),
            self.tr("Show all messages"),
            self.filter.clear_filter,
        )
        self._stack.addWidget(self.nothing)
        self._stack.addWidget(self.no_match)
        self.count = Elided("", "muted")
        self.stop = button(self.tr("Stop"), lambda: self.filtering.stop(), "link")
        tooltip(self.stop, self.tr("Look no further back; what was found stays, and newer matches still appear"))
        self.stop.hide()
        self.exporting = Exporting(self.desk, lambda: self.filtering.text)
        self.note = Elided("", "muted")
        for part in (self.count, self.note):  # as wide as they need, both shorter where room is short
            part.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 2, 8, 2)
        foot.setSpacing(8)
        foot.addStrut(theme.px(26))  # the badge comes and goes without moving the table
        foot.addWidget(self.count)
        foot.addWidget(self.stop)
        foot.addStretch(1)
        foot.addWidget(self.note)
        foot.addWidget(self.badge)
        self.body.setSpacing(0)
        self.body.addLayout(bar)
        self.body.addWidget(self.wrong)
        self.body.addWidget(self.searched)
        self.body.addWidget(self._stack, 1)
        strip = QHBoxLayout()
        strip.setContentsMargins(8, 4, 8, 2)
        strip.addWidget(self.exporting)
        self.body.addLayout(strip)
        self.body.addLayout(foot)

    def _connect(self) -> None:
        desk, table = self.desk, self.table
        desk.summary.connect(self._take_summary)
        desk.view.connect(self._take_view)
        desk.state_changed.connect(self._take_state)
        desk.topic_chosen.connect(self.filtering.by_topic)
        desk.engine_lost.connect(self._engine_lost)
        self._whole.failed.connect(lambda error: self._say(words.error(error)))
        table.moved.connect(self._moved)
        table.chosen.connect(self._chosen)
        table.opened.connect(self._open)
        table.topic_filtered.connect(self.filtering.by_line)
        table.menu_wanted.connect(self._open_menu)
        table.copy_wanted.connect(self._menu.copy_row)
        self.filtering.said.connect(self._say)
        self.filtering.changed.connect(self._view_changed)
        self.filter.left.connect(table.setFocus)
        self.pause.clicked.connect(self._pause_clicked)
        self.follow.clicked.connect(self._follow_clicked)

    def commands(self) -> list[Command]:
        """For menus, palette and shortcuts."""
        space, esc = self.tr("Space"), self.tr("Esc")
        return [
            Command("messages.find", self.tr("Filter messages"), self.focus_filter, "Ctrl+F"),
            Command("messages.clear-filter", self.tr("Show all messages"), self.filter.clear_filter),
            Command("messages.pause", self.tr("Pause or resume the messages"), self.toggle_pause, hint=space),
            Command("messages.newest", self.tr("Go to the newest message"), self.newest, hint=esc),
            Command("messages.oldest", self.tr("Go to the oldest message"), self.oldest),
            Command("messages.stop", self.tr("Stop the search"), lambda: self.filtering.stop()),
            Command("messages.among-all", self.tr("Show the chosen message among all"), self.show_chosen_among_all),
            Command("messages.export", self.tr("Export messages…"), lambda: self.exporting.ask(), "Ctrl+Shift+E"),
            Command("messages.columns", self.tr("Columns of the messages"), self._columns_menu),
        ]

    def save_state(self) -> dict[str, Any]:
        """What the workspace keeps of this panel."""
        return {"columns": self.columns.state(), "recent": list(self.filter.recent)}

    def restore_state(self, state: dict[str, Any]) -> None:
        """Take a saved state; anything odd in it is left out."""
        self.columns.restore(dict(state.get("columns", {})))
        self.filter.recent = [item for item in state.get("recent", []) if isinstance(item, str)]
        self.table.header.changed.emit()

    # --- news --------------------------------------------------------------------------------------------------

    def _take_summary(self, news: Summary) -> None:
        if self.stream.summary(news):
            self.table.refresh()
        self._tell(news.throughput.delivered)

    def _take_view(self, news: ViewNews) -> None:
        if self.stream.view_news(news):
            self.table.refresh()
            self._tell()

    def _take_state(self, state: State) -> None:
        self.colours.take(state.workspace.connections)
        self.table.viewport().update()
        self._tell()

    def _view_changed(self) -> None:
        self.table.refresh()
        self._tell()

    def _engine_lost(self) -> None:
        """Another engine will come and knows no view of ours."""
        self.stream.clear()
        self._whole.forget()
        self.filtering.again()
        self.table.refresh()

    # --- pages and messages ----------------------------------------------------------------------------------------

    def _moved(self) -> None:
        asked = self.stream.next_page()
        if asked is not None:
            self.desk.ask(asked, lambda page: self._page(page, asked), lambda _error: self.stream.failed(asked))
        self._show_state()

    def _page(self, page: Page, asked: GetPage) -> None:
        if self.stream.answer(page, asked):
            self.table.refresh()

    def _chosen(self, line: Line) -> None:
        self._whole.want(line.id)

    def _open(self, line: Line) -> None:
        self._whole.want(line.id)
        self.inspect_wanted.emit()

    def focus_filter(self) -> None:
        """Type a filter."""
        self.filter.setFocus()
        self.filter.selectAll()

    def show_chosen_among_all(self) -> None:
        """The chosen message between those that came before and after it."""
        line = self.table.current()
        if line is not None and self.stream.view:
            self.show_among_all(line)

    def show_among_all(self, line: Line) -> None:
        """Take the filter away and stay at a row."""
        self.filtering.leave(line)
        self.table.refresh()
        self.table.setFocus()

    def _say(self, text: str) -> None:
        self.wrong.setText(text)
        self.wrong.setVisible(bool(text))

    # --- pause and follow -----------------------------------------------------------------------------------------

    def toggle_pause(self) -> None:
        """Freeze or go on."""
        self.stream.pause(not self.stream.paused)
        self.table.refresh()

    def newest(self) -> None:
        """Back to the newest message, and follow."""
        self.stream.follow(True)
        self.table.refresh()
        self.table.setFocus()

    def oldest(self) -> None:
        """To the first message."""
        self.stream.select(self.stream.low)
        self.table.refresh()
        self.table.setFocus()

    def _pause_clicked(self) -> None:
        self.toggle_pause()

    def _follow_clicked(self, on: bool) -> None:
        self.stream.follow(on)
        self.table.refresh()

    def _columns_menu(self) -> None:
        self.table.header.open_menu(self.table.header.mapToGlobal(QPoint(0, self.table.header.height())))

    def _open_menu(self, line: Line, at: QPoint) -> None:
        among_all = (lambda: self.show_among_all(line)) if self.stream.view else None
        self._menu.open(line, at, lambda: self.filtering.by_line(line), self.exporting.ask, among_all)

    # --- words ---------------------------------------------------------------------------------------------------

    def _show_state(self) -> None:
        stream = self.stream
        self.pause.setChecked(stream.paused)
        self.follow.setChecked(stream.following)
        newer = 0 if stream.following else stream.newer
        self.badge.setVisible(newer > 0 and stream.count > 0)
        if newer:
            self.badge.setText(self.tr("{n} newer").format(n=figures.count(newer)))
        page = self.table if stream.count or stream.paused else self.no_match if stream.view else self.nothing
        if stream.view and not stream.count and not (stream.progress and stream.progress.done):
            page = self.table
        if self._stack.currentWidget() is not page:
            self._stack.setCurrentWidget(page)
        self._tell()

    def _tell(self, rate: float | None = None) -> None:
        """The line below: how many there are, and that nothing is left out of what is stored."""
        self._rate = self._rate if rate is None else rate
        self.count.setText(messages_words.count(self.stream))
        self.note.setText(messages_words.note(self.stream, self._rate))
        looking = self.stream.progress if self.stream.view else None
        if looking is None or looking.done:
            self.searched.rest()
        else:
            self.searched.show_part(looking.scanned, looking.total)
        self.stop.setVisible(self.searched.part is not None)
