"""Every end to end test runs with our look and in English; `start` opens the whole product on a workspace."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from eventscope.core.workspace import Workspace
from eventscope.ui import language
from eventscope.ui.theme import theme
from wholeproduct import Product, product


@pytest.fixture
def _english(qapp: QApplication) -> None:
    language.choose("en")
    if qapp.keyboardModifiers() != Qt.KeyboardModifier.NoModifier:  # as the test before left them
        QTest.keyRelease(QWindow(), Qt.Key.Key_Control)
    if theme.zoom != 100 or not theme.dark or not qapp.styleSheet():
        theme.apply("dark", 100)


@pytest.fixture
def start(_english: None, qtbot: Any, tmp_path: Path) -> Iterator[Callable[[Workspace], Product]]:
    """Open the product; it ends with the test, before the brokers of the test may be gone."""
    with ExitStack() as stack:
        yield lambda workspace: stack.enter_context(product(qtbot, tmp_path, workspace))
