"""By keyboard alone, with the real engine: connect to a mosquitto, subscribe, publish, and see it arrive."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableWidget, QWidget
from shiboken6 import isValid

import servers
from eventscope.core.workspace import Workspace
from eventscope.engine.engine import Options
from eventscope.host.process import EngineProcess
from eventscope.ui import language
from eventscope.ui.app import Session
from eventscope.ui.dialogs.connection import ConnectionDialog
from eventscope.ui.dialogs.subscription import SubscriptionDialog
from eventscope.ui.panels.composer_properties import PropertiesDialog
from eventscope.ui.theme import theme
from eventscope.ui.window import Window

NONE = Qt.KeyboardModifier.NoModifier
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
SUBSCRIBER = [
    "stdbuf",
    "-oL",
    "mosquitto_sub",
    "-d",
    "-V",
    "mqttv5",
    "-q",
    "2",
    "-t",
    "orders/#",
    "-C",
    "1",
    "-W",
    "30",
    "-F",
    "%J",
]


def here() -> QWidget:
    """Where the keyboard is; after a dialog closed the window gets it back, as any window manager does."""
    if QApplication.activeWindow() is None:
        shown = next(item for item in QApplication.topLevelWidgets() if isinstance(item, Window) and item.isVisible())
        shown.activateWindow()
        QTest.qWaitForWindowActive(shown)
    found = QApplication.focusWidget() or QApplication.activeWindow()
    assert found is not None, "the keyboard is nowhere"
    return found


def key(code: Qt.Key, modifiers: Qt.KeyboardModifier = NONE, times: int = 1) -> None:
    """Press a key wherever the keyboard is."""
    for _ in range(times):
        QTest.keyClick(here(), code, modifiers)
        QApplication.processEvents()  # a cell takes its text in the next turn of the loop


def write(text: str) -> None:
    """Type a text; each letter goes where the keyboard is by then, as into a cell that opens for editing."""
    for letter in text:
        QTest.keyClick(here(), letter)


def go_to(name: str, times: int = 80) -> None:
    """Tab on until the field of that name has the keyboard."""
    for _ in range(times):
        if here().accessibleName() == name:
            return
        key(Qt.Key.Key_Tab)
    raise AssertionError(f"Tab does not reach {name!r}")


@pytest.fixture
def session(qtbot, tmp_path, monkeypatch) -> Iterator[Session]:
    monkeypatch.setattr(Session, "_listen_to_signals", lambda self: None)
    language.choose("en")
    theme.apply("dark", 100)
    options = Options(log_folder=tmp_path / "log", workspace=Workspace(broker=False), temporary=True)
    window = Window()
    qtbot.addWidget(window, before_close_func=lambda item: setattr(item, "_may_close", True))
    made = Session(window, lambda wake: EngineProcess(options, wake))
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    made.begin()
    try:
        qtbot.waitUntil(lambda: made.desk.state is not None, timeout=30_000)
        yield made
    finally:
        made.end()


@pytest.fixture
def dialog(qtbot, session) -> Callable[[type[QWidget]], QWidget]:
    def wait_for(kind: type[QWidget]) -> QWidget:
        def there() -> bool:
            return any(item.isVisible() for item in session._window.findChildren(kind))

        qtbot.waitUntil(there, timeout=20_000)
        found = next(item for item in session._window.findChildren(kind) if item.isVisible())
        qtbot.waitUntil(lambda: found.isActiveWindow() and QApplication.focusWidget() is not None, timeout=20_000)
        return found

    return wait_for


@pytest.mark.peer
@pytest.mark.slow
@servers.needs_mosquitto
@servers.needs_mosquitto_clients
def test_connect_subscribe_and_publish_by_keyboard_alone(session, dialog, qtbot) -> None:
    receipts: dict[int, object] = {}
    session.desk.receipts.connect(lambda item: receipts.update({one.id: one for one in item.receipts}))
    with servers.mosquitto() as broker:
        _connect(session, dialog, qtbot, broker.port)
        _subscribe(session, dialog, qtbot)
        with subprocess.Popen([*SUBSCRIBER, "-p", str(broker.port)], stdout=subprocess.PIPE, text=True) as outside:
            assert outside.stdout is not None
            assert any(line.startswith("Subscribed") for line in iter(outside.stdout.readline, ""))
            _publish(session, dialog, qtbot)
            heard = next(json.loads(line) for line in outside.stdout if line.startswith("{"))
    assert heard["topic"] == "orders/7/created"
    assert heard["qos"] == 2
    payload = heard["payload"]
    assert (json.loads(payload) if isinstance(payload, str) else payload) == {"total": 3}
    assert heard["properties"]["user-properties"]["shop"] == "north"
    qtbot.waitUntil(lambda: any(_complete(item) for item in receipts.values()), timeout=15_000)


def _complete(receipt) -> bool:
    """All four times are there."""
    return None not in (receipt.queued, receipt.sent, receipt.acknowledged, receipt.received)


def _connect(session, dialog, qtbot, port: int) -> None:
    key(Qt.Key.Key_N, CTRL)
    box = dialog(ConnectionDialog)
    assert QApplication.focusWidget() is box.general.host
    key(Qt.Key.Key_A, CTRL)
    write(f"mqtt://127.0.0.1:{port}")
    key(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: any(link.state == "up" for link in session.desk.links.values()), timeout=15_000)
    qtbot.waitUntil(lambda: bool(session.desk.connections()), timeout=20_000)
    _closed(box, qtbot)


def _subscribe(session, dialog, qtbot) -> None:
    key(Qt.Key.Key_N, CTRL | SHIFT)
    box = dialog(SubscriptionDialog)
    assert QApplication.focusWidget() is box.filter
    write("orders/#")
    key(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: any(item.state == "granted" for item in session.desk.granted.values()), timeout=15_000)
    _closed(box, qtbot)


def _closed(box, qtbot) -> None:
    """A key that comes before the window is active again would be lost."""
    qtbot.waitUntil(lambda: not isValid(box) or not box.isVisible(), timeout=20_000)
    here()


def _publish(session, dialog, qtbot) -> None:
    composer = session.shell.live.composer
    qtbot.waitUntil(lambda: composer.connection.count() > 0, timeout=20_000)
    key(Qt.Key.Key_E, CTRL)
    assert QApplication.focusWidget() is composer.topic
    key(Qt.Key.Key_A, CTRL)
    write("orders/7/created")
    go_to(composer.qos.accessibleName())
    key(Qt.Key.Key_End)
    _run_command("Properties of the event")
    box = dialog(PropertiesDialog)
    table = box.findChild(QTableWidget)
    go_to(table.accessibleName())
    write("shop")
    key(Qt.Key.Key_Tab)
    write("north")
    key(Qt.Key.Key_Return)  # ends the cell
    key(Qt.Key.Key_Return)  # ends the dialog
    _closed(box, qtbot)
    go_to(composer.payload.accessibleName() or "Payload")
    key(Qt.Key.Key_A, CTRL)
    write('{"total": 3}')
    key(Qt.Key.Key_Return, CTRL)


def _run_command(text: str) -> None:
    key(Qt.Key.Key_P, CTRL | SHIFT)
    write(text)
    key(Qt.Key.Key_Return)
