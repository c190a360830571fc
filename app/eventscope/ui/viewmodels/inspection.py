"""What the inspector says about a message besides its payload: rows of a name and a value, in sections."""

from __future__ import annotations

from dataclasses import dataclass

from eventscope.core import stamp, visible
from eventscope.core.message import DAMAGED, DUP, OUTGOING, V5, WALL_LATENCY, Message
from eventscope.core.verbs import Explained
from eventscope.ui import figures
from eventscope.ui.viewmodels.copies import STAMP
from eventscope.ui.viewmodels.lines import clock_text, span

USER_SHOWN = 256  # user properties; a flood of them is counted
VALUE = 4000  # characters of one value


@dataclass(frozen=True, slots=True)
class Fact:
    """`name` is a code that the panel translates, or with `given` a name from outside; `level` colours the value."""

    section: str  # message, properties, user or stamp
    name: str
    value: str
    given: bool = False
    level: str = "text"


def facts(message: Message, explained: Explained | None, connection: str) -> list[Fact]:
    """All of them, in order; `connection` is its name."""
    rows = _message(message, connection)
    if explained is not None:
        rows += _properties(explained)
    return rows + _stamp(message)


def _message(message: Message, connection: str) -> list[Fact]:
    flags = message.flags
    yes = [name for name, flag in (("dup", DUP), ("damaged", DAMAGED), ("outgoing", OUTGOING)) if flags & flag]
    rows = [
        Fact("message", "connection", _shown(connection)),
        Fact("message", "version", "5" if flags & V5 else "3.1.1"),
        Fact("message", "qos", str(message.qos)),
        Fact("message", "retain", "yes" if message.retain else "no"),
        *(Fact("message", name, "yes", level="warn") for name in yes),
        Fact("message", "size", figures.count(len(message.payload))),
        Fact("message", "properties-size", figures.count(len(message.properties))),
        Fact("message", "id", str(message.id)),
    ]
    return rows if connection else rows[1:]


def _properties(explained: Explained) -> list[Fact]:
    if explained.wrong:
        return [Fact("properties", "wrong", explained.wrong, level="bad")]
    given = explained.properties
    values = {
        "payload-format": None if given.payload_format is None else str(given.payload_format),
        "message-expiry": None if given.message_expiry is None else f"{given.message_expiry} s",
        "content-type": _shown(given.content_type) or None,
        "response-topic": _shown(given.response_topic) or None,
        "correlation-data": correlation(given.correlation_data) or None,
        "topic-alias": None if given.topic_alias is None else str(given.topic_alias),
        "subscription-ids": ", ".join(map(str, explained.subscription_ids)) or None,
    }
    rows = [Fact("properties", name, value) for name, value in values.items() if value is not None]
    own = [pair for pair in given.user if not pair[0].startswith(STAMP)]
    rows += [Fact("user", _shown(name), _shown(value), given=True) for name, value in own[:USER_SHOWN]]
    if len(own) > USER_SHOWN:
        rows.append(Fact("user", "more", figures.count(len(own) - USER_SHOWN), level="warn"))
    return rows


def _stamp(message: Message) -> list[Fact]:
    found = stamp.parse(message.properties)
    if found is None:
        wrapped = stamp.unwrap(message.payload)
        found = wrapped[0] if wrapped else None
    if found is None:
        return []
    values = {
        "stream": visible.decode(found.stream).text,
        "sequence": "" if found.seq is None else figures.count(found.seq),
        "due": "" if found.due is None else clock_text(found.due),
        "sent": "" if found.sent is None else clock_text(found.sent),
        "boot": visible.decode(found.boot).text,
    }
    rows = [Fact("stamp", name, value) for name, value in values.items() if value]
    if message.latency is not None:
        level = "warn" if message.latency < 0 else "muted" if message.flags & WALL_LATENCY else "text"
        mark = "~" if message.flags & WALL_LATENCY else ""
        rows.append(Fact("stamp", "latency", mark + span(message.latency), level=level))
    return rows


def correlation(raw: bytes) -> str:
    """Correlation data as hex, with its text where it is one."""
    if not raw:
        return ""
    text = raw.hex(" ") if len(raw) <= 64 else raw[:64].hex(" ") + f" … ({len(raw):,})"
    if raw.isascii() and raw.decode("ascii").isprintable():
        return f"{text}  “{raw.decode('ascii')[:64]}”"
    return text


def _shown(text: str) -> str:
    return visible.elide(visible.show(text).text, VALUE)
