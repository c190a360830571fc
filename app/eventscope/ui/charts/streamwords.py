"""How each figure of the consumers' table is computed: the formula on its heading, with its inputs on the figure."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from eventscope.core.verbs import StreamFigures
from eventscope.ui import figures
from eventscope.ui.viewmodels.charts_streams import textbook

translate = QCoreApplication.translate
NONE = "–"


def note(definitions: str) -> str:
    """Whose definitions the columns follow."""
    found = {
        "textbook": translate("Streams", "since the start, textbook definitions"),
        "simple": translate("Streams", "since the start, the simple definitions of the published design"),
        "both": translate("Streams", "since the start; * by the simple definitions of the published design"),
    }
    return found[definitions]


def how(ident: str) -> str:
    """The formula of a column."""
    found = {
        "received": translate("Streams", "Messages this consumer received, copies too."),
        "lost": translate("Streams", "Gaps in the sequence, after a grace time; late arrivals are taken back."),
        "duplicates": translate("Streams", "Messages whose sequence number had been received before."),
        "reordered": translate("Streams", "First copies that arrived after a later number of the same stream."),
        "lag": translate("Streams", "Mean of actual − intended send time: how late the producer was."),
        "transit": translate("Streams", "Mean from the sending to the reception, the wait at the broker included."),
        "waits": translate("Streams", "Mean from the reception to the begin of the work; of our own consumers."),
        "service": translate("Streams", "Mean time of the work itself, retries included; of our own consumers."),
        "throughput": translate("Streams", "X = messages received ÷ time since the first one."),
        "utilisation": translate(
            "Streams", "ρ = offered rate ÷ processing rate, the latter of the seconds in which something waited."
        ),
        "little": translate("Streams", "L = X · W: throughput × mean latency (Little's law)."),
        "depth": translate("Streams", "Mean of the measured queue depth, once a second."),
        "headroom": translate("Streams", "1 ÷ ρ: how many times the offered rate the consumers could take."),
        "drain": translate("Streams", "Measured depth ÷ throughput: how long the backlog would take to go."),
        "a-throughput": translate(
            "Streams",
            "The published design: production rate ÷ processing rate.\n"
            "It has no unit: it is the utilisation ρ. Above 1 the queue grows.",
        ),
        "a-latency": translate(
            "Streams",
            "The published design: production time − processing time, here with its sign put right.\n"
            "Equal to our mean latency less the producer's delay in sending.",
        ),
        "a-queue": translate(
            "Streams",
            "The published design: processing rate × latency.\n"
            "Right only at saturation: it exceeds Little's X · W by 1 ÷ ρ.",
        ),
        "a-rate": translate(
            "Streams",
            "The published design's throughput rate: production rate ÷ queue length, in 1/s.\n"
            "The inverse of the backlog's age; undefined for an empty queue.",
        ),
        "a-scale": translate(
            "Streams", "The published design: processing rate ÷ production rate.\nIt is the headroom 1 ÷ ρ."
        ),
    }
    percentile = translate(
        "Streams",
        "Latency from the intended send time, since the start; of our own consumers to the end of their work.\n"
        "A percentile needs ten samples beyond it to be shown.",
    )
    return found.get(ident, percentile)


def latency(item: StreamFigures) -> str:
    """What stands behind the percentiles of one consumer."""
    seen = item.latency
    lines = [translate("Streams", "{n} stamped messages").format(n=figures.count(seen.count))]
    if seen.mean is not None:
        lines.append(translate("Streams", "mean {time}").format(time=figures.span(seen.mean)))
    if seen.negative:
        lines.append(translate("Streams", "{n} with a clock error left out").format(n=figures.count(seen.negative)))
    if seen.wall:
        bound = NONE if seen.error is None else "±" + figures.span(seen.error)
        lines.append(
            translate("Streams", "{n} measured between wall clocks, error {bound}").format(
                n=figures.count(seen.wall), bound=bound
            )
        )
    return "\n".join(lines)


def inputs(ident: str, item: StreamFigures) -> str:
    """The formula of a figure with its inputs filled in."""
    book = textbook(item)
    values = {
        "received": figures.count(item.received),
        "offered": _rate(item.offered_rate),
        "delivered": _rate(item.delivered_rate),
        "capacity": _rate(item.processing_rate),
        "mean": NONE if item.latency.mean is None else figures.span(item.latency.mean),
        "lag": NONE if item.send_lag is None else figures.span(item.send_lag),
        "depth": NONE if book.depth is None else f"{book.depth:,.2f}",
        "latency": NONE if item.article.latency is None else figures.span(item.article.latency),
    }
    found = {
        "throughput": translate("Streams", "{received} messages, {delivered}; offered {offered}"),
        "utilisation": translate("Streams", "{offered} ÷ {capacity}"),
        "little": translate("Streams", "{delivered} × {mean}"),
        "depth": translate("Streams", "mean depth {depth}"),
        "headroom": translate("Streams", "{capacity} ÷ {offered}"),
        "drain": translate("Streams", "{depth} ÷ {delivered}"),
        "a-throughput": translate("Streams", "{offered} ÷ {capacity}"),
        "a-latency": translate("Streams", "mean latency {mean} − send lag {lag}"),
        "a-queue": translate("Streams", "{capacity} × {latency}"),
        "a-rate": translate("Streams", "{offered} ÷ {depth}"),
        "a-scale": translate("Streams", "{capacity} ÷ {offered}"),
    }
    return how(ident) + "\n\n" + found[ident].format(**values)


def _rate(value: float | None) -> str:
    return NONE if value is None else f"{value:,.1f}/s"
