"""A dead letter being mended: topic, key and bytes, then it is sent again."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from eventscope.core.deadletter import DeadEdit, DeadLetter
from eventscope.core.errors import BadInput
from eventscope.ui import words
from eventscope.ui.bus.reasons import reason
from eventscope.ui.forms import Area, Form, Select
from eventscope.ui.theme import theme
from eventscope.ui.viewmodels.bus import dead
from eventscope.ui.widgets import Label, button

Replay = Callable[[DeadEdit | None], None]


class DeadEditor(QDialog):
    """`replay` is called with what was changed (None: nothing)."""

    def __init__(self, letter: DeadLetter, replay: Replay, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Edit and replay"))
        self.resize(theme.px(620), theme.px(520))
        self._letter, self._replay = letter, replay
        self._text = dead.is_text(letter.payload)
        self.form = Form()
        self.topic = self.form.add(
            self.tr("Topic"),
            QLineEdit(),
            self.tr("Where it was to go; of a message that was not mapped yet, where it came from."),
        )
        self.topic.setText(letter.topic.decode("utf-8", "surrogateescape"))
        self.key = QLineEdit()
        if letter.key is not None:
            self.form.add(self.tr("Key"), self.key, self.tr("Of the Kafka record, as hex."))
            self.key.setText(dead.as_field(letter.key, False))
        choices = [(True, self.tr("Text")), (False, self.tr("Bytes as hex"))]
        self.kind = self.form.add(self.tr("Payload as"), Select(choices))
        self.kind.set_value(self._text)
        self.payload = self.form.add(self.tr("Payload"), Area(theme.px(220)))
        self.payload.setFont(theme.mono())
        large = letter.payload is not None and len(letter.payload) > dead.EDITABLE
        self.payload.setPlainText("" if large else dead.as_field(letter.payload, self._text))
        for field in (self.kind, self.payload):
            field.setEnabled(not large)
        if large:
            self.form.show_error(self.payload, self.tr("It is too large to edit here; it is sent as it is."))
        self._large = large
        self.form.finish()
        self.kind.currentIndexChanged.connect(self._switch)
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        column.addWidget(Label(self.windowTitle(), "title"))
        last = self._letter.errors[-1].words if self._letter.errors else ""
        said = f"{reason(self._letter.reason)}: {last}" if last else reason(self._letter.reason)
        column.addWidget(Label(words.sentence("", said), "bad", wrap=True))
        column.addWidget(self.form, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(button(self.tr("Cancel"), self.reject))
        self.go = button(self.tr("Replay"), self._send, "primary")
        self.go.setDefault(True)
        row.addWidget(self.go)
        column.addLayout(row)

    def _switch(self) -> None:
        """Show the same bytes in the other form; what is no text stays hex."""
        self.form.clear_errors()
        wanted = bool(self.kind.value())
        if wanted == self._text:
            return
        try:
            data = dead.as_bytes(self.payload.toPlainText(), self._text)
            if wanted and not dead.is_text(data):
                raise BadInput("dead-no-text", "These bytes are no text that could be edited without changing others.")
        except BadInput as error:
            self.form.show_error(self.payload, words.error(error))
            self.kind.set_value(self._text)
            return
        self._text = wanted
        self.payload.setPlainText(dead.as_field(data, wanted))

    def edit(self) -> DeadEdit | None:
        """What was changed. Raises BadInput."""
        letter = self._letter
        payload = letter.payload if self._large else dead.as_bytes(self.payload.toPlainText(), self._text)
        key = None if letter.key is None else dead.as_bytes(self.key.text(), False)
        return dead.edit(letter, self.topic.text(), payload, key)

    def _send(self) -> None:
        self.form.clear_errors()
        try:
            edit = self.edit()
        except BadInput as error:
            self.form.show_error(self.payload, words.error(error))
            return
        self.accept()
        self._replay(edit)
