"""JSON is read within bounds, in steps, and every complaint names the place."""

import contextlib
import json

import pytest
from hypothesis import given, strategies as st

import hostile
from eventscope.core import jsontext
from eventscope.core.errors import BadInput
from eventscope.core.jsondocument import pretty
from eventscope.core.jsontext import JsonError, Reader, check, read, text_of

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=5), inner, max_size=5),
    max_leaves=30,
)


@given(VALUES, st.sampled_from([None, 1, "\t"]), st.booleans())
def test_reads_what_the_standard_library_writes(value: object, indent: int | str | None, ascii_only: bool) -> None:
    document = read(json.dumps(value, indent=indent, ensure_ascii=ascii_only))
    assert json.loads(pretty(document)) == value


@given(st.text(alphabet='{}[]:,"\\ntrue01.-eE \n', max_size=30))
def test_refuses_what_the_standard_library_refuses(text: str) -> None:
    try:
        json.loads(text)
        good = True
    except ValueError:
        good = False
    if good:
        read(text)
        return
    with pytest.raises(JsonError) as caught:
        read(text)
    assert 0 <= caught.value.at <= len(text)


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ('{"a": 1,}', 1, 9, "no comma before"),
        ('{\n  "a" 1\n}', 2, 7, "a colon expected"),
        ("[1 2]", 1, 4, "comma"),
        ('["abc', 1, 2, "no closing quote"),
        ('"a\nb"', 1, 3, "control character"),
        ('"\\q"', 1, 2, "no escape"),
        ("", 1, 1, "ends before"),
        ('{"a": 01}', 1, 7, "a value expected"),
        ("1 2", 1, 3, "more text follows"),
        ("{'a': 1}", 1, 2, "double quotes"),
        ("[NaN]", 1, 2, "RFC 8259"),
        ("-Infinity", 1, 1, "RFC 8259"),
    ],
)
def test_says_where_and_what(text: str, line: int, column: int, words: str) -> None:
    with pytest.raises(JsonError, match=words) as caught:
        check(text)
    assert (caught.value.line, caught.value.column) == (line, column)


def test_depth_is_bounded_before_anything_grows() -> None:
    with pytest.raises(JsonError, match="64 deep"):
        read("[" * 100_000)
    assert len(read("[" * 64 + "]" * 64)) == 64


def test_tokens_are_bounded() -> None:
    reader = Reader("[" + "1," * 100 + "1]", tokens=50)
    with pytest.raises(JsonError, match="50 tokens"):
        reader.run()


def test_reading_in_steps() -> None:
    reader = Reader("[1, 2, 3]")
    steps = 0
    while not reader.run(2):
        steps += 1
    assert steps >= 3
    assert len(reader.document) == 4


def test_duplicate_keys_are_kept_and_told() -> None:
    document = read('{"a": 1, "b": 2, "\\u0061": 3}')
    assert [document.string(node) for node in document.children(0)] == ["1", "2", "3"]
    assert [(item.kind, item.node, item.detail) for item in document.oddities] == [("duplicate-key", 3, "a")]


def test_numbers_that_no_float_holds_keep_their_source() -> None:
    document = read("[12345678901234567890, 1e400000, 1e-400000, NaN, 9007199254740992, -0.0]")
    assert [document.source(node) for node in document.children(0)][:2] == ["12345678901234567890", "1e400000"]
    assert [document.number(node) for node in document.children(0)] == [None, None, None, None, 2**53, 0.0]
    assert [item.kind for item in document.oddities] == ["big-number"] * 3 + ["not-json"]
    assert document.skipped == 4
    assert dict(document.numbers()) == {"[4]": 2.0**53, "[5]": 0.0}


def test_digits_beyond_the_integer_limit_of_python() -> None:
    document = read("9" * 5000)
    assert document.number(0) is None
    assert pretty(document) == "9" * 5000


def test_oddities_beyond_the_list_are_counted() -> None:
    document = read("[" + "NaN," * 1500 + "1]")
    assert len(document.oddities) == jsontext.ODDITIES
    assert document.unlisted == 500
    assert document.skipped == 1500


def test_lone_surrogates_are_told() -> None:
    document = read('["\\ud800", "\\ud83d\\ude00"]')
    assert [(item.kind, item.node) for item in document.oddities] == [("surrogate", 1)]


def test_bytes() -> None:
    assert text_of(b"\xef\xbb\xbf1") == ("1", True)
    assert text_of(b'"\xc3\xa9"') == ('"é"', False)
    with pytest.raises(BadInput, match="byte 1 is not UTF-8"):
        text_of(b"1\xff")
    with pytest.raises(BadInput, match="not UTF-8"):
        text_of('{"a": 1}'.encode("utf-16"))
    with pytest.raises(BadInput, match="too large"):
        text_of(bytes(jsontext.SIZE + 1))


@pytest.mark.parametrize("raw", hostile.payloads())
def test_the_corpus_is_read_or_refused_in_words(raw: bytes) -> None:
    with contextlib.suppress(BadInput):
        assert pretty(read(*text_of(raw)))
