"""A panel that folds to a narrow strip at the right edge where the window is small."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from eventscope.ui.theme import theme
from eventscope.ui.widgets import icon, tooltip

STRIP, EDGE = 26, 16  # px of the strip while folded, and of what is left of it while open in a narrow window
LEAST = 316  # px in which the panel can be read


class Fold(QWidget):
    """Shows `panel`, or a strip with its name: folded in a narrow window, open in a wide one.

    What a person chose for either kind of window holds whenever it is of that kind. `changed`: it folded or opened.
    """

    changed = Signal()

    def __init__(self, panel: QWidget, title: str, width: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.panel = panel
        self._width = width
        self._narrow = False
        self._chosen: dict[bool, bool] = {}  # narrow: folded
        self.folded = False
        self.strip = _Strip(title, self.toggle)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.strip)
        row.addWidget(panel, 1)
        self._show()
        theme.changed.connect(self._show)

    def set_narrow(self, narrow: bool) -> None:
        """The window became narrow (fold) or wide (open)."""
        if narrow != self._narrow:
            self._narrow = narrow
            self._put(self._chosen.get(narrow, narrow))

    def set_folded(self, folded: bool) -> None:
        """Fold or open, because a person wants so."""
        self._chosen[self._narrow] = folded
        self._put(folded)

    def toggle(self) -> None:
        """The other state; the keyboard goes with it."""
        self.set_folded(not self.folded)
        (self.strip if self.folded else self.panel).setFocus()

    def wanted_width(self) -> int:
        """How wide it should be now, in px: no more than it needs where room is short."""
        return theme.px(STRIP if self.folded else LEAST + EDGE if self._narrow else self._width)

    def save_state(self) -> dict[str, bool]:
        """What a person chose, by kind of window."""
        return {"narrow" if narrow else "wide": folded for narrow, folded in self._chosen.items()}

    def restore_state(self, state: dict[str, object]) -> None:
        """Take a saved choice; anything odd in it is left out."""
        for name, narrow in (("narrow", True), ("wide", False)):
            if isinstance(folded := state.get(name), bool):
                self._chosen[narrow] = folded
        self._put(self._chosen.get(self._narrow, self._narrow))

    def sizeHint(self) -> QSize:
        return QSize(self.wanted_width(), 200)

    def _put(self, folded: bool) -> None:
        moved = folded != self.folded
        self.folded = folded
        self._show()
        if moved:
            self.changed.emit()

    def _show(self) -> None:
        self.strip.setVisible(self.folded or self._narrow)
        self.strip.show_folded(self.folded)
        self.panel.setVisible(not self.folded)
        if self.folded:
            self.setFixedWidth(theme.px(STRIP))
        else:
            self.setMinimumWidth(theme.px(LEAST + (EDGE if self._narrow else 0)))
            self.setMaximumWidth(16_777_215)
        self.updateGeometry()


class _Strip(QToolButton):
    """A tall button with its text turned."""

    def __init__(self, title: str, call: object) -> None:
        super().__init__()
        self._title = title
        self.setProperty("role", "card")
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(lambda _checked=False: call())  # type: ignore[operator]
        self._dress()
        theme.changed.connect(self._dress)

    def show_folded(self, folded: bool) -> None:
        """Which way the arrow points."""
        self._folded = folded
        tooltip(
            self,
            self.tr("Open {panel}").format(panel=self._title)
            if folded
            else self.tr("Fold {panel}").format(panel=self._title),
        )
        self.setFixedWidth(theme.px(STRIP if folded else EDGE))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.colour("accent" if self.hasFocus() else "line"))
        painter.setBrush(theme.colour("raised" if self.underMouse() else "panel"))
        painter.drawRoundedRect(self.rect().toRectF().adjusted(0.5, 0.5, -0.5, -0.5), theme.px(6), theme.px(6))
        side = theme.px(16)
        arrow = icon("mdi6.chevron-left" if self._folded else "mdi6.chevron-right")
        arrow.paint(painter, (self.width() - side) // 2, theme.px(8), side, side)
        if self._folded:
            painter.translate(self.width() / 2, theme.px(34))
            painter.rotate(90)
            painter.setPen(theme.colour("muted"))
            painter.setFont(theme.small(bold=True))
            painter.drawText(0, painter.fontMetrics().ascent() // 2 - 1, self._title.upper())
        painter.end()

    def _dress(self) -> None:
        self.setSizePolicy(self.sizePolicy().horizontalPolicy(), self.sizePolicy().Policy.Expanding)
