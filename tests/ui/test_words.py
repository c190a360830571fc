"""Codes become sentences; without a translation, or with a wrong one, the English words stand."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator

from eventscope.core.errors import BadInput
from eventscope.core.note import Note
from eventscope.ui import words


class _Table(QTranslator):
    texts = {"known": "Bekannt: {name}.", "No such luck.": "Kein Glück.", "broken": "Kaputt: {nobody}."}  # noqa: RUF012

    def translate(self, context, source, disambiguation=None, n=-1):
        return self.texts.get(source, "") if context == "words" else ""

    def isEmpty(self) -> bool:
        return False


@pytest.fixture
def translated(qapp):
    table = _Table()
    QCoreApplication.installTranslator(table)
    yield
    QCoreApplication.removeTranslator(table)


def test_english_where_nothing_is_translated(qapp) -> None:
    assert words.sentence("known", "Known: x.", {"name": "x"}) == "Known: x."
    assert words.sentence("", "Only words.") == "Only words."


def test_translation_is_filled_in_and_never_filled_twice(translated) -> None:
    assert words.sentence("known", "Known: x.", {"name": "{nobody}"}) == "Bekannt: {nobody}."


def test_reasons_of_the_protocol_are_sentences_of_their_own(translated) -> None:
    assert words.sentence("", "No such luck.") == "Kein Glück."
    assert words.sentence("known", "Known: No such luck.", {"name": "No such luck."}) == "Bekannt: Kein Glück.."


def test_a_translation_that_does_not_fit_falls_back(translated, caplog) -> None:
    assert words.sentence("broken", "Broken.", {"name": "x"}) == "Broken."
    assert "broken" in caplog.text


def test_errors_speak_by_their_code(translated) -> None:
    assert words.error(BadInput("known", "Known: {name}.", name="y")) == "Bekannt: y."


def test_what_is_quoted_from_outside_cannot_hide(translated) -> None:
    hostile = "a\u202eb\x1b[31m\nc"
    seen = "a‹RLO›b␛[31m\nc"
    assert words.sentence("known", "Known.", {"name": hostile}) == f"Bekannt: {seen}."
    assert words.sentence("", hostile) == seen
    assert words.error(BadInput("other", "Other: {name}.", name=hostile)) == f"Other: {seen}."


def test_notes_speak_by_their_code_too(translated) -> None:
    assert words.note(Note("known", "Known: {name}.", {"name": "y"})) == "Bekannt: y."
    assert words.note(Note("other", "Other: {name}.", {"name": "a\x1b"})) == "Other: a␛."
