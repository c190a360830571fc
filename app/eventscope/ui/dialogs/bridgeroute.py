"""One route of a bridge in the dialog: where to, by which condition, with which changes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QLineEdit, QWidget

from eventscope.core.bus import Route, Target
from eventscope.core.visible import elide, show
from eventscope.core.workspace import Connection
from eventscope.ui.dialogs.bridgegeneral import offer
from eventscope.ui.forms import Form, Select, check
from eventscope.ui.viewmodels.bus.places import kind_of


class RouteForm(Form):
    """`fields` are by the key of a file, for complaints."""

    def __init__(self, connections: Sequence[Connection], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kinds = {item.name: kind_of(item) for item in connections}
        choices = [(item.name, show(elide(item.name, 80)).text) for item in connections]
        self.target = self.add(self.tr("Target"), Select(choices), self.tr("The broker that this route sends to."))
        self.topic = self.add(
            self.tr("Topic"),
            QLineEdit(),
            self.tr(
                "{topic} is the whole topic, {1} {2} … its levels, {dotted} and {slashed} the topic with dots or "
                "slashes, {payload.id} a value of a JSON payload, {key} and {header.name} what came along."
            ),
        )
        self.key = self.add(self.tr("Key"), QLineEdit(), self.tr("Of the Kafka record, with the same placeholders."))
        self.when = self.add(
            self.tr("When"),
            QLineEdit(),
            self.tr("Only messages for which this is true (CEL), as in payload.total > 0. Empty: all."),
        )
        self.when.setPlaceholderText("payload.total > 0")
        self.group = self.add(self.tr("Group"), QLineEdit(), self.tr("Routes of one group share the messages."))
        self.transform = self.add(
            self.tr("Transform"),
            QLineEdit(),
            self.tr("What the payload becomes (CEL), as in payload.items. Empty: the bytes as they came."),
        )
        errors = [("drop", self.tr("count it and go on")), ("dead-letter", self.tr("keep it among the dead letters"))]
        self.on_error = self.add(
            self.tr("Not readable"),
            Select(errors),
            self.tr("What becomes of a message that When or Transform cannot read."),
        )
        qos = [(None, self.tr("as the delivery class needs")), (0, "0"), (1, "1"), (2, "2")]
        self.qos = self.add("QoS", Select(qos), self.tr("With which it is published at the target."))
        retain = [(None, self.tr("as it came")), (False, self.tr("never")), (True, self.tr("always"))]
        self.retain = self.add("Retain", Select(retain), self.tr("Whether the target keeps it for new subscribers."))
        self.dollar = self.add(self.tr("Topics with $"), check(self.tr("Allow topics that begin with $")))
        bindings = [
            ("keep", self.tr("as it came")), ("binary", self.tr("binary")), ("structured", self.tr("structured")),
            ("batched", self.tr("batched")),
        ]  # fmt: skip
        self.events = self.add("CloudEvents", Select(bindings), self.tr("Wraps what is no CloudEvent yet."))
        self.event_type = self.add(self.tr("Event type"), QLineEdit(), self.tr("Of a message that is wrapped."))
        self.event_source = self.add(self.tr("Event source"), QLineEdit(), self.tr("Of a message that is wrapped."))
        self.finish()
        self.fields = {
            "to": self.target, "to connection": self.target, "to topic": self.topic, "to key": self.key,
            "when": self.when, "group": self.group, "transform": self.transform, "on-error": self.on_error,
            "to qos": self.qos, "to retain": self.retain, "to allow-dollar": self.dollar,
            "to cloudevents": self.events, "to event-type": self.event_type, "to event-source": self.event_source,
        }  # fmt: skip
        self.hybrid = False
        self.target.currentIndexChanged.connect(self.adapt)
        self.events.currentIndexChanged.connect(self.adapt)

    def kind(self) -> str:
        """The kind of middleware of the target."""
        return self._kinds.get(str(self.target.value()), "mqtt")

    def adapt(self) -> None:
        """Fields that mean nothing for this target go."""
        kind, wraps = self.kind(), self.events.value() != "keep"
        self.show_row(self.key, kind == "kafka")
        for field in (self.qos, self.retain, self.dollar):
            self.show_row(field, kind == "mqtt")
        self.show_row(self.group, self.hybrid)
        for text in (self.event_type, self.event_source):
            self.show_row(text, wraps)
        self.rename(self.topic, self.tr("Path") if kind == "http" else self.tr("Topic"))

    def load(self, route: Route) -> None:
        """Show a route."""
        to = route.to
        offer(self.target, to.connection)
        for field, text in (
            (self.topic, to.topic),
            (self.key, to.key),
            (self.when, route.when),
            (self.group, route.group),
            (self.transform, route.transform),
            (self.event_type, to.event_type),
            (self.event_source, to.event_source),
        ):
            field.setText(text)
        self.on_error.set_value(route.on_error)
        self.qos.setCurrentIndex(0 if to.qos is None else to.qos + 1)
        self.retain.setCurrentIndex(0 if to.retain is None else 2 if to.retain else 1)
        self.dollar.setChecked(to.allow_dollar)
        self.events.set_value(to.cloudevents)
        self.adapt()

    def route(self) -> Route:
        """What is shown. What means nothing for this target is left out."""
        kind, wraps = self.kind(), self.events.value() != "keep"
        mqtt = kind == "mqtt"
        target = Target(
            str(self.target.value() or ""),
            self.topic.text(),
            self.key.text() if kind == "kafka" else "",
            self.qos.value() if mqtt else None,
            self.retain.value() if mqtt else None,
            mqtt and self.dollar.isChecked(),
            self.events.value(),
            self.event_type.text() if wraps else "",
            self.event_source.text() if wraps else "",
        )
        group = self.group.text().strip() if self.hybrid else ""
        return Route(target, self.when.text(), group, self.transform.text(), self.on_error.value())
