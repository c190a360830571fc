"""The words of the side panel: what each figure of a bridge is called, and how it is computed."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from eventscope.ui.bus.reasons import note, reason
from eventscope.ui.bus.words import side_state, state
from eventscope.ui.viewmodels.bus.reading import Reading

translate = QCoreApplication.translate


def section(item: Reading) -> str:
    """The heading of a section; routes and targets are numbered where there are several."""
    title = {
        "delivery": translate("Bus", "Delivery"),
        "flow": translate("Bus", "Flow"),
        "signs": translate("Bus", "Signs of life"),
        "books": translate("Bus", "Books"),
        "route": translate("Bus", "Route"),
        "notes": translate("Bus", "Notes"),
        "source": translate("Bus", "Source"),
        "target": translate("Bus", "Target"),
        "place": translate("Bus", "Broker"),
        "party": translate("Bus", "Clients"),
        "figures": translate("Bus", "Figures"),
        "bridges": translate("Bus", "Bridges here"),
        "members": translate("Bus", "Members: in, out, waiting"),
    }[item.section]
    return f"{title} {item.of}" if item.of and item.section in ("route", "target") else title


def name(item: Reading) -> str:
    """What a row is called."""
    if item.given:
        return item.name
    if item.section == "notes":
        return note(item.name)[0]
    if item.section == "signs" and item.of:
        return translate("Bus", "whole way, route {n}").format(n=item.of)
    if item.of in ("nowhere", "dropped"):
        text = translate("Bus", "by no route: {why}") if item.of == "nowhere" else translate("Bus", "dropped: {why}")
        return text.format(why=reason(item.name))
    return _names()[item.name][0]


def how(item: Reading) -> str:
    """How it is computed, or what it means."""
    if item.given:
        return ""
    if item.section == "notes":
        return note(item.name)[1]
    if item.of == "nowhere":
        return translate("Bus", "Messages that came and that no route was to take, with the reason.")
    if item.of == "dropped":
        return translate("Bus", "Messages given up by a rule of the queue or of the delivery class, with the reason.")
    return _names()[item.name][1]


def value(item: Reading) -> str:
    """What the row says."""
    if item.code.startswith("side-"):
        return side_state(item.code[5:])
    if item.code.startswith("bridge-"):
        return state(item.code[7:])
    if item.code == "wrong":
        return translate("Bus", "wrong by {n}").format(n=item.value)
    return _values()[item.code] if item.code else item.value


def _values() -> dict[str, str]:
    return {
        "point-to-point": translate("Bus", "point-to-point"),
        "publish-subscribe": translate("Bus", "publish-subscribe"),
        "hybrid": translate("Bus", "hybrid"),
        "at-most-once": translate("Bus", "at most once"),
        "at-least-once": translate("Bus", "at least once"),
        "effectively-once": translate("Bus", "effectively once"),
        "killed-at-most-once": translate("Bus", "what is under way is lost"),
        "killed-at-least-once": translate("Bus", "0 lost, repeats possible"),
        "killed-effectively-once": translate("Bus", "0 lost, 0 repeated"),
        "start-automatic": translate("Bus", "by itself"),
        "start-lazy": translate("Bus", "when something waits"),
        "start-once": translate("Bus", "by itself, once"),
        "start-manual": translate("Bus", "by hand"),
        "on-disk": translate("Bus", "on disk"),
        "in-memory": translate("Bus", "in memory only"),
        "exact": translate("Bus", "exact"),
        "announced-told": translate("Bus", "told"),
        "announced-waiting": translate("Bus", "not told yet"),
        "announced-refused": translate("Bus", "not allowed here"),
        "beat-heard": translate("Bus", "alive"),
        "beat-waiting": translate("Bus", "none yet"),
        "beat-lost": translate("Bus", "lost"),
        "beat-refused": translate("Bus", "not allowed here"),
    }


def _names() -> dict[str, tuple[str, str]]:
    return _delivery() | _flow() | _signs() | _books() | _around()


def _signs() -> dict[str, tuple[str, str]]:
    return {
        "announced": (
            translate("Bus", "state topic"),
            translate("Bus", "Whether its MQTT brokers took the state that it announces, retained, with a last will."),
        ),
        "beat": (
            translate("Bus", "heartbeat"),
            translate("Bus", "A small message of its own goes through it again and again; it is in no books."),
        ),
        "last-beat": (translate("Bus", "last beat, ago"), translate("Bus", "When the newest one came to its queue.")),
        "source-beat": (
            translate("Bus", "from the source"),
            translate("Bus", "What it took from being published at the source to coming by the bridge's subscription."),
        ),
        "whole-beat": (
            translate("Bus", "whole way"),
            translate("Bus", "End to end while idle: from the source, past the queue, to an answer of the target."),
        ),
    }


def _delivery() -> dict[str, tuple[str, str]]:
    return {
        "mode": (
            translate("Bus", "mode"),
            translate(
                "Bus",
                "point-to-point: one route takes each message. publish-subscribe: every route whose condition holds. "
                "hybrid: every group, one route inside each.",
            ),
        ),
        "class": (translate("Bus", "delivery"), translate("Bus", "What is promised to every message that came in.")),
        "killed": (
            translate("Bus", "if killed now"),
            translate("Bus", "What is lost or comes twice if Eventscope is killed this moment (kill -9)."),
        ),
        "takes": (translate("Bus", "takes"), translate("Bus", "The topic filter or topic that it subscribes to.")),
        "gives": (translate("Bus", "sends to"), translate("Bus", "The topic at the target, with its placeholders.")),
        "when": (translate("Bus", "when"), translate("Bus", "Only messages for which this expression is true.")),
        "start": (translate("Bus", "starts"), translate("Bus", "How it begins to run when the workspace opens.")),
        "kept": (
            translate("Bus", "what waits is"),
            translate("Bus", "Messages on disk survive the end of Eventscope; those in memory do not."),
        ),
        "group": (translate("Bus", "group"), translate("Bus", "Of mode hybrid: one route of each group takes it.")),
    }


def _flow() -> dict[str, tuple[str, str]]:
    return {
        "in": (translate("Bus", "in"), translate("Bus", "Messages taken from the source over the last second.")),
        "out": (
            translate("Bus", "out"),
            translate("Bus", "Messages that the target acknowledged over the last second (that left, at QoS 0)."),
        ),
        "waiting": (
            translate("Bus", "waiting"),
            translate("Bus", "Messages stored and not yet acknowledged by the target, and how many may be. Exact."),
        ),
        "waiting-bytes": (translate("Bus", "waiting bytes"), translate("Bus", "Their size, with properties.")),
        "oldest": (translate("Bus", "oldest"), translate("Bus", "How long the oldest of them has waited.")),
        "in-flight": (
            translate("Bus", "in flight"),
            translate("Bus", "The part of them that was sent and waits for the target's answer."),
        ),
        "p50": (
            translate("Bus", "added, p50"),
            translate("Bus", "Half of the messages took no longer from arrival here to the target's answer."),
        ),
        "p99": (
            translate("Bus", "added, p99"),
            translate("Bus", "99 of 100 messages took no longer; empty while fewer than 1,000 were measured."),
        ),
        "max": (translate("Bus", "added, longest"), translate("Bus", "The longest from arrival to the answer.")),
        "ack-lag": (
            translate("Bus", "ack lag, p99"),
            translate("Bus", "From a message's arrival to our acknowledgement at the source, after it was stored."),
        ),
        "commit": (
            translate("Bus", "commit"),
            translate("Bus", "Mean time of one write to disk over the last second; many messages share one."),
        ),
        "rate": (translate("Bus", "rate"), translate("Bus", "Messages over the last second.")),
    }


def _books() -> dict[str, tuple[str, str]]:
    return {
        "arrived": (translate("Bus", "arrived"), translate("Bus", "Messages taken from the source since the start.")),
        "copies": (
            translate("Bus", "for routes"),
            translate("Bus", "Copies that routes took: one message may go by several routes, or by none."),
        ),
        "sent": (translate("Bus", "out"), translate("Bus", "Copies that a target has acknowledged.")),
        "queued": (translate("Bus", "waiting"), translate("Bus", "Copies that wait, those in flight included.")),
        "dead": (translate("Bus", "dead letters"), translate("Bus", "Copies kept aside byte for byte; see their tab.")),
        "expired": (
            translate("Bus", "expired"),
            translate("Bus", "Copies whose Message Expiry Interval, or age limit here, ran out while they waited."),
        ),
        "loops": (
            translate("Bus", "stopped in a loop"),
            translate("Bus", "Copies that would have come back to where the message had been."),
        ),
        "dropped": (
            translate("Bus", "dropped"),
            translate("Bus", "Copies given up by a rule of the queue or of the delivery class."),
        ),
        "law": (
            translate("Bus", "copies = out + waiting + dead + expired + loops + dropped"),
            translate(
                "Bus", "The conservation law: every copy is in exactly one of these places. Checked at each look."
            ),
        ),
    }


def _around() -> dict[str, tuple[str, str]]:
    return {
        "connection": (translate("Bus", "connection"), translate("Bus", "The workspace's connection of that name.")),
        "target": (translate("Bus", "target"), translate("Bus", "The connection that this route sends to.")),
        "address": (translate("Bus", "address"), ""),
        "state": (translate("Bus", "state"), ""),
        "reconnects": (translate("Bus", "reconnects"), translate("Bus", "How often it was lost and came back.")),
        "kind": (translate("Bus", "kind"), ""),
        "clients": (translate("Bus", "clients"), translate("Bus", "Open connections at the embedded broker.")),
        "received": (
            translate("Bus", "to this window"),
            translate("Bus", "What this window's own subscriptions receive. What else the broker carries is unknown."),
        ),
        "waits": (
            translate("Bus", "waiting"),
            translate("Bus", "Messages queued at the embedded broker for clients and shared groups. Exact."),
        ),
        "filter": (translate("Bus", "filter"), ""),
        "online": (translate("Bus", "connected"), translate("Bus", "How many of them are connected now.")),
        "lost": (translate("Bus", "dropped"), translate("Bus", "Messages that the broker gave up for them.")),
    }
