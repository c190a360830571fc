"""Pictures of every page from the real app with its demo: light and dark, English and Chinese, both sizes.

    python packaging/pictures.py [FOLDER] [--seconds N]

FOLDER is build/pictures unless given. The three that the README shows go to resources/pictures as well.
Nothing but a font is needed of the system: Qt draws into memory. The Bus page is shown in further states as well.
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
README = ("live-dark-en-1920x1080", "charts-dark-en-1920x1080", "bus-light-en-1920x1080")
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
        self.window = Window()
        self.session = Session(self.window, start_engine)
        self.window.show()
        self.session.begin()
        try:
            self._until(lambda: self.session.desk.state is not None)
            self.keep(hints_closed=True)
            self._open_pages()
            self.wait(self._seconds)
            self._walk()
            self.keep(language="en")
            self._take_states()
        finally:
            self.window.hide()
            self.session.end()

    def _walk(self) -> None:
        for language in LANGUAGES:
            self.keep(language=language)
            self._open_pages()
            for look in LOOKS:
                self.keep(theme=look)
                for size in SIZES:
                    self._take_pages(f"{look}-{language}-{size[0]}x{size[1]}", size)

    def _take_pages(self, name: str, size: tuple[int, int]) -> None:
        self.window.resize(*size)
        shell = self.session.shell
        for number, page in enumerate(shell.pages):
            shell.show_page(number)
            # A new look makes the window late once, and it says so for ten seconds: not what the README is about.
            self.wait(12 if f"{page.id}-{name}" in README else 1.5)
            if page.id == "live":
                self._choose_message(shell)
            if page.id == "bus":
                self._choose_bridge(shell)
            self.save(f"{page.id}-{name}")

    def _take_states(self) -> None:
        """States of the Bus page that the demo does not show by itself."""
        sys.path.insert(0, str(Path(__file__).parent))
        import buspictures

        buspictures.take(self)

    def save(self, name: str) -> None:
        """The window as it is now."""
        file = self._folder / f"{name}.png"
        self.window.grab().save(str(file))
        print(file)

    def _choose_bridge(self, shell: Any) -> None:
        """A bridge is chosen, so that the panel beside the graph shows it."""
        page = shell.made["bus"]
        page.canvas.fit()
        page.canvas.choose(next((node for node in page.canvas.dresses if node.startswith("bridge:")), ""))
        self.wait(0.6)

    def _choose_message(self, shell: Any) -> None:
        """A message is chosen, so that the inspector shows it, and the topics are open."""
        table = shell.live.messages.table
        table.setFocus()
        for _ in range(6):
            self._press(table, Qt.Key.Key_Up)
        for line in list(shell.live.topics.rows.lines):
            shell.live.topics.list.set_open(line.node, True)
        self.wait(0.6)

    def _press(self, widget: QWidget, key: Qt.Key) -> None:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(widget, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier))

    def _open_pages(self) -> None:
        """Each page has to be built and to have heard some news."""
        shell = self.session.shell
        for number in range(len(shell.pages)):
            shell.show_page(number)
            self.wait(0.5)
        shell.show_page(0)

    def keep(self, **settings: Any) -> None:
        """Other preferences."""
        desk = self.session.desk
        self.session.shell.keep_settings(replace(desk.state.settings, **settings))
        self.wait(0.8)

    def _until(self, condition: Callable[[], bool]) -> None:
        for _ in range(600):
            if condition():
                return
            self.wait(0.05)
        sys.exit("the engine did not answer within 30 s")

    def wait(self, seconds: float) -> None:
        """Let the app live for a while."""
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
