"""The topic tree panel: a hundred thousand topics without a stall, keys, menu, hostile names."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication

from eventscope.core.news import Topics
from eventscope.ui.models.topics import LABEL, bounded
from eventscope.ui.panels import topics as module
from eventscope.ui.panels.topics import TopicsPanel
from ui.fakes import HOSTILE, make_desk, push, topics


@pytest.fixture
def desk():
    return make_desk()


@pytest.fixture
def panel(qtbot, desk) -> TopicsPanel:
    made = TopicsPanel(desk)
    made.list.touched = True  # rows open by hand only
    qtbot.addWidget(made)
    made.resize(264, 400)
    with qtbot.waitExposed(made):
        made.show()
    return made


def shown(panel: TopicsPanel) -> list[str]:
    return [panel.rows.label(line) for line in panel.rows.lines]


def fill(qtbot, panel: TopicsPanel, desk, names: list[bytes], **fields) -> None:
    push(desk, topics(names, **fields))
    qtbot.waitUntil(lambda: not panel.tree.busy and not panel._fresh)


def test_topics_and_rates_show(panel, desk, qtbot) -> None:
    fill(qtbot, panel, desk, [b"orders/7/created", b"orders/12/created", b"payments/accepted"], rates=[310, 290, 611])
    assert shown(panel) == ["orders", "payments"]
    assert panel.rows.figure(panel.rows.lines[0]) == "600/s"


def test_what_is_silent_shows_no_total_in_the_place_of_its_rate(panel, desk, qtbot) -> None:
    fill(qtbot, panel, desk, [b"a", b"b"], rates=[0, 2.5])
    quiet, busy = panel.rows.lines
    assert (panel.rows.figure(quiet), panel.rows.figure(busy)) == ("–", "2.5/s")
    assert "none at present" in panel.rows._hover(quiet)
    assert "Since the start: 10 messages" in panel.rows._hover(quiet)
    assert "Now: 2.5/s" in panel.rows._hover(busy)
    assert "none at present" in panel.rows._spoken(quiet)


def test_keys_open_close_and_move(panel, desk, qtbot) -> None:
    fill(qtbot, panel, desk, [b"a/b/c", b"x"])
    view = panel.list
    view.setFocus()
    view.go_to(1)
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert shown(panel) == ["a", "b", "x"]
    qtbot.keyClick(view, Qt.Key.Key_Right)
    assert view.current_line().node == 2
    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert view.current_line().node == 1
    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert shown(panel) == ["a", "x"]
    assert view.current_line().node == 1


def test_arrow_opens_by_mouse(panel, desk, qtbot) -> None:
    fill(qtbot, panel, desk, [b"a/b"])
    at = panel.list.visualRect(panel.rows.index(0)).topLeft() + QPoint(8, 10)
    qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert shown(panel) == ["a", "b"]


def test_double_click_filters_the_messages(panel, desk, qtbot) -> None:
    fill(qtbot, panel, desk, [b"orders/7"])
    at = panel.list.visualRect(panel.rows.index(0)).center()
    with qtbot.waitSignal(desk.topic_chosen) as chosen:
        qtbot.mouseDClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert chosen.args == ["orders/#"]


def test_delete_asks_for_the_retained_messages_below(panel, desk, qtbot) -> None:
    fill(qtbot, panel, desk, [b"orders/7"])
    panel.list.go_to(1)
    with qtbot.waitSignal(panel.clear_wanted) as wanted:
        qtbot.keyClick(panel.list, Qt.Key.Key_Delete)
    assert wanted.args == ["orders"]


def test_menu_copies_and_subscribes(panel, desk, qtbot) -> None:
    fill(qtbot, panel, desk, [b"orders/7"])
    actions = {item.text(): item for item in panel.menu(panel._subject(1)).actions()}
    actions["Copy as topic filter"].trigger()
    assert QGuiApplication.clipboard().text() == "orders/#"
    with qtbot.waitSignal(panel.subscribe_wanted) as wanted:
        actions["Subscribe…"].trigger()
    assert wanted.args == ["orders/#"]


def test_a_damaged_topic_is_shown_but_neither_subscribed_nor_copied(panel, desk, qtbot) -> None:
    fill(qtbot, panel, desk, [b"bad\xff"])
    assert shown(panel) == ["bad\\xff"]
    actions = {item.text(): item for item in panel.menu(panel._subject(1)).actions()}
    assert not actions["Subscribe…"].isEnabled()
    assert not actions["Copy as topic filter"].isEnabled()


@pytest.mark.parametrize("name", [b"a/#", b"+", b"a/+/b", b"a\x00b", b"bad\xff"])
def test_a_name_that_is_none_never_becomes_a_filter(name, panel, desk, qtbot) -> None:
    fill(qtbot, panel, desk, [name, b"a/good", b"/x"])
    chosen: list[str] = []
    told: list[str] = []
    desk.topic_chosen.connect(chosen.append)
    desk.notice.connect(lambda item: told.append(item.code))
    for node in range(1, len(panel.tree.labels)):
        path = panel.tree.path(node)
        good = path in (b"a", b"a/good", b"", b"/x")
        enabled = {item.text(): item.isEnabled() for item in panel.menu(panel._subject(node)).actions()}
        assert enabled["Subscribe…"] is enabled["Filter messages by it"] is enabled["Copy as topic filter"] is good
        before = len(chosen)
        panel.list.chosen.emit(node)
        assert len(chosen) - before == good
    assert set(told) == {"topic-not-valid"}


def test_find_shows_whole_topics(panel, desk, qtbot) -> None:
    fill(qtbot, panel, desk, [b"orders/7/created", b"payments"])
    panel.commands()[0].call()
    panel.search.setText("created")
    assert shown(panel) == ["orders/7/created"]
    panel.search.setText("")
    assert shown(panel) == ["orders", "payments"]


def test_what_found_no_room_is_said(panel, desk, qtbot) -> None:
    fill(qtbot, panel, desk, [b"a"], dropped=1234)
    assert "1,234" in panel.note.text()
    assert panel.note.isVisible()


def test_first_action_of_the_empty_panel(panel, qtbot) -> None:
    assert panel._stack.currentIndex() == 0
    with qtbot.waitSignal(panel.subscribe_wanted):
        panel._stack.widget(0).button.click()


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_topics_are_visible_bounded_and_plain(panel, desk, qtbot, text: str) -> None:
    fill(qtbot, panel, desk, [text.encode()])
    panel.list.grab()
    for line in panel.rows.lines:
        label = panel.rows.label(line)
        assert len(label) <= LABEL + 10
        assert not {"\u202e", "\u200b", "\x00", "\x1b"} & set(label)
    assert "<img" not in panel.rows.index(0).data(Qt.ItemDataRole.ToolTipRole)


def test_long_levels_that_differ_in_the_middle_stay_apart() -> None:
    one, other = b"x" * 500 + b"a" + b"x" * 500, b"x" * 500 + b"b" + b"x" * 500
    assert bounded(one, LABEL) != bounded(other, LABEL)


def test_a_hundred_thousand_topics_come_in_slices(panel, desk, qtbot, monkeypatch) -> None:
    names = [b"site/%d/device/%d" % (n % 300, n) for n in range(100_000)]
    slices: list[int] = []
    work = panel.tree.work

    def counted(go_on):
        before = len(panel.tree._waiting)
        changed = work(go_on)
        slices.append(before - len(panel.tree._waiting))
        return changed

    monkeypatch.setattr(panel.tree, "work", counted)
    push(desk, topics(names))
    qtbot.waitUntil(lambda: not panel.tree.busy, timeout=60_000)
    assert sum(slices) == 100_000
    assert len([n for n in slices if n]) > 3  # never all at once
    counts, _ = panel.tree.figures()
    assert counts[0] == 10 * (100_000 - panel.tree.hidden)


def test_moving_figures_emit_no_change_per_topic(panel, desk, qtbot) -> None:
    fill(qtbot, panel, desk, [b"t/%d" % n for n in range(2000)])
    changes: list[object] = []
    panel.rows.dataChanged.connect(lambda *args: changes.append(args))
    panel.rows.rowsInserted.connect(lambda *args: changes.append(args))
    push(desk, Topics(2000, (), np.full(2000, 99, np.int64), np.full(2000, 5, np.float32)))
    qtbot.waitUntil(lambda: not panel._fresh)
    assert changes == []
    assert panel.rows.figure(panel.rows.lines[0]) == "10k/s"


def test_timer_rests_when_nothing_moves(panel, desk, qtbot) -> None:
    fill(qtbot, panel, desk, [b"a"])
    qtbot.waitUntil(lambda: not panel._timer.isActive(), timeout=5 * module.EVERY_MS + 2000)


def test_current_topic_survives_growth(panel, desk, qtbot) -> None:
    fill(qtbot, panel, desk, [b"m"])
    panel.list.go_to(1)
    push(desk, topics([b"a", b"z"], first=1))
    qtbot.waitUntil(lambda: shown(panel) == ["a", "m", "z"])
    assert panel.list.current_line().node == 1


def test_the_first_level_opens_by_itself_until_a_hand_closes_it(panel, desk, qtbot) -> None:
    panel.list.touched = False
    fill(qtbot, panel, desk, [b"a/b/c"])
    assert shown(panel) == ["a", "b"]
    panel.list.set_open(1, False)
    push(desk, topics([b"a/d"], first=1))
    qtbot.waitUntil(lambda: len(panel.tree.labels) == 5)
    assert shown(panel) == ["a"]
