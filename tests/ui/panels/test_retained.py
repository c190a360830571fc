"""Clearing retained messages: counted, asked, undone."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QPushButton, QWidget

from eventscope.core.broker import RetainedInfo
from eventscope.core.verbs import ClearRetained, GetRetained, RestoreRetained
from eventscope.ui.dialogs.ask import Question
from eventscope.ui.panels.retained import Retained
from ui.fakes import make_desk

FOUND = tuple(RetainedInfo(topic, b"x", 0, 1.0) for topic in ("orders", "orders/7", "ordersx"))


@pytest.fixture
def window(qtbot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def press(window: QWidget, text: str) -> None:
    question = window.findChild(Question)
    next(item for item in question.findChildren(QPushButton) if item.text() == text).click()


def test_counted_question_then_clear_then_undo(window, qtbot) -> None:
    desk = make_desk({GetRetained: FOUND, ClearRetained: FOUND[:2]})
    Retained(desk, window).clear("orders")
    assert desk.door.last(GetRetained).prefix == "orders"
    assert not desk.door.of(ClearRetained)
    with qtbot.waitSignal(desk.offer) as offered:
        press(window, "Clear retained")
    assert desk.door.last(ClearRetained).topics == ("orders", "orders/7")
    offered.args[2]()
    assert desk.door.last(RestoreRetained).messages == FOUND[:2]


def test_nothing_to_clear_is_said(window) -> None:
    desk = make_desk({GetRetained: ()})
    Retained(desk, window).clear("orders")
    assert window.findChild(Question).windowTitle() == "Nothing to clear"
    assert not desk.door.of(ClearRetained)
