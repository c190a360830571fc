"""PUBLISH is cut as an independent encoder wrote it, and nothing malformed passes or crashes."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

import peers
from eventscope.links.mqtt.publishfields import cut, skim
from eventscope.mqtt.codec import Malformed

ALIAS_7 = b"\x23\x00\x07"


def body_of(packet: bytes) -> tuple[int, bytes]:
    at = 1
    while packet[at] > 127:
        at += 1
    return packet[0], packet[at + 1 :]


@given(
    st.binary(max_size=300), st.binary(max_size=300), st.integers(0, 2), st.integers(1, 65535), st.booleans(),
    st.lists(st.tuples(st.binary(max_size=200), st.binary(max_size=20)), max_size=4),
)  # fmt: skip
def test_fields_come_out_as_they_went_in(
    topic: bytes, payload: bytes, qos: int, packet_id: int, v5: bool, user: list[tuple[bytes, bytes]]
) -> None:
    properties = b"".join(peers.user_property(*pair) for pair in user) if v5 else b""
    version = 5 if v5 else 4
    first, body = body_of(peers.publish(topic, payload, qos, packet_id, properties, version))
    fields = cut(first, body, v5)
    assert fields == (topic, packet_id if qos else 0, properties, payload, 0)


@given(st.integers(0, 255), st.binary(max_size=40), st.booleans())
def test_any_bytes_are_cut_or_malformed(first: int, body: bytes, v5: bool) -> None:
    reason = 0
    try:
        fields = cut(first, body, v5)
        assert len(fields.topic) + len(fields.properties) + len(fields.payload) <= len(body)
    except Malformed as fault:
        reason = fault.reason
    assert reason in (0, 0x81, 0x82, 0x94)


@pytest.mark.parametrize(
    ("first", "body", "v5", "reason"),
    [
        (0x30, b"", False, 0x81),
        (0x30, b"\x00", False, 0x81),
        (0x30, b"\x00\x05abc", False, 0x81),
        (0x30, b"\x00\x01a", True, 0x81),  # no property length
        (0x30, b"\x00\x01a\x05\x01", True, 0x81),  # properties cut
        (0x30, b"\x00\x01a\x80", True, 0x81),  # property length cut
        (0x30, b"\x00\x01a\x80\x80\x80\x80\x01", True, 0x81),  # property length of five bytes
        (0x30, b"\x00\x01a\x80\x00", True, 0x81),  # property length of two bytes where one is enough
        (0x36, b"\x00\x01a\x00\x01", False, 0x81),  # QoS 3
        (0x32, b"\x00\x01a", False, 0x81),  # no packet id
        (0x32, b"\x00\x01a\x00", False, 0x81),
        (0x32, b"\x00\x01a\x00\x00", False, 0x82),  # packet id 0
    ],
)
def test_malformed(first: int, body: bytes, v5: bool, reason: int) -> None:
    with pytest.raises(Malformed) as fault:
        cut(first, body, v5)
    assert fault.value.reason == reason


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"\x01", 0x81),
        (b"\x02\x00\x00", 0x81),
        (b"\x03\x00\x05abc", 0x81),
        (b"\x26\x00\x01a\x00\x05b", 0x81),
        (b"\x26\x00\x01a", 0x81),
        (b"\x0b\x80", 0x81),
        (b"\x11\x00\x00\x00\x01", 0x81),  # session expiry belongs to CONNECT
        (b"\x7f", 0x81),
        (b"\x80\x01", 0x81),
        (b"\x01\x00\x01\x00", 0x82),
        (b"\x03\x00\x00\x03\x00\x00", 0x82),
        (ALIAS_7 * 2, 0x82),
        (b"\x23\x00\x00", 0x94),
    ],
)
def test_bad_properties(raw: bytes, reason: int) -> None:
    with pytest.raises(Malformed) as fault:
        skim(raw)
    assert fault.value.reason == reason


def test_the_alias_is_found_among_the_others() -> None:
    raw = b"\x01\x01" + peers.user_property(b"#", b"#") + b"\x0b\x05\x0b\x81\x01" + ALIAS_7 + b"\x09\x00\x02xy"
    assert skim(raw) == 7
    assert skim(raw.replace(ALIAS_7, b"")) == 0


def test_ten_thousand_user_properties_are_walked_over() -> None:
    assert skim(peers.user_property(b"name", b"value") * 10_000) == 0
