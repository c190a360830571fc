"""The menu of the window, made from its commands; the same groups make the menu bar where a system has one on top."""

from __future__ import annotations

import platform
from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMainWindow, QMenu, QWidget

if TYPE_CHECKING:
    from eventscope.ui.workspaces import Workspaces

translate = QCoreApplication.translate

# Which commands a menu lists, by the first part of their id; what is not here is in the palette.
GROUPS = (
    ("workspace", "messages.export"),
    ("connections.new", "subscriptions.new", "bus.new-bridge"),
    ("live.fold", "live.arrange", "live.reset", "live.show"),
    ("app.zoom",),
    ("notices", "app.api", "app.preferences", "app.palette", "app.help", "app.quit"),
)


def window_menu(parent: QWidget, actions: Iterable[QAction], workspaces: Workspaces) -> QMenu:
    """One menu with everything, in groups; it goes away when it is closed."""
    menu = QMenu(parent)
    known = list(actions)
    for number, group in enumerate(GROUPS):
        for item in known:
            if item.objectName().startswith(group):
                menu.addAction(item)
        if number == 0:
            _recent(menu, workspaces)
        menu.addSeparator()
    return menu


def menu_bar(window: QMainWindow, actions: Iterable[QAction]) -> None:
    """On macOS the menus belong to the bar on top of the screen."""
    if platform.system() != "Darwin":
        return
    known = list(actions)
    window.menuBar().clear()
    for group, title in zip(GROUPS, _titles(), strict=True):
        menu = window.menuBar().addMenu(title)
        menu.addActions([item for item in known if item.objectName().startswith(group)])


def _titles() -> tuple[str, ...]:
    return (
        translate("Menus", "Workspace"),
        translate("Menus", "Broker"),
        translate("Menus", "Panels"),
        translate("Menus", "View"),
        translate("Menus", "Help"),
    )


def _recent(menu: QMenu, workspaces: Workspaces) -> None:
    recent = workspaces.recent()
    if recent:
        inner = menu.addMenu(translate("Menus", "Recent workspaces"))
        for text, call in recent:
            inner.addAction(text.replace("&", "&&"), call)
