"""Bodies: keys as in files, values only of their own type."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from eventscope.api.shape import Body, Given, Ident, Name, respond
from eventscope.core.metrics import ThroughputFigures

NESTED: list[Any] = []
for _ in range(2_000):
    NESTED = [NESTED]


class Wanted(Given):
    keep_alive: int = 5
    rate: float = 1.0
    name: Name = ""


class Told(Body):
    some_figures: ThroughputFigures


@pytest.mark.parametrize("value", [{"keep-alive": 7}, {"keep-alive": 7.0}, {"rate": 2}, {"name": "é"}])
def test_taken(value: dict[str, Any]) -> None:
    assert Wanted.model_validate(value) != Wanted()


@pytest.mark.parametrize(
    "value",
    [{"keep_alive": 7}, {"keep-alive": "7"}, {"keep-alive": 7.5}, {"keep-alive": True}, {"rate": float("inf")},
     {"name": "a\x00b"}, {"name": "x" * 201}, {"more": 1}, [], "x", None, {"name": NESTED}],
)  # fmt: skip
def test_refused(value: Any) -> None:
    with pytest.raises(ValidationError):
        Wanted.model_validate(value)


@pytest.mark.parametrize(
    ("key", "words"),
    [("keep-alvie", "the key 'keep-alvie' is unknown. Did you mean 'keep-alive'?"),
     ("keep_alive", "the key 'keep_alive' is unknown. Did you mean 'keep-alive'?"),
     ("zzzzzz", "the key 'zzzzzz' is unknown. Known are: keep-alive, name, rate."),
     ("keep-alive<b>", "a key is unknown. Did you mean 'keep-alive'?"),
     ("x" * 41, "a key is unknown. Known are: keep-alive, name, rate."),
     ("näme", "a key is unknown. Did you mean 'name'?")],
)  # fmt: skip
def test_an_unknown_key_is_named_where_it_is_a_plain_word(key: str, words: str) -> None:
    with pytest.raises(ValidationError) as caught:
        Wanted.model_validate({"rate": 1, key: 1})
    assert [item["msg"] for item in caught.value.errors()] == [words]


@pytest.mark.parametrize("text", ["", ".", "..", "a/b", "a b", "x" * 65, "é", "a\n"])
def test_ids(text: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Ident).validate_python(text)


def test_answers_speak_in_hyphens_all_the_way_down_and_have_no_nan() -> None:
    answer = respond(Told(some_figures=ThroughputFigures(float("nan"))), 201)
    assert answer.status_code == 201
    assert bytes(answer.body).startswith(b'{"some-figures":{"offered":null,')
