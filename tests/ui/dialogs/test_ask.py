"""Questions are plain text, never block, and do nothing on Esc."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from eventscope.ui.dialogs.ask import Choice, ask
from eventscope.ui.widgets import Label, PlainView
from ui.fakes import HOSTILE


@pytest.fixture
def window(qtbot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def test_first_choice_is_the_default_and_runs_after_closing(window, qtbot) -> None:
    calls: list[str] = []
    choices = [Choice("Save", lambda: calls.append("save")), Choice("Discard", lambda: calls.append("discard"))]
    dialog = ask(window, "Save?", "There are changes.", choices)
    assert dialog.isVisible()  # and `ask` returned
    assert [item.text() for item in dialog.findChildren(QPushButton)] == ["Cancel", "Discard", "Save"]
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert calls == ["save"]
    assert not dialog.isVisible()


def test_escape_does_nothing(window, qtbot) -> None:
    calls: list[str] = []
    dialog = ask(window, "Remove?", "Gone is gone.", [Choice("Remove", lambda: calls.append("x"))])
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert calls == []


@pytest.mark.parametrize("text", HOSTILE[:4])
def test_texts_are_plain(window, text: str) -> None:
    dialog = ask(window, text, text, [], detail=text)
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in dialog.findChildren(Label))
    assert dialog.findChild(PlainView).toPlainText() == text.replace("\x00", "\x00")
    dialog.close()
