"""A command becomes an action with its shortcut."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from eventscope.ui.actions import Command, action


def test_action_runs_by_its_shortcut(qtbot) -> None:
    calls: list[int] = []
    owner = QWidget()
    qtbot.addWidget(owner)
    made = action(Command("file.new", "New", lambda: calls.append(1), "Ctrl+N"), owner)
    with qtbot.waitActive(owner):
        owner.show()
        owner.activateWindow()
    qtbot.keyClick(owner, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    made.trigger()
    assert calls == [1, 1]
    assert made.objectName() == "file.new"
