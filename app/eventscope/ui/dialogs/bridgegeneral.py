"""The first tab of the bridge dialog: its name, where it takes messages from, how it shares and keeps them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLineEdit, QWidget

from eventscope.core.bus import BridgeSpec, Source
from eventscope.core.visible import elide, show
from eventscope.core.workspace import Connection
from eventscope.ui.bus import promises
from eventscope.ui.forms import Form, Select
from eventscope.ui.viewmodels.bus.places import kind_of


def offer(choice: Select, name: str) -> None:
    """Choose a connection by its name; one that is gone is there all the same, and says so."""
    if name and choice.findData(name) < 0:
        text = QCoreApplication.translate("BridgeDialog", "{name} (no such connection)")
        choice.addItem(text.format(name=show(elide(name, 80)).text), name)
    choice.set_value(name)


class GeneralTab(Form):
    """`fields` are by the key of a file, for complaints."""

    def __init__(self, connections: Sequence[Connection], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kinds = {item.name: kind_of(item) for item in connections}
        self.name = self.add(
            self.tr("Name"), QLineEdit(), self.tr("As it is called in the graph, in files and figures.")
        )
        choices = [(item.name, show(elide(item.name, 80)).text) for item in connections]
        self.source = self.add(self.tr("Source"), Select(choices), self.tr("The broker that it takes messages from."))
        self.filter = self.add(
            self.tr("Topic filter"),
            QLineEdit(),
            self.tr("What it subscribes to: + stands for one level, # for the rest."),
        )
        self.filter.setPlaceholderText("orders/+/created")
        self.topic = self.add(self.tr("Topic"), QLineEdit(), self.tr("The topic of Kafka that it consumes."))
        self.qos = self.add(
            "QoS", Select(((0, "0"), (1, "1"), (2, "2"))), self.tr("Of the subscription at the source.")
        )
        self.group = self.add(
            self.tr("Consumer group"), QLineEdit(), self.tr("Empty: one of its own. Its offsets say where it goes on.")
        )
        begins = [("newest", self.tr("with what comes from now on")), ("oldest", self.tr("with the oldest record"))]
        self.begin = self.add(self.tr("Begins"), Select(begins), self.tr("Where a group without offsets begins."))
        self.shared = self.add(
            self.tr("Shared as"),
            QLineEdit(),
            self.tr("Empty: alone. A name lets several processes share the messages."),
        )
        self.mode = self.add(
            self.tr("Mode"),
            Select(promises.modes()),
            self.tr(
                "publish-subscribe: every route whose condition holds takes a message. point-to-point: the first of "
                "them, equal ones in turn. hybrid: one route of every group."
            ),
        )
        self.delivery = self.add(
            self.tr("Delivery"), Select(promises.classes()), self.tr("What it promises stands at the right.")
        )
        self.finish()
        self.fields = {
            "name": self.name, "from connection": self.source, "from filter": self.filter, "from topic": self.topic,
            "from qos": self.qos, "from group": self.group, "from begin": self.begin, "from shared": self.shared,
            "mode": self.mode, "delivery": self.delivery,
        }  # fmt: skip
        self.source.currentIndexChanged.connect(self.adapt)

    def kind(self) -> str:
        """The kind of middleware of the source."""
        return self._kinds.get(str(self.source.value()), "mqtt")

    def field(self, key: str) -> QWidget | None:
        """The field that a complaint is about; "from" alone is what it takes."""
        if key == "from":
            return self.topic if self.kind() == "kafka" else self.filter
        return self.fields.get(key)

    def adapt(self) -> None:
        """Fields that mean nothing for this kind of broker go."""
        kind = self.kind()
        for field, kinds in (
            (self.filter, ("mqtt", "http")),
            (self.topic, ("kafka",)),
            (self.qos, ("mqtt",)),
            (self.group, ("kafka",)),
            (self.begin, ("kafka",)),
            (self.shared, ("mqtt",)),
        ):
            self.show_row(field, kind in kinds)
        self.rename(self.filter, self.tr("Path filter") if kind == "http" else self.tr("Topic filter"))

    def load(self, spec: BridgeSpec) -> None:
        """Show a bridge."""
        source = spec.source
        self.name.setText(spec.name)
        offer(self.source, source.connection)
        self.filter.setText(source.filter)
        self.topic.setText(source.topic)
        self.qos.set_value(source.qos)
        self.group.setText(source.group)
        self.begin.set_value(source.begin)
        self.shared.setText(source.shared)
        self.mode.set_value(spec.mode)
        self.delivery.set_value(spec.delivery)
        self.adapt()

    def store(self, spec: BridgeSpec) -> BridgeSpec:
        """The bridge with what is shown here."""
        kind = self.kind()
        mqtt, kafka = kind == "mqtt", kind == "kafka"
        source = Source(
            str(self.source.value() or ""),
            "" if kafka else self.filter.text(),
            self.topic.text().strip() if kafka else "",
            self.group.text().strip() if kafka else "",
            int(self.qos.value()) if mqtt else 1,
            self.shared.text().strip() if mqtt else "",
            self.begin.value() if kafka else "newest",
        )
        mode, delivery = self.mode.value(), self.delivery.value()
        return replace(spec, name=self.name.text().strip(), source=source, mode=mode, delivery=delivery)
