"""The connection dialog for HTTP: address, path, secret and what it is for, headers, TLS."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from eventscope.core.verbs import SaveConnection
from eventscope.core.workspace import Connection
from eventscope.ui.dialogs.connection import HTTP, ConnectionDialog
from ui.fakes import make_desk

HOOK = Connection(
    id="h", name="Hook", scheme="https", host="hooks.example", port=443, path="/in", signs=False,
    websocket_headers=(("X-Env", "test"),), connect_timeout=7,
)  # fmt: skip


def open_dialog(qtbot, desk, item: Connection | None = None) -> ConnectionDialog:
    dialog = ConnectionDialog(desk, item)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)  # the test ends it
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_there_and_back(qtbot) -> None:
    desk = make_desk()
    dialog = open_dialog(qtbot, desk, HOOK)
    assert dialog.connection() == HOOK
    assert dialog.tabs.isTabVisible(HTTP)
    assert dialog.tabs.tabText(HTTP) == "HTTP"
    assert not dialog.tabs.isTabVisible(2), "no last will"
    assert dialog.general.signs.isVisibleTo(dialog.general)
    assert not dialog.general.client_id.isVisibleTo(dialog.general)
    assert dialog.tls.server_name.isVisibleTo(dialog.tls)


def test_a_new_one_from_a_whole_address(qtbot) -> None:
    desk = make_desk()
    dialog = open_dialog(qtbot, desk)
    dialog.general.host.setText("http://127.0.0.1:8090/hooks")
    dialog.general.host.editingFinished.emit()
    dialog.general.password.setText("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    made = dialog.connection()
    assert (made.scheme, made.host, made.port, made.path) == ("http", "127.0.0.1", 8090, "/hooks")
    assert made.signs
    dialog._send(connect=False)
    (verb,) = [item for item in desk.door.asked if isinstance(item, SaveConnection)]
    assert verb.password == "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    assert "whsec" not in repr(verb.connection)


def test_chosen_by_hand_the_path_of_websockets_is_forgotten(qtbot) -> None:
    desk = make_desk()
    dialog = open_dialog(qtbot, desk)
    dialog.general.host.setText("127.0.0.1")
    dialog.general.scheme.set_value("http")
    made = dialog.connection()
    assert (made.resource, made.port) == ("/", 80)


@pytest.mark.parametrize("path", ["/in?token=secret", "/in#x", "in", "/a b"])
def test_paths_that_are_refused_in_place(qtbot, path: str) -> None:
    desk = make_desk()
    dialog = open_dialog(qtbot, desk, replace(HOOK, path=path))
    dialog._send(connect=False)
    assert dialog.tabs.currentIndex() == HTTP
    assert not [item for item in desk.door.asked if isinstance(item, SaveConnection)]


def test_signing_or_bearer(qtbot) -> None:
    desk = make_desk()
    dialog = open_dialog(qtbot, desk, HOOK)
    dialog.general.signs.set_value(True)
    assert dialog.connection().signs is True
