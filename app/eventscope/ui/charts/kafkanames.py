"""What the charts of our own Kafka clients say: titles, units, names of curves, and how each figure comes about."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

translate = QCoreApplication.translate


def title(chart: str) -> tuple[str, str]:
    """(title, what the axis counts)."""
    return {
        "kafka.rtt": (translate("Kafka", "Round trip"), translate("Kafka", "ms, to the slowest broker")),
        "kafka.waiting": (translate("Kafka", "Waiting to leave"), translate("Kafka", "messages")),
        "kafka.in-flight": (translate("Kafka", "Under way"), translate("Kafka", "requests")),
        "kafka.lag": (translate("Kafka", "Lag of our readers"), translate("Kafka", "messages")),
        "kafka.traffic": (translate("Kafka", "Traffic"), translate("Kafka", "msg/s")),
        "kafka.faults": (translate("Kafka", "Retries and errors"), translate("Kafka", "requests a second")),
    }[chart]


def unit(chart: str) -> str:
    """What stands behind a value at the cursor."""
    return {"kafka.rtt": "ms", "kafka.traffic": "/s", "kafka.faults": "/s"}.get(chart, "")


def how(chart: str) -> str:
    """Where the figures of a chart come from."""
    return {
        "kafka.rtt": translate(
            "Kafka",
            "From a request of our producers to the broker's answer, as librdkafka measures it: half are faster than\n"
            "p50, one in a hundred is slower than p99. Readers are left out: they wait for records on purpose.",
        ),
        "kafka.waiting": translate("Kafka", "Events that our producers took and the cluster did not acknowledge yet."),
        "kafka.in-flight": translate(
            "Kafka", "Requests of our producers that wait for their turn or for the broker's answer."
        ),
        "kafka.lag": translate(
            "Kafka",
            "Messages in the partitions that Eventscope reads here and that were not handed over yet.\n"
            "The lag of all groups, other programs' too, is in the list of groups.",
        ),
        "kafka.traffic": translate(
            "Kafka", "Messages that Eventscope itself sends to the cluster and receives from it."
        ),
        "kafka.faults": translate(
            "Kafka",
            "Requests that were sent again, and requests that failed or ran out of time, at any broker of the cluster.",
        ),
    }[chart]


def empty(chart: str) -> str:
    """What a chart says while it has nothing to draw."""
    if chart == "kafka.lag":
        return translate("Kafka", "Nothing is read here yet: subscribe to a topic, or start a bridge that reads.")
    return translate("Kafka", "Nothing is sent here yet: connect, publish an event, or start a bridge.")


def curve(name: str) -> str:
    """The name of a curve in the legend."""
    return {
        "kafka.waiting": translate("Kafka", "waiting"),
        "kafka.in-flight": translate("Kafka", "under way"),
        "kafka.lag": translate("Kafka", "lag"),
        "kafka.sent": translate("Kafka", "sent"),
        "kafka.received": translate("Kafka", "received"),
        "kafka.retries": translate("Kafka", "retries"),
        "kafka.errors": translate("Kafka", "errors"),
    }.get(name, name.rpartition(".")[2])
