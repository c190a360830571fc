"""Drafts as posts: headers that MQTT's properties become, and paths; back through an ingest nothing has changed."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, strategies as st

from eventscope.core import stamp
from eventscope.core.bus import BusMessage
from eventscope.core.errors import BadInput
from eventscope.core.message import Draft, PublishProperties
from eventscope.links.http import blocks, rules
from eventscope.links.http.outgoing import post

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20)


def draft(topic: str = "a", payload: bytes = b"x", **said: Any) -> Draft:
    return Draft("h", topic, payload, 1, False, PublishProperties(**said))


def headers(given_: Draft) -> dict[bytes, bytes | None]:
    return dict(post(1, given_, "n").headers)


def test_properties_are_headers() -> None:
    found = headers(draft(content_type="text/plain", response_topic="r", correlation_data=b"\xff", message_expiry=7,
                          topic_alias=3, user=(("own", "v"),)))  # fmt: skip
    assert found[b"content-type"] == b"text/plain"
    assert found[b"own"] == b"v"
    assert found[b"mqtt-message-expiry"] == b"7"
    assert b"mqtt-topic" not in found
    assert not [name for name in found if b"alias" in name]


def test_a_cloudevent() -> None:
    event = (("specversion", "1.0"), ("id", "1"), ("source", "s"), ("type", "t"))
    found = headers(draft(user=event))
    assert {name: found[b"ce-" + name.encode()] for name, _ in event} == {k: v.encode() for k, v in event}


@pytest.mark.parametrize("topic", ["a/../b", ".", "a/./b"])
def test_no_path(topic: str) -> None:
    with pytest.raises(BadInput, match="leads elsewhere"):
        post(1, draft(topic), "n")


def test_retained_is_refused() -> None:
    with pytest.raises(BadInput, match="Retain"):
        post(1, Draft("h", "a", b"", retain=True), "n")


@given(TEXT, st.binary(max_size=20), st.lists(st.tuples(TEXT, TEXT), max_size=4), st.binary(max_size=9))
def test_there_and_back(kind: str, payload: bytes, user: list[tuple[str, str]], data: bytes) -> None:
    given_ = draft("a/ü", payload, content_type=kind, correlation_data=data, user=tuple(user))
    sent = post(1, given_, "n")
    assert rules.topic(b"/" + sent.path.encode()) == "a/ü"
    arrived = [(name.lower(), (value or b"").strip()) for name, value in sent.headers]
    message = BusMessage("http", b"a/\xc3\xbc", sent.body, headers=tuple(arrived))
    row = blocks.block([message], 7, 1, 2).message(0)
    assert row.payload == payload
    properties = row.properties
    for name, value in user:
        if name.isascii() and name.islower():  # names of headers have no case
            assert name.encode() in properties
            assert value.encode() in properties
    assert data in properties


def test_a_stamp_is_read_at_the_other_end() -> None:
    said = stamp.stamp_properties(stream="s1", seq=5, due=10, sent=20, mono=30, boot="abcd1234")
    sent = post(1, draft(content_type="text/plain", user=(("a", "b"), *said)), "n")
    message = BusMessage("http", b"a", b"", headers=tuple((name.lower(), value) for name, value in sent.headers))
    found = stamp.parse(blocks.properties(message))
    assert found is not None
    assert found.seq == 5
