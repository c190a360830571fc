"""What the graph says about its nodes, in the language of the window; names from outside come already visible."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from eventscope.core.consumer import ConsumerFigures
from eventscope.ui import figures, words
from eventscope.ui.viewmodels.brokers_rows import label, whole
from eventscope.ui.viewmodels.bus.graph import Crossing, Flow, Health, Standing
from eventscope.ui.viewmodels.bus.parties import Party
from eventscope.ui.viewmodels.bus.places import Place

translate = QCoreApplication.translate
ROLES: dict[Health, str] = {"good": "good", "idle": "muted", "wait": "warn", "bad": "bad", "off": "muted"}


def state(code: str) -> str:
    """The state of a bridge or bus in a word or two."""
    return {
        "": translate("Bus", "not started"),
        "tripped": translate("Bus", "breaker open"),
        "disabled": translate("Bus", "switched off"),
        "validating": translate("Bus", "being checked"),
        "connecting": translate("Bus", "connecting"),
        "subscribing": translate("Bus", "subscribing"),
        "running": translate("Bus", "running"),
        "degraded": translate("Bus", "degraded"),
        "blocked": translate("Bus", "blocked"),
        "paused": translate("Bus", "paused"),
        "draining": translate("Bus", "draining"),
        "stopped": translate("Bus", "stopped"),
        "failed": translate("Bus", "failed"),
    }[code]


def side_state(code: str) -> str:
    """The state of a link in a word."""
    return {
        "up": translate("Bus", "connected"),
        "connecting": translate("Bus", "connecting"),
        "waiting": translate("Bus", "waiting to reconnect"),
        "refused": translate("Bus", "refused"),
        "down": translate("Bus", "not connected"),
        "stopped": translate("Bus", "not running"),
    }.get(code, code)


def consumer_state(found: ConsumerFigures | None) -> str:
    """The state of a consumer of the workspace in a word."""
    if found is None or found.state == "stopped":
        return translate("Bus", "stopped")
    return side_state(found.state)


# --- bridges ---------------------------------------------------------------------------------------------------


def crossing_figures(crossing: Crossing, rates: bool, latency: bool) -> str:
    """The second line of a bridge: its speed while it runs, its state in words otherwise."""
    each = crossing.figures
    if each is None or each.state != "running" or crossing.tripped:
        parts = [state(crossing.state)]
        if rates and crossing.rate >= 0.05:
            parts.append(figures.rate(crossing.rate))
        return " · ".join(parts)
    parts = [figures.rate(crossing.rate) or translate("Bus", "idle")] if rates else []
    if latency and crossing.p99 is not None and crossing.rate >= 0.05:
        parts.append(translate("Bus", "p99 {time}").format(time=figures.span(crossing.p99)))
    elif latency and crossing.beat is not None and crossing.rate < 0.05:
        parts.append(translate("Bus", "beat {time}").format(time=figures.span(crossing.beat)))
    return " · ".join(parts)


def crossing_trouble(crossing: Crossing, depth: bool) -> tuple[str, str]:
    """The third line of a bridge and the role of its colour: what waits, what died."""
    each = crossing.figures
    if each is None:
        return "", "muted"
    parts, role = [], "muted"
    if depth and (each.queued or not each.dead):
        parts.append(translate("Bus", "{n} waiting").format(n=figures.count(each.queued)))
    if depth and each.queued:
        role = "warn" if each.oldest >= 1 else "muted"
    if each.dead:
        parts.append(translate("Bus", "{n} dead").format(n=figures.count(each.dead)))
        role = "bad"
    elif depth and each.queued and each.oldest >= 1:
        parts.append(translate("Bus", "oldest {time}").format(time=figures.seconds(each.oldest)))
    return " · ".join(parts), role


# --- brokers ---------------------------------------------------------------------------------------------------


def kind(place: Place) -> str:
    """What kind of place it is."""
    if place.kind == "bus":
        members = len(place.members)
        return translate("Bus", "bus of %n broker(s)", "", members)
    if place.kind == "kafka":
        return "Kafka"
    if place.kind == "http":
        return "HTTP"
    first = place.connections[0] if place.connections else None
    return f"MQTT {first.version}" if first else "MQTT"


def place_about(place: Place) -> str:
    """The second line of a broker: what it is and where."""
    hosts = place.address.split(",")
    first = label(hosts[0])
    if len(hosts) > 1:
        first = translate("Bus", "{host} +{n}").format(host=first, n=len(hosts) - 1)
    return " · ".join(filter(None, (kind(place), first)))


def place_figures(place: Place, standing: Standing, rates: bool, depth: bool, now: int) -> tuple[str, str]:
    """The third line of a broker and the role of its colour: its flow while it is up, else why it is not."""
    if place.lost:
        return translate("Bus", "no such connection any more"), "bad"
    if standing.state not in ("up", "running", "idle") and standing.health != "good":
        return trouble(standing, now), ROLES[standing.health]
    parts = []
    if rates and standing.rate is not None:
        text = translate("Bus", "{rate} to this window") if standing.here else translate("Bus", "{rate} in")
        parts.append(text.format(rate=figures.rate(standing.rate) or "0/s"))
    if rates and standing.rate is None and standing.crossing is not None:
        text = translate("Bus", "{rate} by bridges")
        parts.append(text.format(rate=figures.rate(standing.crossing) or "0/s"))
    if depth and standing.queued is not None:
        parts.append(translate("Bus", "{n} waiting").format(n=figures.count(standing.queued)))
    return " · ".join(parts) or side_state("up"), "muted"


def place_state(standing: Standing) -> str:
    """The state of a broker or bus in a word or two."""
    known = standing.hub.state if standing.hub else ""
    return state(known) if known else side_state(standing.state)


def trouble(standing: Standing, now: int) -> str:
    """Why a broker is not up, in a few words."""
    parts = [place_state(standing)]
    if standing.retry_at is not None and standing.retry_at > now:
        parts = [
            translate("Bus", "reconnecting in {time}").format(time=figures.seconds((standing.retry_at - now) / 1e9))
        ]
    if standing.attempt > 1:
        parts.append(translate("Bus", "try {n}").format(n=figures.count(standing.attempt)))
    if standing.hub is not None and standing.queued:
        parts.append(translate("Bus", "{n} waiting").format(n=figures.count(standing.queued)))
    return " · ".join(parts)


def why(standing: Standing) -> str:
    """The whole sentence about it."""
    return words.sentence(standing.code, standing.words, standing.params) if standing.code or standing.words else ""


# --- producers and consumers -------------------------------------------------------------------------------------


def party_name(party: Party) -> str:
    """What a producer or consumer is called."""
    if party.kind == "window":
        return translate("Bus", "This window")
    count = party.count  # a plain name: Qt's collector passes by a call with a dotted one
    if party.kind == "more":
        return translate("Bus", "+%n client(s)", "", count)
    return label(party.name)


def party_about(party: Party) -> str:
    """The second line of a producer or consumer: what it is."""
    if party.spec is not None:
        mode = {
            "push": translate("Bus", "consumer · push"),
            "pull": translate("Bus", "consumer · pull"),
            "hybrid": translate("Bus", "consumer · hybrid"),
        }[party.spec.mode]
        up = party.figures is not None and party.figures.state == "up"
        return mode if up else consumer_state(party.figures)
    count = party.count
    if party.kind == "group":
        return translate("Bus", "shared group of %n", "", count)
    if party.kind == "window":
        if party.role == "producer":
            return translate("Bus", "composer and saved events")
        rate = figures.rate(party.rate or 0.0) or "0/s"
        return translate("Bus", "hears {rate}").format(rate=rate)
    role = translate("Bus", "producer") if party.role == "producer" else translate("Bus", "consumer")
    if party.kind == "family" or (party.kind == "more" and party.online < party.count):
        producer = party.role == "producer"
        counted = (
            translate("Bus", "%n producer(s)", "", count) if producer else translate("Bus", "%n consumer(s)", "", count)
        )
        offline = party.count - party.online
        return " · ".join((counted, *([translate("Bus", "%n offline", "", offline)] if offline else [])))
    return " · ".join((role, translate("Bus", "offline"))) if not party.online else role


def flow_figures(flow: Flow, rates: bool, latency: bool, depth: bool) -> tuple[str, ...]:
    """The lines of the label of a flow, the first one its rate; none where there is nothing to say."""
    rate = figures.rate(flow.rate) if rates and flow.rate is not None else ""
    back = figures.rate(flow.back) if rates and flow.back is not None else ""
    lines = [" ⇄ ".join(filter(None, (rate, back)))]
    if depth and flow.waiting:
        lines.append(translate("Bus", "{n} waiting").format(n=figures.count(flow.waiting)))
    if latency and flow.p99 is not None and rate:
        lines.append(translate("Bus", "p99 {time}").format(time=figures.span(flow.p99)))
    return tuple(lines) if any(lines) else ()


# --- for screen readers ------------------------------------------------------------------------------------------


def spoken(node: Place | Party | Crossing, standing: Standing | None, now: int) -> str:
    """One node in a sentence."""
    if isinstance(node, Crossing):
        parts = [translate("Bus", "Bridge {name}").format(name=whole(node.name))]
        parts += [crossing_figures(node, True, True), crossing_trouble(node, True)[0]]
    elif isinstance(node, Place):
        parts = [label(node.name), place_about(node)]
        parts += [place_figures(node, standing, True, True, now)[0]] if standing else []
    else:
        parts = [party_name(node), party_about(node), figures.rate(node.rate or 0.0)]
    return ", ".join(filter(None, parts))
