"""The frame of the window: shows at once, takes the shell when it is built, and asks before unsaved work is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QPaintEvent, QScreen, QShowEvent
from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget

from eventscope.ui import menus
from eventscope.ui.widgets import Label

if TYPE_CHECKING:
    from eventscope.ui.shell import Shell

SMALLEST = 960, 620
LARGE = 1440, 900
FRAME = 8, 40  # px that the frame may take on both sides together; how much it does is known once it is shown
FRAMED_MS = 250  # by then the window manager has put its frame around


class Window(QMainWindow):
    """`painted` comes with the first paint, `ended` once, after the window closed for good."""

    painted = Signal()
    ended = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle("Eventscope")
        self._framed = self._seen = False
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

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._framed:
            self._framed = True
            QTimer.singleShot(FRAMED_MS, self, self._fit_frame)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._seen:
            self._seen = True
            self.painted.emit()

    def _fit_screen(self) -> None:
        """Large, but never larger than the screen."""
        room = screen_of(self).availableSize()
        width, height = room.width() - FRAME[0], room.height() - FRAME[1]
        self.setMinimumSize(min(SMALLEST[0], width), min(SMALLEST[1], height))
        self.resize(min(LARGE[0], width), min(LARGE[1], height))

    def _fit_frame(self) -> None:
        """Once: with the frame that it got, the window lies within its screen."""
        if self.isMaximized() or self.isFullScreen():
            return
        room, frame = screen_of(self).availableGeometry(), self.frameGeometry()
        inside = within(frame, room)
        if inside != frame:
            around = frame.size() - self.size()
            self.resize(inside.size() - around)
            self.move(inside.topLeft())


def screen_of(widget: QWidget) -> QScreen:
    """Where the middle of a window is.

    Not `widget.screen()`: PySide makes a child of the widget out of what that answers, and when the collector takes the
    widget it gives the child to Python, which deletes the screen of the whole application.
    """
    return QGuiApplication.screenAt(widget.frameGeometry().center()) or QGuiApplication.primaryScreen()


def within(frame: QRect, room: QRect) -> QRect:
    """`frame` moved into `room`, and made smaller where it does not fit."""
    width, height = min(frame.width(), room.width()), min(frame.height(), room.height())
    x = max(room.left(), min(frame.left(), room.right() + 1 - width))
    y = max(room.top(), min(frame.top(), room.bottom() + 1 - height))
    return QRect(x, y, width, height)
