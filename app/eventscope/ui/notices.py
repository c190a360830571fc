"""Notices: sentences that a person should see once, in strips that take their own room and hide nothing."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from eventscope.core.news import Notice
from eventscope.core.visible import elide, show
from eventscope.ui import words
from eventscope.ui.actions import Command
from eventscope.ui.desk import Desk
from eventscope.ui.dialogs.ask import ask
from eventscope.ui.widgets import Dot, IconButton, Label, button

SHOWN = 3
KEPT = 200
PASSING_MS = 12_000  # information goes by itself; what is wrong stays until it is closed
LONGEST = 600  # characters of one notice on screen
DOTS = {"info": "accent", "warn": "warn", "bad": "bad"}


@dataclass(slots=True)
class Told:
    """One notice; `count` says how often the same came."""

    level: str
    text: str
    button: str = ""
    call: Callable[[], object] | None = None
    count: int = 1

    @property
    def line(self) -> str:
        """As it is shown."""
        return self.text if self.count == 1 else f"{self.text} (×{self.count})"


class Notices(QWidget):
    """At most three strips at once, the newest on top; all of them by "Show notices"."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._told: deque[Told] = deque(maxlen=KEPT)
        self._strips: list[Strip] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.hide()
        desk.notice.connect(self._take)
        desk.offer.connect(self._offer)

    def commands(self) -> list[Command]:
        """For the palette."""
        return [Command("notices.show", self.tr("Show notices"), self.show_all)]

    def tell(self, level: str, text: str, label: str = "", call: Callable[[], object] | None = None) -> None:
        """Show a sentence; the same one again only counts."""
        for strip in self._strips:
            if (strip.told.level, strip.told.text) == (level, text):
                strip.told.call = call
                strip.again()
                return
        told = Told(level, text, label, call)
        self._told.append(told)
        self._add(Strip(told, self._close))

    def show_all(self) -> None:
        """Everything that was told, newest first."""
        lines = "\n".join(told.line for told in reversed(self._told))
        text = self.tr("%n notice(s) since the start.", "", len(self._told))
        ask(self.window(), self.tr("Notices"), text, [], lines)

    def withdraw(self, text: str) -> None:
        """What was told is no longer so."""
        for strip in [item for item in self._strips if item.told.text == text]:
            self._close(strip)

    def _take(self, item: Notice) -> None:
        self.tell(item.level, words.sentence(item.code, item.words, item.params))

    def _offer(self, text: str, label: str, call: Callable[[], object]) -> None:
        self.tell("info", text, label, call)

    def _add(self, strip: Strip) -> None:
        self._strips.insert(0, strip)
        self._column.insertWidget(0, strip)
        self._show()
        if strip.told.level == "info":
            QTimer.singleShot(PASSING_MS, strip, strip.close_strip)

    def _close(self, strip: Strip) -> None:
        if strip in self._strips:
            self._strips.remove(strip)
            self._column.removeWidget(strip)
            strip.hide()
            strip.deleteLater()
            self._show()

    def _show(self) -> None:
        for number, strip in enumerate(self._strips):
            strip.setVisible(number < SHOWN)
            hidden = len(self._strips) - SHOWN if number == SHOWN - 1 else 0
            strip.show_hidden(max(0, hidden), self.show_all)
        self.setVisible(bool(self._strips))


class Strip(QFrame):
    """One notice with its button and a cross."""

    def __init__(self, told: Told, close: Callable[[Strip], None]) -> None:
        super().__init__()
        self.told = told
        self._close = close
        self.setProperty("role", "strip")
        self.setProperty("level", told.level)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 8, 4)
        row.setSpacing(8)
        row.addWidget(Dot(DOTS[told.level]), 0, Qt.AlignmentFlag.AlignVCenter)
        self._words = Label("", wrap=True)
        row.addWidget(self._words, 1)
        self._more = button("", self._open_all, "link")
        self._more.hide()
        self._show_all: Callable[[], object] = self.close_strip
        row.addWidget(self._more)
        if told.button:
            row.addWidget(button(told.button, self._act, "link"))
        row.addWidget(IconButton("mdi6.close", self.tr("Close this notice"), self.close_strip))
        self._write()

    def again(self) -> None:
        """The same was told once more."""
        self.told.count += 1
        self._write()

    def show_hidden(self, count: int, show_all: Callable[[], object]) -> None:
        """Say how many wait behind this one."""
        self._show_all = show_all
        self._more.setText(self.tr("%n more", "", count))
        self._more.setVisible(count > 0)

    def close_strip(self) -> None:
        """Take it away."""
        self._close(self)

    def _open_all(self) -> None:
        self._show_all()

    def _act(self) -> None:
        call = self.told.call
        self.close_strip()
        if call is not None:
            call()

    def _write(self) -> None:
        text = show(elide(self.told.line, LONGEST)).text
        self._words.setText(text)
        self.setAccessibleName(text)
