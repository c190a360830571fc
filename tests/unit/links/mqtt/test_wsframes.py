"""WebSocket frames: any cut of the stream gives the same bytes; what is no binary frame is refused."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st
from websockets.frames import Frame, Opcode

from eventscope.links.mqtt.troubles import Ended
from eventscope.links.mqtt.wsframes import FrameReader, frame


def server(payload: bytes, opcode: Opcode = Opcode.BINARY, fin: bool = True) -> bytes:
    return Frame(opcode, payload, fin).serialize(mask=False)


@given(st.lists(st.binary(max_size=200), max_size=6), st.lists(st.integers(1, 50), min_size=1, max_size=20))
def test_any_cut_gives_the_same_bytes(payloads: list[bytes], cuts: list[int]) -> None:
    stream = b"".join(server(payload) + server(b"ping", Opcode.PING) for payload in payloads)
    reader, got, at, turn = FrameReader(), b"", 0, 0
    while at < len(stream):
        size = cuts[turn % len(cuts)]
        got += reader.feed(stream[at : at + size])
        at, turn = at + size, turn + 1
    assert got == b"".join(payloads)
    assert len(reader.answers) == len(payloads) * (2 + 4 + 4)  # a pong for each ping


@pytest.mark.parametrize("size", [0, 1, 125, 126, 127, 65_535, 65_536, 1_000_000])
def test_all_lengths(size: int) -> None:
    assert FrameReader().feed(server(bytes(size))) == bytes(size)


def test_a_huge_announced_frame_takes_no_memory_and_flows_through() -> None:
    reader = FrameReader()
    head = bytes([0x82, 127]) + (1 << 40).to_bytes(8, "big")
    assert reader.feed(head + b"abc") == b"abc"
    assert reader.feed(b"defg") == b"defg"


def test_continuations_are_one_stream() -> None:
    stream = server(b"ab", fin=False) + server(b"x", Opcode.PING) + server(b"cd", Opcode.CONT)
    assert FrameReader().feed(stream) == b"abcd"


def test_a_close_is_answered_and_remembered() -> None:
    reader = FrameReader()
    assert reader.feed(server(b"\x03\xf0policy", Opcode.CLOSE)) == b""
    assert reader.closed == (1008, "policy")
    assert reader.answers[0] == 0x88
    empty = FrameReader()
    empty.feed(server(b"", Opcode.CLOSE))
    assert empty.closed == (1005, "")


@pytest.mark.parametrize(
    "raw",
    [
        server(b"text", Opcode.TEXT),
        frame(b"masked by a server"),
        bytes([0xC2, 1, 0]),  # compressed
        bytes([0x83, 0]),  # unknown opcode
        bytes([0x89, 126, 0, 200]),  # ping of 200 bytes
        bytes([0x09, 1, 0]),  # ping in pieces
    ],
    ids=["text", "masked", "compressed", "unknown", "long-ping", "split-ping"],  # a mask is random
)
def test_wrong_frames_end_in_words(raw: bytes) -> None:
    with pytest.raises(Ended) as ended:
        FrameReader().feed(raw)
    assert ended.value.trouble.code == "protocol-error"
    assert "WebSocket" in ended.value.trouble.words


def test_our_frames_are_masked() -> None:
    made = frame(b"hello")
    assert made[0] == 0x82
    assert made[1] == 0x80 | 5
    mask = made[2:6]
    assert bytes(byte ^ mask[n % 4] for n, byte in enumerate(made[6:])) == b"hello"
