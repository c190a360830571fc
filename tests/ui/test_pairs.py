"""Pairs keep order and repeated names; an empty row waits at the end."""

from __future__ import annotations

from PySide6.QtCore import Qt

from eventscope.ui.pairs import PairsEdit
from ui.fakes import HOSTILE


def test_round_trip_keeps_order_and_doubles(qtbot) -> None:
    edit = PairsEdit()
    qtbot.addWidget(edit)
    pairs = (("a", "1"), ("a", "2"), ("", "only a value"), ("b", ""), (HOSTILE[0], HOSTILE[1]))
    edit.set_pairs(pairs)
    assert edit.pairs() == pairs
    assert edit.rowCount() == len(pairs) + 1


def test_typing_in_the_last_row_adds_another(qtbot) -> None:
    edit = PairsEdit()
    qtbot.addWidget(edit)
    edit.set_pairs(())
    edit.item(0, 0).setText("name")
    assert edit.rowCount() == 2
    assert edit.pairs() == (("name", ""),)


def test_delete_removes_the_row(qtbot) -> None:
    edit = PairsEdit()
    qtbot.addWidget(edit)
    edit.set_pairs((("a", "1"), ("b", "2")))
    edit.setCurrentCell(0, 0)
    qtbot.keyClick(edit, Qt.Key.Key_Delete)
    assert edit.pairs() == (("b", "2"),)
