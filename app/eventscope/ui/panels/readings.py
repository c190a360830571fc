"""What the vital signs say: from a summary to a figure, its unit, a second line, and how it was computed."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from eventscope.core.metrics import QueueFigures
from eventscope.core.news import Summary
from eventscope.core.visible import elide, show
from eventscope.ui import figures

NONE = "–"
translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Reading:
    """`point` goes on the small line (None: not measured); `level` is a role of the theme."""

    title: str
    value: str
    unit: str
    detail: str
    how: str
    point: float | None = None
    level: str = "text"
    estimated: bool = False


def throughput(item: Summary | None) -> Reading:
    """Messages delivered to us a second."""
    title, unit = translate("Vitals", "Throughput"), translate("Vitals", "msg/s")
    how = translate(
        "Vitals",
        "Delivered: messages that our subscriptions received, divided by the time.\n"
        "Offered: messages that our own producers were due to send in the same time.\n"
        "Utilisation: arrival rate ÷ the rate at which the consumers can work; above 100 % the queue grows.\n"
        "All over the last second.",
    )
    if item is None:
        return Reading(title, NONE, unit, translate("Vitals", "no connection yet"), how)
    flow = item.throughput
    parts = []
    if flow.offered > 0:
        parts.append(translate("Vitals", "offered {rate}").format(rate=figures.count(flow.offered)))
    if flow.utilisation is not None:
        parts.append(translate("Vitals", "utilisation {share} %").format(share=round(100 * flow.utilisation)))
    parts.append(figures.size(flow.bytes) + "/s")
    return Reading(title, figures.count(flow.delivered), unit, " · ".join(parts), how, flow.delivered)


def latency(item: Summary | None) -> Reading:
    """Median latency from the intended send time."""
    title = translate("Vitals", "Latency")
    how = translate(
        "Vitals",
        "From the time a message was due to be sent to the time it arrived here, over the last {window} s.\n"
        "Only messages that carry our stamp can be measured. A percentile needs enough samples to be shown.",
    ).format(window=round(item.window if item else 10))
    unstamped = translate("Vitals", "not measured: no stamped messages")
    if item is None or item.latency.count == 0:
        return Reading(title, NONE, "ms p50", unstamped, how)
    seen = item.latency
    median = seen.p50 if seen.p50 is not None else seen.max
    value, unit = figures.duration(median) if median is not None else (NONE, "ms")
    parts = [f"p99 {figures.span(seen.p99)}"] if seen.p99 is not None else []
    parts += [f"max {figures.span(seen.max)}"] if seen.max is not None else []
    parts += _doubts(seen.negative, seen.error if seen.wall else None)
    label = "p50" if seen.p50 is not None else "max"
    value = ("~" if seen.wall else "") + value
    return Reading(title, value, f"{unit} {label}", " · ".join(parts), how, median, "text", bool(seen.wall))


def _doubts(negative: int, error: int | None) -> list[str]:
    out = []
    if negative:
        out.append(translate("Vitals", "{n} with a clock error").format(n=figures.count(negative)))
    if error is not None:
        out.append(f"± {figures.span(error)}")
    return out


def queued(item: Summary | None) -> Reading:
    """What waits in all queues that we know of."""
    title = translate("Vitals", "Queued")
    how = translate(
        "Vitals",
        "Messages that wait for a consumer: the sum over all queues that can be seen.\n"
        "Exact for the embedded broker and our own intake; an estimate carries a ~.",
    )
    known = [] if item is None else [queue for queue in item.queues if queue.quality != "unavailable"]
    unit = translate("Vitals", "messages")
    if not known:
        return Reading(title, NONE, unit, translate("Vitals", "not measured: no queue can be seen"), how)
    depth = sum(queue.depth for queue in known)
    estimated = any(queue.quality == "estimated" and queue.depth for queue in known)
    dropped = sum(queue.dropped for queue in known)
    value = ("~" if estimated else "") + figures.count(depth)
    return Reading(title, value, unit, _deepest(known, dropped), how, float(depth), "text", estimated)


def _deepest(known: list[QueueFigures], dropped: int) -> str:
    deepest = max(known, key=lambda queue: queue.depth)
    parts = []
    if deepest.depth:
        oldest = max(queue.oldest for queue in known)
        parts.append(translate("Vitals", "oldest {age}").format(age=figures.seconds(oldest)))
        parts.append(f"{show(elide(deepest.name, 40)).text} {figures.count(deepest.depth)}")
    else:
        parts.append(translate("Vitals", "nothing waits"))
    if dropped:
        parts.append(translate("Vitals", "dropped {n}").format(n=figures.count(dropped)))
    return " · ".join(parts)


def integrity(item: Summary | None) -> Reading:
    """Lost, doubled and reordered messages of stamped streams."""
    title, unit = translate("Vitals", "Integrity"), translate("Vitals", "lost")
    how = translate(
        "Vitals",
        "By the sequence numbers of stamped messages: sent = received once + lost + still outstanding.\n"
        "A gap counts as lost after a grace time and is taken back when the message arrives late.",
    )
    if item is None or not (item.integrity.received or item.integrity.lost):
        return Reading(title, NONE, unit, translate("Vitals", "not measured: no stamped messages"), how)
    seen = item.integrity
    detail = translate("Vitals", "{duplicates} duplicated · {reordered} reordered").format(
        duplicates=figures.count(seen.duplicates), reordered=figures.count(seen.reordered)
    )
    level = "bad" if seen.lost else "warn" if seen.duplicates or seen.reordered else "text"
    return Reading(title, figures.count(seen.lost), unit, detail, how, float(seen.lost), level)
