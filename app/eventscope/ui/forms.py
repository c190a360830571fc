"""Forms: labelled fields with a note below, and a sentence in place when a value is wrong."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from eventscope.core.errors import EventscopeError
from eventscope.ui import words
from eventscope.ui.theme import theme
from eventscope.ui.widgets import IconButton, Label, set_property

W = TypeVar("W", bound=QWidget)


class Form(QWidget):
    """Rows of label and field. `show_error` puts a sentence below a field, `clear_errors` takes all away."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 12, 0, 4)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        self._errors: dict[QWidget, Label] = {}
        self._labels: dict[QWidget, Label] = {}
        self._rows: dict[QWidget, list[QWidget]] = {}
        self._row = 0

    def add(self, label: str, field: W, note: str = "", beside: Sequence[QWidget] = ()) -> W:
        """A row; `beside` are small widgets at the right of the field."""
        words_ = Label(label)
        words_.setBuddy(field)
        field.setAccessibleName(label)
        field.setAccessibleDescription(note)
        self._grid.addWidget(words_, self._row, 0, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        words_.setMinimumHeight(28)
        self._labels[field] = words_
        self._grid.addLayout(self._cell(field, note, beside), self._row, 1)
        self._row += 1
        return field

    def finish(self) -> None:
        """What is left of the height stays below the last row."""
        self._grid.setRowStretch(self._row, 1)

    def rename(self, field: QWidget, label: str) -> None:
        """Another label, as when a term differs between versions of the protocol."""
        self._labels[field].setText(label)
        field.setAccessibleName(label)

    def show_row(self, field: QWidget, on: bool) -> None:
        """Show or hide a whole row, as when it means nothing for another kind of broker."""
        for part in self._rows[field]:
            part.setVisible(on)
        if not on:
            self._errors[field].hide()

    def note(self, field: QWidget, text: str) -> None:
        """Another note below a field that was added with one."""
        label = self._rows[field][-1]
        assert isinstance(label, Label)
        label.setText(text)
        field.setAccessibleDescription(text)

    def holds(self, field: QWidget) -> bool:
        """Whether a field is of this form."""
        return field in self._errors

    def show_error(self, field: QWidget, sentence: str) -> None:
        """A sentence below the field, which is edged."""
        set_property(field, "wrong", "true")
        self._errors[field].setText(sentence)
        self._errors[field].show()
        field.setAccessibleDescription(sentence)

    def clear_errors(self) -> None:
        """All is well again."""
        for field, label in self._errors.items():
            set_property(field, "wrong", "false")
            label.hide()

    def _cell(self, field: QWidget, note: str, beside: Sequence[QWidget]) -> QVBoxLayout:
        cell, row = QVBoxLayout(), QHBoxLayout()
        cell.setSpacing(2)
        row.setSpacing(4)
        row.addWidget(field, 1)
        if isinstance(field, Number | Select):
            row.addStretch(1)
        for item in beside:
            row.addWidget(item)
        cell.addLayout(row)
        self._rows[field] = [self._labels[field], field, *beside]
        if note:
            self._rows[field].append(Label(note, "muted", wrap=True))
            cell.addWidget(self._rows[field][-1])
        error = Label("", "bad", wrap=True)
        error.hide()
        cell.addWidget(error)
        self._errors[field] = error
        return cell


class Wrong(Exception):
    """A field holds what cannot be used."""

    def __init__(self, field: QWidget, sentence: str) -> None:
        super().__init__(sentence)
        self.field = field
        self.sentence = sentence


class Number(QLineEdit):
    """A whole number from `low` to `high`; empty means `empty` where that is allowed."""

    def __init__(self, low: int, high: int, empty: int | None = None, optional: bool = False, hint: str = "") -> None:
        super().__init__()
        self._low, self._high, self._empty, self._optional = low, high, empty, optional
        self.setPlaceholderText(hint)
        self.setMaximumWidth(theme.px(140))

    def set_value(self, value: int | None) -> None:
        """Show a number, or nothing."""
        self.setText("" if value is None else str(value))

    def value(self) -> int | None:
        """The number; raises Wrong with a sentence."""
        text = self.text().strip()
        if not text and self._optional:
            return self._empty
        if not (text.isascii() and text.isdigit() and self._low <= int(text[:12]) <= self._high):
            sentence = self.tr("Enter a whole number from {low} to {high}.").format(
                low=self._low, high=f"{self._high:,}"
            )
            raise Wrong(self, sentence)
        return int(text)

    def number(self) -> int:
        """As `value`, where a number is always needed."""
        value = self.value()
        assert value is not None
        return value


class Select(QComboBox):
    """A choice among (value, text) pairs."""

    def __init__(self, choices: Sequence[tuple[Any, str]]) -> None:
        super().__init__()
        for value, text in choices:
            self.addItem(text, value)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.setMinimumContentsLength(12)
        self.setMaximumWidth(theme.px(320))

    def set_value(self, value: Any) -> None:
        """Choose by value."""
        self.setCurrentIndex(max(0, self.findData(value)))

    def value(self) -> Any:
        """What is chosen."""
        return self.currentData()


class Area(QPlainTextEdit):
    """A few lines of text; Tab moves on."""

    def __init__(self, height: int = 64) -> None:
        super().__init__()
        self.setProperty("role", "field")
        self.setTabChangesFocus(True)
        self.setFixedHeight(height)


def check(text: str, checked: bool = False) -> QCheckBox:
    """A check box with its text."""
    made = QCheckBox(text)
    made.setChecked(checked)
    return made


def browse(field: QLineEdit, title: str) -> IconButton:
    """A button that fills `field` with the path of a file that a person chooses."""

    def choose() -> None:
        dialog = QFileDialog(field.window(), title)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(field.setText)
        dialog.open()

    return IconButton("mdi6.folder-open-outline", title, choose, size=28)


def checked_by(rule: Callable[[str], object], field: QLineEdit) -> str:
    """The field's text, held against a rule of `core` that raises a sentence; raises Wrong with it."""
    try:
        rule(field.text())
    except EventscopeError as error:
        raise Wrong(field, words.error(error)) from None
    return field.text()
