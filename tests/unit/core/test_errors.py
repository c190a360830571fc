"""Errors carry a code, a sentence and parameters, and never fail to be told."""

from __future__ import annotations

import pytest

from eventscope.core.errors import BadInput, CannotConnect, EventscopeError, Refused, Unavailable


def test_the_sentence_is_filled() -> None:
    error = BadInput("x", "{name} is wrong.", name="topic")
    assert str(error) == "topic is wrong."
    assert error.params == {"name": "topic"}


def test_braces_from_outside_are_not_a_format() -> None:
    assert str(BadInput("x", "{words}", words="{evil.__class__}")) == "{evil.__class__}"


@pytest.mark.parametrize(("kind", "code"), [(BadInput, 2), (CannotConnect, 3), (Refused, 1), (Unavailable, 1)])
def test_each_kind_has_its_exit_code(kind: type[EventscopeError], code: int) -> None:
    assert kind("x", "y").exit_code == code
