"""Translators come and go while the application runs."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QLocale

from eventscope.core import cycles
from eventscope.core.note import Note
from eventscope.ui import language, words


@pytest.fixture(autouse=True)
def _english_again():
    yield
    language.choose("en")
    QLocale.setDefault(QLocale.c())


def test_only_a_change_is_a_change(qapp) -> None:
    language.choose("en")
    assert not language.choose("en")
    assert language.choose("zh_CN")
    assert language.current() == "zh_CN"


def test_qt_itself_speaks_the_language(qapp) -> None:
    language.choose("en")
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Cancel"
    language.choose("zh_CN")
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "取消"


def test_system_is_one_of_those_known(qapp) -> None:
    language.choose("zh_CN")
    language.choose("system")
    assert language.current() in language.KNOWN


def test_notes_about_bridges_speak_it(qapp) -> None:
    language.choose("zh_CN")
    assert words.note(Note("same-broker", cycles.SAME, {"names": "A, B"})) == "A, B 通向同一个代理。"
