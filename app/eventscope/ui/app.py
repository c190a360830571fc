"""The application: shows the window within its first tenth of a second, then loads the rest and starts an engine.

Nothing here imports numpy or a panel before the window was painted.
"""

from __future__ import annotations

import signal
import sys
import tomllib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication

from eventscope.base import paths, signals
from eventscope.ui import language
from eventscope.ui.bugs import Bugs
from eventscope.ui.garbage import Garbage
from eventscope.ui.theme import theme
from eventscope.ui.window import Window

if TYPE_CHECKING:
    from eventscope.ui.lifeline import Handle

    StartEngine = Callable[[Callable[[], None]], Handle]

NAME = "eventscope"
UNSEEN_MS = 500  # a window that nobody shows by then (it starts minimised) begins all the same
KEEPING_MS = 2000  # how long keeping the arrangement may hold up the end that a signal asks for
PYTHON_TURN_MS = 250  # how long Ctrl+C in the terminal may wait for the interpreter


def run(start_engine: StartEngine) -> int:
    """Show the window until it closes; answers the exit code.

    `start_engine(wake)` starts an engine process and answers its handle: `client` is a Door that calls `wake`
    from its thread when something waits, `close(timeout)` ends the engine. It is called again when the engine
    dies.
    """
    app = application()
    window = Window()
    session = Session(window, start_engine)
    window.show()
    session.begin_when_seen()
    code = app.exec()
    session.end()
    return code


def application() -> QApplication:
    """The one QApplication, with our look and language as the settings file says."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    QApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    app = QApplication([NAME])  # not sys.argv: X11 takes the window's class from it, which desktops look up
    app.setApplicationName(NAME)
    app.setDesktopFileName(NAME)
    known = first_settings()
    language.choose(known["language"])
    theme.apply(known["theme"], known["zoom"])
    return app


def first_settings() -> dict[str, Any]:
    """Theme, language and zoom before there is an engine; what is damaged is for the engine to report."""
    found: dict[str, Any] = {}
    try:
        found = tomllib.loads(paths.settings_file().read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        pass
    zoom = found.get("zoom")
    return {
        "theme": found["theme"] if found.get("theme") in ("light", "dark") else "system",
        "language": found["language"] if found.get("language") in language.KNOWN else "system",
        "zoom": zoom if isinstance(zoom, int) and 50 <= zoom <= 300 else 100,
    }


class Session(QObject):
    """One run: desk, engine and shell behind a window."""

    def __init__(self, window: Window, start_engine: StartEngine) -> None:
        super().__init__(window)
        self._window = window
        self._start_engine = start_engine
        self._garbage = Garbage(self)
        self._bugs = Bugs(self._tell_bug, self)
        self.ready = self._leaving = self._begun = False

    def begin_when_seen(self) -> None:
        """Begin after the first paint: what is heavy would hold it back, and a person would look at nothing."""
        self._window.painted.connect(self._begin_once, Qt.ConnectionType.QueuedConnection)
        QTimer.singleShot(UNSEEN_MS, self, self._begin_once)

    def _begin_once(self) -> None:
        if not self._begun:
            self.begin()

    def begin(self) -> None:
        """Everything heavy."""
        self._begun = True
        self._listen_to_signals()  # first: Ctrl+C in the middle of this would leave a window without an engine
        from eventscope.ui.desk import Desk
        from eventscope.ui.lifeline import Lifeline

        self.desk = Desk(self)
        self.lifeline = Lifeline(self.desk, self._start_engine, self)
        self.lifeline.start()
        self._build()
        self._window.ended.connect(self._quit)
        self._follow_engine()
        self.ready = True

    def end(self) -> None:
        """After the loop: end the engine, which commits what it holds."""
        if self.ready:
            self.lifeline.close()
        self._bugs.release()
        self._garbage.end()

    def _build(self) -> None:
        from eventscope.ui.shell import Shell

        self.shell = Shell(self.desk)
        self.shell.language_changed.connect(self._speak_anew, Qt.ConnectionType.QueuedConnection)
        self._window.put(self.shell)

    def _speak_anew(self) -> None:
        """Another language: build the shell again, in the same arrangement, with what was being written."""
        from eventscope.core.verbs import GetState

        kept = self.shell.layout_text()
        self._build()
        self.shell.read_layout(kept)
        self.desk.ask(GetState(), self.desk.set_state)  # brings names of topics and the like once more

    # --- what goes wrong ---------------------------------------------------------------------------------

    def _follow_engine(self) -> None:
        self._lost = self.tr("The engine ended unexpectedly. It is being started again; stored messages are safe.")
        self.lifeline.lost.connect(self._engine_lost)
        self.lifeline.again.connect(self._engine_again)
        self.lifeline.gave_up.connect(self._engine_gone)

    def _engine_lost(self) -> None:
        self.shell.notices.tell("bad", self._lost)

    def _engine_again(self) -> None:
        self.shell.notices.withdraw(self._lost)
        text = self.tr("The engine ended unexpectedly and was started again, with its broker and its connections.")
        self.shell.notices.tell("warn", text)

    def _engine_gone(self) -> None:
        text = self.tr("The engine ended three times within half a minute. Details are in {file}.")
        label, call = self.tr("Start it again"), self.lifeline.start_again
        self.shell.notices.tell("bad", text.format(file=paths.report_file()), label, call)

    def _tell_bug(self, title: str, details: str) -> None:
        print(details, file=sys.stderr)
        if not self.ready:
            return
        from eventscope.ui.dialogs.ask import ask

        text = self.tr("A mistake in Eventscope: {what}. What you were doing may not have happened.").format(what=title)
        head = self.tr("Please report this text; it holds no messages of yours unless the error itself names one.")
        show = lambda: ask(self._window, self.tr("Details"), head, [], details)  # noqa: E731
        self.shell.notices.tell("bad", text, self.tr("Details"), show)

    # --- the end -----------------------------------------------------------------------------------------

    def _listen_to_signals(self) -> None:
        """Ctrl+C in the terminal and a polite kill end the window; the timer lets Python look."""
        for number in signals.asked():
            signal.signal(number, lambda *_: self._leave())
        self._turn = QTimer(self)
        self._turn.timeout.connect(lambda: None)
        self._turn.start(PYTHON_TURN_MS)

    def _leave(self) -> None:
        """Keep the arrangement and what is being written, as the window does when it is closed; a second call goes."""
        if not self.ready or self._leaving:
            self._quit()
            return
        self._leaving = True
        self._window.hide()
        QTimer.singleShot(KEEPING_MS, self, self._quit)
        QTimer.singleShot(0, self, lambda: self.shell.workspaces.keep_layout(self._quit))

    def _quit(self) -> None:
        self._window.hide()
        QApplication.quit()
