"""The HTTP API's dialog: on and off through the engine, what is told, and that no token shows."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit

from eventscope.core.apiaddress import ApiAddress
from eventscope.core.errors import Unavailable
from eventscope.core.news import ApiNews
from eventscope.core.verbs import StartApi, StopApi
from eventscope.ui.desk import Desk
from eventscope.ui.dialogs.api import ApiDialog, refused
from eventscope.ui.widgets import IconButton, Label, PlainView
from ui.fakes import make_desk, push, state

TOKEN = "canary-token"


@pytest.fixture
def address(tmp_path: Path) -> ApiAddress:
    header, tokens = tmp_path / "api.header", tmp_path / "api.json"
    header.write_text(f"Authorization: Bearer {TOKEN}\n")
    tokens.write_text(TOKEN)
    return ApiAddress("http://127.0.0.1:5123", str(tokens), str(header))


def opened(qtbot, desk: Desk) -> ApiDialog:
    dialog = ApiDialog(desk)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_off_by_default_and_on_when_asked(qtbot, address: ApiAddress) -> None:
    desk = make_desk({StartApi: address})
    dialog = opened(qtbot, desk)
    assert dialog.state.text() == "Off: nothing listens."
    assert not dialog.used.isVisible()
    assert desk.door.of(StartApi) == []
    dialog.port.setText("5123")
    dialog.switch.click()
    assert desk.door.of(StartApi) == [StartApi(5123)]
    assert dialog.state.text() == "On at http://127.0.0.1:5123"
    assert dialog.used.isVisible()
    assert (dialog.tokens.text(), dialog.header.text()) == (address.token_file, address.header_file)
    assert not dialog.port.isEnabled()
    dialog.switch.click()
    assert len(desk.door.of(StopApi)) == 1
    assert dialog.state.text() == "Off: nothing listens."


def test_copies_paths_and_commands_and_shows_no_token(qtbot, address: ApiAddress) -> None:
    dialog = opened(qtbot, make_desk(known=state(api=address)))
    copies = [item for item in dialog.used.findChildren(IconButton) if item.accessibleName() == "Copy"]
    copied = []
    for item in copies:
        item.click()
        copied.append(QGuiApplication.clipboard().text())
    assert copied[:3] == [address.url, address.token_file, address.header_file]
    assert copied[3].startswith("curl -H @")
    shown = [*dialog.findChildren(QLineEdit), *dialog.findChildren(Label)]
    texts = [item.text() for item in shown] + [item.toPlainText() for item in dialog.findChildren(PlainView)]
    assert TOKEN not in "\n".join(texts + copied)


def test_a_port_that_is_taken_is_said_at_the_port(qtbot) -> None:
    sentence = "The HTTP API cannot listen on port {port}: {words}. Choose another, or 0 for any free one."
    desk = make_desk({StartApi: Unavailable("api-port", sentence, port=80, words="it is in use")})
    dialog = opened(qtbot, desk)
    dialog.port.setText("80")
    dialog.switch.click()
    assert "port 80: it is in use" in "".join(item.text() for item in dialog.form.findChildren(Label))
    assert dialog.switch.isEnabled()
    dialog.port.setText("x")
    dialog.switch.click()
    assert len(desk.door.of(StartApi)) == 1


def test_follows_what_others_do(qtbot, address: ApiAddress) -> None:
    desk = make_desk()
    dialog = opened(qtbot, desk)
    push(desk, ApiNews(address))
    assert dialog.switch.text() == "Switch off"
    push(desk, ApiNews(None))
    assert dialog.switch.text() == "Switch on"
    desk.set_state(state(api=address))
    assert dialog.address.text() == address.url


def test_says_what_is_refused() -> None:
    for word in ("Other computers", "Web pages", "token", "1 MiB", "64 connections", "audit log"):
        assert word in refused()
