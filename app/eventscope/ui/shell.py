"""What fills the window: rail, vital signs, pages, status bar, and the commands of all of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QPoint, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from eventscope.core.news import WorkspaceNews
from eventscope.core.verbs import GetState, SaveSettings, State
from eventscope.core.workspace import Settings
from eventscope.ui import language, menus, pages
from eventscope.ui.actions import Command, action
from eventscope.ui.desk import Desk
from eventscope.ui.dialogs.api import ApiDialog
from eventscope.ui.dialogs.preferences import PreferencesDialog
from eventscope.ui.help import HelpDialog
from eventscope.ui.hints import Hints
from eventscope.ui.lateness import Lateness
from eventscope.ui.live import LivePage
from eventscope.ui.notices import Notices
from eventscope.ui.palette import Palette
from eventscope.ui.panels.status import StatusPanel, workspace_name
from eventscope.ui.panels.vitals import VitalsPanel
from eventscope.ui.rail import Rail
from eventscope.ui.theme import theme
from eventscope.ui.workspaces import Workspaces

ZOOM_STEP, ZOOM_LOW, ZOOM_HIGH = 10, 70, 200
REFRESH_MS = 100  # a burst of changes to the workspace is read once


class Shell(QWidget):
    """One for each language: after a change the window gets a new one (`language_changed`)."""

    titled = Signal(str, bool)  # workspace, modified
    language_changed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "ground")
        self.desk = desk
        self.notices, self.vitals, self.status = Notices(desk), VitalsPanel(desk), StatusPanel(desk)
        self.rail, self.stack = Rail(), QStackedWidget()
        self.pages = pages.pages()
        self.made: dict[str, QWidget] = {}
        self._kept: dict[str, Any] = {}
        self._path: str | None = None
        self.workspaces = Workspaces(desk, self, self.layout_text)
        self.lateness = Lateness(desk, self)
        self.lateness.measured.connect(self.status.show_lateness)
        self.status.api_wanted.connect(self.open_api)
        self._fill_rail()
        live = self._make(0)
        assert isinstance(live, LivePage)
        self.live = live
        self.hints = Hints(self.live.connections.add, self._begin_event)
        self._lay_out()
        self.commands = self._commands()
        self.actions_ = [action(command, self) for command in self.commands]
        self.palette_ = Palette(self, lambda: self.commands)
        self._refresh = QTimer(self, singleShot=True, interval=REFRESH_MS)
        self._refresh.timeout.connect(self._ask_state)
        desk.state_changed.connect(self._take_state)
        desk.workspace.connect(self._take_workspace)
        desk.page_wanted.connect(self.open_page)
        self.show_page(0)
        self.live.messages.table.setFocus()
        if desk.state is not None:
            self._take_state(desk.state)

    # --- layout ------------------------------------------------------------------------------------------

    def _fill_rail(self) -> None:
        for number, page in enumerate(self.pages):
            text = f"{page.title} (Ctrl+{number + 1})"
            self.rail.add_page(page.icon, text, self._shower(number))
            self.stack.addWidget(QWidget())
        self.rail.add_tool("mdi6.menu", self.tr("Menu (F10)"), self.open_menu)
        self.rail.add_tool("mdi6.cog-outline", self.tr("Preferences (Ctrl+,)"), self.open_preferences)

    def _lay_out(self) -> None:
        self.hints.hide()
        self.hints.closed.connect(self._close_hints)
        right = QVBoxLayout()
        right.setContentsMargins(8, 8, 8, 8)
        right.setSpacing(8)
        for part in (self.hints, self.notices, self.vitals):
            right.addWidget(part)
        right.addWidget(self.stack, 1)
        top = QHBoxLayout()
        top.setSpacing(0)
        top.addWidget(self.rail)
        top.addLayout(right, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(top, 1)
        outer.addWidget(self.status)

    def show_page(self, number: int) -> None:
        """Show a page; it is built when it is shown first."""
        self.stack.setCurrentWidget(self._make(number))
        self.rail.choose(number)

    def open_page(self, ident: str) -> None:
        """Show the page of that id."""
        self.show_page(next(number for number, page in enumerate(self.pages) if page.id == ident))

    def _make(self, number: int) -> QWidget:
        page = self.pages[number]
        if page.id not in self.made:
            made = page.make(self.desk)
            self.made[page.id] = made
            if (empty := self.stack.widget(number)) is not None:
                self.stack.removeWidget(empty)
                empty.deleteLater()
            self.stack.insertWidget(number, made)
            self._restore(page.id)
            self._adopt(made)
        return self.made[page.id]

    def _adopt(self, made: QWidget) -> None:
        """A page that was built later brings commands of its own."""
        if hasattr(self, "commands") and hasattr(made, "commands"):
            self.commands += made.commands()
            self.actions_ += [action(command, self) for command in made.commands()]

    def _shower(self, number: int) -> Callable[[], None]:
        return lambda: self.show_page(number)

    # --- commands ----------------------------------------------------------------------------------------

    def _commands(self) -> list[Command]:
        shown = [
            Command(
                f"page.{page.id}",
                self.tr("Page: {title}").format(title=page.title),
                self._shower(number),
                f"Ctrl+{number + 1}",
            )
            for number, page in enumerate(self.pages)
        ]
        own = [
            Command("app.palette", self.tr("All commands…"), lambda: self.palette_.start(), "Ctrl+Shift+P"),
            Command("app.preferences", self.tr("Preferences…"), self.open_preferences, "Ctrl+,"),
            Command("app.api", self.tr("HTTP API…"), self.open_api),
            Command("app.zoom-in", self.tr("Larger"), lambda: self._zoom(ZOOM_STEP), "Ctrl++ Ctrl+="),
            Command("app.zoom-out", self.tr("Smaller"), lambda: self._zoom(-ZOOM_STEP), "Ctrl+-"),
            Command("app.zoom-reset", self.tr("Usual size"), lambda: self._zoom(0), "Ctrl+0"),
            Command("app.look", self.tr("Light or dark"), self._other_look),
            Command("app.hints", self.tr("Show the first steps"), self.hints.show),
            Command("app.menu", self.tr("Menu"), self.open_menu, "F10"),
            Command("app.help", self.tr("Help: keys and formulas"), self.open_help, "F1"),
            Command("app.quit", self.tr("Quit"), lambda: self.window().close(), "Ctrl+Q"),
        ]
        return [*shown, *self.workspaces.commands(), *self.live.commands(), *self.notices.commands(), *own]

    def open_menu(self) -> None:
        """The menu, beside its button."""
        menu = menus.window_menu(self, self.actions_, self.workspaces)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.rail.mapToGlobal(QPoint(self.rail.width(), self.rail.height() - menu.sizeHint().height())))

    def open_help(self) -> None:
        """Keys and formulas."""
        version = self.desk.state.version if self.desk.state else ""
        HelpDialog(self.commands, version, self.window()).open()

    def _begin_event(self) -> None:
        self.show_page(0)
        self.live.focus_composer()

    # --- preferences -------------------------------------------------------------------------------------

    def open_preferences(self) -> None:
        """Look, language, zoom, definitions."""
        if self.desk.state is not None:
            dialog = PreferencesDialog(self.desk, self.window())
            dialog.changed.connect(self.keep_settings)
            dialog.open()

    def open_api(self) -> None:
        """The HTTP API: on or off, and how it is used."""
        if self.desk.state is not None:
            ApiDialog(self.desk, self.window()).open()

    def keep_settings(self, settings: Settings) -> None:
        """Put preferences in force and keep them."""
        state = self.desk.state
        if state is None or settings == state.settings:
            return
        self.desk.state = replace(state, settings=settings)
        self.desk.ask(SaveSettings(settings))
        self._apply(settings)

    def _apply(self, settings: Settings) -> None:
        theme.put(settings.theme, settings.zoom)
        demo = self.desk.state is not None and self.desk.state.workspace.demo
        self.hints.setVisible(demo and not settings.hints_closed)
        if language.choose(settings.language):
            self.language_changed.emit()

    def _zoom(self, step: int) -> None:
        zoom = max(ZOOM_LOW, min(ZOOM_HIGH, theme.zoom + step)) if step else 100
        if self.desk.state is not None:
            self.keep_settings(replace(self.desk.state.settings, zoom=zoom))

    def _other_look(self) -> None:
        if self.desk.state is not None:
            self.keep_settings(replace(self.desk.state.settings, theme="light" if theme.dark else "dark"))

    def _close_hints(self) -> None:
        if self.desk.state is not None:
            self.keep_settings(replace(self.desk.state.settings, hints_closed=True))

    # --- workspace ---------------------------------------------------------------------------------------

    def _take_state(self, state: State) -> None:
        self._apply(state.settings)
        self.tell_title()
        if state.path != self._path:
            self._path = state.path
            self.read_layout(state.workspace.layout)

    def _take_workspace(self, item: WorkspaceNews) -> None:
        self.tell_title()
        self._refresh.start()

    def _ask_state(self) -> None:
        self.desk.ask(GetState(), self.desk.set_state)

    def tell_title(self) -> None:
        """What the title bar should say."""
        if self.desk.state is not None:
            self.titled.emit(workspace_name(self.desk.state), self.workspaces.modified)

    def leave(self, then: Callable[[], object]) -> None:
        """Before the window closes: ask about unsaved changes, keep the arrangement where that is nobody's file."""
        self.workspaces.leave(lambda: self.workspaces.keep_layout(then))

    # --- arrangement -------------------------------------------------------------------------------------

    def layout_text(self) -> str:
        """The state of all pages as text, for the workspace file."""
        for name, made in self.made.items():
            if hasattr(made, "save_state"):
                self._kept[name] = made.save_state()
        current = next(
            (n for n, page in enumerate(self.pages) if self.made.get(page.id) is self.stack.currentWidget()), 0
        )
        return json.dumps(self._kept | {"page": self.pages[current].id}, separators=(",", ":"))

    def read_layout(self, text: str) -> None:
        try:
            kept = json.loads(text) if text else {}
        except ValueError:
            kept = {}
        self._kept = kept if isinstance(kept, dict) else {}
        for name in self.made:
            self._restore(name)
        wanted = [n for n, page in enumerate(self.pages) if page.id == self._kept.get("page")]
        if wanted:
            self.show_page(wanted[0])

    def _restore(self, name: str) -> None:
        made, state = self.made[name], self._kept.get(name)
        if isinstance(state, dict) and hasattr(made, "restore_state"):
            made.restore_state(state)

    def retire(self) -> None:
        """Another shell takes over: no shortcut, timer or news reaches this one any more."""
        for item in self.actions_:
            item.setEnabled(False)
        self.hide()
        self.deleteLater()
