"""Copies are whole and exact, and never turn into something that acts."""

from __future__ import annotations

import base64
import json
from dataclasses import replace

import pytest

import hostile
from eventscope.core import payload
from eventscope.core.errors import BadInput
from eventscope.core.message import RETAIN, V5, Message, PublishProperties, connection_tag
from eventscope.core.messagetext import as_object, record
from eventscope.core.verbs import Explained
from eventscope.core.workspace import Connection
from eventscope.ui.viewmodels.copies import EDITABLE, UNREAD, event_of, json_line, payload_text


def message(
    raw: bytes = b"{}", topic: bytes = b"a/b", flags: int = 1 | V5 | RETAIN, latency: int | None = 1_500_000
) -> Message:
    return Message(7, 1_000, 2_000, connection_tag("lab"), topic, raw, b"", flags, latency)


EXPLAINED = Explained(
    PublishProperties(
        content_type="application/json",
        correlation_data=b"\x01",
        topic_alias=3,
        user=(("a", "1"), ("a", "2"), ("es-seq", "000000000001")),
    ),
    (4,),
)


def test_a_json_line() -> None:
    line = json.loads(json_line(message(), EXPLAINED))
    assert line == {
        "topic": "a/b",
        "payload": "{}",
        "qos": 1,
        "retain": True,
        "properties": {
            "content_type": "application/json",
            "correlation_data": "\x01",
            "topic_alias": 3,
            "subscription_ids": [4],
            "user": [["a", "1"], ["a", "2"], ["es-seq", "000000000001"]],
        },
        "received_ns": 1000,
        "latency_ms": 1.5,
    }


@pytest.mark.parametrize(
    "explained", [EXPLAINED, Explained(PublishProperties()), Explained(PublishProperties(), (), "x")]
)
@pytest.mark.parametrize("latency", [None, 0, 1_234_567])
def test_copy_export_and_sub_have_one_shape(explained: Explained, latency: int | None) -> None:
    given = message(b"\xff", latency=latency)
    exported = json.loads(record("jsonl", given, explained, "lab"))
    assert json.loads(json_line(given, explained)) == as_object(given, explained)
    assert exported == {"id": 7, "connection": "lab"} | as_object(given, explained)


def test_properties_that_could_not_be_read_are_not_left_out_in_silence() -> None:
    assert json.loads(json_line(message(), None))["properties"] == {}
    assert json.loads(json_line(replace(message(), properties=b"\x01\x01"), None))["properties"] == {"wrong": UNREAD}


@pytest.mark.parametrize("raw", hostile.payloads())
def test_a_line_is_one_line_and_holds_every_byte(raw: bytes) -> None:
    text = json_line(message(raw, raw), None)
    assert text.isascii()
    assert "\n" not in text
    line = json.loads(text)
    back = line["payload"].encode() if "payload" in line else base64.b64decode(line["payload_base64"])
    assert back == raw


@pytest.mark.parametrize("raw", [raw for raw in hostile.payloads() if len(raw) <= EDITABLE])
def test_a_composed_copy_sends_the_same_bytes(raw: bytes) -> None:
    event = event_of(message(raw), None, [])
    assert payload.encode(event.kind, event.payload) == raw


def test_a_copy_leaves_stamp_and_alias_behind() -> None:
    event = event_of(message(), EXPLAINED, [Connection("lab", "Lab")])
    assert event.connection == "lab"
    assert event.properties == PublishProperties(
        content_type="application/json", correlation_data=b"\x01", user=(("a", "1"), ("a", "2"))
    )
    assert (event.qos, event.retain, event.topic, event.kind) == (1, True, "a/b", "json")


@pytest.mark.parametrize("topic", [b"a/#", b"\xff", b"a\x00", b""])
def test_a_topic_that_is_not_valid_is_left_out(topic: bytes) -> None:
    assert event_of(message(topic=topic), None, []).topic == ""


def test_text_that_would_be_rendered_is_held_as_hex() -> None:
    assert payload_text(b"{{ 7 * 7 }}") == ("hex", b"{{ 7 * 7 }}".hex(" "))
    assert payload_text(b"plain text") == ("text", "plain text")
    assert payload_text(b"") == ("text", "")


def test_too_large_for_an_editor() -> None:
    with pytest.raises(BadInput, match="Save it and publish the file"):
        event_of(message(bytes(EDITABLE + 1)), None, [])
