"""The payload editor: monospaced, marks the line that is wrong, and never loses what was written."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor, QTextFormat
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPlainTextEdit, QStackedWidget, QTextEdit, QWidget

from eventscope.ui.theme import theme
from eventscope.ui.widgets import button, set_property

LONGEST = 1 << 20  # characters; a longer text freezes every text widget, and belongs into a file


class PayloadEdit(QPlainTextEdit):
    """Plain text. `refused` says why a paste was not taken."""

    refused = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "field")
        self.setAccessibleName(self.tr("Payload"))
        self.setTabChangesFocus(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setMinimumHeight(theme.px(44))
        self._dress()
        theme.changed.connect(self._dress)

    def _dress(self) -> None:
        self.setFont(theme.mono())
        self.setTabStopDistance(2 * self.fontMetrics().horizontalAdvance("0"))

    def insertFromMimeData(self, source: QMimeData) -> None:
        if len(source.text()) + self.document().characterCount() > LONGEST:
            self.refused.emit(
                self.tr("The pasted text is too long for the editor (limit 1 MiB). Save it and publish the file.")
            )
            return
        self.insertPlainText(source.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._new_line()
            return
        super().keyPressEvent(event)

    def _new_line(self) -> None:
        """A line that begins where the one above does, two further in behind an opening bracket."""
        cursor = self.textCursor()
        before = cursor.block().text()[: cursor.positionInBlock()]
        indent = before[: len(before) - len(before.lstrip(" "))]
        cursor.insertText("\n" + indent + ("  " if before.rstrip().endswith(("{", "[")) else ""))
        self.ensureCursorVisible()

    def replace_text(self, text: str) -> None:
        """Another text; Ctrl+Z brings the old one back."""
        if text == self.toPlainText():
            return
        cursor = self.textCursor()
        cursor.select(QTextCursor.SelectionType.Document)
        cursor.insertText(text)

    def mark(self, place: tuple[int, int] | None) -> None:
        """Tint the line at (line, column) from 1; None for no line."""
        marks = []
        if place is not None:
            block = self.document().findBlockByNumber(place[0] - 1)
            if block.isValid():
                selection = QTextEdit.ExtraSelection()
                tint = theme.colour("bad")
                tint.setAlpha(40)
                selection.format.setBackground(tint)
                selection.format.setProperty(QTextFormat.Property.FullWidthSelection, True)
                selection.cursor = QTextCursor(block)
                marks = [selection]
        self.setExtraSelections(marks)

    def go_to(self, place: tuple[int, int]) -> None:
        """Put the cursor at (line, column) from 1."""
        block = self.document().findBlockByNumber(place[0] - 1)
        cursor = QTextCursor(block)
        cursor.setPosition(block.position() + max(0, min(place[1] - 1, block.length() - 1)))
        self.setTextCursor(cursor)
        self.setFocus()


class PayloadField(QStackedWidget):
    """The editor, or a path for kind "file"; both keep their text while the other is shown."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.edit = PayloadEdit()
        self.edit.textChanged.connect(self.changed)
        self.path = QLineEdit()
        self.path.setPlaceholderText(self.tr("File whose bytes are published"))
        self.path.setAccessibleName(self.tr("File"))
        self.path.textChanged.connect(self.changed)
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self.path, 1)
        line.addWidget(button(self.tr("Choose…"), self._choose))
        line.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.addWidget(self.edit)
        self.addWidget(row)

    def show_kind(self, kind: str) -> None:
        """Text or file."""
        self.setCurrentIndex(1 if kind == "file" else 0)

    def text(self, kind: str) -> str:
        """What is written for a kind."""
        return self.path.text() if kind == "file" else self.edit.toPlainText()

    def set_text(self, kind: str, text: str) -> None:
        """Another text for a kind; that of the other stays."""
        if kind == "file":
            self.path.setText(text)
        else:
            self.edit.replace_text(text)

    def show_wrong(self, wrong: bool, place: tuple[int, int] | None = None) -> None:
        """Edge the field and tint the line."""
        set_property(self.edit, "wrong", wrong)
        set_property(self.path, "wrong", wrong)
        self.edit.mark(place if wrong else None)

    def _choose(self) -> None:
        dialog = QFileDialog(self, self.tr("File to publish"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        if self.path.text():
            dialog.setDirectory(str(Path(self.path.text()).parent))
        dialog.fileSelected.connect(self.path.setText)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
