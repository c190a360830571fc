"""Workspace settings: there and back, wrong values in place, refusals in the dialog."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from eventscope.core.errors import Unavailable
from eventscope.core.verbs import ChangeWorkspace
from eventscope.core.workspace import Retention, Workspace
from eventscope.ui.dialogs.workspace import WorkspaceDialog
from ui.fakes import make_desk, state


@pytest.fixture
def broker_file(tmp_path) -> str:
    path = tmp_path / "broker.toml"
    path.write_text("format = 1\n")
    return str(path)


@pytest.fixture
def desk(broker_file):
    item = Workspace(
        "plant", retention=Retention(100 << 20, 3.0), broker_port=1999, broker_ws_port=0, broker_file=broker_file
    )
    known = state(workspace=item)
    return make_desk({ChangeWorkspace: known}, known)


@pytest.fixture
def dialog(qtbot, desk) -> WorkspaceDialog:
    made = WorkspaceDialog(desk)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)  # the test ends it
    qtbot.addWidget(made)
    made.show()
    return made


def test_every_field_survives(dialog, desk, qtbot, broker_file) -> None:
    with qtbot.waitSignal(dialog.accepted):
        dialog.go.click()
    assert desk.door.last(ChangeWorkspace) == ChangeWorkspace("plant", Retention(100 << 20, 3.0), 1999, 0, broker_file)


def test_empty_ports_mean_the_usual_and_none(dialog) -> None:
    dialog.port.setText("")
    dialog.ws_port.setText("")
    assert dialog.change().broker_port is None
    assert dialog.change().broker_ws_port is None


@pytest.mark.parametrize(
    ("field", "text"),
    [("megabytes", "1"), ("days", "0"), ("port", "70000"), ("ws_port", "x"), ("file", "/no/such/file")],
)
def test_what_is_wrong_is_said_in_its_place(dialog, desk, field: str, text: str) -> None:
    widget = getattr(dialog, field)
    widget.setText(text)
    dialog.go.click()
    assert not desk.door.of(ChangeWorkspace)
    assert dialog.form._errors[widget].isVisible()


def test_a_taken_port_is_said_in_the_dialog(dialog, desk) -> None:
    desk.door.answers[ChangeWorkspace] = Unavailable("broker-port-taken", "Port {port} is taken.", port=1999)
    dialog.go.click()
    assert dialog.outcome.text() == "Port 1999 is taken."
    assert dialog.isVisible()
