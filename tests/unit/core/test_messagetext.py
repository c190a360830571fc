from __future__ import annotations

import csv
import io
import json
import math

import pytest

from eventscope.core import csvtext
from eventscope.core.answers import Explained
from eventscope.core.message import Message, PublishProperties
from eventscope.core.messagetext import COLUMNS, heading, record

PLAIN = Explained(PublishProperties())


def message(payload: bytes = b'{"a": 1}', topic: bytes = b"orders/1", latency: int | None = None) -> Message:
    return Message(7, 1_790_000_000_123_456_789, 5, 3, topic, payload, b"", 0b101, latency)


def cells(given: Message, explained: Explained = PLAIN) -> dict[str, str]:
    text = heading("csv") + record("csv", given, explained, "edge")
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    return row


def test_a_line_of_json_holds_everything() -> None:
    line = record("jsonl", message(latency=1_500_000), PLAIN, "edge")
    assert line.endswith("\n")
    assert json.loads(line) == {
        "id": 7,
        "connection": "edge",
        "topic": "orders/1",
        "payload": '{"a": 1}',
        "qos": 1,
        "retain": True,
        "properties": {},
        "received_ns": 1_790_000_000_123_456_789,
        "latency_ms": 1.5,
    }
    assert heading("jsonl") == ""


def test_a_record_of_csv_holds_the_same() -> None:
    found = cells(message(), Explained(PublishProperties(user=(("k", "v"),))))
    assert found["time"] == "2026-09-21T14:13:20.123456+00:00"
    assert (found["received_ns"], found["connection"], found["qos"]) == ("1790000000123456789", "edge", "1")
    assert (found["topic"], found["payload"], found["payload_base64"]) == ("orders/1", '{"a": 1}', "")
    assert (found["retain"], found["latency_ms"], found["properties"]) == ("yes", "", '{"user": [["k", "v"]]}')
    assert tuple(found)[: len(COLUMNS)] == COLUMNS
    assert csvtext.NOTE in found


@pytest.mark.parametrize("payload", [b"=1+2", b"@SUM(A1)", b"-2+3", b"a;=1", b"+1"])
def test_no_payload_is_a_formula(payload: bytes) -> None:
    assert "'" in cells(message(payload))["payload"]


@pytest.mark.parametrize("payload", [b"\xff\x00", b"line\r\nend", b'"quoted", and', "新订单".encode(), b"\x1b[31m"])
def test_bytes_of_any_kind_stay_in_their_cell(payload: bytes) -> None:
    found = cells(message(payload, b"a/\xfe"))
    assert found["payload"].encode() == payload or found["payload_base64"]
    assert (found["topic"], found["topic_base64"], found["qos"]) == ("", "YS/+", "1")
    line = record("jsonl", message(payload), PLAIN, "x")
    assert line.isascii()
    assert line.count("\n") == 1
    assert not math.isnan(json.loads(line)["received_ns"])
