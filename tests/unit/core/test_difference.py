"""Differences are found whatever the bytes, and their cost is bounded."""

from hypothesis import given, strategies as st

from eventscope.core import difference
from eventscope.core.difference import compare, first_difference


def test_lines() -> None:
    found = compare(b'{\n  "a": 1,\n  "b": 2\n}', b'{\n  "a": 1,\n  "b": 3\n}')
    assert found.lines == ("@@ -1,4 +1,4 @@", " {", '   "a": 1,', '-  "b": 2', '+  "b": 3', " }")
    assert not found.equal


def test_lines_that_look_like_a_header_stay() -> None:
    assert compare(b"a\n-- b", b"a\n++ b").lines == ("@@ -1,2 +1,2 @@", " a", "--- b", "+++ b")


def test_equal() -> None:
    assert compare(b"x", b"x").equal
    assert compare(b"", b"").lines == ()


def test_large_payloads_tell_only_the_first_byte() -> None:
    before = bytes(difference.SIZE + 1)
    found = compare(before, before + b"\1")
    assert (found.lines, found.first, found.sizes) == ((), len(before), (len(before), len(before) + 1))
    assert compare(b"\n" * 1000, b"\n" * 999 + b"x").lines == ()


@given(st.binary(max_size=50), st.binary(max_size=50))
def test_the_first_difference(before: bytes, after: bytes) -> None:
    first = first_difference(before, after)
    if first is None:
        assert before == after
    else:
        assert before[:first] == after[:first]
        assert before[first : first + 1] != after[first : first + 1]


def test_hidden_characters_are_marked() -> None:
    assert any("‹RLO›" in line for line in compare(b"a", "a\u202e".encode()).lines)
