"""The Live page: panels, their arrangement, and what a small window does."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget

from eventscope.core.verbs import GetMessage
from eventscope.ui.fold import EDGE, LEAST
from eventscope.ui.live import LEFT, NARROW, TOPICS, LivePage
from eventscope.ui.theme import theme
from eventscope.ui.widgets import Card
from ui.fakerows import FakeLog
from ui.fakes import make_desk, push, summary


@pytest.fixture
def live(qtbot) -> LivePage:
    made = LivePage(make_desk())
    qtbot.addWidget(made)
    made.resize(1600, 800)
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_all_panels_are_docks_with_names(live) -> None:
    assert [dock.objectName() for dock in live.docks] == [
        "connections",
        "subscriptions",
        "topics",
        "inspector",
        "composer",
    ]
    assert all(dock.windowTitle() for dock in live.docks)


def test_inspector_folds_where_it_is_narrow(live, qtbot) -> None:
    assert not live.fold.folded
    live.resize(NARROW - 100, 700)
    qtbot.waitUntil(lambda: live.fold.folded)
    live.resize(1600, 700)
    qtbot.waitUntil(lambda: not live.fold.folded)


def test_nothing_is_wider_than_the_smallest_window(live, qtbot) -> None:
    live.resize(1216, 650)
    qtbot.waitUntil(lambda: live.fold.folded)
    assert live.minimumSizeHint().width() <= 1216


def test_arrangement_survives(live, qtbot) -> None:
    assert "docks" not in live.save_state()  # nobody arranged anything yet
    next(item for item in live.commands() if item.id == "live.show.topics").call()
    kept = live.save_state()
    other = LivePage(make_desk())
    qtbot.addWidget(other)
    other.resize(1600, 800)
    other.show()
    other.restore_state(kept)
    qtbot.waitUntil(lambda: other.docks[2].isHidden())
    other.reset()
    assert not other.docks[2].isHidden()


@pytest.mark.parametrize("state", [{}, {"docks": "!!not base64!!"}, {"docks": 5, "messages": 7}, {"docks": "AAAA"}])
def test_a_damaged_arrangement_is_left_out(live, state) -> None:
    live.restore_state(state)
    assert all(not dock.isHidden() for dock in live.docks)


def test_arranging_gives_bars_and_takes_them(live) -> None:
    live.set_arranging(True)
    assert live.docks[0].titleBarWidget() is None
    live.set_arranging(False)
    assert isinstance(live.docks[0].titleBarWidget(), QWidget)


def test_commands_of_all_panels_have_ids_and_keys_of_their_own(live) -> None:
    commands = live.commands()
    ids = [item.id for item in commands]
    assert len(ids) == len(set(ids))
    for wanted in ("connections.new", "subscriptions.new", "topics.find", "messages.find", "live.fold"):
        assert wanted in ids
    keys = [key for item in commands for key in item.shortcut.split(" ") if key]
    assert len(keys) == len(set(keys))


def test_hiding_a_panel_by_command(live) -> None:
    toggle = next(item for item in live.commands() if item.id == "live.show.topics")
    toggle.call()
    assert live.docks[2].isHidden()
    toggle.call()
    assert not live.docks[2].isHidden()


def test_a_gap_that_was_moved_by_hand_is_kept(live, qtbot) -> None:
    dock = live.docks[0]
    gap = dock.geometry().topRight() + QPoint(4, 40)
    assert live.childAt(gap) is None
    qtbot.mousePress(live, Qt.MouseButton.LeftButton, pos=gap)
    qtbot.mouseRelease(live, Qt.MouseButton.LeftButton, pos=gap)
    live.resizeDocks([dock], [400], Qt.Orientation.Horizontal)
    live.resize(1700, 850)
    qtbot.waitUntil(lambda: live.width() == 1700)
    assert dock.width() > 350
    assert "docks" in live.save_state()


def test_f6_goes_around_the_panels(live, qtbot) -> None:
    push(live._desk, summary(received=10))
    live.connections.list.setFocus()
    seen = []
    for _ in range(5):
        live._go(1)
        seen.append(QApplication.focusWidget())
    assert seen[-1] is live.connections.list  # topics show no list while there are none
    assert len(set(seen)) == 5
    assert live.messages.table in seen
    assert live.composer.topic in seen
    live._go(-1)
    assert QApplication.focusWidget() is seen[-2]


def test_opening_a_message_opens_the_folded_inspector(live) -> None:
    live.fold.set_folded(True)
    live._open_message(None)
    assert not live.fold.folded


@pytest.mark.parametrize(("width", "height"), [(1216, 650), (896, 449)])
def test_an_open_inspector_can_be_read_in_a_small_window(live, qtbot, width: int, height: int) -> None:
    live.resize(width, height)
    qtbot.waitUntil(lambda: live.fold.folded)
    live.fold.toggle()
    qtbot.waitUntil(lambda: live.fold.width() == LEAST + EDGE)
    assert live.minimumSizeHint().width() <= width
    live._desk.set_state(live._desk.state)  # as when a connection was added
    qtbot.wait(1)
    assert live.fold.width() == LEAST + EDGE


def test_sizes_come_back_after_the_window_was_small(live, qtbot) -> None:
    def settled() -> bool:
        return [dock.height() for dock in live.docks[:3]] == live._heights() and live.fold.folded

    live.resize(1216, 650)
    qtbot.waitUntil(lambda: settled() and live.docks[0].width() == LEFT)
    before = [dock.size() for dock in live.docks]
    live.resize(896, 449)
    qtbot.waitUntil(lambda: settled() and live.docks[0].width() < LEFT)
    live.resize(1216, 650)
    qtbot.waitUntil(lambda: [dock.size() for dock in live.docks] == before)


def test_the_lists_show_all_their_rows_where_the_topics_keep_enough(live, qtbot) -> None:
    live.resize(1216, 500)
    wanted = live.subscriptions.wanted_height()
    qtbot.waitUntil(lambda: live.docks[1].height() == wanted)
    assert live.docks[2].height() >= TOPICS


def test_a_press_that_no_panel_wanted_is_no_arrangement(live, qtbot) -> None:
    heading = live.connections.findChild(Card).heading
    qtbot.mouseClick(heading, Qt.MouseButton.LeftButton)
    assert "docks" not in live.save_state()


def test_an_open_inspector_is_remembered(live, qtbot) -> None:
    live.resize(1216, 650)
    qtbot.waitUntil(lambda: live.fold.folded)
    live.fold.toggle()
    other = LivePage(make_desk())
    qtbot.addWidget(other)
    other.restore_state(live.save_state())
    other.resize(1216, 650)
    other.show()
    qtbot.waitUntil(lambda: other.fold.width() == LEAST + EDGE)
    assert not other.fold.folded


def test_space_and_esc_reach_the_messages_from_the_inspector(live, qtbot) -> None:
    log = FakeLog(10)
    live._desk.door.answers |= log.answers()
    push(live._desk, summary(received=10))
    live.activateWindow()
    qtbot.waitUntil(live.isActiveWindow)
    live._desk.message_chosen.emit(log.message(GetMessage(3)))
    live.inspector.setFocus()
    here = QApplication.focusWidget()
    assert here is live.inspector.tabs.tabBar()
    qtbot.keyClick(here, Qt.Key.Key_Space)
    assert live.messages.stream.paused
    parts = live.inspector
    for view in (parts.payload.view, parts.tree.view, parts.hex.view, parts.facts, parts.diff.view):
        live.messages.stream.pause(True)
        qtbot.keyClick(view, Qt.Key.Key_Space)
        assert not live.messages.stream.paused
        live.messages.stream.follow(False)
        qtbot.keyClick(view, Qt.Key.Key_Escape)
        assert live.messages.stream.following
    assert QApplication.focusWidget() is live.messages.table


def test_space_is_typed_in_text_fields(live, qtbot) -> None:
    for field in (live.composer.topic, live.composer.payload.edit, live.messages.filter):
        field.setFocus()
        qtbot.keyClick(field, Qt.Key.Key_Space)
    assert not live.messages.stream.paused


def test_the_lesser_columns_hide_before_latency_in_the_smallest_window(live, qtbot) -> None:
    live.resize(896, 449)
    qtbot.waitUntil(lambda: live.fold.folded)
    for zoom in (100, 140):
        theme.apply("dark", zoom)
        try:
            qtbot.waitUntil(lambda: "latency" in [item.column.id for item in live.messages.table._placed])
        finally:
            theme.apply("dark", 100)
