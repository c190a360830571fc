"""A note is a code with parameters, and an English sentence for who has no translation."""

from __future__ import annotations

from eventscope.core.note import Note


def test_its_english_sentence() -> None:
    assert str(Note("a-b", "No {thing} at {place}.", {"thing": "{x}", "place": "edge"})) == "No {x} at edge."
    assert str(Note("a-b", "Nothing.")) == "Nothing."
