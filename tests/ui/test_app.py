"""The application: nothing heavy before the first paint, and what goes wrong is said in the window."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest
from PySide6.QtWidgets import QApplication

from eventscope.base import paths, signals
from eventscope.core.verbs import GetState, SaveWorkspace
from eventscope.core.workspace import Settings
from eventscope.ui import app as module, language, lifeline
from eventscope.ui.app import Session, first_settings
from eventscope.ui.theme import theme
from eventscope.ui.window import Window
from ui.fakes import FakeDoor, make_desk, state


class Engine:
    def __init__(self, wake) -> None:
        known = state(settings=Settings(theme="dark", language="en", hints_closed=True))
        self.client = FakeDoor(make_desk(known=known).door.answers | {GetState: known})
        self.closed = False

    def close(self, timeout: float = 3.0) -> int:
        self.closed = True
        return 0


@pytest.fixture
def engines() -> list[Engine]:
    return []


@pytest.fixture
def session(qtbot, engines, monkeypatch) -> Session:
    monkeypatch.setattr(lifeline, "PAUSE_MS", 0)
    monkeypatch.setattr(Session, "_listen_to_signals", lambda self: None)
    language.choose("en")
    window = Window()
    qtbot.addWidget(window, before_close_func=lambda item: setattr(item, "_may_close", True))

    def start(wake):
        engines.append(Engine(wake))
        return engines[-1]

    made = Session(window, start)
    window.show()
    made.begin()
    made.window_ = window
    yield made
    made.end()
    theme.apply("dark", 100)


def told(session: Session) -> list[str]:
    return [strip.accessibleName() for strip in session.shell.notices._strips]


@pytest.mark.skipif(sys.platform == "win32", reason="raises a signal")
def test_control_c_while_everything_starts_ends_it_in_order(qtbot, monkeypatch) -> None:
    before = {number: signal.getsignal(number) for number in signals.asked()}
    quits: list[bool] = []
    monkeypatch.setattr(QApplication, "quit", lambda: quits.append(True))
    language.choose("en")
    window = Window()
    qtbot.addWidget(window, before_close_func=lambda item: setattr(item, "_may_close", True))
    engines: list[Engine] = []

    def start(wake) -> Engine:
        engines.append(Engine(wake))
        signal.raise_signal(signal.SIGINT)
        return engines[-1]

    made = Session(window, start)
    window.show()
    try:
        made.begin()
        assert quits
        assert made.ready
        assert window.isHidden()
    finally:
        made.end()
        made._turn.stop()
        for number, handler in before.items():
            signal.signal(number, handler)
        theme.apply("dark", 100)
    assert engines[0].closed


def test_a_signal_keeps_what_was_being_written(session, engines, qtbot, monkeypatch) -> None:
    quits: list[bool] = []
    monkeypatch.setattr(QApplication, "quit", lambda: quits.append(True))
    door = engines[0].client
    own = str(paths.workspace_file())  # the workspace that has no file of a person's own
    session.desk.set_state(state(path=own, settings=session.desk.state.settings))
    door.answers[SaveWorkspace] = session.desk.state
    session.shell.live.composer.topic.setText("half/written")
    session._leave()
    qtbot.waitUntil(lambda: bool(quits))
    assert "half/written" in door.last(SaveWorkspace).layout
    assert session.window_.isHidden()


def test_a_second_signal_waits_for_nobody(session, engines, monkeypatch) -> None:
    quits: list[bool] = []
    monkeypatch.setattr(QApplication, "quit", lambda: quits.append(True))
    session._leave()
    assert not quits
    session._leave()
    assert quits


def test_desktops_know_it_by_its_name() -> None:
    code = (
        "from PySide6.QtWidgets import QApplication as A; from eventscope.ui.app import application; a = application();"
        "print(a.applicationName(), a.desktopFileName(), a.arguments()[0])"
    )
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True, env=environment
    )
    assert done.stdout.split() == ["eventscope"] * 3


def test_begin_brings_engine_state_and_shell(session, engines) -> None:
    assert len(engines) == 1
    assert session.window_.windowTitle().startswith("demo")


def test_a_dead_engine_is_said_in_words_and_comes_back(session, engines, qtbot) -> None:
    engines[0].client.lost = True
    before: list[str] = []
    session.lifeline.lost.connect(lambda: before.extend(told(session)))
    with qtbot.waitSignal(session.lifeline.again):
        session.desk.wake()
    assert "is being started again" in before[0]
    assert len(told(session)) == 1  # what is no longer so was taken back
    assert "was started again" in told(session)[0]


def test_a_mistake_of_ours_is_loud(session, qtbot, capsys) -> None:
    try:
        raise RuntimeError("oh <b>no</b>")
    except RuntimeError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    qtbot.waitUntil(lambda: bool(told(session)))
    assert "oh <b>no</b>" in told(session)[0]
    assert "Traceback" in capsys.readouterr().err


def test_end_ends_the_engine(session, engines) -> None:
    session.end()
    assert engines[0].closed


def test_another_language_keeps_the_arrangement(session, qtbot) -> None:
    before = session.shell
    next(item for item in before.commands if item.id == "live.show.topics").call()
    before.language_changed.emit()
    qtbot.waitUntil(lambda: session.shell is not before)
    qtbot.waitUntil(lambda: session.shell.live.docks[2].isHidden())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('format = 1\ntheme = "light"\nlanguage = "zh_CN"\nzoom = 125\n', ("light", "zh_CN", 125)),
        ('theme = "pink"\nlanguage = 7\nzoom = "big"\n', ("system", "system", 100)),
        ("not toml at all [", ("system", "system", 100)),
        ("zoom = 100000\n", ("system", "system", 100)),
        ("zoom = " + "[" * 100_000, ("system", "system", 100)),
        ("zoom = " + "9" * 5_000, ("system", "system", 100)),
    ],
)
def test_first_settings_survive_any_file(text: str, expected: tuple[str, str, int]) -> None:
    paths.settings_file().parent.mkdir(parents=True, exist_ok=True)
    paths.settings_file().write_text(text)
    known = first_settings()
    assert (known["theme"], known["language"], known["zoom"]) == expected


def test_nothing_heavy_is_imported_before_the_first_paint() -> None:
    code = "import sys, eventscope.ui.app; print([m for m in ('numpy', 'qtawesome') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[]"
    assert module.run
