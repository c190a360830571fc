"""The whole window over a fake door: keys, preferences, workspace, arrangement, language."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QPushButton

from eventscope.core.apiaddress import ApiAddress
from eventscope.core.news import ApiNews, WorkspaceNews
from eventscope.core.verbs import GetState, SaveSettings, SaveWorkspace
from eventscope.core.workspace import Settings, Workspace
from eventscope.ui import language
from eventscope.ui.dialogs.api import ApiDialog
from eventscope.ui.dialogs.ask import Question
from eventscope.ui.dialogs.connection import ConnectionDialog
from eventscope.ui.dialogs.preferences import PreferencesDialog
from eventscope.ui.help import HelpDialog
from eventscope.ui.shell import Shell
from eventscope.ui.theme import theme
from eventscope.ui.window import Window
from ui.fakes import make_desk, push, state, summary

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture(autouse=True)
def _look_again(qapp):
    language.choose("en")
    yield
    theme.apply("dark", 100)
    language.choose("en")


@pytest.fixture
def desk():
    known = state(settings=Settings(theme="dark", language="en", hints_closed=True))
    return make_desk({SaveWorkspace: known}, known)


@pytest.fixture
def window(qtbot, desk) -> Window:
    made = Window()
    qtbot.addWidget(made, before_close_func=lambda item: setattr(item, "_may_close", True))
    made.put(Shell(desk))
    made.resize(1440, 900)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def press(qtbot, window: Window, key: Qt.Key, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(QApplication.focusWidget() or window, key, modifiers)


def test_the_http_api_is_a_command_in_the_menu_and_a_mark_in_the_status_bar(window, desk, qtbot) -> None:
    shell = window.findChild(Shell)
    assert shell is not None
    command = next(item for item in shell.commands if item.id == "app.api")
    command.call()
    assert len(window.findChildren(ApiDialog)) == 1
    window.findChild(ApiDialog).reject()
    push(desk, ApiNews(ApiAddress("http://127.0.0.1:5123", "/t", "/h")))
    qtbot.mouseClick(shell.status.api, Qt.MouseButton.LeftButton)
    assert any(item.isVisible() for item in window.findChildren(ApiDialog))


def test_news_reach_every_corner(window, desk) -> None:
    push(desk, summary())
    assert window.shell.status.received.text() == "received 1,204,331 this run"
    assert "12,480" in window.shell.vitals.cards[0].accessibleName()


def test_title_carries_the_workspace_and_its_mark(window, desk) -> None:
    assert window.windowTitle() == "demo[*] · Eventscope"
    push(desk, WorkspaceNews("", True))
    assert window.isWindowModified()


@pytest.mark.parametrize(
    ("key", "modifiers", "kind"),
    [
        (Qt.Key.Key_N, CTRL, ConnectionDialog),
        (Qt.Key.Key_Comma, CTRL, PreferencesDialog),
        (Qt.Key.Key_F1, Qt.KeyboardModifier.NoModifier, HelpDialog),
    ],
)
def test_keys_open_dialogs_without_blocking(window, qtbot, key, modifiers, kind) -> None:
    press(qtbot, window, key, modifiers)
    dialog = window.findChild(kind)
    assert dialog is not None
    assert dialog.isVisible()
    dialog.close()


def test_palette_reaches_every_command(window, qtbot) -> None:
    press(qtbot, window, Qt.Key.Key_P, CTRL | SHIFT)
    palette = window.shell.palette_
    assert palette.isVisible()
    qtbot.keyClicks(palette.entry, "light or dark")
    qtbot.keyClick(palette.entry, Qt.Key.Key_Return)
    assert not theme.dark


def test_ids_and_shortcuts_are_unique(window) -> None:
    commands = window.shell.commands
    ids = [item.id for item in commands]
    assert len(ids) == len(set(ids))
    keys = [key for item in commands for key in item.shortcut.split(" ") if key]
    assert len(keys) == len(set(keys))


def test_zoom_by_keys_is_kept(window, desk, qtbot) -> None:
    press(qtbot, window, Qt.Key.Key_Plus, CTRL)
    assert theme.zoom == 110
    assert desk.door.last(SaveSettings).settings.zoom == 110
    press(qtbot, window, Qt.Key.Key_Minus, CTRL)
    press(qtbot, window, Qt.Key.Key_0, CTRL)
    assert theme.zoom == 100


def test_preferences_take_effect_at_once_and_are_kept(window, desk) -> None:
    window.shell.keep_settings(Settings(theme="light", language="en", hints_closed=True))
    assert not theme.dark
    assert desk.door.last(SaveSettings).settings.theme == "light"
    assert desk.state.settings.theme == "light"


def test_hints_show_once(window, desk) -> None:
    fresh = replace(
        desk.state, workspace=Workspace(demo=True), settings=replace(desk.state.settings, hints_closed=False)
    )
    desk.set_state(fresh)
    assert window.shell.hints.isVisible()
    window.shell.hints._close()
    assert desk.door.last(SaveSettings).settings.hints_closed
    desk.set_state(desk.state)
    assert not window.shell.hints.isVisible()


def test_changes_of_the_workspace_are_read_once_for_a_burst(window, desk, qtbot) -> None:
    for _ in range(5):
        push(desk, WorkspaceNews("", True))
    qtbot.waitUntil(lambda: bool(desk.door.of(GetState)))
    assert len(desk.door.of(GetState)) == 1


def test_layout_is_saved_with_the_workspace_and_read_with_it(window, desk, qtbot) -> None:
    next(item for item in window.shell.commands if item.id == "live.show.topics").call()
    window.shell.workspaces.save()
    text = desk.door.last(SaveWorkspace).layout
    assert json.loads(text)["page"] == "live"
    desk.set_state(state(path="/another.toml", settings=desk.state.settings))
    window.shell.live.docks[2].show()
    desk.set_state(state(path="/third.toml", settings=desk.state.settings, workspace=Workspace(layout=text)))
    qtbot.waitUntil(lambda: window.shell.live.docks[2].isHidden())


@pytest.mark.parametrize("layout", ["{", "[]", '"x"', '{"page": 7, "live": []}', '{"page": "nowhere"}'])
def test_a_damaged_layout_is_left_out(window, desk, layout: str) -> None:
    desk.set_state(state(path="/y.toml", settings=desk.state.settings, workspace=Workspace(layout=layout)))
    assert window.shell.live.isVisible()


def test_closing_asks_about_unsaved_changes(window, desk, qtbot) -> None:
    push(desk, WorkspaceNews("", True))
    window.close()
    assert window.isVisible()
    question = window.findChild(Question)
    with qtbot.waitSignal(window.ended):
        next(item for item in question.findChildren(QPushButton) if item.text() == "Go on without saving").click()


def test_another_language_brings_another_shell(window, desk, qtbot) -> None:
    with qtbot.waitSignal(window.shell.language_changed):
        window.shell.keep_settings(replace(desk.state.settings, language="zh_CN"))
    before = window.shell
    window.put(Shell(desk))
    assert window.shell is not before
    push(desk, summary())


def test_menu_lists_the_commands(window) -> None:
    from eventscope.ui.menus import window_menu

    menu = window_menu(window, window.shell.actions_, window.shell.workspaces)
    texts = [item.text() for item in menu.actions() if item.text()]
    for wanted in ("Open workspace…", "New connection…", "Arrange panels", "Preferences…", "Quit"):
        assert wanted in texts


def test_every_button_has_a_name_for_those_who_cannot_see(window) -> None:
    nameless = [
        made
        for made in window.findChildren(QAbstractButton)
        if made.isVisible()
        and not (made.text() or made.accessibleName() or made.toolTip())
        and not isinstance(made.parent(), QLineEdit)  # Qt's own cross in a field
    ]
    assert [f"{made} in {made.parent()}" for made in nameless] == []


def test_tab_reaches_more_than_one_corner(window, qtbot) -> None:
    seen = set()
    for _ in range(60):
        qtbot.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
        seen.add(QApplication.focusWidget())
    assert window.shell.live.connections.list in seen
    assert window.shell.live.topics.list in seen or window.shell.live.topics._stack.widget(0).button in seen
