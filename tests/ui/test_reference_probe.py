"""PySide6 keeps its references to None: 6.12.0 on Python 3.11 loses one with each void call until it aborts."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem, QWidget

from eventscope.ui.widgets import Label

CALLS = 1_000
SLACK = CALLS // 2  # the fault loses one with each call; the rest of the process gives and takes a few hundred


@pytest.fixture
def probes(qtbot) -> dict[str, Callable[[], object]]:
    label, tree, widget, timer = Label(), QTreeWidget(), QWidget(), QTimer()
    for made in (label, tree, widget):
        qtbot.addWidget(made)
    timer.setInterval(1_000_000)

    def add_item() -> None:
        tree.addTopLevelItem(QTreeWidgetItem(["x"]))

    return {
        "setText": lambda: label.setText("x"),
        "setParent": lambda: label.setParent(widget),
        "addTopLevelItem": add_item,
        "startTimer": timer.start,
        "singleShot": lambda: QTimer.singleShot(1_000_000, timer, timer.stop),
        "update": widget.update,
    }


@pytest.mark.parametrize("name", ["setText", "setParent", "addTopLevelItem", "startTimer", "singleShot", "update"])
def test_void_calls_lose_no_reference_to_none(probes, name: str) -> None:
    call = probes[name]
    call()
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        call()
    assert sys.getrefcount(None) - before > -SLACK
