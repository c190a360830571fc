"""How consumers are spoken of: states, modes, sharing, and what stands behind a figure."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from eventscope.core.consumer import ConsumerFigures
from eventscope.core.metrics import LatencyFigures
from eventscope.core.visible import elide, show
from eventscope.ui import figures, words
from eventscope.ui.viewmodels.consumers_rows import ConsumerRow

translate = QCoreApplication.translate
NONE = "–"


def state(row: ConsumerRow) -> str:
    """In a word."""
    found = {
        "stopped": translate("Consumers", "stopped"),
        "connecting": translate("Consumers", "connecting"),
        "up": translate("Consumers", "up"),
        "waiting": translate("Consumers", "waiting"),
        "refused": translate("Consumers", "refused"),
    }
    return found[row.figures.state if row.figures is not None else "stopped"]


def why(row: ConsumerRow) -> str:
    """Why it is in its state, in a sentence; empty where there is nothing to say."""
    told = row.figures
    return words.sentence(told.code, told.words, told.params) if told is not None and told.words else ""


def mode(row: ConsumerRow) -> str:
    """How it takes its messages."""
    found = {
        "push": translate("Consumers", "push"),
        "pull": translate("Consumers", "pull"),
        "hybrid": translate("Consumers", "hybrid"),
    }
    return found[row.spec.mode]


def sharing(row: ConsumerRow) -> str:
    """With whom it shares them."""
    spec = row.spec
    group = show(elide(spec.group or spec.filter, 40)).text
    if spec.sharing == "topic":
        return translate("Consumers", "topic")
    if spec.sharing == "queue":
        return translate("Consumers", "queue {name}").format(name=group)
    return translate("Consumers", "group {name}").format(name=group)


def waiting(row: ConsumerRow) -> str:
    """What waits at the broker, marked with how far to trust it."""
    told = row.figures
    if told is None or told.queued is None:
        return NONE
    return {"estimated": "~", "reported": "≈"}.get(told.quality, "") + figures.count(told.queued)


def waiting_more(row: ConsumerRow) -> str:
    """How that number is known."""
    told = row.figures
    if told is None or told.queued is None:
        return translate("Consumers", "Nobody tells how much waits there.")
    quality = {
        "exact": translate("Consumers", "Counted by the embedded broker."),
        "estimated": translate("Consumers", "Estimated: sent by our producers and not received yet."),
        "reported": translate("Consumers", "Reported by the cluster: ends of its partitions less what was read."),
    }.get(told.quality, "")
    lines = [quality]
    if told.share:
        lines.append(translate("Consumers", "It waits for all members of the queue together."))
    if told.oldest:
        lines.append(translate("Consumers", "The oldest waits for {time}.").format(time=figures.seconds(told.oldest)))
    if told.lag_seconds is not None:
        lag = figures.seconds(max(told.lag_seconds, 0.0))
        lines.append(translate("Consumers", "Behind by {time}.").format(time=lag))
    return "\n".join(lines)


def split(told: ConsumerFigures) -> str:
    """Where the time of its messages goes, part by part."""
    parts = [
        (translate("Consumers", "send lag"), told.send_lag),
        (translate("Consumers", "transit"), told.transit),
        (translate("Consumers", "waiting here"), told.waiting),
        (translate("Consumers", "service"), told.service),
        (translate("Consumers", "in all"), told.latency),
    ]
    line = translate("Consumers", "{part}: mean {mean}, p50 {p50}, p99 {p99}")
    return "\n".join(
        line.format(part=name, mean=time(part.mean), p50=time(part.p50), p99=time(part.p99)) for name, part in parts
    )


def book(told: ConsumerFigures) -> str:
    """The counts, which add up."""
    text = translate(
        "Consumers", "{received} received = {done} done + {failed} failed + {holding} in hand + {returned} returned"
    )
    lines = [
        text.format(
            received=figures.count(told.received),
            done=figures.count(told.done),
            failed=figures.count(told.failed),
            holding=figures.count(told.holding),
            returned=figures.count(told.returned),
        )
    ]
    if told.redelivered:
        again = translate("Consumers", "{n} of them came again").format(n=figures.count(told.redelivered))
        lines.append(again)
    if told.retried:
        lines.append(translate("Consumers", "{n} attempts after the first").format(n=figures.count(told.retried)))
    return "\n".join(lines)


def little(told: ConsumerFigures) -> str:
    """Little's check in a sentence."""
    found = told.little
    if found.measured is None or found.predicted is None:
        return translate("Consumers", "Little's law: too few messages yet")
    verdict = {
        "holds": translate("Consumers", "holds"),
        "unstable": translate("Consumers", "unstable: more comes than it can work off"),
        "draining": translate("Consumers", "a backlog shrinks"),
        "suspect": translate("Consumers", "a measurement is wrong"),
        "too-few": translate("Consumers", "too few messages"),
    }[found.verdict]
    where = (
        translate("Consumers", "from the sending to the end of the work")
        if told.boundary == "sent"
        else translate("Consumers", "in hand")
    )
    text = translate("Consumers", "Little's law, {where}: L {measured}, X·W {predicted}: {verdict}")
    return text.format(
        where=where, measured=f"{found.measured:,.2f}", predicted=f"{found.predicted:,.2f}", verdict=verdict
    )


def time(value: float | None) -> str:
    """A time in ns, where it is known."""
    return NONE if value is None else figures.span(value)


def percentile(part: LatencyFigures) -> str:
    """The 99th, or a dash."""
    return ("~" if part.wall else "") + time(part.p99) if part.p99 is not None else NONE


def share(value: float | None) -> str:
    """A part of one as percent."""
    return NONE if value is None else f"{100 * value:.0f} %"
