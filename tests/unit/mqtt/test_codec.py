"""The codec gives back what it was given, refuses what MQTT forbids, and survives any bytes."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings, strategies as st

from badpackets import BadPacket, bad_packets
from eventscope.mqtt import codec
from eventscope.mqtt.packets import V5, V311, Connect, Packet, Pingreq, Pingresp, Properties, Publish
from mqttpackets import packets, publishes, versions

LIMIT = 1 << 20
SEED = 20_240


def frames(raw: bytes, version: int = V5) -> list[tuple[int, bytes]]:
    return codec.Splitter(LIMIT, version).feed(raw)


def decode(raw: bytes, version: int) -> Packet:
    ((first, body),) = frames(raw, version)
    return codec.decode(first, body, version)


def attempt(first: int, body: bytes, version: int) -> Packet | codec.Malformed:
    """What decoding gives, a refusal included; any other error fails the test."""
    try:
        return codec.decode(first, body, version)
    except codec.Malformed as fault:
        return fault


@settings(derandomize=True, deadline=None, max_examples=700)
@given(st.data(), versions)
def test_what_is_encoded_is_decoded(data: st.DataObject, version: int) -> None:
    packet = data.draw(packets(version))
    raw = codec.encode(packet, version)
    found = decode(raw, version)
    assert found == packet
    assert codec.encode(found, version) == raw


@settings(derandomize=True, deadline=None, max_examples=200)
@given(st.data(), versions)
def test_a_packet_cut_anywhere_is_malformed_or_another_packet(data: st.DataObject, version: int) -> None:
    packet = data.draw(packets(version))
    ((first, body),) = frames(codec.encode(packet, version), version)
    for end in range(len(body)):
        assert attempt(first, body[:end], version) != packet


@pytest.mark.parametrize("bad", bad_packets(), ids=str)
def test_what_mqtt_forbids_is_refused_with_its_reason(bad: BadPacket) -> None:
    with pytest.raises(codec.Malformed) as caught:
        decode(bad.raw, bad.version)
    assert caught.value.reason == bad.reason, caught.value.words
    assert bad.says in caught.value.words


def test_every_bad_packet_arrives_whole_or_is_refused_by_its_header() -> None:
    for bad in bad_packets():
        splitter = codec.Splitter(LIMIT, bad.version)
        try:
            assert len(splitter.feed(bad.raw)) == 1, bad
        except codec.Malformed:
            continue
        assert splitter.partial == 0, bad


def _survives(first: int, body: bytes) -> bool:
    """Whether both versions read the bytes or refuse them in words; any other error fails the test."""
    read = 0
    for version in (V311, V5):
        found = attempt(first, body, version)
        if isinstance(found, codec.Malformed):
            assert 0x81 <= found.reason <= 0x95
            assert found.words
        else:
            own = found.version if isinstance(found, Connect) else version
            assert decode(codec.encode(found, own), own) == found
            read += 1
    return read > 0


def test_random_bytes_are_read_or_refused_and_nothing_else() -> None:
    chance = random.Random(SEED)
    known = [0x10, 0x20, 0x30, 0x32, 0x3D, 0x40, 0x50, 0x62, 0x70, 0x82, 0x90, 0xA2, 0xB0, 0xC0, 0xD0, 0xE0, 0xF0]
    read = 0
    for _ in range(20_000):
        first = chance.choice(known) if chance.random() < 0.9 else chance.randrange(256)
        read += _survives(first, chance.randbytes(chance.choice((0, 1, 2, 3, 4, 8, 20, 60))))
    assert read > 500  # the fuzz reaches past the first check


def _damaged(body: bytes, chance: random.Random) -> bytes:
    """A packet's body with one to four bytes replaced, inserted or removed."""
    damaged = bytearray(body)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(damaged) + 1)
        kind = chance.randrange(3)
        if kind == 0:
            damaged[at : at + 1] = chance.randbytes(1)
        elif kind == 1:
            damaged[at:at] = chance.randbytes(chance.randint(1, 4))
        else:
            del damaged[at : at + 2]
    return bytes(damaged)


@settings(derandomize=True, deadline=None, max_examples=250)
@given(st.data(), versions)
def test_damaged_packets_are_read_or_refused_and_nothing_else(data: st.DataObject, version: int) -> None:
    ((first, body),) = frames(codec.encode(data.draw(packets(version)), version), version)
    chance = random.Random(body)
    for _ in range(40):
        _survives(first, _damaged(body, chance))


@settings(derandomize=True, deadline=None, max_examples=200)
@given(st.data(), versions)
def test_a_memoryview_is_as_good_as_bytes(data: st.DataObject, version: int) -> None:
    packet = data.draw(publishes(version))
    ((first, body),) = frames(codec.encode(packet, version), version)
    found = codec.decode(first, memoryview(bytearray(body)), version)
    assert found == packet
    assert isinstance(found, Publish)
    assert type(found.payload) is bytes


def test_pings_are_two_bytes() -> None:
    assert codec.encode(Pingreq()) == b"\xc0\0"
    assert codec.encode(Pingresp()) == b"\xd0\0"


def test_properties_are_left_out_in_3_1_1() -> None:
    rich = Publish("a", b"x", properties=Properties(content_type="text/plain", user=(("k", "v"),)))
    assert codec.encode(rich, V311) == codec.encode(Publish("a", b"x"), V311)


def test_the_largest_packet_of_mqtt_is_the_last() -> None:
    with pytest.raises(codec.Malformed) as caught:
        codec.encode(Publish("a", bytes(268_435_455)), V311)
    assert caught.value.reason == 0x95
