"""The command palette: type a few letters of what you want, Enter does it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from eventscope.ui.actions import Command
from eventscope.ui.rows import Row, RowList
from eventscope.ui.theme import theme

WIDTH, ROWS = 520, 9


class Palette(QFrame):
    """A list over the upper middle of its window; Esc or a click elsewhere closes it."""

    def __init__(self, window: QWidget, commands: Callable[[], Sequence[Command]]) -> None:
        super().__init__(window, Qt.WindowType.Popup)
        self.setProperty("role", "card")
        self._commands = commands
        self._shown: list[Command] = []
        self.entry = QLineEdit()
        self.entry.setPlaceholderText(self.tr("What would you like to do?"))
        self.entry.setAccessibleName(self.tr("Find a command"))
        self.list = RowList(self.tr("Commands"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.addWidget(self.entry)
        column.addWidget(self.list)
        self.entry.textChanged.connect(self._search)
        self.entry.installEventFilter(self)
        self.list.clicked.connect(lambda index: self._run(index.row()))

    def start(self) -> None:
        """Show it, empty."""
        window = self.parentWidget()
        assert window is not None
        self.setFixedSize(theme.px(WIDTH), theme.px(ROWS * 36 + 52))
        self.move(window.mapToGlobal(QPoint((window.width() - self.width()) // 2, theme.px(64))))
        self.entry.clear()
        self._search("")
        self.show()
        self.entry.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        row = self.list.currentIndex().row()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._run(row)
        elif event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._go(row + (1 if event.key() == Qt.Key.Key_Down else -1))
        else:
            return False
        return True

    def _search(self, text: str) -> None:
        self._shown = rank(text, self._commands())
        self.list.put([Row(item.id, item.text, "", _keys(item), dot="") for item in self._shown])
        self._go(0)

    def _go(self, row: int) -> None:
        if self._shown:
            self.list.setCurrentIndex(self.list.rows.index(row % len(self._shown)))

    def _run(self, row: int) -> None:
        if 0 <= row < len(self._shown):
            self.hide()
            self._shown[row].call()


def rank(text: str, commands: Sequence[Command]) -> list[Command]:
    """Commands whose text holds all letters of `text` in order; those where they stand together come first."""
    wanted = text.casefold().replace(" ", "")
    scored = [(score, item) for item in commands if (score := _score(wanted, item.text.casefold())) is not None]
    return [item for _, item in sorted(scored, key=lambda pair: (pair[0], pair[1].text))]


def _score(wanted: str, text: str) -> int | None:
    """How far apart the letters stand; None where they are not all there."""
    if not wanted:
        return 0
    together = text.replace(" ", "").find(wanted)
    if together >= 0:
        return together
    place, spread = -1, 100
    for letter in wanted:
        found = text.find(letter, place + 1)
        if found < 0:
            return None
        spread += found - place
        place = found
    return spread


def _keys(item: Command) -> str:
    keys = item.shortcut.split(" ")[0] if item.shortcut else item.hint
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText) if keys else ""
