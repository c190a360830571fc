"""Hidden characters become marks, ordinary text is left alone, and copying can be undone."""

import unicodedata

import pytest
from hypothesis import given, strategies as st

import hostile
from eventscope.core import visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x00b", "a␀b"),
        ("\x1b[31m", "␛[31m"),
        ("\x7f", "␡"),
        ("a\u202egpj", "a‹RLO›gpj"),
        ("or\u200bders", "or‹ZWSP›ders"),
        ("\u0085", "\\u0085"),
        ("\ud800", "\\ud800"),
        ("\ufeffx", "‹BOM›x"),
        ("\U000e0041", "\\U000e0041"),
        ("a\nb", "a␊b"),
    ],
)
def test_marks(text: str, shown: str) -> None:
    assert visible.show(text) == visible.Shown(shown, True)


def test_ordinary_text_is_the_same_object() -> None:
    text = "Grüße, 你好 °C {…} مرحبا"
    assert visible.show(text).text is text
    assert not visible.hidden(text)


def test_lines_and_tabs_stay_where_lines_are_shown() -> None:
    assert visible.show("a\tb\nc", lines=True) == visible.Shown("a\tb\nc")
    assert visible.show("a\rb", lines=True).text == "a␍b"


def test_bytes_that_are_no_utf8() -> None:
    assert visible.decode(b"ab\xff\xc3\xa9").text == "ab\\xffé"
    assert visible.decode(b"\xed\xa0\x80").text == "\\xed\\xa0\\x80"
    assert visible.decode("é".encode()) == visible.Shown("é")


def test_no_control_or_format_character_comes_through() -> None:
    everything = "".join(map(chr, range(0x110000)))
    left = {
        char for char in visible.show(everything).text if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp")
    }
    assert left == set()


@pytest.mark.parametrize("raw", hostile.payloads())
def test_corpus_never_raises_and_hides_nothing(raw: bytes) -> None:
    assert not visible.hidden(visible.decode(raw).text)


@given(st.text())
def test_escape_can_be_undone(text: str) -> None:
    escaped = visible.escape(text)
    assert not visible.hidden(escaped)
    back = escaped.encode("ascii", "backslashreplace").decode("unicode_escape", "surrogatepass")
    assert back == text


def test_escaped_bytes_tell_bad_bytes_apart_from_characters() -> None:
    assert visible.escape_bytes(b"\x85") == "\\x85"
    assert visible.escape_bytes("\x85".encode()) == "\\u0085"


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("orders/7", "\u043erders/7", True),
        ("orders/7", "or\u200bders/7", True),
        ("caf\u00e9", "cafe\u0301", True),
        ("orders/7", "orders/7", False),
        ("orders/1", "orders/l", False),
        ("orders/7", "orders/8\u200b", False),
    ],
)
def test_confusable(one: str, other: str, alike: bool) -> None:
    assert visible.confusable(one, other) is alike
    assert visible.confusable(other, one) is alike


def test_elide_keeps_both_ends() -> None:
    assert visible.elide("abcdefghij", 5) == "ab…ij"
    assert visible.elide("abc", 3) == "abc"
    assert visible.elide("abcdef", 2) == "a…"
