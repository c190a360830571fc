"""PUBLISH by hand-written bytes, and the shape that one broker sends to many."""

from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st

from eventscope.mqtt.packets import V5, V311, Properties, Publish
from eventscope.mqtt.propertycodec import encode_properties
from eventscope.mqtt.publish import (
    decode_publish,
    encode_publish,
    encode_publish_shape,
    mark_duplicate,
)
from eventscope.mqtt.splitter import Splitter
from eventscope.mqtt.wire import Malformed
from mqttpackets import publishes


def test_the_example_of_the_specification() -> None:
    raw = bytes.fromhex("320a 0003 612f62 000a 686579".replace(" ", ""))
    assert encode_publish(Publish("a/b", b"hey", 1, packet_id=10), V311) == raw
    assert decode_publish(raw[0], raw[2:], V311) == Publish("a/b", b"hey", 1, packet_id=10)


def test_flags_are_read_apart() -> None:
    found = decode_publish(0x3D, b"\0\1a\0\7\0x", V5)
    assert found == Publish("a", b"x", 2, retain=True, dup=True, packet_id=7)
    assert encode_publish(found, V5)[0] == 0x3D


def test_an_alias_may_stand_for_the_topic_in_5() -> None:
    known = Publish("", b"x", properties=Properties(topic_alias=3))
    raw = encode_publish(known, V5)
    assert decode_publish(raw[0], raw[2:], V5) == known
    with pytest.raises(Malformed, match="topic name is empty"):
        encode_publish(known, V311)


def test_properties_of_more_than_127_bytes_are_read() -> None:
    known = Publish("a", b"x", properties=Properties(user=tuple((f"{n}", "v" * 40) for n in range(20))))
    raw = encode_publish(known, V5)
    ((first, body),) = Splitter(10_000).feed(raw)
    assert decode_publish(first, body, V5) == known


@pytest.mark.parametrize(
    ("packet", "reason"),
    [
        (Publish("a", b"", 3, packet_id=1), 0x81),
        (Publish("a", b"", -1, packet_id=1), 0x81),
        (Publish("a", b"", 0, dup=True), 0x81),
        (Publish("a", b"", 1), 0x82),
        (Publish("a", b"", 1, packet_id=65_536), 0x82),
        (Publish("a/#", b""), 0x90),
        (Publish("", b""), 0x82),
        (Publish("a\0", b""), 0x81),
        (Publish("a" * 65_536, b""), 0x90),
        (Publish("a", b"", properties=Properties(session_expiry=1)), 0x81),
    ],
)
def test_what_may_not_be_sent_is_refused(packet: Publish, reason: int) -> None:
    with pytest.raises(Malformed) as caught:
        encode_publish(packet, V5)
    assert caught.value.reason == reason


@settings(derandomize=True, deadline=None, max_examples=300)
@given(st.data(), st.sampled_from([V311, V5]))
def test_the_shape_is_the_packet_around_its_identifier(data: st.DataObject, version: int) -> None:
    packet = data.draw(publishes(version))
    packet.dup = False
    properties = encode_properties(packet.properties)
    head, tail = encode_publish_shape(
        packet.topic.encode(), packet.payload, packet.qos, packet.retain, properties, version
    )
    middle = packet.packet_id.to_bytes(2, "big") if packet.qos else b""
    assert head + middle + tail == encode_publish(packet, version)
    if packet.qos:
        packet.dup = True
        assert mark_duplicate(head) + middle + tail == encode_publish(packet, version)


@pytest.mark.parametrize("size", [0, 100, 125, 126, 127, 128, 16_370, 16_384, 2_097_152])
def test_sizes_around_the_edges_of_the_remaining_length(size: int) -> None:
    for version in (V311, V5):
        packet = Publish("a", bytes(size), 1, packet_id=9)
        raw = encode_publish(packet, version)
        ((first, body),) = Splitter(1 << 24, V5).feed(raw)
        assert decode_publish(first, body, version) == packet


def test_the_payload_of_a_3_1_1_shape_is_not_copied() -> None:
    payload = bytes(1_000)
    assert encode_publish_shape(b"a", payload, 0, False, b"", V311)[1] is payload
