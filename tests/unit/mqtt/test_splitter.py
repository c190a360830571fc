"""The splitter gives the same packets however the bytes arrive, and holds no more than arrived."""

from __future__ import annotations

import tracemalloc

import pytest
from hypothesis import given, settings, strategies as st

from eventscope.mqtt.packets import V5, V311
from eventscope.mqtt.splitter import Splitter
from eventscope.mqtt.wire import Malformed, put_length

LIMIT = 1 << 20
BODIES = [b"", b"x", b"y" * 126, b"z" * 127, b"a" * 128, b"b" * 129, b"", b"c" * 16_383, b"d" * 16_384, b"e" * 3]
FRAMES = [(0x30 | n, body) for n, body in enumerate(BODIES)]


def wire(frames: list[tuple[int, bytes]]) -> bytes:
    return b"".join(bytes((first,)) + put_length(len(body)) + body for first, body in frames)


def feed_all(splitter: Splitter, chunks: list[bytes]) -> list[tuple[int, bytes]]:
    return [frame for chunk in chunks for frame in splitter.feed(chunk)]


def singly(raw: bytes) -> list[bytes]:
    return [raw[at : at + 1] for at in range(len(raw))]


def test_a_chunk_of_many_packets_is_cut_into_all_of_them() -> None:
    splitter = Splitter(LIMIT)
    assert splitter.feed(wire(FRAMES)) == FRAMES
    assert splitter.partial == 0


def test_every_split_offset_gives_the_same_packets() -> None:
    small = [(first, body[:300]) for first, body in FRAMES]
    raw = wire(small)
    for at in range(len(raw) + 1):
        splitter = Splitter(LIMIT)
        head = splitter.feed(raw[:at])
        assert splitter.partial == at - len(wire(head))
        assert head + splitter.feed(raw[at:]) == small
        assert splitter.partial == 0


def test_byte_by_byte_gives_the_same_packets() -> None:
    raw = wire(FRAMES)
    assert feed_all(Splitter(LIMIT), singly(raw)) == FRAMES


@settings(derandomize=True, deadline=None, max_examples=300)
@given(st.lists(st.tuples(st.integers(0, 255), st.binary(max_size=300)), max_size=12), st.data())
def test_any_chunking_gives_the_same_packets(frames: list[tuple[int, bytes]], data: st.DataObject) -> None:
    raw = wire(frames)
    splitter = Splitter(LIMIT)
    found, at = [], 0
    while at < len(raw):
        size = data.draw(st.integers(1, 200))
        found += splitter.feed(raw[at : at + size])
        at += size
    assert found == frames
    assert splitter.feed(b"") == []


def test_bodies_are_bytes() -> None:
    raw = wire(FRAMES)
    splitter = Splitter(LIMIT)
    for first, body in splitter.feed(raw[:-1]) + splitter.feed(raw[-1:]):
        assert (type(first), type(body)) == (int, bytes)


@pytest.mark.parametrize("parts", [1, 2, 3, 6])
def test_over_the_limit_is_refused_before_the_body_comes(parts: int) -> None:
    splitter = Splitter(200)
    raw = wire([(0x30, b"a" * 197)]) + b"\x30" + put_length(198)
    head, tail = raw[: len(raw) - parts + 1], raw[len(raw) - parts + 1 :]
    with pytest.raises(Malformed) as caught:
        feed_all(splitter, [head, *singly(tail)])
    assert caught.value.reason == 0x95
    assert "201 bytes" in caught.value.words
    assert splitter.partial == 0


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ([b"\x30\x90\x4e\x00\x05big/1\x00"], "type 3 to big/1 announces 10003 bytes"),
        ([b"\x30\x90", b"\x4e\x00\x05big/1"], "type 3 to big/1 announces"),
        ([b"\x30\x90\x4e\x00\x05big"], "type 3 announces"),  # it has not come yet, and is not waited for
        ([b"\x30\x90\x4e\x00\x04a\xff\x1b/"], "type 3 to a\\xff\x1b/ announces"),
        ([b"\x30\x90\x4e\x00\x00"], "type 3 announces"),
        ([b"\x10\x90\x4e\x00\x04MQTT"], "type 1 announces"),
    ],
)
def test_the_topic_of_a_message_over_the_limit_is_told_where_it_has_come(parts: list[bytes], words: str) -> None:
    splitter = Splitter(1000)
    for part in parts[:-1]:
        splitter.feed(part)
    with pytest.raises(Malformed) as caught:
        splitter.feed(parts[-1])
    assert words in caught.value.words


def test_the_limit_counts_the_whole_packet() -> None:
    assert Splitter(200).feed(wire([(0x30, b"a" * 197)])) == [(0x30, b"a" * 197)]


def test_packets_before_a_fault_are_not_lost() -> None:
    splitter = Splitter(LIMIT)
    with pytest.raises(Malformed) as caught:
        splitter.feed(wire(FRAMES[:3]) + b"\x30\xff\xff\xff\xff\x01")
    assert caught.value.frames == FRAMES[:3]
    assert caught.value.reason == 0x81


def test_after_a_fault_the_stream_stays_lost() -> None:
    splitter = Splitter(LIMIT)
    with pytest.raises(Malformed):
        splitter.feed(b"\x30\xff\xff\xff\xff")
    with pytest.raises(Malformed) as caught:
        splitter.feed(wire(FRAMES))
    assert caught.value.reason == 0x81
    assert not caught.value.frames


@pytest.mark.parametrize("cut", range(6))
def test_a_remaining_length_of_five_bytes_is_refused_at_its_fourth(cut: int) -> None:
    raw = b"\x30\xff\xff\xff\xff\x01"
    splitter = Splitter(LIMIT)
    with pytest.raises(Malformed) as caught:
        feed_all(splitter, [raw[:cut], raw[cut:]])
    assert caught.value.reason == 0x81


def test_a_padded_length_is_malformed_in_5_only() -> None:
    assert Splitter(LIMIT, V311).feed(b"\xc0\x80\x00\x30\x83\x00abc") == [(0xC0, b""), (0x30, b"abc")]
    splitter = Splitter(LIMIT, V311)
    splitter.version = V5
    with pytest.raises(Malformed) as caught:
        splitter.feed(b"\xc0\x80\x00")
    assert caught.value.reason == 0x81


def test_an_announced_length_takes_no_memory() -> None:
    tracemalloc.start()
    try:
        splitter = Splitter(300_000_000)
        splitter.feed(b"\x30\xff\xff\xff\x7f")
        for _ in range(100):
            splitter.feed(b"x")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert splitter.partial == 105
    assert peak < 20_000


def test_a_large_message_in_small_reads_holds_what_arrived() -> None:
    body = bytes(range(256)) * 4_000
    raw = wire([(0x30, body)])
    splitter = Splitter(2 << 20)
    found = [frame for at in range(0, len(raw), 1_460) for frame in splitter.feed(raw[at : at + 1_460])]
    assert found == [(0x30, body)]
