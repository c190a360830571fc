from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, strategies as st

from eventscope.broker.properties import UserProperties, forwarded
from eventscope.mqtt import codec
from eventscope.mqtt.codec import Malformed, encode_properties
from eventscope.mqtt.packets import PacketType, Properties

text = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), max_size=40)


@given(st.lists(st.tuples(text, text), max_size=5))
def test_user_properties_are_known_without_decoding(pairs: list[tuple[str, str]]) -> None:
    raw = encode_properties(Properties(user=tuple(pairs)), PacketType.PUBLISH)
    short = all(len(part.encode()) < 128 for pair in pairs for part in pair)
    assert UserProperties().alone(raw) is short


@given(st.binary(max_size=60))
def test_what_passes_is_what_the_codec_reads_as_user_properties(raw: bytes) -> None:
    if not UserProperties().alone(raw):
        return
    properties = codec.decode_properties(raw)
    assert properties == Properties(user=properties.user)


@given(st.lists(st.tuples(text, text), min_size=1, max_size=3), st.data())
def test_a_layout_that_is_known_never_fools_it(pairs: list[tuple[str, str]], data: st.DataObject) -> None:
    users = UserProperties()
    raw = bytearray(encode_properties(Properties(user=tuple(pairs)), PacketType.PUBLISH))
    users.alone(bytes(raw))
    raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    again = users.alone(bytes(raw))
    assert again is UserProperties().alone(bytes(raw))
    if again:
        properties = codec.decode_properties(bytes(raw))
        assert properties == Properties(user=properties.user)


def test_other_values_of_a_known_layout_pass() -> None:
    users = UserProperties()
    for number in range(200):
        pairs = (("es-seq", f"{number:012d}"), ("", ""), ("k", "é" if number == 50 else "xy"))
        assert users.alone(encode_properties(Properties(user=pairs), PacketType.PUBLISH))
    assert len(users._layouts) == 1
    for size in range(100):
        users.alone(encode_properties(Properties(user=(("k", "v" * size),)), PacketType.PUBLISH))
    assert len(users._layouts) <= 64


@pytest.mark.parametrize(
    "raw",
    [
        b"\x26\0\1a\0\1\xff",  # ill-formed UTF-8
        b"\x26\0\1\0\0\1b",  # U+0000
        b"\x26\0\1\xc3\0\1\xa9",  # one character cut in two
        b"\x26\0\1a\0\5b",  # cut short
        b"\x26\0\1a",
        b"\x01\1",  # another property
        b"\x26\0\1a\0\1b\x02\0\0\0\1",  # and one behind
    ],
)
def test_what_is_not_plain_is_looked_at_closely(raw: bytes) -> None:
    assert not UserProperties().alone(raw)


def test_what_belongs_to_one_hop_is_not_forwarded() -> None:
    kept = Properties(
        payload_format=1,
        content_type="text/plain",
        response_topic="answers",
        correlation_data=b"\0\1",
        user=(("b", "1"), ("a", "2"), ("b", "3")),
    )
    sent = replace(kept, message_expiry=5, topic_alias=3, subscription_ids=(9,), will_delay=4)
    assert codec.decode_properties(forwarded(sent)) == kept


def test_forwarding_refuses_what_no_packet_can_carry() -> None:
    with pytest.raises(Malformed):
        forwarded(Properties(content_type="\0"))
