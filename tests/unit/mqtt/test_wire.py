"""Integers, lengths and strings at their edges."""

from __future__ import annotations

import pytest
from hypothesis import given, settings, strategies as st

from eventscope.mqtt.wire import (
    LARGEST_LENGTH,
    Malformed,
    Reader,
    check_topic,
    put_data,
    put_length,
    put_number,
    put_text,
    text,
)

# The edges as the specification's own table gives them [MQTT5 1.5.5].
EDGES = {
    0: "00",
    127: "7f",
    128: "8001",
    16_383: "ff7f",
    16_384: "808001",
    2_097_151: "ffff7f",
    2_097_152: "80808001",
    268_435_455: "ffffff7f",
}


@pytest.mark.parametrize(("value", "raw"), EDGES.items())
def test_lengths_at_their_edges(value: int, raw: str) -> None:
    assert put_length(value).hex() == raw
    assert Reader(bytes.fromhex(raw)).length("length") == value


@settings(derandomize=True, deadline=None)
@given(st.integers(0, LARGEST_LENGTH))
def test_lengths_come_back(value: int) -> None:
    assert Reader(put_length(value)).length("length") == value


def test_a_length_past_four_bytes_cannot_be_written() -> None:
    with pytest.raises(Malformed, match="MQTT ends at 268435455") as caught:
        put_length(LARGEST_LENGTH + 1)
    assert caught.value.reason == 0x95


@pytest.mark.parametrize("raw", ["8000", "ff8000", "80808000"])
def test_a_padded_length_is_malformed(raw: str) -> None:
    with pytest.raises(Malformed, match="more bytes than it needs"):
        Reader(bytes.fromhex(raw)).length("property length")


@pytest.mark.parametrize("raw", ["", "80", "ffffff"])
def test_a_cut_length_is_malformed(raw: str) -> None:
    with pytest.raises(Malformed, match="property length is cut short"):
        Reader(bytes.fromhex(raw)).length("property length")


@pytest.mark.parametrize(("value", "size"), [(-1, 1), (256, 1), (65_536, 2), (1 << 32, 4)])
def test_a_number_that_does_not_fit_is_refused(value: int, size: int) -> None:
    with pytest.raises(Malformed, match="keep alive"):
        put_number(value, size, "keep alive")


@pytest.mark.parametrize("value", ["", "a", "ä漢🙂", "\ufeffBOM stays", "\x01\x7f\x9f", "\ufdd0\uffff", "\u202e"])
def test_legal_strings_come_back(value: str) -> None:
    raw = put_text(value, "text")
    assert raw[:2] == len(value.encode()).to_bytes(2, "big")
    assert Reader(raw).text("text") == value


@pytest.mark.parametrize(
    "raw", [b"\xff", b"a\xc3", b"\xed\xa0\x80", b"\xed\xbf\xbf", b"\xc0\x80", b"\xf4\x90\x80\x80", b"\0"]
)
def test_what_is_no_utf8_of_mqtt_is_malformed(raw: bytes) -> None:
    with pytest.raises(Malformed, match="topic name") as caught:
        text(raw, "topic name")
    assert caught.value.reason == 0x81


@pytest.mark.parametrize("value", ["a\0b", chr(0xD800), chr(0xDFFF)])
def test_what_utf8_cannot_carry_is_not_written(value: str) -> None:
    with pytest.raises(Malformed, match="user name"):
        put_text(value, "user name")


def test_strings_end_at_65535_bytes() -> None:
    assert len(put_text("ä" * 32_767, "text")) == 2 + 65_534
    with pytest.raises(Malformed, match="65536 bytes"):
        put_text("ä" * 32_768, "text")
    with pytest.raises(Malformed, match="65536 bytes"):
        put_data(bytes(65_536), "data")


@pytest.mark.parametrize("topic", ["#", "+", "a/#", "a/+/b", "a+", "#b"])
def test_wildcards_are_no_topic_name(topic: str) -> None:
    with pytest.raises(Malformed) as caught:
        check_topic(topic)
    assert caught.value.reason == 0x90


def test_a_reader_says_what_is_missing_and_what_is_left() -> None:
    reader = Reader(b"\0\5abc")
    with pytest.raises(Malformed, match="client identifier is cut short: 5 bytes are due, 3 are left"):
        reader.text("client identifier")
    with pytest.raises(Malformed, match="3 bytes follow"):
        reader.finish()
    assert reader.take(3, "rest") == b"abc"
    reader.finish()


def test_malformed_shows_words_and_code() -> None:
    fault = Malformed(0x82, "The packet identifier is 0")
    assert str(fault) == "The packet identifier is 0 (0x82)"
    assert (fault.reason, fault.words, list(fault.frames)) == (0x82, "The packet identifier is 0", [])
