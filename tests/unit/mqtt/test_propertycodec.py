"""Properties to and from bytes, as packets and rows of the log hold them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st

from eventscope.mqtt.packets import PacketType, Properties, no_properties
from eventscope.mqtt.propertycodec import decode_properties, encode_properties, read_properties, with_length
from eventscope.mqtt.wire import Malformed, Reader
from mqttpackets import FIELDS, properties


@settings(derandomize=True, deadline=None, max_examples=300)
@given(st.data(), st.sampled_from(sorted(FIELDS)))
def test_properties_come_back_with_and_without_their_packet(data: st.DataObject, packet: int) -> None:
    given = data.draw(properties(packet))
    raw = encode_properties(given, packet)
    assert decode_properties(raw, packet) == given
    assert decode_properties(raw) == given
    assert decode_properties(memoryview(raw)) == given


def test_bytes_are_written_in_the_order_of_the_codes() -> None:
    given = Properties(user=(("a", "b"),), topic_alias=1, payload_format=0, subscription_ids=(2, 300))
    assert encode_properties(given).hex() == "01000b020bac0223000126000161000162"


def test_user_properties_keep_order_and_repeats_between_others() -> None:
    raw = bytes.fromhex("2600016200013101012600016100013226000162000131")
    found = decode_properties(raw)
    assert found.user == (("b", "1"), ("a", "2"), ("b", "1"))
    assert found.payload_format == 1


def test_many_user_properties_are_read_whole() -> None:
    pairs = tuple((f"name-{n}", f"value-{n}") for n in range(10_000))
    assert decode_properties(encode_properties(Properties(user=pairs))).user == pairs


def test_what_is_absent_reads_as_absent_and_can_be_set() -> None:
    found = decode_properties(b"")
    assert found == Properties() == no_properties()
    assert found.topic_alias is None
    assert found.user == ()
    found.topic_alias = 4
    assert decode_properties(b"").topic_alias is None
    assert encode_properties(found) == b"\x23\0\4"
    found.topic_alias = None
    assert encode_properties(found) == b""


def test_zero_and_empty_values_are_present() -> None:
    given = Properties(message_expiry=0, content_type="", correlation_data=b"")
    raw = encode_properties(given, PacketType.PUBLISH)
    assert raw.hex() == "0200000000030000090000"
    assert decode_properties(raw) == given


def test_subscription_identifiers_repeat_in_publish_only() -> None:
    raw = b"\x0b\1\x0b\1"
    assert decode_properties(raw, PacketType.PUBLISH).subscription_ids == (1, 1)
    assert decode_properties(raw).subscription_ids == (1, 1)
    with pytest.raises(Malformed, match="more than once"):
        decode_properties(raw, PacketType.SUBSCRIBE)
    with pytest.raises(Malformed, match="more than once"):
        encode_properties(Properties(subscription_ids=(1, 1)), PacketType.SUBSCRIBE)


@pytest.mark.parametrize(
    ("raw", "reason", "says"),
    [
        ("7f", 0x81, "0x7F is no property"),
        ("80", 0x81, "0x80 is no property"),
        ("01010101", 0x82, "Payload Format Indicator is there more than once"),
        ("0102", 0x82, "must be 0 or 1"),
        ("210000", 0x82, "must be at least 1"),
        ("230000", 0x94, "Topic Alias is 0"),
        ("2600", 0x81, "User Property is cut short"),
        ("02000000", 0x81, "Message Expiry Interval is cut short: 4 bytes are due, 3 are left"),
    ],
)
def test_bad_rows_of_the_log_are_refused_in_words(raw: str, reason: int, says: str) -> None:
    with pytest.raises(Malformed, match=says) as caught:
        decode_properties(bytes.fromhex(raw))
    assert caught.value.reason == reason


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (Properties(receive_maximum=0), 0x82),
        (Properties(receive_maximum=65_536), 0x82),
        (Properties(topic_alias=0), 0x94),
        (Properties(maximum_qos=2), 0x82),
        (Properties(message_expiry=1 << 32), 0x82),
        (Properties(message_expiry=-1), 0x82),
        (Properties(subscription_ids=(0,)), 0x82),
        (Properties(subscription_ids=(268_435_456,)), 0x82),
        (Properties(response_topic="a/#"), 0x82),
        (Properties(content_type="a\0"), 0x81),
        (Properties(user=(("a", "\ud800"),)), 0x81),
        (Properties(user=(("a" * 65_536, ""),)), 0x95),
    ],
)
def test_what_may_not_be_written_is_refused(given: Properties, reason: int) -> None:
    with pytest.raises(Malformed) as caught:
        encode_properties(given)
    assert caught.value.reason == reason


def test_reading_takes_exactly_the_announced_length() -> None:
    reader = Reader(with_length(b"\x01\x01") + b"rest")
    assert read_properties(reader, PacketType.PUBLISH) == Properties(payload_format=1)
    assert reader.take(4, "rest") == b"rest"
    with pytest.raises(Malformed, match="list of properties is cut short"):
        read_properties(Reader(b"\x05\x01"), PacketType.PUBLISH)
