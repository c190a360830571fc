"""Workspace files: what is unsaved is asked about, and a failed save loses nothing."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QCheckBox, QFileDialog, QPushButton, QWidget

from eventscope.base import paths
from eventscope.core.errors import BadInput
from eventscope.core.foreign import Wish
from eventscope.core.news import WorkspaceNews
from eventscope.core.verbs import InspectWorkspace, NewWorkspace, OpenWorkspace, SaveWorkspace
from eventscope.core.workspace import Settings
from eventscope.ui.dialogs.ask import Question
from eventscope.ui.dialogs.foreign import ForeignDialog
from eventscope.ui.workspaces import Workspaces
from ui.fakes import make_desk, push, state


@pytest.fixture
def desk():
    other = state(path="/x/other.toml")
    return make_desk({NewWorkspace: other, InspectWorkspace: (), OpenWorkspace: other, SaveWorkspace: state()})


@pytest.fixture
def window(qtbot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.fixture
def workspaces(desk, window) -> Workspaces:
    return Workspaces(desk, window, lambda: "layout!")


def press(window: QWidget, text: str) -> None:
    question = window.findChild(Question)
    next(item for item in question.findChildren(QPushButton) if item.text() == text).click()


def test_an_unchanged_workspace_is_left_at_once(workspaces, desk) -> None:
    workspaces.new(demo=True)
    assert desk.door.last(NewWorkspace) == NewWorkspace(True)
    next(item for item in workspaces.commands() if item.id == "workspace.demo-kafka").call()
    assert desk.door.last(NewWorkspace) == NewWorkspace(True, True)
    assert desk.state.path == "/x/other.toml"


def test_unsaved_changes_are_asked_about(workspaces, desk, window) -> None:
    push(desk, WorkspaceNews("", True))
    workspaces.open_path("/x/other.toml")
    assert not desk.door.of(OpenWorkspace)
    press(window, "Save")
    assert desk.door.last(SaveWorkspace).layout == "layout!"
    assert desk.door.last(OpenWorkspace).path == "/x/other.toml"


def test_going_on_without_saving(workspaces, desk, window) -> None:
    push(desk, WorkspaceNews("", True))
    workspaces.new()
    press(window, "Go on without saving")
    assert desk.door.of(NewWorkspace)
    assert not desk.door.of(SaveWorkspace)


def test_a_failed_save_goes_no_further(workspaces, desk, window, qtbot) -> None:
    desk.door.answers[SaveWorkspace] = BadInput("disk-full", "The disk is full.")
    push(desk, WorkspaceNews("", True))
    workspaces.new()
    with qtbot.waitSignal(desk.notice) as notice:
        press(window, "Save")
    assert notice.args[0].words == "The disk is full."
    assert not desk.door.of(NewWorkspace)


def test_the_workspace_that_keeps_itself_is_never_asked_about(workspaces, desk) -> None:
    desk.set_state(state(path=str(paths.workspace_file()), modified=True))
    calls: list[int] = []
    workspaces.leave(lambda: calls.append(1))
    workspaces.keep_layout(lambda: calls.append(2))
    assert calls == [1, 2]
    assert desk.door.last(SaveWorkspace).layout == "layout!"


def test_a_bad_file_leaves_the_open_one(workspaces, desk, qtbot) -> None:
    desk.door.answers[InspectWorkspace] = BadInput("not-toml", "The workspace file is not valid TOML.")
    before = desk.state
    with qtbot.waitSignal(desk.notice):
        workspaces.open_path("/bad.toml")
    assert desk.state is before


def test_recent_files_without_the_open_one(workspaces, desk) -> None:
    known = state(settings=Settings(recent=("/a.toml", "/srv/somebody/workspace.toml", "/<b>.toml")))
    desk.set_state(known)
    names = [name for name, _ in workspaces.recent()]
    assert names == ["/a.toml", "/<b>.toml"]
    workspaces.recent()[0][1]()
    assert desk.door.last(OpenWorkspace).path == "/a.toml"


def test_file_dialogs_open_without_blocking(workspaces, desk, window, monkeypatch) -> None:
    opened: list[QFileDialog] = []
    monkeypatch.setattr(QFileDialog, "open", lambda self: opened.append(self))
    for command in workspaces.commands():
        if command.id in ("workspace.open", "workspace.save-as"):
            command.call()
    assert len(opened) == 2
    opened[1].fileSelected.emit("/x/new.toml")
    assert desk.door.last(SaveWorkspace).path == "/x/new.toml"


def test_what_a_file_from_elsewhere_wishes_is_allowed_part_by_part(workspaces, desk, window) -> None:
    lab = Wish("1", "reach", "<b>lab</b> & co", "mqtt://lab:1883", (("itself", ""), ("bridge", "out")), password=True)
    desk.door.answers[InspectWorkspace] = (lab, Wish("broker", "listen", "", "/x/broker.toml"))
    workspaces.open_path("/x/other.toml")
    assert not desk.door.of(OpenWorkspace)
    dialog = window.findChild(ForeignDialog)
    boxes = dialog.findChildren(QCheckBox)
    assert [box.isChecked() for box in boxes] == [False, False]
    assert boxes[0].text() == "Connect <b>lab</b> && co to mqtt://lab:1883"
    boxes[0].setChecked(True)
    next(item for item in dialog.findChildren(QPushButton) if item.text() == "Open").click()
    assert desk.door.last(OpenWorkspace) == OpenWorkspace("/x/other.toml", ("broker",))


def test_cancel_opens_nothing(workspaces, desk, window) -> None:
    desk.door.answers[InspectWorkspace] = (Wish("1", "reach", "lab", "mqtt://lab:1883", (("itself", ""),)),)
    workspaces.open_path("/x/other.toml")
    next(item for item in window.findChild(ForeignDialog).findChildren(QPushButton) if item.text() == "Cancel").click()
    assert not desk.door.of(OpenWorkspace)
