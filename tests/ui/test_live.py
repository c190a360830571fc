"""The Live page: panels, their arrangement, and what a small window does."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QWidget

from eventscope.ui.live import NARROW, LivePage
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
