"""Every test of the window runs with our look and in English; Qt warnings fail the test that caused them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QLocale
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
