"""What the charts say: titles, units, names of curves and marks, verdicts, and how each figure is computed."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from eventscope.core.metrics import LittleFigures
from eventscope.core.verbs import Band
from eventscope.core.visible import elide, show
from eventscope.ui.charts import kafkanames
from eventscope.ui.viewmodels.charts_lines import QUEUE, Line, queue_parts

translate = QCoreApplication.translate
KAFKA = "kafka."  # charts and curves of our own Kafka clients
NAME = 26  # characters of a name from outside in a legend
# Kinds of marks in the order of their key, and the role of their colour.
MARKS = {"hiccup": "warn", "link-down": "bad", "clock-jump": "accent", "window-late": "muted"}


def title(chart: str) -> tuple[str, str]:
    """(title, what the axis counts)."""
    if chart.startswith(KAFKA):
        return kafkanames.title(chart)
    found = {
        "latency": (translate("Charts", "Latency"), translate("Charts", "ms, from the intended send time")),
        "heat": (translate("Charts", "Latency, heat map"), translate("Charts", "share of messages per band")),
        "queues": (translate("Charts", "Queue depth"), translate("Charts", "messages waiting")),
        "throughput": (translate("Charts", "Throughput"), translate("Charts", "msg/s")),
        "integrity": (translate("Charts", "Integrity"), translate("Charts", "messages per 0.1 s")),
        "utilisation": (translate("Charts", "Utilisation"), translate("Charts", "% of the service rate")),
        "little": (translate("Charts", "Little's law"), translate("Charts", "messages under way")),
    }
    return found[chart]


def unit(chart: str) -> str:
    """What stands behind a value at the cursor."""
    if chart.startswith(KAFKA):
        return kafkanames.unit(chart)
    return {"latency": "ms", "throughput": "/s", "utilisation": "%"}.get(chart, "")


def how(chart: str) -> str:
    """How the figures of a chart are computed."""
    if chart.startswith(KAFKA):
        return kafkanames.how(chart)
    found = {
        "latency": translate(
            "Charts",
            "From the time a message was due to be sent to the time it arrived, of the messages that carry a stamp.\n"
            "Percentiles of the last second, or of ten where one holds too few; none where those are too few as well.",
        ),
        "heat": translate(
            "Charts",
            "Each column shows how the messages of its time spread over bands of latency, two to an octave.\n"
            "The brighter, the greater the share; a single message can still be seen. Below zero: clock errors.",
        ),
        "queues": translate(
            "Charts",
            "Messages waiting in each queue. Exact ones are counted, estimated ones follow from sequence numbers.",
        ),
        "throughput": translate(
            "Charts",
            "Delivered: messages our subscriptions received; offered: messages our producers were due to send.\n"
            "Broker in and out: what the embedded broker took and gave, whoever sent it. All over the last second.",
        ),
        "integrity": translate(
            "Charts",
            "By sequence numbers of stamped messages, newly found in each interval.\n"
            "A gap counts as lost after a grace time and is taken back when the message arrives late.",
        ),
        "utilisation": translate(
            "Charts",
            "ρ = arrival rate ÷ the rate at which the consumers can work, as seen while something waited.\n"
            "Above 100 % the queue grows.",
        ),
        "little": translate(
            "Charts",
            "L = X · W. Measured: messages under way, from what went in and out. Predicted: rate × mean latency.\n"
            "Where the two part while the system is steady, a measurement is wrong.",
        ),
    }
    return found[chart]


def empty(chart: str) -> str:
    """What a chart says while it has nothing to draw."""
    if chart.startswith(KAFKA):
        return kafkanames.empty(chart)
    found = {
        "queues": translate("Charts", "No queue can be seen yet: those of the embedded broker show here."),
        "throughput": translate("Charts", "Nothing received yet: subscribe to a topic, or publish an event."),
        "utilisation": translate(
            "Charts", "Not measured: nothing waited yet, so nobody knows how fast consumers can be."
        ),
        "little": translate("Charts", "Not measured yet: it takes ten seconds of stamped messages."),
    }
    stamps = translate("Charts", "No stamped message yet: publish with the stamp switched on, or start the demo.")
    return found.get(chart, stamps)


def curve(line: Line) -> str:
    """The name of a curve in the legend."""
    if line.name.startswith(KAFKA):
        return kafkanames.curve(line.name)
    if line.name.startswith(QUEUE):
        return _queue(line)
    found = {
        "throughput.offered": translate("Charts", "offered"),
        "throughput.delivered": translate("Charts", "delivered"),
        "broker.received": translate("Charts", "broker in"),
        "broker.delivered": translate("Charts", "broker out"),
        "integrity.lost": translate("Charts", "lost"),
        "integrity.duplicates": translate("Charts", "duplicates"),
        "integrity.reordered": translate("Charts", "reordered"),
        "utilisation": "ρ",
        "little.measured": translate("Charts", "measured"),
        "little.predicted": translate("Charts", "predicted"),
        "latency.max": translate("Charts", "max"),
    }
    return found.get(line.name, line.name.rpartition(".")[2])


def _queue(line: Line) -> str:
    kind, name, _ = queue_parts(line.name)
    text = translate("Charts", "our intake") if kind == "intake" else show(elide(name, NAME)).text
    if kind == "group":
        text = translate("Charts", "{name} group").format(name=text)
    return "~" + text if line.estimated else text


def tag(line: Line) -> str:
    """How far a queue's depth can be trusted, in a word; empty for other curves, which are all counted."""
    if not line.name.startswith(QUEUE):
        return ""
    found = {
        "exact": translate("Charts", "exact"),
        "estimated": translate("Charts", "estimated"),
        "reported": translate("Charts", "reported"),
        "unavailable": translate("Charts", "not measured"),
    }
    return found.get(line.quality, line.quality)


def hover(line: Line) -> str:
    """The whole name of a curve, and how its depth is known."""
    if not line.name.startswith(QUEUE):
        return curve(line)
    kind, name, pattern = queue_parts(line.name)
    words = {
        "client": translate("Charts", "Waiting for the client {name}"),
        "group": translate("Charts", "Waiting for the shared group {name} on {filter}"),
        "intake": translate("Charts", "Received and not yet stored by Eventscope itself"),
    }
    text = words.get(kind, "{name}").format(name=show(elide(name, 500)).text, filter=show(elide(pattern, 500)).text)
    return f"{text}\n{tag(line)}"


def band(item: Band, connections: dict[str, str]) -> str:
    """A mark in words; a link is named as its connection is."""
    name = show(elide(connections.get(item.words, item.words), 80)).text
    found = {
        "clock-jump": translate("Charts", "The clock of this machine jumped by {words}"),
        "link-down": translate("Charts", "No connection: {words}"),
        "hiccup": translate("Charts", "Hiccup {words}"),
        "window-late": translate("Charts", "This window was late {words}"),
    }
    return found.get(item.kind, "{words}").format(words=name).strip()


def mark(kind: str) -> str:
    """A kind of mark in a word or two, for the key."""
    found = {
        "hiccup": translate("Charts", "hiccup"),
        "link-down": translate("Charts", "link down"),
        "clock-jump": translate("Charts", "clock jump"),
        "window-late": translate("Charts", "window late"),
    }
    return found.get(kind, kind)


def mark_how(kind: str) -> str:
    """What a kind of mark means."""
    found = {
        "hiccup": translate("Charts", "the demo made a consumer stand still"),
        "link-down": translate("Charts", "a connection was not open"),
        "clock-jump": translate("Charts", "the clock of this machine was set"),
        "window-late": translate("Charts", "this window itself drew late; nothing was measured late by it"),
    }
    return found.get(kind, "")


def verdict(item: LittleFigures) -> tuple[str, str]:
    """(what to make of Little's check, role of its colour)."""
    gap = f"{100 * (item.gap or 0.0):.0f} %"
    found = {
        "holds": (translate("Charts", "holds, gap {gap}"), "good"),
        "unstable": (translate("Charts", "unstable: more comes in than goes out"), "warn"),
        "draining": (translate("Charts", "a backlog drains"), "muted"),
        "suspect": (translate("Charts", "suspect: steady, yet a gap of {gap}"), "bad"),
        "too-few": (translate("Charts", "too few messages to tell"), "muted"),
    }
    text, role = found[item.verdict]
    return text.format(gap=gap), role
