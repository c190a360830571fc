"""Bodies taken apart: whatever comes is a message, the events of a batch, or refused whole; nothing is changed."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, strategies as st

from eventscope.links.http.arrivals import Arrival, read, split
from eventscope.links.http.replies import Reply
from eventscope.links.http.rules import Head

BATCH = b"application/cloudevents-batch+json"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def head(kind: bytes, *more: tuple[bytes, bytes]) -> Head:
    return Head(b"POST", b"/a", [(b"content-type", kind), *more])


def arrival(kind: bytes, body: bytes, *more: tuple[bytes, bytes]) -> Arrival:
    found = read("a/b", head(kind, *more), body)
    assert isinstance(found, Arrival), found
    return found


@given(st.lists(JSON), st.sampled_from([None, 0, 2]), st.sampled_from(["", " ", "\r\n\t"]))
def test_an_array_falls_into_its_items(items: list[Any], indent: int | None, blank: str) -> None:
    body = blank + json.dumps(items, ensure_ascii=False, indent=indent) + blank
    documents = split(body.encode("utf-8", "surrogatepass"))
    assert [json.loads(document) for document in documents] == items
    for document in documents:
        assert document.decode() in body


@given(st.sampled_from([b"", b"text/plain", b"application/json", BATCH, b"application/cloudevents+json",
                        b"application/cloudevents-batch+avro", b"application/cloudevents"]), st.binary())  # fmt: skip
def test_whatever_comes(kind: bytes, body: bytes) -> None:
    found = read("a", head(kind), body)
    if isinstance(found, Reply):
        assert found.status in (400, 415)
        assert b"cloudevents" in kind
    else:
        assert all(message.kind == "http" for message in found.messages)
        if b"cloudevents" not in kind:
            assert [message.payload for message in found.messages] == [body]


@pytest.mark.parametrize("depth", [10, 100_000])
def test_deep_and_broken_batches_are_refused(depth: int) -> None:
    assert isinstance(read("a", head(BATCH), b"[" * depth), Reply)
    assert isinstance(read("a", head(BATCH), b"[" + b'{"a":' * depth), Reply)


def test_names() -> None:
    plain = arrival(b"text/plain", b"x")
    assert plain.name == b""
    assert plain.messages[0].id != arrival(b"text/plain", b"x").messages[0].id
    one = arrival(b"text/plain", b"x", (b"webhook-id", b"m1"))
    assert one.messages[0].id == "m1"
    assert one.name == arrival(b"text/plain", b"x", (b"webhook-id", b"m1"), (b"webhook-timestamp", b"2")).name
    assert one.name != arrival(b"text/plain", b"y", (b"webhook-id", b"m1")).name
    assert one.name != arrival(b"text/html", b"x", (b"webhook-id", b"m1")).name
    event = (b"ce-id", b"1"), (b"ce-source", b"s")
    assert arrival(b"text/plain", b"x", *event).name
    assert arrival(b"text/plain", b"x", event[0]).name == b""


def test_no_credential_is_in_a_message() -> None:
    secrets = [(name, b"s3cret") for name in (b"authorization", b"cookie", b"proxy-authorization")]
    body = b'[{"specversion":"1.0","id":"1","source":"s","type":"t"}]'
    for kind, given_ in ((b"text/plain", b"x"), (BATCH, body)):
        for message in arrival(kind, given_, *secrets).messages:
            assert b"s3cret" not in [value for _, value in message.headers]


def test_long_numbers_are_no_mistake_and_half_pairs_are_told_in_words() -> None:
    event = b'{"specversion":"1.0","id":"1","source":"s","type":"t","data":' + b"9" * 5_000 + b"}"
    assert arrival(BATCH, b"[" + event + b"]").messages[0].payload == event
    refused = read("a", head(BATCH), b'[{"specversion":"1.0","id":"1","source":"s","type":"t","\\ud800":1}]')
    assert isinstance(refused, Reply)
    assert "event 1: a text in it has half a surrogate pair" in refused.words
