"""A password goes through the whole product and is found nowhere but in the memory that needs it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import psutil
import pytest

from brokers import broker
from eventscope.base import paths
from eventscope.broker.access import hash_password
from eventscope.core.broker import BrokerConfig, Listener, User
from eventscope.core.verbs import GetState, SaveWorkspace
from eventscope.engine.engine import Options
from eventscope.host.process import EngineProcess
from eventscope.ui.app import Session
from eventscope.ui.window import Window

CANARY, WRONG = "canary-7f3a", "canary-wrong-7f3a"


@pytest.mark.slow
@pytest.mark.usefixtures("_english")
def test_a_password_is_in_no_file_no_argument_no_environment_and_no_text(qtbot: Any, monkeypatch) -> None:
    monkeypatch.setattr(Session, "_listen_to_signals", lambda self: None)
    window = Window()
    qtbot.addWidget(window, before_close_func=lambda item: setattr(item, "_may_close", True))
    handles: list[EngineProcess] = []

    def start(wake: Any) -> EngineProcess:
        handles.append(EngineProcess(Options(), wake))
        return handles[-1]

    session = Session(window, start)
    window.show()
    session.begin()
    seen: list[str] = []
    for name in ("link", "notice", "state_changed"):
        getattr(session.desk, name).connect(lambda item: seen.append(repr(item)))
    users = (User("ann", hash_password(CANARY)),)
    try:
        qtbot.waitUntil(lambda: session.desk.state is not None, timeout=30_000)
        with broker(BrokerConfig((Listener(port=0),), users)) as server:
            _connect(session, qtbot, server.port)
            _save_as(session, qtbot, paths.home() / "named.toml")
            _nowhere_in_processes(handles[-1].process.pid)
            handles[-1].process.kill()
            qtbot.waitUntil(lambda: len(handles) == 2 and not session.desk.door.lost, timeout=30_000)
            _save_as(session, qtbot, paths.home() / "again.toml")
            seen.append(session.shell.layout_text())
    finally:
        session.end()
    assert CANARY not in "".join(seen)
    files = [path for path in paths.home().rglob("*") if path.is_file()]
    assert {"named.toml", "again.toml"} <= {path.name for path in files}
    for path in files:
        data = path.read_bytes()
        assert CANARY.encode() not in data, path
        assert WRONG.encode() not in data, path


def _connect(session: Session, qtbot: Any, port: int) -> None:
    dialog = session.shell.live.connections.add()
    dialog.general.host.setText(f"mqtt://ann:{WRONG}@127.0.0.1:{port}")
    dialog.connect_button.click()
    qtbot.waitUntil(lambda: "password" in dialog.outcome.text(), timeout=20_000)
    assert WRONG not in dialog.outcome.text()
    assert WRONG not in dialog.general.host.text()
    dialog.general.password.setText(CANARY)
    dialog.connect_button.click()
    qtbot.waitUntil(lambda: any(item.state == "up" for item in session.desk.links.values()), timeout=20_000)


def _save_as(session: Session, qtbot: Any, path: Path) -> None:
    done: list[Any] = []
    session.desk.ask(SaveWorkspace(str(path)), done.append)
    session.desk.ask(GetState(), done.append)
    qtbot.waitUntil(lambda: len(done) == 2, timeout=20_000)


def _nowhere_in_processes(engine: int) -> None:
    process = psutil.Process(engine)
    for item in (psutil.Process(), process, *process.children(recursive=True)):
        assert CANARY not in " ".join(item.cmdline())
        if sys.platform == "linux":
            assert CANARY not in " ".join(item.environ().values())
