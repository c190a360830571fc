"""Questions in plain text that never block: the answer comes by a call, and the window goes on meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from eventscope.ui.theme import theme
from eventscope.ui.widgets import Label, PlainView, button

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer: what its button says and what it does; `role` as in `widgets.button`."""

    text: str
    call: Callable[[], object]
    role: str = ""


def ask(parent: QWidget, title: str, text: str, choices: list[Choice], detail: str = "") -> QDialog:
    """Show a question; the first choice is the default, Esc (and "Cancel") does nothing. Returns at once."""
    dialog = Question(parent, title, text, choices, detail)
    dialog.open()
    return dialog


class Question(QDialog):
    """A sentence or two, perhaps a longer text below, and one button for each answer."""

    def __init__(self, parent: QWidget, title: str, text: str, choices: list[Choice], detail: str = "") -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setAccessibleDescription(text)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(Label(title, "title", wrap=True))
        words = Label(text, wrap=True)
        words.setMinimumWidth(theme.px(380))
        column.addWidget(words)
        if detail:
            view = PlainView()
            view.setPlainText(detail)
            view.setMinimumSize(theme.px(560), theme.px(220))
            column.addWidget(view, 1)
        column.addLayout(self._buttons(choices))

    def _buttons(self, choices: list[Choice]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        cancel = translate("Question", "Cancel") if choices else translate("Question", "Close")
        row.addWidget(button(cancel, self.reject))
        for number, choice in enumerate(reversed(choices)):
            made = button(choice.text, self._answer(choice), choice.role)
            row.addWidget(made)
            if number == len(choices) - 1:
                made.setDefault(True)
                made.setFocus()
        return row

    def _answer(self, choice: Choice) -> Callable[[], None]:
        def answer() -> None:
            self.accept()
            choice.call()

        return answer
