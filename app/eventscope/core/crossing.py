"""One message on its way to one target: topic, payload, properties or headers, marks, or why it cannot go."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

from eventscope.core import bus, cloudevents, httpheaders, mapping, marks, rawproperties as raw
from eventscope.core.bus import Exit, Headers, Kind, Outgoing, Target
from eventscope.core.busview import Unreadable, Value, View
from eventscope.core.cloudevents import Event
from eventscope.core.mapping import Beside
from eventscope.core.marks import Marks
from eventscope.core.placeholders import Template, TopicMap, Unfillable

_CUT = (raw.TOPIC_ALIAS, raw.SUBSCRIPTION_ID)  # of one connection [MQTT-3.3.2-8, MQTT-3.3.4-6]
Body = tuple[bytes | None, Beside]


class Stopped(Exception):
    """The message does not go this way; carries the reason for an Exit."""

    def __init__(self, reason: str, words: str, dead: bool = True) -> None:
        super().__init__(words)
        self.reason, self.words, self.dead = reason, words, dead


@dataclass(slots=True)
class Way:
    """A route, compiled: `bridge`, `source` and `broker` are what marks call bridge, source and target.

    `plain` is MQTT 3.1.1, which has no properties; `largest` is what the target accepts, in bytes.
    """

    number: int
    target: Target
    kind: Kind
    plain: bool
    bridge: str
    source: str
    broker: str
    hop_limit: int | None
    topic: TopicMap
    key: Template | None
    transform: Value | None
    event_type: Template
    event_source: Template
    dead_letters: bool
    qos: int
    largest: int

    def send(self, view: View, seen: Marks | None) -> Outgoing | Exit:
        """The copy that goes this way, or why there is none."""
        try:
            self._check_loop(seen)
            topic = self.topic.of(view)
            copy = self._copy(view, topic, marks.crossed(seen, self.bridge, self.source))
            return self._fitting(copy)
        except Stopped as stopped:
            return Exit(self.number, stopped.reason, stopped.words, stopped.dead)
        except Unfillable as error:
            return Exit(self.number, bus.INVALID_MAPPING, f"{error}.", dead=True)
        except UnicodeEncodeError:
            words = "A text for it has half a surrogate pair, which UTF-8 cannot carry."
            return Exit(self.number, bus.INVALID_MAPPING, words, dead=True)

    def _check_loop(self, seen: Marks | None) -> None:
        words = marks.stopped(seen, self.bridge, self.source, self.broker, self.hop_limit)
        if words:
            path = " > ".join(seen.path) if seen else ""
            raise Stopped(bus.LOOP, f"{words} (path {path}).", dead=False)

    def _copy(self, view: View, topic: str, crossed: Marks) -> Outgoing:
        payload, is_json = self._transformed(view)
        message = view.message
        if self.kind == message.kind == "mqtt" and self.target.cloudevents == "keep" and not self.plain:
            properties = _passing(view) + _marked(crossed)
            return Outgoing(
                self.number, topic, payload or b"", qos=self.qos, retain=self._retain(message.retain),
                properties=properties, expiry=_expiry(view.pieces),
            )  # fmt: skip
        payload, beside = self._event(view, payload)
        expiry = _seconds(beside.headers)
        if self.kind == "mqtt":
            return self._mqtt(topic, payload, beside, crossed, expiry)
        key = self.key.fill(view).encode() if self.key else beside.key
        if self.kind == "kafka":
            headers = (*beside.headers, *marks.written(crossed))
            return Outgoing(self.number, topic, payload, key, headers, self.qos, expiry=expiry)
        beside = beside._replace(key=key, headers=_typed(beside.headers) if is_json else beside.headers)
        headers = (*httpheaders.to_http(beside), *marks.written(crossed))
        return Outgoing(self.number, topic, payload or b"", None, headers, self.qos, expiry=expiry)

    def _mqtt(self, topic: str, payload: bytes | None, beside: Beside, crossed: Marks, expiry: int | None) -> Outgoing:
        if self.plain:
            beside = Beside(tuple(item for item in beside.headers if item[0] == b"mqtt-retain"))
        try:
            properties, retained = mapping.to_mqtt(beside)
        except ValueError as error:
            raise Stopped(bus.INVALID_MAPPING, f"Its headers do not fit into MQTT: {error}.") from None
        properties = b"" if self.plain else properties + _marked(crossed)
        return Outgoing(
            self.number, topic, payload or b"", headers=marks.written(crossed) if self.plain else (), qos=self.qos,
            retain=self._retain(retained), properties=properties, expiry=expiry,
        )  # fmt: skip

    def _retain(self, was: bool) -> bool:
        return was if self.target.retain is None else self.target.retain

    def _transformed(self, view: View) -> tuple[bytes | None, bool]:
        """The payload, and whether a transform made JSON of it."""
        if self.transform is None:
            return view.message.payload, False
        try:
            return self.transform.payload(view)
        except Unreadable as error:
            raise Stopped(bus.UNREADABLE, f"{error}.", self.dead_letters) from None
        except ValueError as error:
            raise Stopped(bus.SERIALISATION, f"The transform gives what JSON cannot carry: {error}.") from None

    def _event(self, view: View, payload: bytes | None) -> Body:
        """Payload and what stands beside it, as the CloudEvent that the target asks for."""
        beside = view.beside
        if self.transform is None and beside.null:
            payload = None
        beside = beside._replace(null=payload is None)
        asked = self.target.cloudevents
        if asked == "keep":
            if not (self.plain and cloudevents.is_binary(beside.headers)):
                return payload, beside
            asked = "structured"  # the only mode of 3.1.1 [CloudEvents MQTT 3]
        event = self._read_event(beside.headers, payload) or self._new_event(view, payload)
        try:
            return _shaped(event, beside, asked)
        except UnicodeEncodeError as error:
            raise Stopped(bus.SERIALISATION, f"An attribute of the event is no text: {error}.") from None

    def _read_event(self, headers: Headers, payload: bytes | None) -> Event | None:
        try:
            return cloudevents.read(headers, payload)
        except ValueError as error:
            raise Stopped(bus.DECODE_ERROR, f"It says that it is a CloudEvent and is none: {error}.") from None

    def _new_event(self, view: View, payload: bytes | None) -> Event:
        attributes = [
            ("specversion", "1.0"),
            ("id", view.message.id or _derived(view)),
            ("source", self.event_source.fill(view)),
            ("type", self.event_type.fill(view)),
            ("subject", view.topic),
        ]
        if view.message.timestamp_ns is not None:
            moment = datetime.fromtimestamp(view.message.timestamp_ns / 1e9, UTC)
            attributes.append(("time", moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")))
        content_type = dict(view.beside.headers).get(cloudevents.CONTENT_TYPE) or b""
        return Event(tuple(attributes), payload, content_type.decode("utf-8", "replace"))

    def _fitting(self, copy: Outgoing) -> Outgoing:
        size = len(copy.topic.encode()) + len(copy.payload or b"") + len(copy.properties) + len(copy.key or b"") + 16
        size += sum(len(name) + len(value or b"") + 4 for name, value in copy.headers)
        if size > self.largest:
            raise Stopped(bus.TOO_LARGE, f"It has about {size} bytes; the target takes {self.largest}.")
        return copy


def _passing(view: View) -> bytes:
    """Properties as they came, but for what belongs to one connection and marks that are written anew."""
    if view.marks is None and not marks.maybe_in(view.message.properties):
        return b"".join([item for item in view.pieces if item[0] not in _CUT])
    return b"".join(
        item
        for item in view.pieces
        if item[0] not in _CUT and not (item[0] == raw.USER and raw.pair(item)[0] in marks.NAMES)
    )


@lru_cache(4096)
def _marked(crossed: Marks) -> bytes:
    return b"".join([raw.user(name, value) for name, value in marks.written(crossed)])


def _typed(headers: Headers) -> Headers:
    """With a content type, by which HTTP servers read a body, where none came along."""
    if any(name.lower() == cloudevents.CONTENT_TYPE for name, _ in headers):
        return headers
    return (*headers, (cloudevents.CONTENT_TYPE, b"application/json"))


def _expiry(pieces: list[bytes]) -> int | None:
    return next((int.from_bytes(item[1:], "big") for item in pieces if item[0] == raw.MESSAGE_EXPIRY), None)


def _seconds(headers: Headers) -> int | None:
    """The expiry that a header names, see `core.mapping`."""
    return mapping.seconds(next((value or b"" for name, value in headers if name == b"mqtt-message-expiry"), b""))


def _shaped(event: Event, beside: Beside, asked: str) -> Body:
    """An event in the mode asked for; headers that are no part of it stay."""
    others = tuple(
        item for item in beside.headers
        if item[0].lower() != cloudevents.CONTENT_TYPE and not item[0].startswith(cloudevents.PREFIX)
    )  # fmt: skip
    if asked == "binary":
        headers, payload = cloudevents.binary(event)
        return payload, beside._replace(headers=(*headers, *others), null=payload is None)
    headers, whole = cloudevents.structured(event)
    if asked == "batched":
        headers, whole = ((cloudevents.CONTENT_TYPE, cloudevents.BATCHED),), cloudevents.batch([whole])
    return whole, beside._replace(headers=(*headers, *others), null=False)


def _derived(view: View) -> str:
    """An id for an event made of a message that has none: equal for the same record, and for equal messages."""
    message = view.message
    parts = (message.topic, message.partition, message.offset, message.key, message.timestamp_ns, message.payload)
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]
