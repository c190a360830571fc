"""The JSON tree keeps Qt's rules for models, grows in pieces, and shows text as text."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from eventscope.core.jsontext import read
from eventscope.ui.models.jsontree import LONGEST, PIECE, JsonTree


def tree(text: str) -> JsonTree:
    model = JsonTree()
    model.show(read(text))
    return model


@pytest.mark.parametrize("text", ["", "1", "{}", "[]", '{"a": {"b": [1, {"c": null}]}, "d": "x"}', "[[[]], [1, 2]]"])
def test_the_rules_of_item_models(qtmodeltester: ModelTester, text: str) -> None:
    model = tree(text) if text else JsonTree()
    # Qt's own tester fetches while it is told of a fetch, and then takes its own doing for a fault.
    qtmodeltester.check(model, force_py=True)


def test_names_and_values(qtbot: QtBot) -> None:
    model = tree('{"a": {"b": [10, "x"]}}')
    outer = model.index(0, 0)
    assert (outer.data(), model.index(0, 1).data()) == ("a", "{1}")
    model.fetchMore(outer)
    inner = model.index(0, 0, outer)
    model.fetchMore(inner)
    leaf = model.index(1, 1, inner)
    assert (leaf.data(), leaf.siblingAtColumn(0).data()) == ('"x"', "1")
    assert leaf.data(Qt.ItemDataRole.ToolTipRole) == "<qt>a.b[1]</qt>"
    assert model.parent(inner) == outer


def test_children_come_in_pieces(qtbot: QtBot) -> None:
    model = tree("[" + ",".join(map(str, range(PIECE * 2 + 5))) + "]")
    assert model.rowCount() == PIECE
    while model.canFetchMore(QModelIndex()):
        model.fetchMore(QModelIndex())
    assert model.rowCount() == PIECE * 2 + 5
    assert model.index(PIECE * 2 + 4, 1).data() == str(PIECE * 2 + 4)


def test_long_and_hidden_texts(qtbot: QtBot) -> None:
    model = tree('{"k\u202e": "' + "v" * 5000 + '"}')
    assert model.index(0, 0).data() == "k‹RLO›"
    assert len(model.index(0, 1).data()) == LONGEST + 1
    assert "<b>" not in tree('{"<b>x</b>": 1}').index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
