"""An event as it stands in the composer: what is wrong with it, how it will look, what became of it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import msgspec

from eventscope.core import payload, template, visible
from eventscope.core.errors import BadInput, EventscopeError
from eventscope.core.message import PublishProperties, Receipt
from eventscope.core.topics import check_topic
from eventscope.core.workspace import SavedEvent

PREVIEW = 16 << 10  # characters of a template that is rendered while one types
SHOWN = 400  # characters of a preview


@dataclass(frozen=True, slots=True)
class Outlook:
    """How an event would leave now. `wrong` is about `field` ("topic", "payload" or "properties").

    `text` is the rendered payload on one line, bounded; `size` its bytes (None: unknown, as of a file).
    """

    topic: str = ""
    text: str = ""
    size: int | None = None
    wrong: EventscopeError | None = None
    field: str = ""
    rendered: bool = False  # whether a template changed anything
    skipped: bool = False  # too large to be rendered while one types
    hidden: str = ""  # the topic with its hidden characters as marks, where it has any


def outlook(event: SavedEvent, context: template.Context) -> Outlook:
    """Render and check an event as the engine will; files are read only when it leaves."""
    if len(event.payload) > PREVIEW and event.kind != "file" and template.is_template(event.payload):
        return Outlook(skipped=True)
    field = "topic"
    try:
        topic = template.render(event.topic, context)
        check_topic(topic)
        field = "properties"
        for text in property_texts(event.properties):
            _can_leave(template.render(text, context))
        field = "payload"
        if event.kind == "file":
            _file(event.payload)
            return Outlook(topic=topic)
        text = template.render(event.payload, context)
        raw = payload.encode(event.kind, text)
    except EventscopeError as error:
        return Outlook(wrong=error, field=field)
    shown = visible.show(text[:SHOWN].replace("\n", " ")).text + ("…" if len(text) > SHOWN else "")
    marked = visible.show(topic)
    hidden = visible.elide(marked.text, SHOWN) if marked.marked else ""
    changed = text != event.payload or topic != event.topic
    return Outlook(topic, shown, len(raw), rendered=changed, hidden=hidden)


def property_texts(properties: PublishProperties) -> list[str]:
    """All texts among the properties."""
    return [properties.content_type, properties.response_topic, *(text for pair in properties.user for text in pair)]


def property_count(properties: PublishProperties) -> int:
    """How many properties are set, each user property counted."""
    empty = PublishProperties()
    plain = [item.name for item in fields(PublishProperties) if item.name != "user"]
    return len([name for name in plain if getattr(properties, name) != getattr(empty, name)]) + len(properties.user)


def _can_leave(text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        sentence = "A text holds half a surrogate pair, which UTF-8 cannot carry. Remove it."
        raise BadInput("text-surrogate", sentence) from None
    if "\0" in text:
        raise BadInput("property-nul", "A property contains the character U+0000, which MQTT forbids. Remove it.")


def _file(path: str) -> None:
    if not path.strip():
        raise BadInput("file-missing", "Choose the file whose bytes are to be published.")
    _can_leave(path)


def place(error: EventscopeError) -> tuple[int, int] | None:
    """(line, column) from 1 that an error names; None where it names none. Of a template it is only the line."""
    try:
        return int(str(error.params["line"])), int(str(error.params.get("column", 1)))
    except (KeyError, ValueError):
        return None


@dataclass(frozen=True, slots=True)
class Outcome:
    """A receipt in a few words. `kind`: waiting, sent, acknowledged, failed; times in ns since it was to leave."""

    kind: str
    after: int | None
    receivers: int
    words: str = ""
    code: str = ""


def outcome(receipt: Receipt) -> Outcome:
    """How far an event came."""
    if receipt.failed:
        return Outcome("failed", None, receipt.receivers, receipt.words, receipt.failed)
    if receipt.acknowledged is not None:
        return Outcome("acknowledged", receipt.acknowledged - receipt.queued, receipt.receivers, receipt.words)
    if receipt.sent is not None:
        return Outcome("sent", receipt.sent - receipt.queued, receipt.receivers)
    return Outcome("waiting", None, 0, receipt.words)


def to_plain(event: SavedEvent) -> dict[str, Any]:
    """A draft as plain values, to be kept with the window's state."""
    plain: dict[str, Any] = msgspec.to_builtins(event)
    return plain


def from_plain(plain: object) -> SavedEvent | None:
    """The draft again; None where it is none (another version wrote it, or somebody's editor)."""
    try:
        return msgspec.convert(plain, SavedEvent)
    except msgspec.ValidationError:
        return None
