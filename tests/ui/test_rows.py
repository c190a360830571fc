"""The two-line list: selection stays, keys act, texts from outside stay text."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt

from eventscope.ui.rows import Row, RowList
from ui.fakes import HOSTILE


@pytest.fixture
def rows(qtbot) -> RowList:
    made = RowList("Things")
    qtbot.addWidget(made)
    made.put([Row("a", "first", "detail", "1/s"), Row("b", "second", "detail", "2/s")])
    made.resize(240, 200)
    made.show()
    return made


def test_current_row_stays_while_figures_move_and_rows_come(rows: RowList) -> None:
    rows.setCurrentIndex(rows.rows.index(1))
    rows.put([Row("a", "first"), Row("b", "second", figure="3/s")])
    assert rows.current() == "b"
    rows.put([Row("new", "zeroth"), Row("a", "first"), Row("b", "second")])
    assert rows.current() == "b"
    rows.put([Row("a", "first")])
    assert rows.current() is None


@pytest.mark.parametrize(
    ("key", "signal"),
    [(Qt.Key.Key_Return, "opened"), (Qt.Key.Key_Space, "toggled"), (Qt.Key.Key_Delete, "removed")],
)
def test_keys(rows: RowList, qtbot, key: Qt.Key, signal: str) -> None:
    rows.setCurrentIndex(rows.rows.index(0))
    with qtbot.waitSignal(getattr(rows, signal)) as caught:
        qtbot.keyClick(rows, key)
    assert caught.args == ["a"]


def test_menu_by_keyboard_is_for_the_current_row(rows: RowList, qtbot) -> None:
    rows.setCurrentIndex(rows.rows.index(1))
    with qtbot.waitSignal(rows.menu_wanted) as caught:
        rows.customContextMenuRequested.emit(QPoint(5, 190))
    assert caught.args[0] == "b"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_paint_and_are_escaped_on_hover(rows: RowList, text: str) -> None:
    rows.put([Row("a", text, text, text)])
    rows.grab()
    index = rows.rows.index(0)
    assert "<img" not in index.data(Qt.ItemDataRole.ToolTipRole)
    shown = index.data(Qt.ItemDataRole.DisplayRole)
    assert len(shown) < 1000
    assert not {"\u202e", "\x00", "\x1b"} & set(shown)


def test_rows_speak_to_a_screen_reader(rows: RowList) -> None:
    assert rows.rows.index(0).data(Qt.ItemDataRole.AccessibleTextRole) == "first, detail, 1/s"
    assert rows.accessibleName() == "Things"


def test_wanted_height_holds_all_rows(rows: RowList) -> None:
    assert rows.wanted_height() >= 2 * rows.sizeHintForRow(0)
