"""CSV stays data in a spreadsheet, whatever the texts in it are."""

from __future__ import annotations

import csv
import io
import math

import pytest
from hypothesis import given, strategies as st

import hostile
from eventscope.core import csvtext


def read(text: str) -> list[list[str]]:
    before = csv.field_size_limit(1 << 24)
    try:
        return list(csv.reader(io.StringIO(text, newline="")))
    finally:
        csv.field_size_limit(before)


def test_numbers_stay_numbers_and_gaps_are_empty() -> None:
    assert csvtext.line([1, -2.5, math.nan, None, "a"]) == "1,-2.5,,,a\r\n"


@pytest.mark.parametrize(
    ("text", "guarded"),
    [
        ("=1+1", "'=1+1"),
        ("+x", "'+x"),
        ("-x", "'-x"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t'=1"),
        ("\rx", "'\rx"),
        ("  =1", "  '=1"),
        ("a;=1", "a;'=1"),
        ('a"=1', "a\"'=1"),
        ("a,@b", "a,'@b"),
        ("a\n=1", "a\n'=1"),
        ("＝1", "'＝1"),
        ("plain", "plain"),
        ("a=b", "a=b"),
        ("2026-11-23T12:00:00", "2026-11-23T12:00:00"),
    ],
)
def test_what_a_spreadsheet_could_run_is_guarded(text: str, guarded: str) -> None:
    assert csvtext.guard(text) == guarded


def test_the_header_says_that_texts_were_guarded_and_only_then() -> None:
    assert read(csvtext.table(["name"], [["plain"]])) == [["name"], ["plain"]]
    assert read(csvtext.table(["name"], [["=1"]])) == [["name", csvtext.NOTE], ["'=1"]]
    assert read(csvtext.table(["=name"], []))[0] == ["'=name", csvtext.NOTE]


@pytest.mark.parametrize("text", hostile.texts())
def test_hostile_texts_come_back_as_one_cell(text: str) -> None:
    rows = read(csvtext.line(["before", text, "after"]).replace("\x00", ""))
    assert [(row[0], row[-1]) for row in rows] == [("before", "after")]


@given(st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"])))
def test_no_cell_begins_as_a_formula(text: str) -> None:
    (row,) = read(csvtext.line([text]) if text else '""\r\n')
    assert not row[0].lstrip(" ").startswith(("=", "+", "-", "@"))
    assert row[0].replace("'", "") == text.replace("'", "")
