"""One message as expressions and placeholders see it: topic, levels, key, headers, decoded payload; made when asked."""

from __future__ import annotations

import json
from typing import Any

from eventscope.core import httpheaders, jsonvalue, mapping, marks, rawproperties as raw
from eventscope.core.bus import BusMessage
from eventscope.core.errors import BadInput
from eventscope.core.mapping import Beside
from eventscope.core.marks import Marks
from eventscope.core.program import Lacking, Program

SAMPLE: dict[str, Any] = {
    "topic": "a/b",
    "payload": {},
    "text": "",
    "size": 2,
    "qos": 1,
    "retain": False,
    "key": "",
    "headers": {},
    "partition": 0,
    "offset": 0,
}


class Unreadable(Exception):
    """A message lacks what an expression needs; `str()` says what in a sentence without a full stop."""


class View:
    """What may be asked of one message. Text from bytes that are no UTF-8 has U+FFFD in their place."""

    __slots__ = ("_beside", "_headers", "_levels", "_values", "marks", "message", "pieces", "topic")

    def __init__(self, message: BusMessage, topic: str) -> None:
        """Raises ValueError where properties or headers are broken. `pieces` are the properties, see rawproperties."""
        self.message = message
        self.topic = topic
        self.pieces = raw.split(message.properties)
        self.marks: Marks | None = None
        self._beside: Beside | None = None
        self._levels: list[str] | None = None
        self._headers: dict[str, str] | None = None
        self._values: dict[int, tuple[object, ...]] = {}
        if message.kind == "mqtt":
            if marks.maybe_in(message.properties):
                self.marks = marks.parse(dict(raw.pair(item) for item in self.pieces if item[0] == raw.USER))
        else:
            self._read_headers(message)

    def _read_headers(self, message: BusMessage) -> None:
        headers, found = mapping.split_marks(message.headers)
        self.marks = marks.parse(found) if found else None
        if message.kind == "kafka":
            self._beside = Beside(headers, message.key, message.payload is None)
        else:
            beside = httpheaders.from_http(headers)
            self._beside = beside._replace(null=beside.null and not message.payload)  # never lose a body for a header

    @property
    def beside(self) -> Beside:
        """What stands beside the payload, in Kafka's form and without marks."""
        if self._beside is None:
            message = self.message
            self._beside = mapping.from_mqtt(self.pieces, message.topic, message.retain, not message.payload)
        return self._beside

    @property
    def levels(self) -> list[str]:
        """The topic's levels: between slashes, in Kafka between dots."""
        if self._levels is None:
            self._levels = self.topic.split("." if self.message.kind == "kafka" else "/")
        return self._levels

    @property
    def headers(self) -> dict[str, str]:
        """Headers or user properties by name, the first where one is repeated; those without a value are left out."""
        if self._headers is None:
            self._headers = {
                _text(name.removeprefix(b"mqtt-user.")): _text(value)
                for name, value in reversed(self.beside.headers)
                if value is not None
            }
        return self._headers

    @property
    def key(self) -> str | None:
        """The key as text."""
        return None if self.beside.key is None else _text(self.beside.key)

    def values(self, tokens: int) -> tuple[object, ...]:
        """The decoded payload, once for each reading of repeated keys. Raises Unreadable for what is no JSON."""
        if tokens not in self._values:
            self._values[tokens] = _decoded(self.message.payload, tokens)
        return self._values[tokens]

    def _whole(self) -> str:
        payload = self.message.payload or b""
        if len(payload) > jsonvalue.SIZE:
            raise Unreadable(f"The payload is not looked at as text: more than {jsonvalue.SIZE} bytes")
        return _text(payload)

    def variables(self, program: Program) -> dict[str, Any]:
        """What a program may name, but for the payload. Raises Unreadable."""
        message, words = self.message, program.words
        return {
            "topic": self.topic,
            "text": self._whole() if "text" in words else "",
            "size": len(message.payload or b""),
            "qos": message.qos,
            "retain": message.retain,
            "key": self.key if "key" in words else None,
            "headers": self.headers if "headers" in words else {},
            "partition": message.partition,
            "offset": message.offset,
        }


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _decoded(payload: bytes | None, tokens: int) -> tuple[object, ...]:
    if payload is None:
        raise Unreadable("The record is a tombstone and has no payload")
    try:
        values = jsonvalue.alternatives(payload, tokens)
    except jsonvalue.TooMuch as error:
        raise Unreadable(f"The payload is not decoded: {error}") from None
    # A text that was JSON has lost its quotes; one that was none is as it came.
    if isinstance(values[0], str) and values[0] == _text(payload).removeprefix("\ufeff"):
        raise Unreadable("The payload is no JSON")
    return values


class Condition:
    """A `when`: a CEL expression that answers yes or no."""

    def __init__(self, text: str) -> None:
        """Raises BadInput."""
        self._program = Program(text, SAMPLE)
        self._payload = "payload" in self._program.words

    def holds(self, view: View) -> bool:
        """Whether it is true; where an object repeats a key, for one of its readings. Raises Unreadable."""
        program = self._program
        variables = view.variables(program)
        tokens = _bound(program, view, variables)
        if not self._payload:
            return _run(program, variables) is True
        missing: Unreadable | None = None
        values = view.values(tokens)
        for value in values:
            try:
                if _run(program, {**variables, "payload": program.visible(value)}) is True:
                    return True
            except Unreadable as error:
                missing = error
        if missing:
            raise missing
        return False


class Value:
    """A CEL expression that makes something of a message: a new payload, or a piece of a topic."""

    def __init__(self, text: str) -> None:
        """Raises BadInput."""
        self.text = text
        self._program = Program(text, SAMPLE, yes_or_no=False)
        self._payload = "payload" in self._program.words

    def of(self, view: View) -> Any:
        """The value. Raises Unreadable."""
        variables = view.variables(self._program)
        tokens = _bound(self._program, view, variables)
        if self._payload:
            value = view.values(tokens)[0]
            variables["payload"] = self._program.visible(value)
        return _run(self._program, variables)

    def payload(self, view: View) -> tuple[bytes, bool]:
        """The value as a payload: bytes as they are, text in UTF-8, all else as JSON; and whether it is that.

        Raises Unreadable, and ValueError for what JSON cannot say.
        """
        value = self.of(view)
        if isinstance(value, bytes):
            return value, False
        if isinstance(value, str):
            return value.encode(), False
        try:
            return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode(), True
        except TypeError:
            raise ValueError(f"{type(value).__name__} is no value of JSON; wrap it in string(…)") from None


def _bound(program: Program, view: View, variables: dict[str, Any]) -> int:
    """How many values the payload may have. Raises Unreadable where a message has more headers."""
    if not program.copies:
        return program.tokens
    tokens = program.bound({**variables, "payload": view.message.payload})
    if len(variables["headers"]) > tokens:
        raise Unreadable(f"The message has more than {tokens} headers, too many for this expression")
    return tokens


def _run(program: Program, variables: dict[str, Any]) -> Any:
    try:
        return program.run(variables)
    except Lacking as error:
        raise Unreadable(f"The message lacks what the expression asks for ({str(error)[:120]})") from None
    except BadInput as error:
        raise Unreadable(str(error).rstrip(".")) from None
