"""The few widgets that panels are made of; texts from outside pass through here and stay plain text."""

from __future__ import annotations

import html
from collections.abc import Callable

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QKeyEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,  # noqa: TID251 (this is where Label makes it plain)
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from eventscope.ui.theme import theme

PAGE_KEYS = (Qt.Key.Key_Space, Qt.Key.Key_Escape)  # pause and back to the newest, wherever nobody types


def tooltip(widget: QWidget, text: str) -> None:
    """A tooltip that shows `text` as it is, whatever marks it holds, with its line breaks."""
    widget.setToolTip(plain_tooltip(text))


def plain_tooltip(text: str) -> str:
    """`text` for a model's ToolTipRole or setToolTip: escaped, because Qt guesses rich text there."""
    return f"<qt>{html.escape(text).replace(chr(10), '<br>')}</qt>" if text else ""


def set_property(widget: QWidget, name: str, value: object) -> None:
    """Change a property that the style sheet looks at."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


class Label(QLabel):
    """Plain text, always. `kind`: "", heading, title, strong, muted, good, warn, bad."""

    def __init__(self, text: str = "", kind: str = "", parent: QWidget | None = None, wrap: bool = False) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        self.setProperty("kind", kind)
        self.setText(text.upper() if kind == "heading" else text)

    def set_kind(self, kind: str) -> None:
        """Another kind, as when a state turns bad."""
        set_property(self, "kind", kind)


class Elided(Label):
    """A label that shortens its text with an ellipsis where there is no room, and shows it whole on hover."""

    def __init__(
        self,
        text: str = "",
        kind: str = "",
        parent: QWidget | None = None,
        mode: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:
        super().__init__(text, kind, parent)
        self._mode = mode
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.setMinimumWidth(24)

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(min(hint.width(), 4000), hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        room = self.contentsRect()
        shown = self.fontMetrics().elidedText(self.text().replace("\n", " "), self._mode, room.width())
        painter.drawText(room, int(self.alignment() | Qt.TextFlag.TextSingleLine), shown)
        tooltip(self, self.text() if shown != self.text() else "")


class PlainView(QPlainTextEdit):
    """Read-only text without wrapping: markup, links and pictures in it stay text (give it bounded pieces)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setUndoRedoEnabled(False)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self._dress()
        theme.changed.connect(self._dress)

    def _dress(self) -> None:
        self.setFont(theme.mono())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Nothing is typed here, so these keys belong to the page around it; Page Down scrolls."""
        if event.key() in PAGE_KEYS and not event.modifiers():
            event.ignore()
        else:
            super().keyPressEvent(event)


class _Glyph(QIconEngine):
    """An icon that takes its colour from the theme when it is painted."""

    def __init__(self, name: str, role: str) -> None:
        super().__init__()
        self._name = name
        self._role = role

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        import qtawesome  # loads its fonts: after the first paint of the window

        role = "accent" if state == QIcon.State.On else "line" if mode == QIcon.Mode.Disabled else self._role
        qtawesome.icon(self._name, color=theme.colour(role)).paint(painter, rect)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return pixmap

    def clone(self) -> QIconEngine:
        return _Glyph(self._name, self._role)


def icon(name: str, role: str = "muted") -> QIcon:
    """An icon of qtawesome, as in "mdi6.plus", in one colour of the theme (accent while checked)."""
    return QIcon(_Glyph(name, role))


class IconButton(QToolButton):
    """A small button with an icon; `text` is its tooltip and its accessible name."""

    def __init__(
        self,
        name: str,
        text: str,
        call: Callable[[], object] | None = None,
        parent: QWidget | None = None,
        size: int = 20,
    ) -> None:
        super().__init__(parent)
        self._size = size
        self.setIcon(icon(name))
        self.setAccessibleName(text)
        tooltip(self, text)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        if call is not None:
            self.clicked.connect(lambda _checked=False: call())
        self._dress()
        theme.changed.connect(self._dress)

    def _dress(self) -> None:
        side = theme.px(self._size)
        self.setFixedSize(side, side)
        self.setIconSize(QSize(theme.px(max(16, self._size // 2)), theme.px(max(16, self._size // 2))))


class Pill(QPushButton):
    """A toggle: what is switched on is filled and edged."""

    def __init__(self, text: str, checked: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setProperty("role", "pill")
        self.setCheckable(True)
        self.setChecked(checked)


def button(text: str, call: Callable[[], object], role: str = "", parent: QWidget | None = None) -> QPushButton:
    """A push button; `role`: "", primary, link."""
    made = QPushButton(text, parent)
    made.setProperty("role", role)
    made.setAutoDefault(False)
    made.clicked.connect(lambda _checked=False: call())
    return made


class Card(QFrame):
    """A panel: a heading with small actions at its right, and a body below. `body` is the layout to fill.

    `actions` in the header are added by `add_action`. Without a title there is no header.
    """

    def __init__(
        self, title: str = "", parent: QWidget | None = None, margins: tuple[int, int, int, int] = (12, 8, 12, 8)
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setAccessibleName(title)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.heading = Label(title, "heading", self)
        self.heading.setVisible(bool(title))
        self.header = QHBoxLayout()
        self.header.setContentsMargins(12, 8, 8, 0)
        self.header.setSpacing(4)
        if title:
            self.header.addWidget(self.heading)
            self.header.addStretch(1)
            outer.addLayout(self.header)
        self.body = QVBoxLayout()
        left, top, right, bottom = margins
        self.body.setContentsMargins(left, 4 if title else top, right, bottom)
        self.body.setSpacing(4)
        outer.addLayout(self.body, 1)

    def add_action(self, name: str, text: str, call: Callable[[], object]) -> IconButton:
        """A small button at the right of the header."""
        made = IconButton(name, text, call, self)
        self.header.addWidget(made)
        return made


class Empty(QWidget):
    """What a panel shows while it has nothing: what it is for, and its one first action."""

    def __init__(
        self, text: str, action: str = "", call: Callable[[], object] | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        words = Label(text, "muted", wrap=True)
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addStretch(1)
        column.addWidget(words)
        if action and call is not None:
            self.button = button(action, call)
            column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)


class Deck(QStackedWidget):
    """Shows one of its widgets and needs only the room that one needs."""

    def minimumSizeHint(self) -> QSize:
        shown = self.currentWidget()
        if shown is None:
            return QSize()
        hint = shown.minimumSizeHint()
        return QSize(shown.minimumWidth() or hint.width(), shown.minimumHeight() or hint.height())


class Dot(QWidget):
    """A state in one colour: good, warn, bad, muted or a series ("series:3"); hollow when `hollow`."""

    def __init__(self, role: str = "muted", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._role = role
        self._hollow = False
        self._dress()
        theme.changed.connect(self._dress)

    def _dress(self) -> None:
        self.setFixedSize(theme.px(10), theme.px(10))

    def show_state(self, role: str, hollow: bool = False) -> None:
        """Another state."""
        if (role, hollow) != (self._role, self._hollow):
            self._role, self._hollow = role, hollow
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_dot(painter, QRectF(self.rect()), self._role, self._hollow)
        painter.end()


def paint_dot(painter: QPainter, room: QRectF, role: str, hollow: bool = False) -> None:
    """The dot of `Dot` in the middle of `room`, for delegates too."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    colour = theme.series(int(role[7:])) if role.startswith("series:") else theme.colour(role)
    painter.setPen(colour)
    painter.setBrush(Qt.BrushStyle.NoBrush if hollow else colour)
    side = theme.px(8)
    painter.drawEllipse(QRectF(room.center().x() - side / 2, room.center().y() - side / 2, side, side))
