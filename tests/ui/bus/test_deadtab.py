"""Dead letters: shown byte for byte, mended, replayed, purged after a counted question, exported."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from eventscope.core.deadletter import DeadEdit, DeadPage
from eventscope.core.verbs import ExportDead, GetDeadLetters, PurgeDead, ReplayDead
from eventscope.ui.bus.deadeditor import DeadEditor
from eventscope.ui.bus.deadtab import DeadTab
from eventscope.ui.dialogs.ask import Question
from ui.fakebus import dead_page, letters
from ui.fakes import make_desk

ANSWERS = {GetDeadLetters: dead_page(letters()), ReplayDead: 1, PurgeDead: 3, ExportDead: 3}


@pytest.fixture
def desk():
    return make_desk(ANSWERS)


@pytest.fixture
def tab(qtbot, desk) -> DeadTab:
    made = DeadTab(desk)
    qtbot.addWidget(made)
    made.resize(340, 700)
    made.show()
    made.show_bridge("x", 3)
    return made


def answer(tab: DeadTab, text: str) -> None:
    question = tab.window().findChild(Question)
    next(each for each in question.findChildren(QPushButton) if each.text() == text).click()


def test_they_are_listed_with_their_reasons(tab) -> None:
    assert [row.letter.id for row in tab.rows.rows] == [3, 2, 1]
    assert "1.2 MB are more" in tab.why.text()
    assert "3 of 3 shown" in tab.about.text()


def test_bytes_show_as_text_or_hex(tab) -> None:
    tab.table.selectRow(1)
    assert "not json" in tab.detail.toPlainText()
    assert "\x00" not in tab.detail.toPlainText()
    tab.hex.setChecked(True)
    assert "00 ff" in tab.detail.toPlainText()


def test_a_change_of_their_number_looks_again_and_nothing_else_does(tab, desk) -> None:
    asked = len(desk.door.of(GetDeadLetters))
    tab._pause.timeout.emit()
    tab.show_bridge("x", 3)
    assert len(desk.door.of(GetDeadLetters)) == asked
    tab._pause.stop()
    tab.show_bridge("x", 4)
    assert len(desk.door.of(GetDeadLetters)) == asked + 1
    tab.hide()
    tab._pause.stop()
    tab.show_bridge("x", 5)
    assert len(desk.door.of(GetDeadLetters)) == asked + 1
    tab.show()
    assert len(desk.door.of(GetDeadLetters)) == asked + 2


def test_a_flood_of_them_is_looked_at_once_a_second(tab, desk) -> None:
    asked = len(desk.door.of(GetDeadLetters))
    for count in range(4, 2_000):
        tab.show_bridge("x", count)
    assert len(desk.door.of(GetDeadLetters)) == asked
    tab._pause.stop()
    tab._pause.timeout.emit()
    assert len(desk.door.of(GetDeadLetters)) == asked + 1


def test_an_answer_for_another_bridge_is_not_shown(tab, desk) -> None:
    desk.door.held = True
    tab.show_bridge("y", 2)
    tab.show_bridge("z", 0)
    desk.door.answers[GetDeadLetters] = lambda verb: dead_page(letters()) if verb.bridge == "y" else DeadPage((), {}, 0)
    desk.door.release()
    assert tab.rows.rows == []


def test_more_are_fetched_behind_the_last_one(qtbot) -> None:
    one, two, three = letters()
    pages = {0: DeadPage((one, two), {}, 3), two.id: DeadPage((three,), {}, 3)}
    desk = make_desk({GetDeadLetters: lambda verb: pages[verb.after]})
    made = DeadTab(desk)
    qtbot.addWidget(made)
    made.show()
    made.show_bridge("x", 3)
    assert made.more.isVisible()
    made.more.click()
    assert len(made.rows.rows) == 3
    assert not made.more.isVisible()


def test_replay_all_asks_with_their_number(tab, desk) -> None:
    tab.replay_all()
    assert "3" in tab.window().findChild(Question).windowTitle()
    assert desk.door.of(ReplayDead) == []
    answer(tab, "Replay all")
    assert desk.door.last(ReplayDead) == ReplayDead("x", None, None)


def test_purge_asks_with_their_number(tab, desk, qtbot) -> None:
    tab.table.selectRow(0)
    qtbot.keyClick(tab.table, Qt.Key.Key_Delete)
    assert "1" in tab.window().findChild(Question).windowTitle()
    answer(tab, "Purge")
    assert desk.door.last(PurgeDead) == PurgeDead("x", (3,))


def test_purge_all(tab, desk) -> None:
    tab.purge_all()
    answer(tab, "Purge")
    assert desk.door.last(PurgeDead) == PurgeDead("x", None)


def test_export_writes_all(tab, desk) -> None:
    tab.export_to("/srv/somebody/dead.jsonl")
    assert desk.door.last(ExportDead) == ExportDead("x", "/srv/somebody/dead.jsonl")
    assert "3" in tab.about.text()


def test_selected_ones_can_be_replayed_as_they_are(tab, desk) -> None:
    tab.table.selectAll()
    menu = tab.menu()
    next(action for action in menu.actions() if action.text() == "Replay as they are").trigger()
    assert desk.door.last(ReplayDead).ids == (3, 2, 1)
    menu.close()


def editor(qtbot, letter, calls) -> DeadEditor:
    made = DeadEditor(letter, calls.append)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    made.show()
    return made


def test_an_edit_replays_what_was_changed(qtbot, tab, desk) -> None:
    tab.table.selectRow(2)
    tab.edit()
    made = tab.window().findChild(DeadEditor)
    assert '"sum": 4' in made.payload.toPlainText()
    made.payload.setPlainText('{"total": 4}')
    made.go.click()
    assert desk.door.last(ReplayDead) == ReplayDead("x", (1,), DeadEdit(payload=b'{"total": 4}'))


def test_bytes_that_are_no_text_open_as_hex_and_stay(qtbot) -> None:
    calls: list[DeadEdit | None] = []
    made = editor(qtbot, letters()[1], calls)
    assert made.kind.value() is False
    made.kind.set_value(True)
    assert made.kind.value() is False  # it is no text
    made.go.click()
    assert calls == [None]


def test_text_and_hex_are_the_same_bytes(qtbot) -> None:
    calls: list[DeadEdit | None] = []
    made = editor(qtbot, letters()[0], calls)
    made.kind.set_value(False)
    assert made.payload.toPlainText().startswith("7b 22 69 64")
    made.payload.setPlainText("7b 7")
    made.go.click()
    assert calls == []
    made.payload.setPlainText("7b7d")
    made.go.click()
    assert calls == [DeadEdit(payload=b"{}")]


def test_a_key_can_be_mended_and_a_large_payload_is_left_alone(qtbot) -> None:
    calls: list[DeadEdit | None] = []
    large = replace(letters()[0], payload=b"x" * (2 << 20), key=b"k")
    made = editor(qtbot, large, calls)
    assert not made.payload.isEnabled()
    made.key.setText("6b 32")
    made.go.click()
    assert calls == [DeadEdit(key=b"k2")]
