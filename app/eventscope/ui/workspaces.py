"""Workspace files as a person handles them: new, open, save, save as, recent, and the question before closing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from eventscope.base import paths
from eventscope.core.foreign import Wish
from eventscope.core.news import WorkspaceNews
from eventscope.core.verbs import InspectWorkspace, NewWorkspace, OpenWorkspace, SaveWorkspace, State
from eventscope.core.visible import elide, show
from eventscope.ui.actions import Command
from eventscope.ui.desk import Desk
from eventscope.ui.dialogs.ask import Choice, ask
from eventscope.ui.dialogs.foreign import ForeignDialog
from eventscope.ui.dialogs.workspace import WorkspaceDialog

SUFFIX = ".toml"


class Workspaces(QObject):
    """`layout` answers the window's own state, which is saved with the workspace."""

    def __init__(self, desk: Desk, window: QWidget, layout: Callable[[], str]) -> None:
        super().__init__(window)
        self._desk = desk
        self._window = window
        self._layout = layout
        self.modified = False
        desk.workspace.connect(self._follow)
        desk.state_changed.connect(self._follow)

    def commands(self) -> list[Command]:
        """For menu, palette and shortcuts."""
        return [
            Command("workspace.new", self.tr("New workspace"), self.new),
            Command("workspace.demo", self.tr("New workspace with the demo"), lambda: self.new(demo=True)),
            Command(
                "workspace.demo-kafka",
                self.tr("New workspace with the demo and a local Kafka"),
                lambda: self.new(demo=True, kafka=True),
            ),
            Command("workspace.open", self.tr("Open workspace…"), self.open, "Ctrl+O"),
            Command("workspace.save", self.tr("Save workspace"), self.save, "Ctrl+S"),
            Command("workspace.save-as", self.tr("Save workspace as…"), self.save_as, "Ctrl+Shift+S"),
            Command("workspace.settings", self.tr("Workspace settings…"), self.open_settings),
        ]

    def recent(self) -> list[tuple[str, Callable[[], None]]]:
        """Names of workspaces opened before and what opens them."""
        state = self._desk.state
        paths_ = state.settings.recent if state else ()
        return [(show(elide(path, 80)).text, self._opener(path)) for path in paths_ if state and path != state.path]

    def new(self, demo: bool = False, kafka: bool = False) -> None:
        """An empty workspace, or one with the demo, and its orders by way of a local Kafka."""
        self.leave(lambda: self._desk.ask(NewWorkspace(demo, kafka), self._desk.set_state))

    def open(self) -> None:
        """Choose a file and open it."""
        dialog = self._dialog(self.tr("Open workspace"), QFileDialog.AcceptMode.AcceptOpen)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.open_path)
        dialog.open()

    def open_path(self, path: str) -> None:
        """Open a file; what is wrong with it is told and the open workspace stays.

        What a file from elsewhere would do by itself is shown first.
        """
        self.leave(lambda: self._desk.ask(InspectWorkspace(path), lambda found: self._allow(path, found)))

    def _allow(self, path: str, found: tuple[Wish, ...]) -> None:
        def open_(refused: tuple[str, ...]) -> None:
            self._desk.ask(OpenWorkspace(path, refused), self._desk.set_state)

        if found:
            ForeignDialog(self._window, path, found, open_).open()
        else:
            open_(())

    def save(self, then: Callable[[], object] | None = None) -> None:
        """Write the workspace where it was."""
        self._send("", then)

    def save_as(self) -> None:
        """Choose a file and write there."""
        dialog = self._dialog(self.tr("Save workspace as"), QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(SUFFIX[1:])
        dialog.fileSelected.connect(lambda path: self._send(path, None))
        dialog.open()

    def open_settings(self) -> None:
        """Name, limits of the log, listeners of the embedded broker."""
        if self._desk.state is not None:
            WorkspaceDialog(self._desk, self._window.window()).open()

    def leave(self, then: Callable[[], object]) -> None:
        """Go on with `then` unless unsaved changes would be lost; those are asked about."""
        if not self.modified:
            then()
            return
        ask(
            self._window,
            self.tr("Save the changes?"),
            self.tr("The workspace has changed since it was saved."),
            [
                Choice(self.tr("Save"), lambda: self.save(then), "primary"),
                Choice(self.tr("Go on without saving"), then),
            ],
        )

    def keep_layout(self, then: Callable[[], object]) -> None:
        """Keep the arrangement of the workspace that has no file of a person's own, then go on, come what may."""
        if self._desk.state is not None and keeps_itself(self._desk.state.path):
            self._desk.ask(SaveWorkspace("", self._layout()), _ignoring(then), _ignoring(then))
        else:
            then()

    def _send(self, path: str, then: Callable[[], object] | None) -> None:
        def saved(state: State) -> None:
            self._desk.set_state(state)
            if then is not None:
                then()

        self._desk.ask(SaveWorkspace(path, self._layout()), saved)

    def _opener(self, path: str) -> Callable[[], None]:
        return lambda: self.open_path(path)

    def _dialog(self, title: str, mode: QFileDialog.AcceptMode) -> QFileDialog:
        folder = str(Path(self._desk.state.path).parent) if self._desk.state else ""
        files = self.tr("Workspaces (*{suffix})").format(suffix=SUFFIX)
        dialog = QFileDialog(self._window, title, folder, files)
        dialog.setAcceptMode(mode)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return dialog

    def _follow(self, item: State | WorkspaceNews) -> None:
        self.modified = item.modified and not keeps_itself(item.path)


def keeps_itself(path: str) -> bool:
    """The workspace that has no file of a person's own is written by the engine at every change."""
    return path == str(paths.workspace_file())


def _ignoring(call: Callable[[], object]) -> Callable[[object], None]:
    def called(_answer: object) -> None:
        call()

    return called
