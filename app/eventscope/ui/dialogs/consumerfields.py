"""What a consumer takes and how it shares: fields, each with a line that says what it means."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QLineEdit, QWidget

from eventscope.core.consumer import ConsumerSpec, Simulation
from eventscope.core.consumercheck import KAFKA, WINDOW
from eventscope.core.visible import elide, show
from eventscope.core.workspace import Connection, Scheme
from eventscope.ui.forms import Form, Number, Select

translate = QCoreApplication.translate


class Taking(Form):
    """What it takes from where, and how it shares."""

    def __init__(self, connections: Sequence[Connection]) -> None:
        super().__init__()
        self._connections = connections
        self.name = self.add(self.tr("Name"), QLineEdit(), self.tr("How charts, tables and the broker's list call it."))
        names = [(item.id, show(elide(item.name, 80)).text) for item in connections]
        self.connection = self.add(
            self.tr("Connection"), Select(names), self.tr("It connects for itself, as a client of its own.")
        )
        self.filter = self.add(
            self.tr("Topic filter"),
            QLineEdit(),
            self.tr("Which topics; over Kafka the name of a topic, or one with *."),
        )
        self.filter.setPlaceholderText("orders/#")
        self.mode = self.add(self.tr("Mode"), Select(_modes()), " ")
        self.sharing = self.add(self.tr("Sharing"), Select(_sharings()), " ")
        self.group = self.add(
            self.tr("Group"),
            QLineEdit(),
            self.tr("What its members have in common. A queue without a name is named after its filter."),
        )
        self.qos = self.add(
            "QoS", Select([(n, str(n)) for n in (0, 1, 2)]), self.tr("With 0 nothing can wait at the broker for it.")
        )
        self.ahead = self.add(
            self.tr("Window"),
            Number(1, WINDOW),
            self.tr(
                "How many messages it holds unacknowledged; the rest waits at the broker. MQTT 3.1.1 cannot limit that."
            ),
        )
        self.finish()
        self.mode.currentIndexChanged.connect(self._explain)
        self.sharing.currentIndexChanged.connect(self._explain)
        self.connection.currentIndexChanged.connect(self._explain)

    @property
    def scheme(self) -> Scheme:
        """Of the chosen connection."""
        chosen = next((item for item in self._connections if item.id == self.connection.value()), None)
        return chosen.scheme if chosen is not None else "mqtt"

    def load(self, spec: ConsumerSpec) -> None:
        """Show a consumer."""
        self.name.setText(spec.name)
        self.connection.set_value(spec.connection)
        self.filter.setText(spec.filter)
        self.mode.set_value(spec.mode)
        self.sharing.set_value(spec.sharing)
        self.group.setText(spec.group)
        self.qos.set_value(spec.qos)
        self.ahead.set_value(spec.window)
        self._explain()

    def spec(self, simulate: Simulation | None, enabled: bool) -> ConsumerSpec:
        """What the fields say; raises Wrong."""
        return ConsumerSpec(
            name=self.name.text().strip(),
            connection=self.connection.value() or "",
            filter=self.filter.text(),
            mode=self.mode.value(),
            sharing=self.sharing.value(),
            group="" if self.sharing.value() == "topic" else self.group.text().strip(),
            qos=self.qos.value(),
            window=self.ahead.number(),
            simulate=simulate,
            enabled=enabled,
        )

    def field_of(self, code: str) -> QWidget | None:
        """The field that an error is about."""
        found: dict[str, QWidget] = {
            "consumer-known": self.name,
            "consumer-name": self.name,
            "consumer-name-long": self.name,
            "no-connection": self.connection,
            "consumer-group": self.group,
            "consumer-group-text": self.group,
            "consumer-window": self.ahead,
            "consumer-qos": self.qos,
            "consumer-pull-qos": self.qos,
            "consumer-share": self.filter,
            "consumer-bus-sharing": self.sharing,
        }
        return self.filter if code.startswith("filter-") else found.get(code)

    def _explain(self) -> None:
        kafka = self.scheme in KAFKA
        self.note(self.mode, mode_note(self.mode.value(), kafka))
        self.note(self.sharing, sharing_note(self.sharing.value()))
        self.show_row(self.group, self.sharing.value() != "topic")
        self.show_row(self.qos, not kafka)


def mode_note(mode: str, kafka: bool) -> str:
    """What a mode means."""
    if mode == "push":
        return translate("ConsumerDialog", "Messages come as they arrive, up to its window.")
    if mode == "hybrid":
        return translate(
            "ConsumerDialog",
            "Up to its window come by themselves and wait here, worked on or pulled; the rest waits there.",
        )
    if kafka:
        return translate("ConsumerDialog", "Nothing is fetched until it is asked for.")
    return translate(
        "ConsumerDialog",
        "Messages are handed out when asked for. MQTT cannot fetch: up to its window come ahead, unacknowledged.",
    )


def sharing_note(sharing: str) -> str:
    """What a sharing means."""
    found = {
        "topic": translate("ConsumerDialog", "It gets every message, whoever else does."),
        "queue": translate(
            "ConsumerDialog", "All consumers of the queue share the messages: each goes to one of them."
        ),
        "hybrid": translate("ConsumerDialog", "Every group gets each message; the members of one share it."),
    }
    return found[sharing]


def _modes() -> list[tuple[str, str]]:
    return [
        ("push", translate("ConsumerDialog", "Push")),
        ("pull", translate("ConsumerDialog", "Pull")),
        ("hybrid", translate("ConsumerDialog", "Hybrid")),
    ]


def _sharings() -> list[tuple[str, str]]:
    return [
        ("topic", translate("ConsumerDialog", "Topic")),
        ("queue", translate("ConsumerDialog", "Queue")),
        ("hybrid", translate("ConsumerDialog", "Hybrid")),
    ]
