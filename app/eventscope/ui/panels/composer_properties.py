"""The dialog of everything an event can carry besides topic and payload: MQTT 5 properties, latency stamp, seed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from eventscope.core import payload, template
from eventscope.core.errors import BadInput
from eventscope.core.message import PublishProperties
from eventscope.core.topics import check_topic
from eventscope.core.workspace import SavedEvent
from eventscope.ui import words
from eventscope.ui.forms import Form, Number, Select, Wrong, check
from eventscope.ui.pairs import PairsEdit
from eventscope.ui.theme import theme
from eventscope.ui.widgets import Label, button

MOST = 0xFFFF_FFFF  # of a four byte integer [MQTT5 3.3.2.3.3]
MOST_ALIAS = 0xFFFF
CORRELATION = 65_535  # bytes [MQTT5 1.5.6]


class PropertiesDialog(QDialog):
    """Edits the properties of `event`; `use` gets the event with the new ones. Does not block."""

    def __init__(
        self, event: SavedEvent, version: str, use: Callable[[SavedEvent], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Properties of the event"))
        self._event, self._use, self._v5 = event, use, version == "5"
        self.form = Form()
        self._build()
        self._load()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(self.form)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setMinimumWidth(self.form.minimumSizeHint().width() + theme.px(16))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 16, 12)
        if not self._v5:
            column.addWidget(Label(self.tr("This connection speaks MQTT 3.1.1, which has no properties."), "warn"))
        column.addWidget(scroll, 1)
        column.addLayout(self._buttons())
        self.resize(theme.px(560), theme.px(680))

    def _build(self) -> None:
        form = self.form
        self.content_type = form.add(self.tr("Content Type"), QLineEdit(), self.tr("For example application/json"))
        kinds = [(None, self.tr("not said")), (0, self.tr("bytes")), (1, self.tr("UTF-8 text"))]
        self.payload_format = form.add(self.tr("Payload Format Indicator"), Select(kinds))
        self.expiry = form.add(
            self.tr("Message Expiry"),
            Number(0, MOST, optional=True),
            self.tr("Seconds that a broker may keep it; empty: for ever"),
        )
        self.response_topic = form.add(self.tr("Response Topic"), QLineEdit())
        self.correlation = QLineEdit()
        self.correlation_as = Select([("text", self.tr("text")), ("hex", self.tr("hex"))])
        form.add(self.tr("Correlation Data"), self.correlation, beside=[self.correlation_as])
        self.alias = form.add(
            self.tr("Topic Alias"),
            Number(1, MOST_ALIAS, optional=True),
            self.tr("Only where the broker allows aliases"),
        )
        self.user = form.add(self.tr("User Properties"), PairsEdit())
        self.stamp = form.add(
            self.tr("Latency stamp"),
            check(self.tr("Add time and sequence number")),
            self.tr("So that latency and loss can be measured: six user properties behind yours, about 180 bytes."),
        )
        self.envelope = form.add(
            self.tr("Stamp in MQTT 3.1.1"),
            check(self.tr("Put the stamp into the payload")),
            self.tr("One line before your payload: receivers must know it. Off: no stamp, no latency."),
        )
        self.seed = form.add(
            self.tr("Seed"),
            Number(0, MOST, optional=True),
            self.tr("Makes random values of the template the same in each run"),
        )
        form.finish()

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(button(self.tr("Clear all"), self._clear))
        row.addStretch(1)
        row.addWidget(button(self.tr("Cancel"), self.reject))
        done = button(self.tr("Use"), self._done, "primary")
        done.setDefault(True)
        row.addWidget(done)
        return row

    def _load(self) -> None:
        self._show(self._event.properties)
        self.stamp.setChecked(self._event.stamp)
        self.envelope.setChecked(self._event.envelope)
        self.seed.set_value(self._event.seed)
        self.envelope.setEnabled(not self._v5)
        for field in self._properties():
            field.setEnabled(self._v5)

    def _properties(self) -> list[QWidget]:
        return [
            self.content_type,
            self.payload_format,
            self.expiry,
            self.response_topic,
            self.correlation,
            self.correlation_as,
            self.alias,
            self.user,
        ]

    def _show(self, given: PublishProperties) -> None:
        self.content_type.setText(given.content_type)
        self.payload_format.set_value(given.payload_format)
        self.expiry.set_value(given.message_expiry)
        self.response_topic.setText(given.response_topic)
        plain = _is_text(given.correlation_data)
        self.correlation_as.set_value("text" if plain else "hex")
        self.correlation.setText(given.correlation_data.decode() if plain else given.correlation_data.hex(" "))
        self.alias.set_value(given.topic_alias)
        self.user.set_pairs(given.user)

    def _clear(self) -> None:
        self._show(PublishProperties())

    def _done(self) -> None:
        self.form.clear_errors()
        try:
            event = self.result_event()
        except Wrong as problem:
            self.form.show_error(problem.field, problem.sentence)
            problem.field.setFocus()
            return
        self._use(event)
        self.accept()

    def result_event(self) -> SavedEvent:
        """The event with what the fields say; raises Wrong."""
        properties = PublishProperties(
            payload_format=self.payload_format.value(),
            message_expiry=self.expiry.value(),
            content_type=self.content_type.text(),
            response_topic=self._response_topic(),
            correlation_data=self._correlation(),
            topic_alias=self.alias.value(),
            user=tuple(self.user.pairs()),
        )
        return replace(
            self._event,
            properties=properties,
            stamp=self.stamp.isChecked(),
            envelope=self.envelope.isChecked(),
            seed=self.seed.value(),
        )

    def _response_topic(self) -> str:
        text = self.response_topic.text()
        if text and not template.is_template(text):
            try:
                check_topic(text)
            except BadInput as error:
                raise Wrong(self.response_topic, words.error(error)) from None
        return text

    def _correlation(self) -> bytes:
        kind = "hex" if self.correlation_as.value() == "hex" else "text"
        try:
            raw = payload.encode("hex" if kind == "hex" else "text", self.correlation.text())
        except BadInput as error:
            raise Wrong(self.correlation, words.error(error)) from None
        if len(raw) > CORRELATION:
            raise Wrong(self.correlation, self.tr("MQTT allows 65,535 bytes here; these are more."))
        return raw


def _is_text(raw: bytes) -> bool:
    try:
        return raw.decode().isprintable()
    except UnicodeDecodeError:
        return False
