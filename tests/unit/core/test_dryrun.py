"""Recorded messages through a plan: what would leave, or why nothing does."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, strategies as st

from bridging import plan, route
from eventscope.core import dryrun, drystep
from eventscope.core.bus import BusMessage
from eventscope.core.errors import BadInput
from eventscope.mqtt.packets import Properties
from eventscope.mqtt.propertycodec import encode_properties

BRIDGE = plan(route("stream", "{dotted}", "payload.total > 1", key="{1}"))


def step(line: object, bridge: object = BRIDGE) -> dict[str, object]:
    text = line if isinstance(line, str) else json.dumps(line)
    return drystep.as_object(next(dryrun.run(bridge, "mqtt", [text])))  # type: ignore[arg-type]


def test_what_would_leave_is_shown() -> None:
    shown = step({"topic": "orders/7", "payload": {"total": 5}})
    assert shown["exits"] == []
    assert shown["out"] == [
        {
            "route": 1,
            "topic": "orders.7",
            "payload": '{"total":5}',
            "key": "orders",
            "qos": 1,
            "retain": False,
            "headers": shown["out"][0]["headers"],  # type: ignore[index]
        }
    ]
    json.dumps(shown)


def test_the_reason_for_nothing_is_shown() -> None:
    shown = step({"topic": "orders/7", "payload": "no json"})
    assert shown["out"] == []
    assert shown["exits"] == [
        {"route": 1, "reason": "unreadable", "words": "The payload is no JSON.", "dead-letter": False}
    ]


def test_a_message_that_the_source_would_not_give_is_said_to_be_one() -> None:
    shown = step({"topic": "$SYS/x", "payload": "1"})
    assert shown["exits"][0]["reason"] == "not_taken"  # type: ignore[index]


def test_lines_of_sub_are_read() -> None:
    """The shape that `eventscope sub --json` prints."""
    line = {
        "topic": "a", "payload_base64": "//4=", "qos": 1, "retain": True, "received_ns": 5, "latency_ms": 0.1,
        "properties": {
            "payload_format": 0, "message_expiry": 60, "content_type": "x/y", "response_topic": "r",
            "subscription_ids": [3], "user": [["n", "v"], ["n", "w"]], "correlation_data_base64": "AAE=",
        },
    }  # fmt: skip
    expected = Properties(
        payload_format=0, message_expiry=60, content_type="x/y", response_topic="r", correlation_data=b"\0\1",
        user=(("n", "v"), ("n", "w")),
    )  # fmt: skip
    assert dryrun.read(json.dumps(line), 1, "mqtt") == BusMessage(
        "mqtt", b"a", b"\xff\xfe", qos=1, retain=True, properties=encode_properties(expected)
    )


def test_records_of_kafka_are_read() -> None:
    line = {
        "topic": "t", "payload": None, "key_base64": "/w==", "partition": 2, "offset": 9, "timestamp_ns": 7,
        "headers": [["h", "v"], ["h", None], ["b", {"base64": "/w=="}]],
    }  # fmt: skip
    assert dryrun.read(json.dumps(line), 1, "kafka") == BusMessage(
        "kafka",
        b"t",
        None,
        b"\xff",
        ((b"h", b"v"), (b"h", None), (b"b", b"\xff")),
        partition=2,
        offset=9,
        timestamp_ns=7,
    )
    assert dryrun.read('{"topic": "t", "headers": {"a": "b"}}', 1, "http").headers == ((b"a", b"b"),)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{", "Line 3: "),
        ("[]", "no JSON object"),
        ("{}", "topic is missing"),
        ('{"topc": "a"}', "Did you mean 'topic'"),
        ('{"topic": 1}', "topic is no text"),
        ('{"topic": "a", "payload_base64": "!"}', "no base64"),
        ('{"topic": "a", "qos": 3}', "qos is no whole number"),
        ('{"topic": "a", "qos": true}', "qos is no whole number"),
        ('{"topic": "a", "headers": 5}', "pairs"),
        ('{"topic": "a", "properties": {"usr": []}}', "Did you mean 'user'"),
        ('{"topic": "a", "properties": []}', "are a table"),
        ("[" * 100_000, "nested"),
    ],
)
def test_mistakes_name_the_line(line: str, words: str) -> None:
    with pytest.raises(BadInput) as caught:
        list(dryrun.run(BRIDGE, "mqtt", ['{"topic": "a"}', "", line]))
    assert words in str(caught.value)
    assert "Line 3" in str(caught.value)


@given(st.text(max_size=40))
def test_any_text_is_a_message_or_a_mistake(text: str) -> None:
    try:
        dryrun.read(text, 1, "mqtt")
    except BadInput as error:
        assert str(error).startswith("Line 1: ")  # noqa: PT017


def test_bytes_that_are_no_text_are_shown_as_base64() -> None:
    shown = step({"topic": "a", "payload_base64": "/w=="}, plan(route("cloud", "o")))
    assert shown["out"][0]["payload-base64"] == "/w=="  # type: ignore[index]
