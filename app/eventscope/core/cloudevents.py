"""CloudEvents 1.0 in their three bindings: MQTT 5, Kafka and HTTP; binary, structured and batched.

Headers are in Kafka's form here (`ce_id`, `content-type`); `core.mapping` gives them MQTT's names (no prefix) and
HTTP's (`ce-id`). Structured events use the JSON format, the only one that every receiver must know.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

from eventscope.core.bus import Headers

PREFIX = b"ce_"
CONTENT_TYPE = b"content-type"
STRUCTURED = b"application/cloudevents+json; charset=UTF-8"
BATCHED = b"application/cloudevents-batch+json; charset=UTF-8"
REQUIRED = ("specversion", "id", "source", "type")
LONGEST = 1 << 20  # bytes of a structured event that is taken apart; the specification asks for 64 KiB

DIGITS = 20  # of a whole number that is read as one
WALKER = json.JSONDecoder(parse_int=float)  # finds where values end, however long their numbers are

ATTRIBUTE = re.compile(rb"[a-z0-9]{1,64}")
_MEDIA = b"application/cloudevents"
_JSON = re.compile(r"application/json|text/json|[^;]+\+json", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Event:
    """`attributes` in order and without `datacontenttype`, which is `content_type`; `data` None means none."""

    attributes: tuple[tuple[str, str], ...]
    data: bytes | None
    content_type: str = ""


def is_binary(headers: Headers) -> bool:
    """Whether headers carry an event in binary mode: all that an event must have is there."""
    names = {name for name, value in headers if value}
    return all(PREFIX + name.encode() in names for name in REQUIRED)


def is_structured(headers: Headers) -> bool:
    """Whether the content type says that the payload is a whole event (not a batch)."""
    kind = next((value or b"" for name, value in headers if name.lower() == CONTENT_TYPE), b"").lower()
    return kind.startswith(_MEDIA) and not kind.startswith(_MEDIA + b"-batch")


def read(headers: Headers, payload: bytes | None) -> Event | None:
    """The event that a message is; None where it is none. Raises ValueError for one that is broken."""
    if is_structured(headers):
        return parse(payload or b"")
    return _from_headers(headers, payload) if is_binary(headers) else None


def _from_headers(headers: Headers, payload: bytes | None) -> Event:
    found: dict[str, str] = {}
    content_type = ""
    for name, value in headers:
        if name.lower() == CONTENT_TYPE:
            content_type = (value or b"").decode("utf-8", "replace")
        elif name.startswith(PREFIX) and ATTRIBUTE.fullmatch(name[3:]):
            found.setdefault(name[3:].decode(), (value or b"").decode())
    content_type = content_type or found.get("datacontenttype", "")
    found.pop("datacontenttype", None)
    return Event(tuple(found.items()), payload, content_type)


def binary(event: Event) -> tuple[Headers, bytes | None]:
    """(headers, payload) of the event in binary mode."""
    attributes = tuple((PREFIX + name.encode(), value.encode()) for name, value in event.attributes)
    content_type = ((CONTENT_TYPE, event.content_type.encode()),) if event.content_type else ()
    return (*attributes, *content_type), event.data


def structured(event: Event) -> tuple[Headers, bytes]:
    """(headers, payload) of the event in structured mode."""
    return ((CONTENT_TYPE, STRUCTURED),), document(event)


def document(event: Event) -> bytes:
    """The event as one JSON object; data that is JSON stands in it byte for byte, other data as text or base64."""
    fields = dict(event.attributes)
    if event.content_type:
        fields["datacontenttype"] = event.content_type
    head = json.dumps(fields, ensure_ascii=False, separators=(",", ":")).encode()
    return head if event.data is None else head[:-1] + b"," + _member(event.data, event.content_type) + b"}"


def _member(data: bytes, content_type: str) -> bytes:
    try:
        text = data.decode()
        if _JSON.match(content_type or "application/json"):
            json.loads(text, parse_constant=_no_constant, parse_int=_whole)
            return b'"data":' + data
        if content_type.startswith("text/"):
            return b'"data":' + json.dumps(text, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        pass  # no JSON, or no UTF-8: base64 carries any bytes
    return b'"data_base64":"' + base64.b64encode(data) + b'"'


def batch(events: Iterable[bytes]) -> bytes:
    """Documents of events as the payload of a batch [HTTP binding 3.3]."""
    return b"[" + b",".join(events) + b"]"


def parse(payload: bytes) -> Event:
    """The event in a JSON document. Raises ValueError with words for a person."""
    if len(payload) > LONGEST:
        raise ValueError(f"the structured event is larger than {LONGEST} bytes")
    text = payload.decode()
    try:
        value = json.loads(text, parse_constant=_no_constant, parse_int=_whole)
    except RecursionError:
        raise ValueError("the structured event is nested too deep") from None
    if not isinstance(value, dict):
        raise ValueError("the structured event is no JSON object")
    return _event(value, text)


def _event(value: dict[str, object], text: str) -> Event:
    missing = [name for name in REQUIRED if not isinstance(value.get(name), str) or not value[name]]
    if missing:
        raise ValueError(f"the structured event lacks {', '.join(missing)}")
    content_type = value.get("datacontenttype", "")
    if not isinstance(content_type, str):
        raise ValueError("datacontenttype is no text")
    attributes = tuple(
        (name, _canonical(name, given))
        for name, given in value.items()
        if name not in ("data", "data_base64", "datacontenttype") and given is not None
    )
    return Event(attributes, _data(value, text, content_type), content_type or "application/json")


def _canonical(name: str, value: object) -> str:
    """An attribute as text: numbers and truth values may stand bare in JSON [JSON format 2.2]."""
    if not ATTRIBUTE.fullmatch(name.encode()):
        raise ValueError(f"{name[:40]!r} is no name of an attribute: small letters and digits only")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | str):
        return str(value)
    raise ValueError(f"the attribute {name} is neither text, whole number nor true or false")


def _data(value: dict[str, object], text: str, content_type: str) -> bytes | None:
    coded = value.get("data_base64")
    if coded is not None:
        if not isinstance(coded, str) or "data" in value:
            raise ValueError("data_base64 is no text, or stands beside data")
        return base64.b64decode(coded, validate=True)
    data = value.get("data")
    if data is None and "data" not in value:
        return None
    if isinstance(data, str) and not _JSON.match(content_type or "application/json"):
        return data.encode()
    return _source(text, "data").encode()


def _source(text: str, wanted: str) -> str:
    """The characters of one member of the object in `text`, as they stand there; the last where it is repeated."""
    at = text.index("{") + 1
    found = ""
    while (at := _skip(text, at)) < len(text) and text[at] != "}":
        name, at = WALKER.raw_decode(text, at)
        start = _skip(text, _skip(text, at) + 1)
        _, at = WALKER.raw_decode(text, start)
        if name == wanted:
            found = text[start:at]
        at = _skip(text, at)
        at += text[at : at + 1] == ","
    return found


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\r\n":
        at += 1
    return at


def _whole(digits: str) -> int | float:
    """Beyond what any attribute may be, Python refuses to read thousands of digits; the data stays as it stands."""
    return int(digits) if len(digits) <= DIGITS else float(digits)


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no JSON")
