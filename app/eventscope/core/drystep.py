"""What a dry run says of one message at one bridge; apart from the run itself, which needs the expression language."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Any

from eventscope.core import rawproperties as raw
from eventscope.core.bus import BusMessage, Exit, Outgoing

NOT_TAKEN = "not_taken"  # the source would not have given it to this bridge


@dataclass(frozen=True, slots=True)
class Step:
    """One message at one bridge; `number` is its line, counted from 1."""

    bridge: str
    number: int
    message: BusMessage
    outgoing: tuple[Outgoing, ...]
    exits: tuple[Exit, ...]


def as_object(step: Step) -> dict[str, Any]:
    """A step as JSON, hyphens in its keys."""
    return {
        "line": step.number,
        "bridge": step.bridge,
        **_text("topic", step.message.topic),
        "out": [_copy(copy) for copy in step.outgoing],
        "exits": [
            {"route": _route(item.route), "reason": item.reason, "words": item.words, "dead-letter": item.dead}
            for item in step.exits
        ],
    }


def _route(number: int | None) -> int | None:
    """Routes are counted from 1 for people, as the check does."""
    return None if number is None else number + 1


def _copy(copy: Outgoing) -> dict[str, Any]:
    user = [raw.pair(item) for item in raw.split(copy.properties) if item[0] == raw.USER]
    shown: dict[str, Any] = {"route": _route(copy.route), "topic": copy.topic}
    shown |= {"payload": None} if copy.payload is None else _text("payload", copy.payload)
    if copy.key is not None:
        shown |= _text("key", copy.key)
    shown |= {"qos": copy.qos, "retain": copy.retain}
    if copy.headers:
        shown["headers"] = [[_plain(name), _plain(value)] for name, value in copy.headers]
    if user:
        shown["user"] = [[_plain(name), _plain(value)] for name, value in user]
    return shown


def _text(name: str, data: bytes) -> dict[str, Any]:
    try:
        return {name: data.decode()}
    except UnicodeDecodeError:
        return {f"{name}-base64": base64.b64encode(data).decode()}


def _plain(data: bytes | None) -> Any:
    if data is None:
        return None
    try:
        return data.decode()
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(data).decode()}
