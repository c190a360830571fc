"""The table hides what finds no room, copies what is selected, and draws texts as texts."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from eventscope.ui.datatable import ROW, DataTable
from eventscope.ui.models.keyed_rows import Column, KeyedRows
from eventscope.ui.theme import theme
from ui.fakes import HOSTILE

Pair = tuple[str, float]


@pytest.fixture
def table(qtbot) -> DataTable:
    columns: list[Column[Pair]] = [
        Column("name", "Name", lambda row: row[0], stretch=True),
        Column("value", "Value", lambda row: f"{row[1]:.0f}", lambda row: row[1], right=True),
        Column("bar", "Bar", lambda row: "", width=120, rank=1, share=lambda row: row[1] / 100),
        Column("rest", "Rest", lambda row: "rest", width=200, rank=2, role=lambda row: "bad"),
    ]
    made = DataTable("Pairs", KeyedRows(columns, lambda row: row[0]))
    qtbot.addWidget(made)
    made.resize(900, 300)
    made.show()
    return made


def test_rows_are_22_px_and_follow_the_zoom(table: DataTable) -> None:
    table.rows.put([("a", 1.0)])
    assert table.rowHeight(0) == ROW
    theme.apply("dark", 150)
    try:
        assert table.rowHeight(0) == ROW * 3 // 2
    finally:
        theme.apply("dark", 100)


def test_columns_of_lesser_rank_hide_first(table: DataTable) -> None:
    hidden = []
    for width in (900, 450, 300):
        table.resize(width, 300)
        hidden.append([n for n in range(4) if table.isColumnHidden(n)])
    assert hidden == [[], [3], [2, 3]]


def test_selection_and_scrolling_stay_while_rows_change(table: DataTable, qtbot) -> None:
    table.rows.put([(f"r{n:04}", float(n)) for n in range(1000)])
    table.selectRow(500)
    table.scrollTo(table.rows.index(500, 0))
    before = table.verticalScrollBar().value()
    table.rows.put([(f"r{n:04}", float(n) + 1) for n in range(1000)])
    assert table.selected() == ["r0500"]
    assert table.verticalScrollBar().value() == before
    assert table.currentIndex().row() == 500


def test_keys(table: DataTable, qtbot) -> None:
    table.rows.put([("a", 1.0), ("b", 2.0)])
    with qtbot.assertNotEmitted(table.removed):
        qtbot.keyClick(table, Qt.Key.Key_Delete)
    table.selectRow(1)
    with qtbot.waitSignal(table.removed):
        qtbot.keyClick(table, Qt.Key.Key_Delete)
    with qtbot.waitSignal(table.opened):
        qtbot.keyClick(table, Qt.Key.Key_Return)
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "b\t2\t\trest"


def test_hostile_texts_are_drawn(table: DataTable) -> None:
    table.rows.put([(text, 50.0) for text in HOSTILE])
    assert not table.grab().isNull()


def test_a_bar_is_as_long_as_its_share(table: DataTable) -> None:
    table.rows.put([("full", 100.0), ("half", 50.0)])
    image = table.viewport().grab().toImage()
    accent = theme.colour("accent").rgb()

    def length(row: int) -> int:
        rect = table.visualRect(table.rows.index(row, 2))
        return sum(image.pixel(x, rect.center().y()) == accent for x in range(rect.left(), rect.right()))

    assert length(0) > 0
    assert abs(length(1) * 2 - length(0)) <= 2
