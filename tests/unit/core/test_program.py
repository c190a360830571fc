"""Programs keep their bounds whatever names they may use; what they mean for rows is in test_expression."""

from __future__ import annotations

import pytest

from eventscope.core.errors import BadInput
from eventscope.core.program import Lacking, Program

SAMPLE = {"payload": {}, "size": 1}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("size >", "position"),
        ("other > 1", "The names are payload, size"),
        ("size + 1", "not yes or no"),
        ("[1].exists(a, [1].exists(b, a == b))", "inside another comprehension"),
        ("size > 1" + " || size > 1" * 60, "too long"),
        ("(" * 20 + "size" + ")" * 20 + " > 0", "too long"),
    ],
)
def test_mistakes_are_told(text: str, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        Program(text, SAMPLE)


def test_a_value_may_be_anything() -> None:
    assert Program("size + 1", SAMPLE, yes_or_no=False).run({"payload": {}, "size": 2}) == 3
    assert Program("{'a': [size]}", SAMPLE, yes_or_no=False).run({"payload": {}, "size": 2}) == {"a": [2]}


def test_what_a_message_lacks_is_told_apart_from_a_mistake() -> None:
    program = Program("payload.total > 1", SAMPLE)
    assert program.run({"payload": {"total": 2}, "size": 1}) is True
    for payload in ({}, {"total": "x"}, "text"):
        with pytest.raises(Lacking):
            program.run({"payload": payload, "size": 1})


def test_only_what_is_named_of_a_payload_is_handed_over() -> None:
    assert Program("payload.a == payload.b", SAMPLE).visible({"a": 1, "b": 2, "c": 3}) == {"a": 1, "b": 2}
    assert Program("size(payload) > 1", SAMPLE).visible({"a": 1, "c": 3}) == {"a": 1, "c": 3}
