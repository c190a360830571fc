"""The messages panel on a log of a million rows: what it shows, asks for, and says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

import hostile
from eventscope.core.errors import BadInput
from eventscope.core.message import DAMAGED
from eventscope.core.news import ViewNews
from eventscope.core.verbs import CloseView, GetMessage, GetPage, OpenView, StopSearch
from eventscope.core.workspace import SavedEvent
from eventscope.ui.desk import Desk
from eventscope.ui.panels.messages import MessagesPanel
from eventscope.ui.panels.messages_tips import tip
from eventscope.ui.viewmodels.lines import Line, lines
from opened import Watch, bait
from ui.fakerows import FakeLog
from ui.fakes import make_desk, push, state, summary

NEWEST = 1_000_000


class Bench:
    """A panel with its desk, door and log."""

    def __init__(self, qtbot: QtBot, answers: dict[type, Any] | None = None) -> None:
        self.log = FakeLog(NEWEST)
        self.desk: Desk = make_desk(self.log.answers() | {OpenView: 3, StopSearch: None} | (answers or {}))
        self.panel = MessagesPanel(self.desk)
        self.panel.resize(1000, 700)
        qtbot.addWidget(self.panel)
        self.panel.show()
        self.arrive(NEWEST)

    @property
    def door(self) -> Any:
        return self.desk.door

    @property
    def table(self) -> Any:
        return self.panel.table

    def arrive(self, newest: int) -> None:
        self.log.newest = newest
        push(self.desk, summary(received=newest))

    def shown(self) -> list[int]:
        stream = self.panel.stream
        rows = range(stream.top, stream.top + stream.visible)
        return [line.id for row in rows if (line := stream.line(row)) is not None]

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.table, key, modifiers)

    def place(self, row: int, column: str) -> QPoint:
        at = next(item for item in self.table._placed if item.column.id == column)
        return QPoint(at.x + at.width // 2, self.table._first_y() + row * self.table.ink.row + 3)


@pytest.fixture
def bench(qtbot: QtBot) -> Iterator[Bench]:
    made = Bench(qtbot)
    yield made
    made.panel.close()


def test_follows_the_newest_row(bench: Bench) -> None:
    assert bench.shown()[-1] == NEWEST
    bench.arrive(NEWEST + 500)
    assert bench.shown()[-1] == NEWEST + 500
    assert bench.panel.follow.isChecked()
    assert not bench.panel.badge.isVisible()


def test_asks_for_no_more_than_is_in_sight(bench: Bench) -> None:
    bench.log.pages.clear()
    for step in range(1, 50):
        bench.arrive(NEWEST + step * 400)
    assert max(page.count for page in bench.log.pages) <= bench.panel.stream.visible + 2
    assert len(bench.log.pages) == 49


def test_one_question_at_a_time(bench: Bench) -> None:
    bench.door.held = True
    bench.door.asked.clear()
    for step in range(1, 30):
        bench.arrive(NEWEST + step * 400)
    assert len(bench.door.of(GetPage)) == 1
    bench.door.release()
    assert len(bench.door.of(GetPage)) == 2


def test_scrolling_up_stops_and_esc_returns(bench: Bench) -> None:
    bench.press(Qt.Key.Key_PageUp)
    bench.arrive(NEWEST + 1204)
    assert not bench.panel.follow.isChecked()
    assert bench.panel.badge.isVisible()
    assert bench.panel.badge.text() == "1,204 newer"
    bench.press(Qt.Key.Key_Escape)
    assert bench.panel.follow.isChecked()
    assert bench.shown()[-1] == NEWEST + 1204


def test_esc_in_the_filter_clears_it_first_and_leaves_it_then(bench: Bench, qtbot: QtBot) -> None:
    box = bench.panel.filter
    box.filter_by("orders")
    with qtbot.assertNotEmitted(box.left):
        QTest.keyClick(box, Qt.Key.Key_Escape)
    assert box.text() == ""
    assert bench.panel.stream.view == 0
    with qtbot.waitSignal(box.left):
        QTest.keyClick(box, Qt.Key.Key_Escape)


def test_the_line_below_counts_what_the_log_holds(bench: Bench) -> None:
    assert bench.panel.count.text() == "1,000,000 in the log, all can be scrolled to"


def test_in_a_narrow_table_the_line_below_keeps_both_its_words(bench: Bench) -> None:
    bench.press(Qt.Key.Key_Space)
    bench.arrive(NEWEST + 77)
    bench.panel.resize(370, 400)
    bench.panel.layout().activate()
    assert bench.panel.count.width() > 60
    assert bench.panel.note.width() > 60
    assert bench.panel.badge.width() >= bench.panel.badge.sizeHint().width()


def test_wheel(bench: Bench, qtbot: QtBot) -> None:
    first = bench.panel.stream.top
    bar = bench.table.verticalScrollBar()
    bar.setValue(bar.value() - 10)
    assert bench.panel.stream.top == first - 10
    bar.setValue(bar.maximum())
    assert bench.panel.stream.following


def test_pause_says_that_nothing_is_lost(bench: Bench) -> None:
    bench.press(Qt.Key.Key_Space)
    bench.arrive(NEWEST + 77)
    assert bench.panel.pause.isChecked()
    assert "stored meanwhile" in bench.panel.note.text()
    assert bench.panel.badge.text() == "77 newer"  # once, not in the note as well
    assert not bench.panel.follow.isChecked()
    assert bench.shown()[-1] == NEWEST
    bench.press(Qt.Key.Key_Space)
    assert bench.shown()[-1] == NEWEST + 77


def test_keyboard_walks_and_the_inspector_follows(bench: Bench, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bench.desk.message_chosen) as chosen:
        bench.press(Qt.Key.Key_Up)
    assert chosen.args[0].id == NEWEST
    bench.press(Qt.Key.Key_Home)
    assert bench.shown()[0] == 1
    assert bench.panel.stream.selected == 1
    bench.press(Qt.Key.Key_Down)
    assert bench.door.last(GetMessage).id == 2
    assert "2" in bench.table.accessibleDescription()


def test_enter_asks_for_the_inspector(bench: Bench, qtbot: QtBot) -> None:
    bench.press(Qt.Key.Key_Up)
    with qtbot.waitSignal(bench.panel.inspect_wanted):
        bench.press(Qt.Key.Key_Return)


def test_only_the_last_of_many_rows_is_fetched_whole(bench: Bench, qtbot: QtBot) -> None:
    bench.press(Qt.Key.Key_Up)
    seen: list[int] = []
    bench.desk.message_chosen.connect(lambda message: seen.append(message.id))
    bench.door.held = True
    bench.door.asked.clear()
    for _ in range(8):
        bench.press(Qt.Key.Key_Up)
    assert len(bench.door.of(GetMessage)) == 1
    bench.door.held = False
    bench.door.release()
    assert seen == [NEWEST - 8]


def test_click_selects_and_stops_following(bench: Bench) -> None:
    QTest.mouseClick(bench.table.viewport(), Qt.MouseButton.LeftButton, pos=bench.place(3, "topic"))
    assert bench.panel.stream.selected == bench.table._in_sight()[3][0]
    assert not bench.panel.stream.following


def test_double_click_on_a_topic_filters(bench: Bench) -> None:
    topic = bench.log.topic(bench.table._in_sight()[3][0]).decode()
    QTest.mouseDClick(bench.table.viewport(), Qt.MouseButton.LeftButton, pos=bench.place(3, "topic"))
    assert bench.door.last(OpenView).filter == f"topic:{topic}"
    assert bench.panel.filter.text() == f"topic:{topic}"


def test_a_damaged_topic_never_becomes_a_filter(bench: Bench) -> None:
    bench.log.topics[NEWEST], bench.log.flags[NEWEST] = b"a/#", DAMAGED
    line = lines(bench.log.page(GetPage(0, NEWEST, 1)))[0][1]
    bench.panel.filtering.by_line(line)
    assert bench.door.of(OpenView) == []
    assert bench.panel.wrong.isVisible()


def test_filter_shows_matches_and_progress(bench: Bench) -> None:
    bench.log.matches = list(range(10, 1000, 10))
    bench.panel.filter.filter_by("orders")
    push(bench.desk, ViewNews(3, 37, 1204, 1_200_000, False))
    assert "1,204 of 1,200,000" in bench.panel.count.text()
    assert "37" in bench.panel.count.text()
    push(bench.desk, ViewNews(3, 99, 1_200_000, 1_200_000, True))
    assert bench.shown()[-1] == 990
    bench.panel.filter.clear_filter()
    assert bench.door.of(CloseView) == [CloseView(3)]
    assert bench.shown()[-1] == NEWEST


def test_a_search_shows_how_far_it_is_and_stops(bench: Bench) -> None:
    assert (bench.panel.searched.part, bench.panel.stop.isVisible()) == (None, False)
    bench.panel.filter.filter_by("orders")
    push(bench.desk, ViewNews(3, 37, 300_000, 1_200_000, False))
    assert bench.panel.searched.part == 0.25
    bench.panel.stop.click()
    assert bench.door.of(StopSearch) == [StopSearch(3)]
    push(bench.desk, ViewNews(3, 37, 300_000, 1_200_000, True, stopped=True))
    assert (bench.panel.searched.part, bench.panel.stop.isVisible()) == (None, False)
    assert bench.panel.count.text() == "37 found; stopped after 300,000 of 1,200,000"
    bench.panel.filter.clear_filter()
    bench.panel.filtering.stop()
    assert len(bench.door.of(StopSearch)) == 1


def test_a_hit_is_shown_among_all_messages(bench: Bench) -> None:
    bench.log.matches = [500_000, 500_100]
    bench.panel.filter.filter_by("orders")
    push(bench.desk, ViewNews(3, 2, 10, 10, True))
    bench.press(Qt.Key.Key_Up)
    bench.press(Qt.Key.Key_Up)
    assert bench.panel.table.current().id == 500_000
    bench.panel.show_chosen_among_all()
    assert bench.panel.filter.text() == ""
    assert bench.panel.stream.view == 0
    shown = bench.shown()
    assert shown[0] < 500_000 < shown[-1]
    assert bench.panel.table.current().id == 500_000
    assert not bench.panel.stream.following
    bench.panel.show_chosen_among_all()  # no filter: nothing to do
    assert bench.shown() == shown


def test_the_menu_of_a_row_exports_and_leads_to_all(bench: Bench) -> None:
    line = lines(bench.log.page(GetPage(0, NEWEST, 1)))[0][1]
    called: list[str] = []

    def texts(among_all: Any) -> list[str]:
        menu = bench.panel._menu.menu(line, lambda: None, lambda: called.append("export"), among_all)
        actions = {item.text(): item for item in menu.actions()}
        actions["Export messages…"].trigger()
        return list(actions)

    assert "Show among all messages" not in texts(None)
    assert "Show among all messages" in texts(lambda: None)
    assert called == ["export", "export"]


def test_a_wrong_filter_is_told_in_place_and_the_rows_stay(bench: Bench) -> None:
    bench.door.answers[OpenView] = BadInput("filter-x", "The filter is wrong at position 3.")
    bench.panel.filter.filter_by("a &&")
    assert bench.panel.wrong.text() == "The filter is wrong at position 3."
    assert bench.panel.filter.property("wrong") is True
    assert bench.shown()[-1] == NEWEST
    bench.door.answers[OpenView] = 4
    bench.panel.filter.filter_by("a")
    assert not bench.panel.wrong.isVisible()


def test_a_late_answer_of_an_older_filter_is_closed(bench: Bench) -> None:
    bench.door.held = True
    bench.panel.filter.filter_by("one")
    bench.panel.filter.filter_by("two")
    bench.door.answers[OpenView] = lambda verb: {"one": 3, "two": 4}[verb.filter]
    bench.door.release()
    assert bench.panel.stream.view == 4
    assert CloseView(3) in bench.door.of(CloseView)


def test_another_filter_leaves_the_inspected_message_alone(bench: Bench) -> None:
    bench.press(Qt.Key.Key_Up)
    seen: list[object] = []
    bench.desk.message_chosen.connect(seen.append)
    bench.log.matches = [10, 20, NEWEST]
    bench.panel.filter.filter_by("orders")
    assert None not in seen


def test_the_last_row_sits_on_the_lower_edge(bench: Bench) -> None:
    rows = bench.table._in_sight()
    assert rows[-1][0] == NEWEST
    assert rows[-1][1] is not None
    assert rows[0][1] is not None
    assert bench.table._first_y() + len(rows) * bench.table.ink.row == bench.table.viewport().height()


def test_no_match_offers_a_way_back(bench: Bench) -> None:
    bench.panel.filter.filter_by("nothing")
    push(bench.desk, ViewNews(3, 0, 10, 10, True))
    assert bench.panel.no_match.isVisible()
    bench.panel.no_match.button.click()
    assert bench.panel.table.isVisible()


def test_recent_filters(bench: Bench) -> None:
    for text in ("a", "b & c", "a"):
        bench.panel.filter.filter_by(text)
    menu = bench.panel.filter.recent_menu()
    assert [entry.text() for entry in menu.actions()] == ["a", "b && c"]
    saved = bench.panel.save_state()
    bench.panel.restore_state({"recent": ["x", 5], "columns": {"shown": ["topic"]}})
    assert bench.panel.filter.recent == ["x"]
    bench.panel.restore_state(saved)
    assert bench.panel.filter.recent == ["a", "b & c"]


def test_the_help_fills_the_filter(bench: Bench, qtbot: QtBot) -> None:
    from eventscope.ui.panels.messages_filter import FilterHelp

    bench.panel.filter.show_help()
    sheet = bench.panel.filter.findChild(FilterHelp)
    assert isinstance(sheet, FilterHelp)
    sheet._take("qos:1 retain:yes")
    assert bench.door.last(OpenView).filter == "qos:1 retain:yes"


def test_the_empty_panel_offers_a_subscription(qtbot: QtBot) -> None:
    panel = MessagesPanel(make_desk({}, state()))
    qtbot.addWidget(panel)
    panel.show()
    assert panel.nothing.isVisible()
    with qtbot.waitSignal(panel.subscribe_wanted):
        panel.nothing.button.click()


def test_copies_are_of_the_whole_message(bench: Bench) -> None:
    bench.log.payloads[NEWEST] = b"x" * 5000 + b"\x00"
    bench.press(Qt.Key.Key_Up)
    line = bench.table.current()
    menu = bench.panel._menu.menu(line, lambda: None, lambda: None, None)
    texts = {action.text(): action for action in menu.actions()}
    texts["Copy payload, escaped"].trigger()
    assert QGuiApplication.clipboard().text() == "x" * 5000 + "\\x00"
    bench.press(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().startswith('{"topic": ')
    with_signal: list[SavedEvent] = []
    bench.desk.compose.connect(with_signal.append)
    texts["Compose a copy"].trigger()
    assert with_signal[0].kind == "hex"


def test_columns_hide_and_come_back(bench: Bench) -> None:
    bench.panel.resize(500, 400)
    assert [item.column.id for item in bench.table._placed] == ["time", "topic", "payload", "latency"]
    bench.panel.resize(1000, 700)
    menu = bench.table.header.menu()
    next(action for action in menu.actions() if action.text() == "Gap").trigger()
    assert "gap" not in [item.column.id for item in bench.table._placed]


def test_double_click_on_an_edge_fits_a_column(bench: Bench) -> None:
    wide = b"orders/" + b"w" * 60
    for ident in range(NEWEST - 40, NEWEST + 1):
        bench.log.topics[ident] = wide
    bench.panel.stream.open_view(0)
    bench.table.refresh()
    before = bench.panel.columns.width("topic")
    topic = next(item for item in bench.table._placed if item.column.id == "topic")
    QTest.mouseDClick(bench.table.header, Qt.MouseButton.LeftButton, pos=QPoint(topic.x + topic.width, 8))
    assert bench.panel.columns.width("topic") > before


def test_another_engine(bench: Bench) -> None:
    bench.desk.engine_lost.emit()
    assert bench.panel.stream.count == 0
    bench.arrive(50)
    assert bench.shown()[-1] == 50


def test_rates_beyond_the_screen_are_said(bench: Bench) -> None:
    assert "faster than the screen" in bench.panel.note.text()
    push(bench.desk, summary(received=NEWEST, delivered=5.0))
    assert bench.panel.note.text() == ""


@pytest.mark.parametrize("column", ["time", "gap", "topic", "payload", "size", "qos", "marks", "latency"])
def test_every_cell_says_how_it_was_made(bench: Bench, column: str) -> None:
    for ident in range(1, 60):
        line = lines(bench.log.page(GetPage(0, ident, 1)))[0][1]
        text = tip(column, line)
        assert isinstance(text, str)
        if column in ("time", "gap", "latency", "size"):
            assert text


def test_negative_latency_is_a_clock_error(bench: Bench) -> None:
    line: Line = lines(bench.log.page(GetPage(0, 29, 1)))[0][1]
    assert line.latency_look == "error"
    assert "clocks disagree" in tip("latency", line)


def test_hostile_texts_are_drawn_as_text(bench: Bench, tmp_path: Path) -> None:
    path, markup = bait(tmp_path)
    raws = [markup.encode(), *hostile.payloads()]
    for place, raw in enumerate(raws):
        ident = NEWEST + 1 + place
        bench.log.topics[ident] = bench.log.payloads[ident] = raw
        bench.log.flags[ident] = DAMAGED
    with Watch(path) as watch:
        bench.arrive(NEWEST + len(raws))
        for _ in range(4):
            bench.table.viewport().grab()
            bench.press(Qt.Key.Key_PageUp)
        for place in range(len(raws)):
            line = lines(bench.log.page(GetPage(0, NEWEST + 1 + place, 1)))[0][1]
            assert tip("topic", line)
        assert not watch.opened()


def test_the_watch_sees_what_it_should(qtbot: QtBot, tmp_path: Path) -> None:
    from PySide6.QtWidgets import QLabel  # the control: a label that guesses

    path, markup = bait(tmp_path)
    with Watch(path) as watch:
        label = QLabel(markup)
        qtbot.addWidget(label)
        label.grab()
        assert watch.opened()
