"""Rows are brought up to date in place: nothing that is selected or sorted gets lost."""

from __future__ import annotations

import random

import pytest
from PySide6.QtCore import QAbstractItemModel, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from eventscope.ui.models.keyed_rows import Column, KeyedRows

Pair = tuple[str, float | None]


def make() -> KeyedRows[Pair]:
    columns: list[Column[Pair]] = [
        Column("name", "Name", lambda row: row[0], hover=lambda row: "<b>" + row[0]),
        Column("value", "Value", lambda row: str(row[1]), lambda row: row[1], right=True, how="how <it> is counted"),
    ]
    return KeyedRows(columns, lambda row: row[0])


def names(model: KeyedRows[Pair]) -> list[str]:
    return [str(model.index(n, 0).data()) for n in range(model.rowCount())]


def test_new_values_come_without_a_reset(qtbot) -> None:
    model = make()
    model.put([("a", 1), ("b", 2)])
    place = QPersistentModelIndex(model.index(1, 0))
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.dataChanged):
        model.put([("a", 5), ("b", 6)])
    assert place.row() == 1
    assert model.index(1, 1).data() == "6"


def test_rows_keep_what_points_at_them_when_others_come_go_and_move(qtbot) -> None:
    model = make()
    model.sort(1, Qt.SortOrder.DescendingOrder)
    model.put([("a", 1), ("b", 2), ("c", 3)])
    assert names(model) == ["c", "b", "a"]
    place = QPersistentModelIndex(model.index(1, 0))
    model.put([("b", 9), ("d", 4), ("c", 3)])
    assert names(model) == ["b", "d", "c"]
    assert place.data() == "b"
    model.put([("d", 4)])
    assert not place.isValid()


def test_without_sorting_rows_come_as_they_are_given() -> None:
    model = make()
    model.put([("b", 1), ("a", 2)])
    model.put([("c", 1), ("a", 2), ("b", 3)])
    assert names(model) == ["c", "a", "b"]


def test_what_is_not_known_sorts_last_both_ways() -> None:
    model = make()
    model.put([("a", None), ("b", 2), ("c", 1)])
    model.sort(1)
    assert names(model) == ["c", "b", "a"]
    model.sort(1, Qt.SortOrder.DescendingOrder)
    assert names(model) == ["b", "c", "a"]


def test_filtering_hides_and_brings_back() -> None:
    model = make()
    model.put([("a", 1), ("b", 2)])
    model.filter(lambda row: row[0] == "b")
    assert names(model) == ["b"]
    assert model.total == 2
    model.put([("a", 1), ("b", 2), ("bb", 3)])
    assert names(model) == ["b"]
    model.filter(None)
    assert names(model) == ["a", "b", "bb"]


def test_tooltips_are_escaped() -> None:
    model = make()
    model.put([("<img src='file:///x'>", 1)])
    assert "<img" not in model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert "<it>" not in model.headerData(1, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)


@pytest.mark.parametrize("seed", range(5))
def test_any_change_is_announced_as_qt_wants_it(qtbot, seed: int) -> None:
    model = make()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    dice = random.Random(seed)
    for _ in range(30):
        if dice.random() < 0.3:
            model.sort(dice.choice([-1, 0, 1]), dice.choice(list(Qt.SortOrder)))
        count = dice.choice([0, 3, 30, 120])
        keys = dice.sample([f"k{n:03}" for n in range(400)], count)
        rows: list[Pair] = [(key, dice.choice([None, dice.random()])) for key in keys]
        model.put(rows)
        assert sorted(names(model)) == sorted(keys)
    assert isinstance(tester.model(), QAbstractItemModel)
