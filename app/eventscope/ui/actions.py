"""Commands: what a person can do, listed once for menus, shortcuts and the command palette."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget


@dataclass(frozen=True, slots=True)
class Command:
    """`id` is steady ("messages.pause"), `text` translated, `shortcut` as in "Ctrl+N" (of the whole window).

    A panel's keys of its own (Space, Esc, Del) belong to the panel; here they only need `hint`, which the
    palette shows beside the text.
    """

    id: str
    text: str
    call: Callable[[], object]
    shortcut: str = ""
    hint: str = ""


def action(command: Command, owner: QWidget) -> QAction:
    """The command as an action of `owner` (which keeps it), with its shortcut in force."""
    made = QAction(command.text, owner)
    made.setObjectName(command.id)
    if command.shortcut:
        made.setShortcuts([QKeySequence(part) for part in command.shortcut.split(" ")])
    made.triggered.connect(lambda _checked=False: command.call())
    owner.addAction(made)
    return made
