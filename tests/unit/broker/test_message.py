from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from eventscope.broker.message import NS, Message, build
from eventscope.mqtt import codec
from eventscope.mqtt.packets import V5, V311, Publish


def decoded(parts: tuple[bytes, bytes, bytes], qos: int, version: int) -> Publish:
    head, middle, payload = parts
    frames = codec.Splitter(1 << 28).feed(head + (b"\0\7" if qos else b"") + middle + payload)
    packet = codec.decode(*frames[0], version)
    assert isinstance(packet, Publish)
    assert len(frames) == 1
    return packet


@given(
    topic=st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0+#"), min_size=1),
    payload=st.binary(max_size=300),
    qos=st.integers(0, 2),
    retain=st.booleans(),
    version=st.sampled_from([V311, V5]),
)
def test_a_shape_is_the_publish_that_the_codec_reads(
    topic: str, payload: bytes, qos: int, retain: bool, version: int
) -> None:
    message = Message(topic.encode(), payload, 2)
    packet = decoded(message.shape(version, qos, retain), qos, version)
    assert (packet.topic, packet.payload, packet.qos, packet.retain) == (topic, payload, qos, retain)


def test_the_shape_is_shared_by_receivers_of_one_kind() -> None:
    message = Message(b"a", b"1", 1)
    assert message.shape(V5, 1, False) is message.shape(V5, 1, False)
    assert message.shape(V5, 1, False) != message.shape(V311, 1, False)
    assert message.shape(V5, 0, False)[0][0] == 0x30


def test_expiry_counts_down() -> None:
    message = Message(b"a", b"1", expires=10 * NS)
    for now, left in ((3 * NS, 7), (3 * NS + 1, 7), (9 * NS, 1), (11 * NS, 0)):
        assert message.expiry(now) == b"\x02\0\0\0%c" % left
    assert Message(b"a", b"1").expiry(5) == b""


def test_3_1_1_gets_no_properties() -> None:
    message = Message(b"a", b"1", properties=b"\x26\0\1k\0\1v", expires=10 * NS)
    assert message.shape(V311, 0, False)[1] == b""


@pytest.mark.parametrize("size", [0, 121, 122, 16_377, 16_378, 2_097_145, 2_097_146])
def test_every_size_of_length_field(size: int) -> None:
    message = Message(b"a", b"p" * size)
    packet = decoded(build(message, V5, 0, False, b"a", b""), 0, V5)
    assert len(packet.payload) == size
