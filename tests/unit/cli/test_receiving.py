"""A message as JSON or as a line: everything is there, nothing is changed, nothing can steer the terminal."""

from __future__ import annotations

import base64

import pytest

from eventscope.cli.receiving import as_line, as_object
from eventscope.core.message import Message
from eventscope.engine.explain import explain
from eventscope.engine.receipts import Receipts
from eventscope.mqtt.codec import encode_properties
from eventscope.mqtt.packets import Properties

PLAIN = Message(1, 1_764_000_000_123_456_789, 5, 0, b"a/b", b'{"x": 1}', b"", 0b101, None)


def as_json(message: Message) -> dict[str, object]:
    return as_object(message, explain(message, Receipts()))


def test_a_plain_message() -> None:
    assert as_json(PLAIN) == {
        "topic": "a/b",
        "payload": '{"x": 1}',
        "qos": 1,
        "retain": True,
        "properties": {},
        "received_ns": 1_764_000_000_123_456_789,
    }


def test_what_is_no_utf8_is_base64() -> None:
    item = as_json(Message(1, 0, 0, 0, b"a/\xff", b"\x00\xfe", b"", 0, None))
    assert base64.b64decode(str(item["payload_base64"])) == b"\x00\xfe"
    assert base64.b64decode(str(item["topic_base64"])) == b"a/\xff"
    assert "payload" not in item
    assert "topic" not in item


def test_latency_and_properties() -> None:
    raw = encode_properties(
        Properties(
            payload_format=0,
            content_type="x",
            correlation_data=b"\xff",
            subscription_ids=(4,),
            user=(("k", "1"), ("k", "2")),
        )
    )
    item = as_json(Message(1, 0, 0, 0, b"a", b"", raw, 0, -1_500_000))
    assert item["latency_ms"] == -1.5
    assert item["properties"] == {
        "payload_format": 0,
        "content_type": "x",
        "subscription_ids": [4],
        "user": [["k", "1"], ["k", "2"]],
        "correlation_data_base64": "/w==",
    }


def test_properties_that_are_nonsense_say_why() -> None:
    item = as_json(Message(1, 0, 0, 0, b"a", b"", b"\x26\x00\x09a", 0, None))
    assert list(item["properties"]) == ["wrong"]  # type: ignore[call-overload]


@pytest.mark.parametrize("hostile", [b"\x1b[31m", b"\x9b2J", b"\r\n", b"\xe2\x80\xae", b"\x00\x07"])
def test_a_line_shows_marks(hostile: bytes) -> None:
    line = as_line(Message(1, 0, 0, 0, b"t" + hostile, b"p" + hostile, b"", 0, None))
    assert line.isprintable()
