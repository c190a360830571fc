"""From an event as written in the composer to drafts that can leave: files read, templates rendered, all checked."""

from __future__ import annotations

import random
import stat
from dataclasses import dataclass, replace
from pathlib import Path

from eventscope.base import clock, paths
from eventscope.core import payload, template
from eventscope.core.errors import BadInput
from eventscope.core.message import Draft, PublishProperties
from eventscope.core.topics import check_topic
from eventscope.core.workspace import Connection, SavedEvent

RENDER_WITHIN = 250_000_000  # ns for all templates of one event


@dataclass(slots=True)
class Recipe:
    """One event, checked; `draft` renders it again and again. `file` is the payload of kind "file"."""

    event: SavedEvent
    connection: Connection
    file: bytes | None
    dice: random.Random

    @property
    def varies(self) -> bool:
        """Whether one event differs from the next in more than its time."""
        event = self.event
        texts = (event.topic, "" if self.file is not None else event.payload, *_texts(event.properties))
        return event.template and any(map(template.is_template, texts))

    def draft(self, seq: int, intended: int) -> Draft:
        """The event number `seq`, meant to leave at `intended` (monotonic ns); BadInput for a mistake in it."""
        event = self.event
        context = self._context(seq, intended)
        topic = template.render(event.topic, context) if event.template else event.topic
        check_topic(topic)
        context = replace(context, topic=topic)
        return Draft(
            connection=self.connection.id,
            topic=topic,
            payload=self._payload(context),
            qos=event.qos,
            retain=event.retain,
            properties=_rendered(event.properties, context) if event.template else event.properties,
            intended=intended,
            stamp=event.stamp,
            envelope=event.envelope,
        )

    def _context(self, seq: int, intended: int) -> template.Context:
        now = clock.mono_ns()
        return template.Context(
            seq=seq,
            wall_ns=clock.wall_ns() + intended - now,
            draw=self.dice.random,
            expired=lambda: clock.mono_ns() - now > RENDER_WITHIN,
            event=self.event.name,
            connection=self.connection.name,
        )

    def _payload(self, context: template.Context) -> bytes:
        if self.file is not None:
            return self.file
        text = self.event.payload
        return payload.encode(self.event.kind, template.render(text, context) if self.event.template else text)


def recipe(event: SavedEvent, connection: Connection) -> Recipe:
    """Check an event as far as possible without rendering; reads the file of kind "file", so call it in a thread.

    Raises BadInput for what is wrong with the event, also for a file that cannot be read.
    """
    if event.qos not in (0, 1, 2):
        raise BadInput("bad-qos", "QoS is 0, 1 or 2, not {qos}.", qos=event.qos)
    if connection.version != "5" and event.properties != PublishProperties():
        sentence = "{name} speaks MQTT 3.1.1, which carries no properties. Clear them, or connect with MQTT 5."
        raise BadInput("properties-need-v5", sentence, name=connection.name)
    if event.template:
        for text in (event.topic, event.payload if event.kind != "file" else "", *_texts(event.properties)):
            template.check(text)
    file = read_file(paths.typed(event.payload.strip())) if event.kind == "file" else None
    # Not for secrets: a seed must give the same events again.
    return Recipe(event, connection, file, random.Random(event.seed))  # noqa: S311


def read_file(path: Path) -> bytes:
    """A file's bytes, at most as many as a payload may have; devices and pipes are refused, they have no end."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise BadInput("not-a-file", "{path} is not a file. Choose one with the event's bytes.", path=path)
        if (size := path.stat().st_size) > payload.LIMIT:
            raise payload.too_large(size)
        with path.open("rb") as file:
            data = file.read(payload.LIMIT + 1)
    except (OSError, ValueError) as error:
        words = getattr(error, "strerror", None) or str(error)
        raise BadInput("cannot-read", "{path} could not be read: {words}.", path=path, words=words) from None
    if len(data) > payload.LIMIT:  # it grew meanwhile
        raise payload.too_large(len(data))
    return data


def _texts(properties: PublishProperties) -> tuple[str, ...]:
    pairs = [text for pair in properties.user for text in pair]
    return (properties.content_type, properties.response_topic, *pairs)


def _rendered(properties: PublishProperties, context: template.Context) -> PublishProperties:
    if not any(map(template.is_template, _texts(properties))):
        return properties
    return replace(
        properties,
        content_type=template.render(properties.content_type, context),
        response_topic=template.render(properties.response_topic, context),
        user=tuple((template.render(a, context), template.render(b, context)) for a, b in properties.user),
    )
