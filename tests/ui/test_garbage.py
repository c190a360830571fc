"""Garbage is collected on the window's thread only, and still collected."""

from __future__ import annotations

import gc
import weakref

import pytest
from PySide6.QtCore import QObject

from eventscope.ui.garbage import Garbage


class Cycle:
    def __init__(self) -> None:
        self.me = self


def test_what_is_due_is_collected_and_the_collector_comes_back(qtbot, monkeypatch: pytest.MonkeyPatch) -> None:
    gc.enable()
    parent = QObject()
    garbage = Garbage(parent)
    try:
        assert not gc.isenabled()
        lost = weakref.ref(Cycle())
        monkeypatch.setattr(gc, "get_count", lambda: (0, 0, 99))
        garbage.turn()
        assert lost() is None
    finally:
        garbage.end()
        assert gc.isenabled()
        gc.disable()  # as the tests have it


def test_nothing_is_collected_before_it_is_due(qtbot, monkeypatch: pytest.MonkeyPatch) -> None:
    parent = QObject()
    garbage = Garbage(parent)
    monkeypatch.setattr(gc, "get_count", lambda: (0, 0, 0))
    monkeypatch.setattr(gc, "collect", lambda generation: pytest.fail("too early"))
    garbage.turn()
    garbage.end()
