"""Payload texts become exactly the bytes that were meant, or a sentence with a position."""

from __future__ import annotations

import base64
import json

import pytest
from hypothesis import given, strategies as st

from eventscope.core import payload
from eventscope.core.errors import BadInput


def refusal(kind: str, text: str) -> BadInput:
    with pytest.raises(BadInput) as caught:
        payload.encode(kind, text)  # type: ignore[arg-type]
    return caught.value


def test_json_and_text_leave_exactly_as_written() -> None:
    text = '{"a" : 1,\r\n "b": 1e400, "n": ' + "9" * 5000 + ', "z": "日本 \\ud800"}\n'
    assert payload.encode("json", text) == text.encode()
    assert payload.encode("text", "\ufeffa\x00b\r\n") == b"\xef\xbb\xbfa\x00b\r\n"


@pytest.mark.parametrize("kind", ["json", "text", "hex", "base64"])
def test_an_empty_text_is_an_empty_payload(kind: str) -> None:
    assert payload.encode(kind, "") == b""  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [('{"a": }', 1, 7), ('{"a": 1,\n "b": 2,}', 2, 10), ("[1, 2", 1, 6), ("1 2", 1, 3), ('{"a": 1,\n  x}', 2, 3)],
)
def test_a_json_mistake_is_found_at_its_place(text: str, line: int, column: int) -> None:
    error = refusal("json", text)
    assert error.code == "payload-wrong"
    assert (error.params["line"], error.params["column"]) == (line, pytest.approx(column, abs=2))


@pytest.mark.parametrize("word", ["NaN", "Infinity", "-Infinity"])
def test_what_only_python_takes_for_json_is_refused(word: str) -> None:
    error = refusal("json", f'{{"a": {word}}}')
    assert word in str(error)
    assert error.params["column"] == 7


def test_nesting_without_end_is_a_sentence_and_no_crash() -> None:
    assert refusal("json", "[" * 200_000).code in ("json-too-deep", "payload-wrong")
    assert refusal("json", "[" * 200_000 + "]" * 200_000).code == "json-too-deep"


def test_a_mistake_in_a_large_json_is_told_without_much_work() -> None:
    assert refusal("json", "[" + "1," * 1_000_000 + "]").code == "json-wrong"
    assert payload.encode("json", large := "[" + "1," * 1_000_000 + "1]") == large.encode()


def test_half_a_surrogate_cannot_leave() -> None:
    error = refusal("text", "ab\n\ud800")
    assert (error.params["line"], error.params["column"]) == (2, 1)


def test_hex_takes_the_usual_separators() -> None:
    assert payload.encode("hex", "DE ad:be-ef\n00,ff_01") == bytes.fromhex("deadbeef00ff01")


def test_hex_mistakes_have_a_place() -> None:
    assert refusal("hex", "00 fg").params["column"] == 5
    assert "one digit" in str(refusal("hex", "00 f"))


def test_base64_mistakes_have_a_place() -> None:
    assert refusal("base64", "AAA*").params["column"] == 4
    assert "padded" in str(refusal("base64", "AAA"))


@given(st.binary(max_size=200))
def test_hex_and_base64_round_trip(data: bytes) -> None:
    assert payload.encode("hex", data.hex(" ")) == data
    assert payload.encode("base64", base64.encodebytes(data).decode()) == data


@given(
    st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner), max_leaves=20)
)
def test_whatever_json_writes_is_accepted(value: object) -> None:
    text = json.dumps(value)
    assert payload.encode("json", text) == text.encode()


def test_too_much_is_refused_with_both_sizes() -> None:
    error = refusal("text", "x" * (payload.LIMIT + 1))
    assert error.code == "payload-too-large"
    assert "16,777,217" in str(error)


def test_a_file_is_not_made_from_text() -> None:
    assert refusal("file", "/etc/passwd").code == "payload-kind"
