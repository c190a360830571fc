"""What the codec writes is taken apart and put together without a change."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from eventscope.core import rawproperties as raw
from eventscope.mqtt.packets import PacketType, Properties
from eventscope.mqtt.propertycodec import decode_properties, encode_properties

texts = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=12)
publish = st.builds(
    Properties,
    payload_format=st.none() | st.integers(0, 1),
    message_expiry=st.none() | st.integers(0, 2**32 - 1),
    content_type=st.none() | texts,
    response_topic=st.none() | texts.filter(lambda text: not set(text) & set("+#")),
    correlation_data=st.none() | st.binary(max_size=12),
    subscription_ids=st.lists(st.integers(1, 268_435_455), max_size=3).map(tuple),
    topic_alias=st.none() | st.integers(1, 65_535),
    user=st.lists(st.tuples(texts, texts), max_size=4).map(tuple),
)


@given(publish)
def test_split_agrees_with_the_codec(properties: Properties) -> None:
    encoded = encode_properties(properties, PacketType.PUBLISH)
    items = raw.split(encoded)
    assert b"".join(items) == encoded
    pairs = tuple((a.decode(), b.decode()) for a, b in (raw.pair(item) for item in items if item[0] == raw.USER))
    assert pairs == properties.user


@given(st.binary(max_size=40))
def test_any_bytes_are_split_or_refused(data: bytes) -> None:
    try:
        assert b"".join(raw.split(data)) == data
    except ValueError as error:
        assert "property" in str(error)  # noqa: PT017


@given(publish, st.integers(1, 30))
def test_a_cut_is_noticed(properties: Properties, cut: int) -> None:
    encoded = encode_properties(properties, PacketType.PUBLISH)
    whole = {0}
    for item in raw.split(encoded):
        whole.add(max(whole) + len(item))
    size = len(encoded) - cut
    if size >= 0 and size not in whole:
        with pytest.raises(ValueError, match="cut short"):
            raw.split(encoded[:size])


def test_what_is_made_is_read_by_the_codec() -> None:
    made = raw.text(raw.CONTENT_TYPE, b"a/b") + raw.user(b"n", "ä".encode())
    assert decode_properties(made, PacketType.PUBLISH) == Properties(content_type="a/b", user=(("n", "ä"),))
    with pytest.raises(ValueError, match="65535"):
        raw.user(b"n", b"x" * 65_536)


@pytest.mark.parametrize(("data", "is_text"), [(b"", True), ("ä".encode(), True), (b"\0", False), (b"\xff", False)])
def test_text_of_mqtt(data: bytes, is_text: bool) -> None:
    assert raw.is_text(data) is is_text
