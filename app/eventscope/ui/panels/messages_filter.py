"""The filter box of the message table: asks for a view while one types, says in place what is wrong."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from eventscope.core.errors import EventscopeError
from eventscope.core.visible import elide, show
from eventscope.ui import words
from eventscope.ui.theme import theme
from eventscope.ui.viewmodels.queries import EXAMPLES
from eventscope.ui.widgets import Label, button, icon, plain_tooltip, set_property

PAUSE = 450  # ms after the last key until the filter is tried
RECENT = 12


class FilterBox(QLineEdit):
    """`wanted` with the text to filter by ("" for everything): after Enter at once, else after a pause."""

    wanted = Signal(str)
    left = Signal()  # Down, or Esc in an empty box: back to the table

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.recent: list[str] = []
        self._asked = ""
        self.setAccessibleName(self.tr("Filter messages"))
        self.setPlaceholderText(self.tr("Filter: topic, text, /regex/ or CEL, e.g. payload.total > 100"))
        self.addAction(icon("mdi6.magnify"), QLineEdit.ActionPosition.LeadingPosition)
        self._clear = self._trailing("mdi6.close", self.tr("Show all messages again"), self.clear_filter)
        self._trailing("mdi6.history", self.tr("Recent filters"), self._show_recent)
        self._trailing("mdi6.help-circle-outline", self.tr("What can be typed here"), self.show_help)
        self._clear.setVisible(False)
        self._timer = QTimer(self, interval=PAUSE, singleShot=True)
        self._timer.timeout.connect(self._ask)
        self.textEdited.connect(self._edited)
        self.returnPressed.connect(self._entered)

    def _trailing(self, name: str, text: str, call: object) -> QAction:
        made = self.addAction(icon(name), QLineEdit.ActionPosition.TrailingPosition)
        made.setText(text)
        made.setToolTip(plain_tooltip(text))
        made.triggered.connect(call)
        return made

    def filter_by(self, text: str) -> None:
        """Put a text in and use it at once."""
        self.setText(text)
        self._entered()

    def clear_filter(self) -> None:
        """Everything again."""
        self.filter_by("")

    def refuse(self, error: EventscopeError) -> str:
        """The engine did not understand; answers the sentence for the place below."""
        set_property(self, "wrong", True)
        return words.error(error)

    def accept(self) -> None:
        """The engine took it."""
        set_property(self, "wrong", False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear_filter()
        elif event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Down):
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _edited(self) -> None:
        self._clear.setVisible(bool(self.text()))
        self._timer.start()

    def _entered(self) -> None:
        self._clear.setVisible(bool(self.text()))
        self._ask()
        if text := self.text().strip():
            self.recent = [text, *(item for item in self.recent if item != text)][:RECENT]

    def _ask(self) -> None:
        self._timer.stop()
        text = self.text().strip()
        if text != self._asked:
            self._asked = text
            self.wanted.emit(text)

    # --- recent and help ---------------------------------------------------------------------------------------

    def _show_recent(self) -> None:
        menu = self.recent_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))

    def recent_menu(self) -> QMenu:
        """The filters used before, newest first."""
        menu = QMenu(self)
        for text in self.recent:
            entry = menu.addAction(elide(show(text).text, 100).replace("&", "&&"))
            entry.triggered.connect(lambda _checked=False, text=text: self.filter_by(text))
        if not self.recent:
            menu.addAction(self.tr("None yet: filters used with Enter are kept here")).setEnabled(False)
        return menu

    def show_help(self) -> None:
        """A small sheet with examples that can be taken over."""
        sheet = FilterHelp(self)
        sheet.taken.connect(self._take_example)
        sheet.move(self.mapToGlobal(QPoint(0, self.height() + theme.px(4))))
        sheet.show()
        sheet.setFocus()

    def _take_example(self, text: str) -> None:
        self.filter_by(text)
        self.setFocus()


class FilterHelp(QFrame):
    """Examples and what they find; closes by itself."""

    taken = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("role", "card")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(12, 8, 12, 12)
        outer.setSpacing(8)
        outer.addWidget(Label(self.tr("What the filter understands"), "heading"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(2)
        outer.addLayout(grid)
        meaning = self._meaning()
        for row, (kind, example) in enumerate(EXAMPLES):
            shown = button(example.replace("&", "&&"), partial(self._take, example), "link", self)
            shown.setFont(theme.mono())
            grid.addWidget(shown, row, 0, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(Label(meaning[kind], "muted"), row, 1)
        outer.addWidget(
            Label(self.tr("Words beside each other must all match. A - before a word turns it round."), "muted")
        )

    def _meaning(self) -> dict[str, str]:
        return {
            "text": self.tr("text in topic or payload, upper or lower case"),
            "quoted": self.tr("the same, with spaces and marks as they are"),
            "topic": self.tr("an MQTT topic filter"),
            "regex": self.tr("a regular expression (RE2); i: upper or lower case"),
            "flags": self.tr("delivered with QoS 1 and retained; also dup:no"),
            "size": self.tr("payload size in B, kB, KiB, MB, MiB"),
            "latency": self.tr("latency in ns, us, ms, s; only stamped messages have one"),
            "time": self.tr("received after or before; also 2025-06-01T14:30; -10m: ten minutes ago"),
            "hex": self.tr("these bytes in the payload"),
            "not": self.tr("everything else"),
            "cel": self.tr("a CEL expression over payload, topic, qos, retain, size, latency_ms"),
        }

    def _take(self, text: str) -> None:
        self.taken.emit(text)
        self.close()
