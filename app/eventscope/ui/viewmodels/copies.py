"""A stored message turned into something else: a JSON line for the clipboard, an event for the composer."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace

from eventscope.core import jsontext, template, visible
from eventscope.core.errors import BadInput
from eventscope.core.message import Message, PublishProperties, connection_tag
from eventscope.core.messagetext import as_object
from eventscope.core.topics import check_topic
from eventscope.core.verbs import Explained
from eventscope.core.workspace import EMBEDDED, Connection, PayloadKind, SavedEvent

STAMP = "es-"  # user properties that Eventscope adds itself when it sends
UNREAD = "The properties could not be read: the log no longer has the message."
EDITABLE = 1 << 20  # bytes; a larger payload is no text for an editor


def json_line(message: Message, explained: Explained | None) -> str:
    """The message as one line of JSON, ASCII only, as `eventscope sub --json` prints it; nothing is left out.

    None: its properties were not read, which the line says in `wrong` where it has some.
    """
    if explained is None:
        explained = Explained(PublishProperties(), wrong=UNREAD if message.properties else "")
    return json.dumps(as_object(message, explained), allow_nan=False)


def event_of(message: Message, explained: Explained | None, connections: Iterable[Connection]) -> SavedEvent:
    """The same event, ready to be changed and published again; raises BadInput when it cannot be edited.

    Its latency stamp stays behind, because a new one is made when it leaves; its alias too, which was of that
    connection only.
    """
    if len(message.payload) > EDITABLE:
        raise BadInput(
            "compose-large",
            "The payload has {size} bytes; up to {limit} can be edited. Save it and publish the file.",
            size=f"{len(message.payload):,}",
            limit=f"{EDITABLE:,}",
        )
    given = explained.properties if explained else PublishProperties()
    own = tuple(pair for pair in given.user if not pair[0].startswith(STAMP))
    kind, text = payload_text(message.payload)
    source = next((item.id for item in connections if connection_tag(item.id) == message.connection), EMBEDDED)
    return SavedEvent(
        name="",
        topic=_publishable(message.topic),
        payload=text,
        kind=kind,
        connection=source,
        qos=message.qos,
        retain=message.retain,
        properties=replace(given, user=own, topic_alias=None),
    )


def _publishable(raw: bytes) -> str:
    """The topic; "" for one that is not valid, which must never be published."""
    try:
        topic = raw.decode("utf-8")
        check_topic(topic)
    except (UnicodeDecodeError, BadInput):
        return ""
    return topic


def payload_text(raw: bytes) -> tuple[PayloadKind, str]:
    """How an editor can hold a payload so that the same bytes leave again: JSON, text, else hex.

    A text with marks of a template would be rendered when it leaves, so it is held as hex too.
    """
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return "hex", raw.hex(" ")
    if template.is_template(text) or "\r" in text or visible.hidden(text.replace("\n", "").replace("\t", "")):
        return "hex", raw.hex(" ")
    try:
        jsontext.check(text)
    except BadInput:
        return "text", text
    return "json", text
