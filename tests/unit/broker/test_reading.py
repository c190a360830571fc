from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from eventscope.broker.reading import Reading
from eventscope.broker.router import Route
from eventscope.core.broker import Limits
from eventscope.mqtt import codec
from eventscope.mqtt.packets import V5, V311, Properties, Publish
from eventscope.mqtt.wire import Malformed

SECOND = 1_000_000_000
KNOWN: dict[bytes, Route] = {b"a/b": Route([], [], 0), b"x": Route([], [], 0)}
properties = st.sampled_from(
    [
        Properties(),
        Properties(user=(("k", "v"),)),
        Properties(user=(("k", "v" * 100), ("l", "w" * 100))),
        Properties(user=(("k", "v" * 200),)),
        Properties(content_type="x", correlation_data=b"\0"),
        Properties(topic_alias=1),
    ]
)


@given(
    topic=st.sampled_from(["a/b", "x", "new"]),
    payload=st.binary(max_size=200),
    qos=st.integers(0, 2),
    retain=st.booleans(),
    said=properties,
    version=st.sampled_from([V311, V5]),
    known=st.booleans(),
    before=st.binary(max_size=3),
)
def test_both_ways_of_reading_agree(
    topic: str, payload: bytes, qos: int, retain: bool, said: Properties, version: int, known: bool, before: bytes
) -> None:
    packet = Publish(topic, payload, qos, retain, False, 7 if qos else 0, said)
    raw = codec.encode(packet, version)
    body = raw.index(len(topic).to_bytes(2, "big") + topic.encode())
    reading = Reading(version, Limits(), KNOWN if known else {})
    data = before + raw + b"next packet"
    content = reading.read(raw[0], data, len(before) + body, len(before) + len(raw), 0)
    got_topic, packet_id, passed, expires, got_payload = content
    assert (got_topic, got_payload, expires) == (topic.encode(), payload, 0)
    assert packet_id == 7 or not qos
    kept = Properties() if version == V311 or said.topic_alias else said
    assert codec.decode_properties(passed) == kept


@pytest.mark.parametrize("version", [V311, V5])
@pytest.mark.parametrize(
    "body",
    [b"", b"\0", b"\0\3a/", b"\0\3a/b\0", b"\0\3a/b\0\0", b"\0\3a/b\0\0\0xyz", b"\0\1\xff\0\1\0"],
)
def test_malformed_packets_are_told(version: int, body: bytes) -> None:
    with pytest.raises(Malformed):
        Reading(version, Limits(), KNOWN).read(0x32, body, 0, len(body), 0)


@pytest.mark.parametrize("first", [0x36, 0x38])
def test_forbidden_flags_are_told(first: int) -> None:
    with pytest.raises(Malformed):
        Reading(V311, Limits(), KNOWN).read(first, b"\0\3a/b\0\1payload", 0, 14, 0)


@pytest.mark.parametrize("length", [b"\x80", b"\x80\x00", b"\xff\xff\xff\xff\x01", b"\x05ab", b"\xff\x7f"])
def test_bad_property_lengths_are_told(length: bytes) -> None:
    body = b"\0\3a/b\0\1" + length
    with pytest.raises(Malformed):
        Reading(V5, Limits(), KNOWN).read(0x32, body, 0, len(body), 0)


def test_expiry_is_read_as_a_time() -> None:
    raw = codec.encode(Publish("a/b", b"", properties=Properties(message_expiry=3)), V5)
    reading = Reading(V5, Limits(), KNOWN)
    assert reading.read(raw[0], raw, 2, len(raw), 10 * SECOND)[3] == 13 * SECOND
    raw = codec.encode(Publish("a/b", b"", properties=Properties(message_expiry=0)), V5)
    assert reading.read(raw[0], raw, 2, len(raw), 10 * SECOND)[3] > 10 * SECOND
