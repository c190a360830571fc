"""Random MQTT streams as a broker may send them, with runs of like packets, odd ones between, and damage."""

from __future__ import annotations

from hypothesis import strategies as st

import peers
from eventscope.mqtt.packets import V5

TOPICS = [b"a", b"orders/1", b"orders/2", "温度".encode(), b"bad\xff", b"nul\0", b"wild/#", b""]
PROPERTIES = [
    b"",
    peers.user_property(b"k", b"v"),
    peers.user_property(b"k", b"w") + peers.user_property(b"key", b"x" * 120),
    b"\x01\x01\x02\x00\x00\x00\x05\x03\x00\x02ab\x08\x00\x01r\x09\x00\x01c",
    b"\x0b\x05\x0b\x06",
    b"\x0b\x85\x01",
    b"\x0b\x85\x00",
    b"\x0b\x85\x80\x01",
    b"\x23\x00\x05",
    b"\x23\x00\x06" + peers.user_property(b"k", b"v"),
    b"\x01\x00\x23\x00\x05",
    b"\x23\x00\x63",
    b"\x23\x00\x00",
    b"\x23\x00\x05\x23\x00\x05",
    b"\x01\x01\x01\x01",
    b"\x26\x00\x05k",
    b"\x77",
]


@st.composite
def _like(draw: st.DrawFn, version: int) -> list[bytes]:
    """Some PUBLISH packets of which most things are alike."""
    qos = draw(st.integers(0, 2))
    topics = draw(st.lists(st.sampled_from(TOPICS), min_size=1, max_size=3))
    many = st.lists(st.sampled_from(PROPERTIES), min_size=1, max_size=draw(st.sampled_from([1, 1, 5])))
    properties = draw(many) if version == V5 else [b""]
    sizes = draw(st.sampled_from([[5], [5, 6], [0], [130], [3, 130, 200]]))
    retain, dup = draw(st.booleans()), draw(st.booleans())
    first_id = draw(st.integers(0, 50))
    made = []
    for number in range(draw(st.integers(1, 12))):
        topic = topics[number % len(topics)]
        payload = bytes([number + 65]) * sizes[number % len(sizes)]
        list_ = properties[number % len(properties)]
        made.append(peers.publish(topic, payload, qos, first_id + number, list_, version, retain, dup))
    return made


@st.composite
def _releases(draw: st.DrawFn) -> list[bytes]:
    first = draw(st.integers(0, 40))
    return [peers.ack(0x62, first + number) for number in range(draw(st.integers(1, 12)))]


@st.composite
def _answers(draw: st.DrawFn, version: int) -> list[bytes]:
    """Acknowledgements, most of which say the same."""
    said = [b"", b"\x10", b"\x10\x00", b"\x00", b"\x01", b"\x10\x01", b"\x87\x00\x00"]
    rest = draw(st.sampled_from(said)) if version == V5 else b""
    kind, first = draw(st.sampled_from([0x40, 0x50, 0x70])), draw(st.integers(0, 40))
    made = [(first + number).to_bytes(2, "big") + rest for number in range(draw(st.integers(1, 24)))]
    return [bytes((kind, len(body))) + body for body in made]


def _others(version: int) -> st.SearchStrategy[list[bytes]]:
    long = peers.publish(b"long", b"l" * 17_000, version=version)
    packets = [b"\xd0\x00", peers.ack(0x40, 3), b"\x30\x00", b"\x30\x01a", b"\x36\x05\x00\x01a\x00\x01", long]
    padded = [b"\x30\x83\x00\x00\x01a"] * 6 if version != V5 else [b"\xd0\x00"]
    return st.lists(st.sampled_from(packets), min_size=1, max_size=3) | st.just(padded)


@st.composite
def streams(draw: st.DrawFn, version: int, damage: bool = True) -> bytes:
    """Whole packets in a row; with `damage` sometimes with bytes changed."""
    parts = st.lists(_like(version) | _releases() | _answers(version) | _others(version), min_size=1, max_size=6)
    stream = bytearray(b"".join(packet for part in draw(parts) for packet in part))
    if damage and draw(st.booleans()):
        for _ in range(draw(st.integers(1, 3))):
            stream[draw(st.integers(0, len(stream) - 1))] = draw(st.integers(0, 255))
    return bytes(stream)


def cuts(stream: bytes, sizes: list[int]) -> list[bytes]:
    """The stream in chunks of these sizes, over and over."""
    chunks, at, turn = [], 0, 0
    while at < len(stream):
        chunks.append(stream[at : at + sizes[turn % len(sizes)]])
        at, turn = at + len(chunks[-1]), turn + 1
    return chunks


SIZES = st.lists(st.sampled_from([1, 2, 7, 60, 500, 5_000, 100_000]), min_size=1, max_size=4)
