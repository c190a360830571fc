"""Help lists keys of the commands and how figures are computed."""

from __future__ import annotations

from eventscope.ui.actions import Command
from eventscope.ui.help import HelpDialog
from eventscope.ui.widgets import Label


def test_keys_and_formulas(qtbot) -> None:
    commands = [Command("a", "New connection…", lambda: None, "Ctrl+N"), Command("b", "No key", lambda: None)]
    dialog = HelpDialog(commands, "1.2.3")
    qtbot.addWidget(dialog)
    texts = [label.text() for label in dialog.findChildren(Label)]
    for wanted in ("Eventscope 1.2.3", "Ctrl+N", "New connection…", "Ctrl+Enter", "Little's law"):
        assert wanted in texts
    assert "No key" not in texts


def test_a_key_is_listed_once(qtbot) -> None:
    commands = [Command("composer.publish", "Publish the event", lambda: None, "Ctrl+Return Ctrl+Enter")]
    dialog = HelpDialog(commands, "1")
    qtbot.addWidget(dialog)
    texts = [label.text() for label in dialog.findChildren(Label)]
    assert "Ctrl+Enter" in texts
    assert "Ctrl+Return" not in texts
