"""The palette finds a command by a few letters and runs it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from eventscope.ui.actions import Command
from eventscope.ui.palette import Palette, rank


@pytest.fixture
def calls() -> list[str]:
    return []


@pytest.fixture
def commands(calls) -> list[Command]:
    names = ("New connection…", "New subscription…", "Preferences…", "Pause the messages")
    return [
        Command(f"c.{n}", name, lambda name=name: calls.append(name), "Ctrl+N" if n == 0 else "")
        for n, name in enumerate(names)
    ]


@pytest.fixture
def window(qtbot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(800, 600)
    made.show()
    return made


@pytest.fixture
def palette(window, commands) -> Palette:
    made = Palette(window, lambda: commands)
    made.start()
    return made


def test_all_commands_show_at_first(palette, commands) -> None:
    assert len(palette._shown) == len(commands)
    assert "Ctrl+N" in [row.figure for row in palette.list.rows.rows]


def test_letters_in_order_find_and_enter_runs(palette, calls, qtbot) -> None:
    qtbot.keyClicks(palette.entry, "nwsub")
    qtbot.keyClick(palette.entry, Qt.Key.Key_Return)
    assert calls == ["New subscription…"]
    assert not palette.isVisible()


def test_arrows_move_around(palette, calls, qtbot) -> None:
    qtbot.keyClick(palette.entry, Qt.Key.Key_Up)
    assert palette.list.currentIndex().row() == len(palette._shown) - 1
    qtbot.keyClick(palette.entry, Qt.Key.Key_Down)
    assert palette.list.currentIndex().row() == 0


def test_nothing_found_runs_nothing(palette, calls, qtbot) -> None:
    qtbot.keyClicks(palette.entry, "zzz")
    qtbot.keyClick(palette.entry, Qt.Key.Key_Return)
    assert calls == []


def test_words_that_stand_together_come_first(commands) -> None:
    assert rank("pre", commands)[0].text == "Preferences…"
    assert rank("new con", commands)[0].text == "New connection…"
    assert rank("nothing like it", commands) == []
