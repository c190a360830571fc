"""Statuses for our errors, and sentences that hold nothing of what was sent."""

from __future__ import annotations

import pytest

from eventscope.api.problems import status_of, words_of
from eventscope.core.errors import BadInput, CannotConnect, EventscopeError, Refused, Unavailable


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (BadInput("no-connection", "s"), 404),
        (BadInput("message-gone", "s"), 404),
        (BadInput("bad-filter", "s"), 409),
        (CannotConnect("x", "s"), 502),
        (Refused("x", "s"), 409),
        (Unavailable("x", "s"), 503),
        (EventscopeError("x", "s"), 409),
    ],
)
def test_statuses(error: EventscopeError, status: int) -> None:
    assert status_of(error) == status


def test_numbers_are_filled_in_and_texts_of_the_input_are_not() -> None:
    error = BadInput("c", "{name!r} at {line:>3} is wrong: {words}, {flag}", name="<b>", line=5, words="<b>", flag=True)
    assert words_of(error) == "{name} at 5 is wrong: {words}, {flag}"


def test_what_others_say_is_told() -> None:
    error = Unavailable("c", "{name} does not answer: {words}.", name="<b>", words="x" * 1000)
    assert words_of(error) == "{name} does not answer: " + "x" * 300 + "."
