"""A message as text for a file or a pipe: a JSON object, in which nothing is lost, or cells of a spreadsheet."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from eventscope.core import csvtext
from eventscope.core.answers import Explained
from eventscope.core.csvtext import Cell
from eventscope.core.message import Message

Form = Literal["jsonl", "csv"]
FORMS: tuple[Form, ...] = ("jsonl", "csv")
COLUMNS = (
    *("id", "time", "connection", "topic", "topic_base64", "payload", "payload_base64", "qos", "retain"),
    *("latency_ms", "properties", "received_ns"),
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def as_object(message: Message, explained: Explained) -> dict[str, Any]:
    """One message as JSON, wherever we write one: whatever is no UTF-8 is there as base64."""
    item: dict[str, Any] = {}
    item |= text_or_base64("topic", message.topic)
    item |= text_or_base64("payload", message.payload)
    item |= {"qos": message.qos, "retain": message.retain, "properties": _properties(explained)}
    item["received_ns"] = message.wall
    if message.latency is not None:
        item["latency_ms"] = round(message.latency / 1e6, 3)
    return item


def heading(form: Form) -> str:
    """What the file begins with. The last cell says why some texts in it have a ' that the message has not."""
    return csvtext.line((*COLUMNS, csvtext.NOTE)) if form == "csv" else ""


def record(form: Form, message: Message, explained: Explained, connection: str) -> str:
    """One message with its end of line."""
    item = {"id": message.id, "connection": connection, **as_object(message, explained)}
    return csvtext.line(_cells(item)) if form == "csv" else json.dumps(item, allow_nan=False) + "\n"


def _cells(item: dict[str, Any]) -> list[Cell]:
    """Numbers of 19 digits come as text: a spreadsheet rounds them."""
    properties = item["properties"]
    at = _EPOCH + timedelta(microseconds=item["received_ns"] // 1000)
    item["time"] = at.isoformat(timespec="microseconds")
    item["received_ns"] = str(item["received_ns"])
    item["retain"] = "yes" if item["retain"] else "no"
    item["properties"] = json.dumps(properties, ensure_ascii=False) if properties else ""
    return [item.get(name) for name in COLUMNS]


def text_or_base64(name: str, raw: bytes) -> dict[str, str]:
    """Bytes under `name` as text, or under `name`_base64 where they are no UTF-8."""
    try:
        return {name: raw.decode("utf-8")}
    except UnicodeDecodeError:
        return {name + "_base64": base64.b64encode(raw).decode("ascii")}


def _properties(explained: Explained) -> dict[str, Any]:
    """Those that are there, by their names in MQTT 5; `user` as pairs in order."""
    found = explained.properties
    item: dict[str, Any] = {
        "payload_format": found.payload_format,
        "message_expiry": found.message_expiry,
        "content_type": found.content_type or None,
        "response_topic": found.response_topic or None,
        "topic_alias": found.topic_alias,
        "subscription_ids": list(explained.subscription_ids) or None,
        "user": [list(pair) for pair in found.user] or None,
        "wrong": explained.wrong or None,
    }
    if found.correlation_data:
        item |= text_or_base64("correlation_data", found.correlation_data)
    return {key: value for key, value in item.items() if value is not None}
