"""Whatever can be reached by keyboard in these panels has a name that a screen reader can say."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from eventscope.core.verbs import GetMessage
from eventscope.ui.panels.composer import ComposerPanel
from eventscope.ui.panels.inspector import InspectorPanel
from eventscope.ui.panels.messages import MessagesPanel
from ui.fakerows import FakeLog
from ui.fakes import make_desk, push, summary


def named(widget: QWidget) -> bool:
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return bool(widget.accessibleName() or text)


@pytest.mark.parametrize("kind", [MessagesPanel, InspectorPanel, ComposerPanel])
def test_names(qtbot: QtBot, kind: type) -> None:
    log = FakeLog(1000)
    desk = make_desk(log.answers())
    panel = kind(desk)
    qtbot.addWidget(panel)
    panel.show()
    push(desk, summary(received=1000))
    desk.message_chosen.emit(log.message(GetMessage(5)))
    wanted = [item for item in panel.findChildren(QWidget) if item.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert len(wanted) > 3
    unnamed = [type(item).__name__ for item in wanted if item.isVisible() and not named(item)]
    assert unnamed == []


@pytest.mark.parametrize("kind", [MessagesPanel, InspectorPanel, ComposerPanel])
def test_commands_are_whole(qtbot: QtBot, kind: type) -> None:
    panel = kind(make_desk(FakeLog(10).answers()))
    qtbot.addWidget(panel)
    commands = panel.commands()
    assert len({command.id for command in commands}) == len(commands)
    assert all(command.text and callable(command.call) for command in commands)
