"""Every test of the window runs with our look and in English; Qt warnings fail the test that caused them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from eventscope.ui import language
from eventscope.ui.theme import theme


@pytest.fixture(autouse=True)
def _look(qapp: QApplication) -> None:
    if theme.zoom != 100 or not theme.dark or not qapp.styleSheet():
        theme.apply("dark")


@pytest.fixture(autouse=True)
def _english(qapp: QApplication) -> None:
    """Also its plurals, which come from a translator; whatever the test before left."""
    language.choose("en")
    QLocale.setDefault(QLocale("en"))


@pytest.fixture(autouse=True)
def _no_key_is_held(qapp: QApplication) -> None:
    """After a key with Ctrl Qt believes that Ctrl is down, and what the next test selects would be added to a row."""
    if qapp.keyboardModifiers() != Qt.KeyboardModifier.NoModifier:
        QTest.keyRelease(QWindow(), Qt.Key.Key_Control)
