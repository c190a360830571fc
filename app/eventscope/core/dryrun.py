"""A dry run: recorded or pasted messages through a bridge, with what would leave or the reason why nothing does.

Messages come as JSON lines, in the shape that `eventscope sub --json` prints. `topic` and `payload` are texts; what
is no text is base64 under `topic_base64`, `payload_base64`, `key_base64`. A payload that is no text is taken as the
JSON that it is, null is a tombstone. `headers` are pairs of name and value (a text, null, or {"base64": …}), or a
table. `properties` are named as in MQTT 5, `user` in them are pairs.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterable, Iterator
from typing import Any

from eventscope.core import rawproperties as raw, signs, topics
from eventscope.core.bridge import Plan
from eventscope.core.bus import BusMessage, Exit, Headers, Kind, Outgoing
from eventscope.core.drystep import NOT_TAKEN, Step
from eventscope.core.errors import BadInput
from eventscope.core.nearest import refuse_unknown

SIGN = "The bridge takes {wanted}, and a wildcard does not mean the signs of life of bridges."
LONGEST = 64 << 20  # characters of one line

_KEYS = {
    *("topic", "topic_base64", "payload", "payload_base64", "key", "key_base64", "headers", "properties", "qos"),
    *("retain", "partition", "offset", "timestamp_ns", "received_ns", "latency_ms", "id", "connection"),
}
_TEXTS = {"content_type": raw.CONTENT_TYPE, "response_topic": raw.RESPONSE_TOPIC}
_SET_ASIDE = ("subscription_ids", "wrong", "topic_alias")  # of one connection: they never cross


def run(plan: Plan, kind: Kind, lines: Iterable[str], first: int = 1) -> Iterator[Step]:
    """A step for each line that is not empty, the first of which has number `first`.

    Raises BadInput for a line that is no message.
    """
    for number, line in enumerate(lines, first):
        if line.strip():
            yield step(plan, read(line, number, kind), number)


def step(plan: Plan, message: BusMessage, number: int) -> Step:
    """What becomes of one message."""
    outgoing, exits = _routed(plan, message)
    return Step(plan.spec.name, number, message, tuple(outgoing), tuple(exits))


def _routed(plan: Plan, message: BusMessage) -> tuple[list[Outgoing], list[Exit]]:
    source = plan.spec.source
    topic = message.topic.decode("utf-8", "surrogateescape")
    wanted = source.topic if message.kind == "kafka" else source.filter
    if message.kind == "mqtt" and topic.startswith(signs.ROOT) and not signs.asked_for(wanted):
        return [], [Exit(None, NOT_TAKEN, SIGN.format(wanted=wanted))]
    if topic == wanted if message.kind == "kafka" else topics.matches(wanted, topic):
        return plan.route(message)
    return [], [Exit(None, NOT_TAKEN, f"The bridge takes {wanted}, which the topic does not match.")]


def read(line: str, number: int, kind: Kind) -> BusMessage:
    """One line as a message. Raises BadInput with the number of the line."""
    try:
        return _message(_table(line), kind)
    except (ValueError, BadInput) as error:
        raise BadInput("dry-run-line", "Line {number}: {words}.", number=number, words=str(error).rstrip(".")) from None


def _table(line: str) -> dict[str, Any]:
    if len(line) > LONGEST:
        raise ValueError("it is longer than 64 MiB")
    try:
        value = json.loads(line)
    except RecursionError:
        raise ValueError("it is nested too deep") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"it is no JSON ({error.msg} at column {error.colno})") from None
    if not isinstance(value, dict):
        raise ValueError('it is no JSON object such as {"topic": "a/b", "payload": "x"}')
    refuse_unknown(value, _KEYS, "message")
    return value


def _message(value: dict[str, Any], kind: Kind) -> BusMessage:
    topic = _bytes(value, "topic")
    if topic is None:
        raise ValueError("topic is missing")
    return BusMessage(
        kind=kind,
        topic=topic,
        payload=_payload(value),
        key=_bytes(value, "key"),
        headers=_headers(value.get("headers", ())),
        qos=_number(value, "qos", 2) or 0,
        retain=value.get("retain") is True,
        properties=_properties(value.get("properties", {})) if kind == "mqtt" else b"",
        partition=_number(value, "partition", 1 << 31),
        offset=_number(value, "offset", 1 << 63),
        timestamp_ns=_number(value, "timestamp_ns", 1 << 62),
        id=str(value.get("id", "")),
    )


def _bytes(value: dict[str, Any], name: str) -> bytes | None:
    coded = value.get(f"{name}_base64")
    if coded is not None:
        return _decoded(coded, f"{name}_base64")
    given = value.get(name)
    if given is None:
        return None
    if not isinstance(given, str):
        raise ValueError(f"{name} is no text")
    return given.encode()


def _decoded(given: object, name: str) -> bytes:
    try:
        return base64.b64decode(str(given), validate=True)
    except ValueError:
        raise ValueError(f"{name} is no base64") from None


def _payload(value: dict[str, Any]) -> bytes | None:
    given = value.get("payload", "")
    if "payload_base64" in value or given is None or isinstance(given, str):
        return _bytes({"payload": given, **value}, "payload")
    return json.dumps(given, ensure_ascii=False, separators=(",", ":")).encode()


def _headers(given: object) -> Headers:
    pairs: Any = given.items() if isinstance(given, dict) else given
    try:
        return tuple((str(name).encode(), _header(value)) for name, value in pairs)
    except TypeError:
        raise ValueError("headers are pairs of a name and a value, as in [[name, value]]") from None


def _header(value: object) -> bytes | None:
    if isinstance(value, dict):
        return _decoded(value.get("base64"), "a header")
    return None if value is None else str(value).encode()


def _number(value: dict[str, Any], name: str, most: int) -> int | None:
    given = value.get(name)
    if given is not None and (type(given) is not int or not 0 <= given <= most):
        raise ValueError(f"{name} is no whole number from 0 to {most}")
    return given


def _properties(given: object) -> bytes:
    if not isinstance(given, dict):
        raise ValueError("properties are a table")
    names = ("payload_format", "message_expiry", *_TEXTS, "correlation_data", "correlation_data_base64", "user")
    refuse_unknown(given, (*names, *_SET_ASIDE), "properties")
    made = b""
    format_, expiry = _number(given, "payload_format", 1), _number(given, "message_expiry", (1 << 32) - 1)
    if format_ is not None:
        made += bytes((raw.PAYLOAD_FORMAT, format_))
    if expiry is not None:
        made += bytes((raw.MESSAGE_EXPIRY,)) + expiry.to_bytes(4, "big")
    for name, code in (*_TEXTS.items(), ("correlation_data", raw.CORRELATION_DATA)):
        data = _bytes(given, name)
        made += b"" if data is None else raw.text(code, data)
    return made + b"".join(raw.user(name, value or b"") for name, value in _headers(given.get("user", ())))
