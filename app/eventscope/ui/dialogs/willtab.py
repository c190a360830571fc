"""The Last Will tab of the connection dialog: what the broker publishes when we vanish."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QLineEdit, QWidget

from eventscope.core.message import PublishProperties
from eventscope.core.topics import check_topic
from eventscope.core.workspace import Connection, WillSpec
from eventscope.ui.forms import Area, Form, Number, Select, Wrong, check, checked_by
from eventscope.ui.pairs import PairsEdit

MAX_U32 = 4_294_967_295
LONGEST = 65_535


class WillTab(Form):
    """An empty topic means no will."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.topic = self.add(self.tr("Topic"), QLineEdit(), self.tr("Empty: no last will."))
        self.kind = self.add(self.tr("Payload as"), Select((("text", self.tr("Text")), ("hex", self.tr("Hex")))))
        self.payload = self.add(self.tr("Payload"), Area())
        self.qos = self.add("QoS", Select(((0, "0"), (1, "1"), (2, "2"))))
        self.retain = self.add(self.tr("Retain"), check(self.tr("The broker keeps it for later subscribers")))
        five = self.tr("MQTT 5 only.")
        self.delay = self.add(self.tr("Will Delay, s"), Number(0, MAX_U32), five)
        self.payload_format = self.add(
            self.tr("Payload Format"), Select(((None, self.tr("not said")), (0, self.tr("bytes")), (1, "UTF-8")))
        )
        self.expiry = self.add(self.tr("Message Expiry, s"), Number(0, MAX_U32, optional=True, hint=self.tr("never")))
        self.content_type = self.add(self.tr("Content Type"), QLineEdit())
        self.response_topic = self.add(self.tr("Response Topic"), QLineEdit())
        self.correlation = self.add(self.tr("Correlation Data, hex"), QLineEdit())
        self.user = self.add(self.tr("User Properties"), PairsEdit())
        self.finish()

    def set_version(self, version: str) -> None:
        """MQTT 3.1.1 knows no properties."""
        for field in self._of_five():
            field.setEnabled(version == "5")

    def load(self, item: Connection) -> None:
        """Show a connection."""
        will = item.will
        self.topic.setText(will.topic)
        try:
            self.payload.setPlainText(will.payload.decode())
            self.kind.set_value("text")
        except UnicodeDecodeError:
            self.payload.setPlainText(will.payload.hex(" "))
            self.kind.set_value("hex")
        self.qos.set_value(will.qos)
        self.retain.setChecked(will.retain)
        self.delay.set_value(will.delay)
        self.payload_format.set_value(will.properties.payload_format)
        self.expiry.set_value(will.properties.message_expiry)
        self.content_type.setText(will.properties.content_type)
        self.response_topic.setText(will.properties.response_topic)
        self.correlation.setText(will.properties.correlation_data.hex(" "))
        self.user.set_pairs(will.properties.user)

    def store(self, item: Connection) -> Connection:
        """The connection with what is shown here; raises Wrong."""
        if not self.topic.text():
            return replace(item, will=WillSpec())
        checked_by(check_topic, self.topic)
        if self.response_topic.text():
            checked_by(check_topic, self.response_topic)
        payload = self._payload()
        if len(payload) > LONGEST:
            raise Wrong(self.payload, self.tr("A last will has at most 65,535 bytes."))
        will = WillSpec(self.topic.text(), payload, self.qos.value(), self.retain.isChecked())
        if item.version == "5":
            will = replace(will, delay=self.delay.number(), properties=self._properties())
        return replace(item, will=will)

    def _payload(self) -> bytes:
        text = self.payload.toPlainText()
        return self._hex(self.payload, text) if self.kind.value() == "hex" else text.encode("utf-8", "surrogatepass")

    def _properties(self) -> PublishProperties:
        return PublishProperties(
            payload_format=self.payload_format.value(),
            message_expiry=self.expiry.value(),
            content_type=self.content_type.text(),
            response_topic=self.response_topic.text(),
            correlation_data=self._hex(self.correlation, self.correlation.text()),
            user=self.user.pairs(),
        )

    def _hex(self, field: QWidget, text: str) -> bytes:
        try:
            return bytes.fromhex(text)
        except ValueError:
            raise Wrong(field, self.tr("Enter pairs of the digits 0 to 9 and a to f, as in 0a ff.")) from None

    def _of_five(self) -> tuple[QWidget, ...]:
        return (
            self.delay,
            self.payload_format,
            self.expiry,
            self.content_type,
            self.response_topic,
            self.correlation,
            self.user,
        )
