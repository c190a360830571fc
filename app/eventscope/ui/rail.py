"""The bar at the left edge: pages above, menu and preferences below."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QButtonGroup, QFrame, QToolButton, QVBoxLayout, QWidget

from eventscope.ui.theme import theme
from eventscope.ui.widgets import icon, tooltip


class Rail(QFrame):
    """Add pages and tools in order; `choose` marks a page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "rail")
        self._group = QButtonGroup(self)
        self._pages = QVBoxLayout()
        self._tools = QVBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 8, 4, 8)
        column.setSpacing(4)
        for part in (self._pages, self._tools):
            part.setSpacing(4)
        column.addLayout(self._pages)
        column.addStretch(1)
        column.addLayout(self._tools)
        self._dress()
        theme.changed.connect(self._dress)

    def add_page(self, name: str, text: str, call: Callable[[], object]) -> QToolButton:
        """A button that stays pressed while its page shows."""
        made = self._button(name, text, call)
        made.setCheckable(True)
        self._group.addButton(made, len(self._group.buttons()))
        self._pages.addWidget(made)
        return made

    def add_tool(self, name: str, text: str, call: Callable[[], object]) -> QToolButton:
        """A button at the lower end."""
        made = self._button(name, text, call)
        self._tools.addWidget(made)
        return made

    def choose(self, number: int) -> None:
        """Mark a page."""
        self._group.button(number).setChecked(True)

    def _button(self, name: str, text: str, call: Callable[[], object]) -> QToolButton:
        made = QToolButton(self)
        made.setIcon(icon(name))
        made.setAccessibleName(text)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        tooltip(made, text)
        made.clicked.connect(lambda _checked=False: call())
        self._size(made)
        return made

    def _size(self, made: QToolButton) -> None:
        made.setIconSize(QSize(theme.px(20), theme.px(20)))
        made.setFixedSize(theme.px(40), theme.px(40))

    def _dress(self) -> None:
        self.setFixedWidth(theme.px(48))
        for made in self.findChildren(QToolButton):
            self._size(made)
