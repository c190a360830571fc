"""The names of a chart's lines, at the right of its header: each switches its line on and off."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QFontMetrics, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QMenu, QSizePolicy, QToolButton, QWidget

from eventscope.ui.charts import brush
from eventscope.ui.theme import theme
from eventscope.ui.viewmodels.charts_lines import Line
from eventscope.ui.widgets import tooltip

SAMPLE = 16  # px of the piece of line before the name
SPACING = 10


@dataclass(frozen=True, slots=True)
class Item:
    """One name: the line behind it, what is said after it in grey, and on hover."""

    line: Line
    text: str
    tag: str = ""
    hover: str = ""

    def look(self) -> tuple[object, ...]:
        """What it looks like; the values of its line are no part of it."""
        return self.line.name, self.line.colour, self.line.dash, self.text, self.tag, self.hover


class Legend(QWidget):
    """`toggled` carries a name and whether it is shown now; `pointed` the name under mouse or focus, "" for none.

    Names that find no room are in the menu of "+3".
    """

    toggled = Signal(str, bool)
    pointed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entries: list[Name] = []
        self._hidden: Callable[[str], bool] = lambda name: False
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(SPACING)
        self._row.addStretch(1)
        self.more = QToolButton(self)
        self.more.setProperty("role", "link")
        self.more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.more.setAccessibleName(self.tr("More lines"))
        self.more.clicked.connect(lambda _checked=False: self._menu())
        self._row.addWidget(self.more)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        theme.changed.connect(self._fit)

    def put(self, items: list[Item], hidden: Callable[[str], bool]) -> None:
        """Show these names; buttons are made anew only when one of them changed."""
        self._hidden = hidden
        if [item.look() for item in items] == [entry.item.look() for entry in self.entries]:
            return
        focused = next((entry.item.line.name for entry in self.entries if entry.hasFocus()), None)
        for entry in self.entries:
            self._row.removeWidget(entry)
            entry.hide()
            entry.deleteLater()
        self.entries = [self._entry(item) for item in items]
        for place, entry in enumerate(self.entries):
            self._row.insertWidget(1 + place, entry)
            if entry.item.line.name == focused:
                entry.setFocus()
        self.updateGeometry()
        self._fit()

    def _entry(self, item: Item) -> Name:
        entry = Name(item, not self._hidden(item.line.name), self)
        entry.toggled.connect(lambda on, name=item.line.name: self.toggled.emit(name, on))
        entry.pointed.connect(self.pointed)
        return entry

    def set_shown(self, name: str, shown: bool) -> None:
        """As if it were clicked."""
        for entry in self.entries:
            if entry.item.line.name == name:
                entry.setChecked(shown)

    def sizeHint(self) -> QSize:
        return QSize(sum(entry.sizeHint().width() + SPACING for entry in self.entries), theme.px(20))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(40), theme.px(18))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Show as many as there is room for."""
        room = self.width() - theme.px(34)
        widths = [entry.sizeHint().width() + SPACING for entry in self.entries]
        if sum(widths) <= self.width() + SPACING:
            room = sum(widths)
        used = fitting = 0
        for width in widths:
            if used + width > room:
                break
            used, fitting = used + width, fitting + 1
        for place, entry in enumerate(self.entries):
            entry.setVisible(place < fitting)
        rest = len(self.entries) - fitting
        self.more.setText(f"+{rest}")
        self.more.setVisible(rest > 0)

    def menu(self) -> QMenu:
        """Names that found no room."""
        menu = QMenu(self)
        menu.aboutToHide.connect(menu.deleteLater)
        for entry in self.entries:
            if entry.isHidden():
                action = menu.addAction(" ".join(filter(None, (entry.item.text, entry.item.tag))).replace("&", "&&"))
                action.setCheckable(True)
                action.setChecked(entry.isChecked())
                action.toggled.connect(entry.setChecked)
        return menu

    def _menu(self) -> None:
        self.menu().popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))


class Name(QAbstractButton):
    """A piece of the line and its name; an empty frame before a grey name while the line is off."""

    pointed = Signal(str)

    def __init__(self, item: Item, shown: bool, parent: QWidget) -> None:
        super().__init__(parent)
        self.item = item
        self.setCheckable(True)
        self.setChecked(shown)
        self.setAccessibleName(" ".join(filter(None, (item.text, item.tag))))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._explain(shown)
        self.toggled.connect(self._explain)
        theme.changed.connect(self.updateGeometry)

    def _explain(self, shown: bool) -> None:
        parts = [self.item.hover or self.item.text, self.tr("Click or Space: show or hide this line")]
        if not shown:
            parts.insert(1, self.tr("Hidden at present."))
        tooltip(self, "\n".join(parts))

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(theme.small())
        width = metrics.horizontalAdvance(self.item.text)
        width += metrics.horizontalAdvance(" " + self.item.tag) if self.item.tag else 0
        return QSize(theme.px(SAMPLE + 5 + 2) + width, theme.px(20))

    minimumSizeHint = sizeHint  # noqa: N815 (Qt's name)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        line, on = self.item.line, self.isChecked()
        middle = self.height() / 2 + 0.5
        if on:
            painter.setPen(_sample(line))
            painter.drawLine(QPointF(1, middle), QPointF(theme.px(SAMPLE), middle))
        else:
            painter.setPen(theme.colour("muted"))
            half = theme.px(3)
            painter.drawRect(QRectF(theme.px(SAMPLE) / 2 - 2 * half + 0.5, middle - half, 4 * half, 2 * half))
        font = theme.small()
        painter.setFont(font)
        painter.setPen(brush.ink(line) if on else theme.colour("muted"))
        room = QRect(theme.px(SAMPLE + 5), 0, self.width(), self.height())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), self.item.text)
        if self.item.tag:
            painter.setFont(theme.small())
            painter.setPen(theme.colour("muted"))
            left = QFontMetrics(font).horizontalAdvance(self.item.text + " ")
            painter.drawText(room.adjusted(left, 0, 0, 0), int(Qt.AlignmentFlag.AlignVCenter), self.item.tag)
        if self.hasFocus():
            painter.setPen(theme.colour("accent"))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 1.5, -0.5, -1.5), theme.px(4), theme.px(4))
        painter.end()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.pointed.emit(self.item.line.name)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.pointed.emit("")

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.pointed.emit(self.item.line.name)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.pointed.emit("")


def _sample(line: Line) -> QPen:
    """The line's pen for a short piece of it."""
    pen = brush.pen(line)
    pen.setWidth(2)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if line.dash in brush.SAMPLES:
        pen.setDashPattern(brush.SAMPLES[line.dash])
    return pen
