"""Tables become values, and what does not fit is told with its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pytest

from eventscope.core.errors import BadInput
from eventscope.core.tables import build, tables


@dataclass(frozen=True)
class Thing:
    name: str
    size: int = 1
    two_words: float = 0.5
    kind: Literal["a", "b"] = "a"
    flag: bool | None = None


def test_a_table_becomes_a_value() -> None:
    assert build(Thing, {"name": "x", "two-words": 2, "flag": True}, "t") == Thing("x", 1, 2.0, "a", True)
    assert build(Thing, {"title": "x"}, "t", {"name": "title"}) == Thing("x")
    assert build(Thing, {"name": "x"}, "t", read={"name": lambda given, place: given + place}) == Thing("xt, name")


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ([], "a table is needed"),
        ({}, "In t: name is missing"),
        ({"name": "x", "sise": 1}, "Did you mean 'size'"),
        ({"name": 1}, "In t, name: a text in quotes"),
        ({"name": "x", "size": True}, "a whole number"),
        ({"name": "x", "size": "1"}, "a whole number"),
        ({"name": "x", "two-words": "1"}, "a number"),
        ({"name": "x", "kind": "c"}, "'c' is none of a, b"),
        ({"name": "x", "kind": ["a"]}, "none of a, b"),
        ({"name": "x", "flag": 1}, "true or false"),
    ],
)
def test_what_does_not_fit_is_told(table: object, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        build(Thing, table, "t")


def test_an_array_of_tables_is_numbered_from_one() -> None:
    assert tables([{}, {}], "t") == [(1, {}), (2, {})]
    with pytest.raises(BadInput, match="once for each"):
        tables({}, "t")
