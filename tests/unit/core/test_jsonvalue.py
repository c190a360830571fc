from __future__ import annotations

import json
import math

import pytest
from hypothesis import given, strategies as st

from eventscope.core import jsonvalue
from eventscope.core.jsonvalue import TooMuch, alternatives, as_text

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(JSON)
def test_json_is_decoded(value: object) -> None:
    assert alternatives(json.dumps(value).encode()) == (value,)


@given(st.binary(max_size=200))
def test_any_bytes_give_some_value(payload: bytes) -> None:
    assert len(alternatives(payload)) >= 1


@pytest.mark.parametrize(
    ("payload", "value"),
    [
        (b"plain text", "plain text"),
        (b"", ""),
        (b"007", "007"),
        (b"{broken", "{broken"),
        (b"NaN", "NaN"),
        (b'{"a": Infinity}', '{"a": Infinity}'),
        (b"\xff\xfe{}", "��{}"),
        (b'\xef\xbb\xbf{"a": 1}', {"a": 1}),
        (b" 55.5 ", 55.5),
        (b"18446744073709551615", 2**64 - 1),
        (b"123456789012345678901234", 123456789012345678901234.0),
        (b"{\x00}", "{\x00}"),
    ],
)
def test_what_a_payload_stands_for(payload: bytes, value: object) -> None:
    assert alternatives(payload) == (value,)


def test_ten_thousand_digits_are_a_number_without_end() -> None:
    (value,) = alternatives(b'{"n": ' + b"9" * 10_000 + b"}")
    assert value == {"n": math.inf}
    (value,) = alternatives(b"1e400000")
    assert value == math.inf


@pytest.mark.parametrize(
    "payload",
    [
        b"[" * 100_000,
        b"[" * 100_000 + b"]" * 100_000,
        b'{"a":' * 100_000,
        b"[" * 65 + b"]" * 65,
        b"[" + b"1," * 30_000 + b"1]",
        b'{"a": "' + b"x" * jsonvalue.SIZE + b'"}',
        b"\xef\xbb\xbf" + b"[" * 70,
    ],
)
def test_too_deep_too_long_or_too_large_is_refused_before_it_is_parsed(payload: bytes) -> None:
    with pytest.raises(TooMuch):
        alternatives(payload)


def test_the_deepest_allowed_nesting_and_brackets_within_text() -> None:
    deepest = b"[" * 64 + b"]" * 64
    assert alternatives(deepest) == (json.loads(deepest),)
    text = b'["' + b"[{:," * 20_000 + b'"]'
    assert alternatives(text) == (json.loads(text),)
    escaped = b'["\\"' + b"[" * 100 + b'"]'
    assert alternatives(escaped) == (json.loads(escaped),)


def test_a_large_text_is_no_json_to_be_judged() -> None:
    assert alternatives(b"x" * (jsonvalue.SIZE + 1)) == ("x" * (jsonvalue.SIZE + 1),)
    assert alternatives(b"1" * (jsonvalue.SIZE + 1)) == ("1" * (jsonvalue.SIZE + 1),)


def test_a_repeated_key_has_all_its_values() -> None:
    values = alternatives(b'{"a": 1, "b": 2, "a": 3, "a": 4}')
    assert {value["a"] for value in values} == {1, 3, 4}  # type: ignore[index]
    assert {value["b"] for value in values} == {2}  # type: ignore[index]
    assert values[0] == {"a": 4, "b": 2}


def test_repeated_keys_at_every_level_do_not_multiply() -> None:
    payload = b'{"a": 1, "a": ' * 20 + b"0" + b"}" * 20
    assert len(alternatives(payload)) == jsonvalue.DOUBLES


def test_text_shows_wrong_bytes() -> None:
    assert as_text(b"a\xffb") == "a�b"
