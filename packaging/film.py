"""Twenty pictures of the real window over ten seconds while messages arrive: readable, moving, without a stall?

    python packaging/film.py [FOLDER] [--rate N] [--size WxH] [--look dark|light] [--page live] [--topics N] [--floods]

FOLDER is build/film unless given. Beside the pictures `film.txt` tells for each of them what the status bar said, how
many rows the table had moved on, and the longest gap between two frames since the last picture; taking a picture costs
a frame by itself, which is not counted. A source in its own process plays broker for the window's engine.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop, QTimer

ROOT = Path(__file__).resolve().parent.parent
PICTURES, SECONDS = 20, 10.0
WARM_UP_S = 4.0  # until curves and lists have something to show


def main() -> int:
    """Take the film."""
    given = _arguments()
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    given.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="eventscope-film-", ignore_cleanup_errors=True) as home:
        os.environ["EVENTSCOPE_HOME"] = home
        settings = Path(home) / "config"
        settings.mkdir(exist_ok=True)
        Film(given, Path(home)).run()
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=ROOT / "build" / "film")
    parser.add_argument("--rate", type=float, default=100_000)
    parser.add_argument("--size", default="1280x800")
    parser.add_argument("--look", choices=("dark", "light"), default="dark")
    parser.add_argument("--language", choices=("en", "zh_CN"), default="en")
    parser.add_argument("--page", default="live")
    parser.add_argument("--topics", type=int, default=50)
    parser.add_argument("--floods", action="store_true", help="the topics are ranked")
    return parser.parse_args()


class Film:
    """One run of the window on an engine of its own."""

    def __init__(self, given: argparse.Namespace, home: Path) -> None:
        self._given = given
        self._home = home
        self._width, self._height = (int(part) for part in given.size.split("x"))
        self._lines: list[str] = []

    def run(self) -> None:
        """Open the window, start the traffic, take the pictures."""
        from eventscope.cli.bench.load import Load
        from eventscope.cli.bench.source import Source
        from eventscope.cli.bench.window import options
        from eventscope.host.process import EngineProcess
        from eventscope.ui.app import Session, application
        from eventscope.ui.bench import Frames
        from eventscope.ui.window import Window

        application()
        count = int(self._given.rate * (SECONDS + WARM_UP_S + 60))
        source = Source(Load(count, rate=self._given.rate, topics=self._given.topics))
        self.window = Window()
        self.session = Session(self.window, lambda wake: EngineProcess(options(self._home, source.port), wake))
        self.window.show()
        self.session.begin()
        try:
            self._prepare()
            source.ready(30)
            source.begin()
            self.wait(WARM_UP_S)
            self.frames = Frames(self.window)
            self._take()
            source.end()
        finally:
            self.window.hide()
            self.session.end()
            source.close()
        (self._given.folder / "film.txt").write_text("\n".join(self._lines) + "\n", encoding="utf-8")
        print("\n".join(self._lines))

    def _prepare(self) -> None:
        from dataclasses import replace

        desk, shell = self.session.desk, self.session.shell
        while desk.state is None:
            self.wait(0.05)
        wanted = {"theme": self._given.look, "language": self._given.language, "hints_closed": True}
        shell.keep_settings(replace(desk.state.settings, **wanted))
        self.wait(1.0)  # the window has been fitted into the screen by then
        self.window.resize(self._width, self._height)
        shell = self.session.shell  # another language builds it anew
        shell.live.topics.ranked.setChecked(self._given.floods)
        shell.open_page(self._given.page)
        self.wait(0.5)

    def _take(self) -> None:
        before = self.session.desk.last_summary
        for number in range(PICTURES):
            self.frames.begin()
            self.wait(SECONDS / PICTURES)
            worst = max(self.frames.gaps, default=0.0)
            now = self.session.desk.last_summary
            file = self._given.folder / f"{number:02d}.png"
            self.window.grab().save(str(file))
            moved = now.newest - before.newest if before else now.newest
            before = now
            self._lines.append(f"{file.name}  gap {worst:5.1f} ms  {moved:9,} newer  {self._status()}")

    def _status(self) -> str:
        status: Any = self.session.shell.status
        labels = (status.received, status.stored, status.shown, status.dropped, status.window_late)
        return " · ".join(label.text() for label in labels)

    def wait(self, seconds: float) -> None:
        """Let the window live."""
        loop = QEventLoop()
        QTimer.singleShot(round(1000 * seconds), loop, loop.quit)
        loop.exec()


if __name__ == "__main__":
    sys.exit(main())
