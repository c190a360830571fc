"""Pictures of every page from the real app with its demo: light and dark, English and Chinese, both sizes.

    python packaging/pictures.py [FOLDER] [--seconds N]

FOLDER is build/pictures unless given. The three that the README shows go to resources/pictures as well.
Nothing but a font is needed of the system: Qt draws into memory.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QEventLoop, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

ROOT = Path(__file__).resolve().parent.parent
SIZES = ((1280, 800), (1920, 1080))
LOOKS = ("dark", "light")
LANGUAGES = ("en", "zh_CN")
README = ("live-dark-en-1920x1080", "charts-dark-en-1920x1080", "brokers-light-en-1920x1080")
WARM_UP_S = 45  # until the charts have something to show


def main() -> int:
    """Take all pictures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "build" / "pictures")
    parser.add_argument("--seconds", type=float, default=WARM_UP_S, help="how long the demo runs before")
    given = parser.parse_args()
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    given.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="eventscope-pictures-", ignore_cleanup_errors=True) as home:
        os.environ["EVENTSCOPE_HOME"] = home
        Photographer(given.folder, given.seconds).run()
    keep_for_readme(given.folder)
    return 0


def keep_for_readme(folder: Path) -> None:
    """Copy what the README shows."""
    target = ROOT / "resources" / "pictures"
    target.mkdir(parents=True, exist_ok=True)
    for name in README:
        if (folder / f"{name}.png").exists():
            shutil.copyfile(folder / f"{name}.png", target / f"{name.split('-')[0]}.png")


class Photographer:
    """One run of the app, walked through."""

    def __init__(self, folder: Path, seconds: float) -> None:
        self._folder = folder
        self._seconds = seconds

    def run(self) -> None:
        """Open the window on a demo, wait, and take every page in every dress."""
        from eventscope.ui.app import Session, application
        from eventscope.ui.window import Window

        application()
        self._window = Window()
        self._session = Session(self._window, start_engine)
        self._window.show()
        self._session.begin()
        try:
            self._until(lambda: self._session.desk.state is not None)
            self._keep(hints_closed=True)
            self._open_pages()
            self._wait(self._seconds)
            self._walk()
        finally:
            self._window.hide()
            self._session.end()

    def _walk(self) -> None:
        for language in LANGUAGES:
            self._keep(language=language)
            self._open_pages()
            for look in LOOKS:
                self._keep(theme=look)
                for size in SIZES:
                    self._take_pages(f"{look}-{language}-{size[0]}x{size[1]}", size)

    def _take_pages(self, name: str, size: tuple[int, int]) -> None:
        self._window.resize(*size)
        shell = self._session.shell
        for number, page in enumerate(shell.pages):
            shell.show_page(number)
            # A new look makes the window late once, and it says so for ten seconds: not what the README is about.
            self._wait(12 if f"{page.id}-{name}" in README else 1.5)
            if page.id == "live":
                self._choose_message(shell)
            file = self._folder / f"{page.id}-{name}.png"
            self._window.grab().save(str(file))
            print(file)

    def _choose_message(self, shell: Any) -> None:
        """A message is chosen, so that the inspector shows it, and the topics are open."""
        table = shell.live.messages.table
        table.setFocus()
        for _ in range(6):
            self._press(table, Qt.Key.Key_Up)
        for line in list(shell.live.topics.rows.lines):
            shell.live.topics.list.set_open(line.node, True)
        self._wait(0.6)

    def _press(self, widget: QWidget, key: Qt.Key) -> None:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(widget, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier))

    def _open_pages(self) -> None:
        """Each page has to be built and to have heard some news."""
        shell = self._session.shell
        for number in range(len(shell.pages)):
            shell.show_page(number)
            self._wait(0.5)
        shell.show_page(0)

    def _keep(self, **settings: Any) -> None:
        desk = self._session.desk
        self._session.shell.keep_settings(replace(desk.state.settings, **settings))
        self._wait(0.8)

    def _until(self, condition: Callable[[], bool]) -> None:
        for _ in range(600):
            if condition():
                return
            self._wait(0.05)
        sys.exit("the engine did not answer within 30 s")

    def _wait(self, seconds: float) -> None:
        loop = QEventLoop()
        QTimer.singleShot(round(1000 * seconds), loop, loop.quit)
        loop.exec()


def start_engine(wake: Callable[[], None]) -> Any:
    """An engine of its own with the demo, in a home of its own."""
    from eventscope.engine.engine import Options
    from eventscope.host.process import EngineProcess

    return EngineProcess(Options(), wake)


if __name__ == "__main__":
    sys.exit(main())
