"""Stamps: what is written is read again, and nothing that others write breaks the reader."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from eventscope.core import stamp
from eventscope.core.stamp import Stamp
from measuring import BOOT, WALL, properties

OURS = Stamp(b"producer.1", 7, WALL, WALL + 5, 123, BOOT.encode())


def written() -> tuple[tuple[str, str], ...]:
    return stamp.stamp_properties("producer.1", 7, WALL, WALL + 5, 123, BOOT)


def test_what_is_written_is_read_again() -> None:
    assert stamp.parse(properties(written())) == OURS


def test_it_is_found_among_other_properties_in_any_order() -> None:
    shuffled = [("colour", "red"), *reversed(written()), ("es-other", "1")]
    assert stamp.parse(b"\x01\x01" + properties(shuffled) + b"\x0b\x07") == OURS


def test_it_is_printed_with_fixed_widths_and_units() -> None:
    assert dict(written()) == {
        "es-stream": "producer.1",
        "es-seq": "000000000007",
        "es-due": "1764000000000000000ns",
        "es-sent": "1764000000000000005ns",
        "es-mono": "0000000000000000123ns",
        "es-boot": BOOT,
    }


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("1764000000s", WALL),
        ("1764000000.25s", WALL + 250_000_000),
        ("1764000000000ms", WALL),
        ("1764000000000000us", WALL),
        ("1764000000", None),  # no unit: nobody knows
        ("1764000000ns", None),  # 1.7 s after 1970: another unit in disguise
        ("-1764000000s", None),
        ("99999999999999999999ns", None),
        ("tomorrow", None),
        ("", None),
    ],
)
def test_other_programs_say_their_unit(text: str, due: int | None) -> None:
    found = stamp.parse(properties([("es-due", text)]))
    assert (found.due if found else None) == due


def test_parts_are_enough_for_part_of_the_measuring() -> None:
    counts = stamp.parse(properties([("es-stream", "s"), ("es-seq", "3")]))
    assert counts is not None
    assert counts.counts
    assert counts.due is None
    assert stamp.parse(properties([("es-seq", "3")])) is None


def test_a_value_that_is_cut_off_is_not_read() -> None:
    assert stamp.parse(properties(written())[:-200] + b"&\x00\x06es-due\x00\xff176") is None


@given(st.binary(max_size=200))
def test_no_bytes_make_it_raise(junk: bytes) -> None:
    stamp.parse(junk)
    stamp.parse(b"&\x00\x06es-due" + junk)
    stamp.unwrap(stamp.ENVELOPE + junk)


@given(st.binary(max_size=300))
def test_an_envelope_gives_the_payload_back(payload: bytes) -> None:
    wrapped = stamp.envelope(payload, "producer.1", 7, WALL, WALL + 5, 123, BOOT)
    assert len(wrapped) == len(payload) + stamp.envelope_size("producer.1")
    assert stamp.unwrap(wrapped) == (OURS, payload)


@pytest.mark.parametrize("payload", [b"", b"{}", b"eventscope-stamp/1 ", b"eventscope-stamp/1 es-seq=1\nx", b"Event"])
def test_a_payload_that_is_no_envelope_stays_one(payload: bytes) -> None:
    assert stamp.unwrap(payload) is None


@pytest.mark.parametrize(("stream", "seq"), [("", 0), ("a b", 0), ("ü", 0), ("x" * 65, 0), ("x", -1), ("x", 10**12)])
def test_what_does_not_fit_is_a_bug_of_the_caller(stream: str, seq: int) -> None:
    with pytest.raises(ValueError, match=r"stream.s name|does not fit"):
        stamp.stamp_properties(stream, seq, WALL, WALL, 0, BOOT)
