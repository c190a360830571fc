"""The frame of the window: shows at once, takes the shell when it is built, and asks before unsaved work is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget

from eventscope.ui import menus
from eventscope.ui.widgets import Label

if TYPE_CHECKING:
    from eventscope.ui.shell import Shell

SMALLEST = 960, 620


class Window(QMainWindow):
    """`ended` comes once, after the window closed for good."""

    ended = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("Eventscope")
        self.setMinimumSize(*SMALLEST)
        self._fit_screen()
        self.shell: Shell | None = None
        self._may_close = False
        ground = QWidget()
        ground.setProperty("role", "ground")
        words = Label(self.tr("Starting…"), "muted")
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        QVBoxLayout(ground).addWidget(words)
        self.setCentralWidget(ground)

    def put(self, shell: Shell) -> None:
        """Show this content from now on; the former one goes."""
        before = self.shell
        self.shell = shell
        if before is not None:
            before.retire()
        self.setCentralWidget(shell)
        menus.menu_bar(self, shell.actions_)
        shell.titled.connect(self._title)
        shell.tell_title()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.shell is None or self._may_close:
            event.accept()
            self.ended.emit()
            return
        event.ignore()
        self.shell.leave(self._close)

    def _close(self) -> None:
        self._may_close = True
        self.close()

    def _title(self, name: str, modified: bool) -> None:
        self.setWindowTitle(f"{name}[*] · Eventscope")
        self.setWindowModified(modified)

    def _fit_screen(self) -> None:
        """Large, but never larger than the screen."""
        room = self.screen().availableSize()
        self.resize(min(1440, room.width()), min(900, room.height()))
