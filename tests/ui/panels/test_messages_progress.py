from __future__ import annotations

from pytestqt.qtbot import QtBot

from eventscope.ui.panels.messages_progress import Progress


def test_it_fills_and_keeps_its_room(qtbot: QtBot) -> None:
    bar = Progress()
    qtbot.addWidget(bar)
    bar.resize(100, bar.height())
    height = bar.height()
    blank = bar.grab().toImage()
    bar.show_part(30, 100)
    half = bar.grab().toImage()
    assert half.pixelColor(10, 1) != half.pixelColor(90, 1)
    bar.show_part(5, 4)
    assert bar.part == 1
    full = bar.grab().toImage()
    assert full.pixelColor(10, 1) == full.pixelColor(90, 1)
    bar.rest()
    assert bar.grab().toImage() == blank
    assert bar.height() == height
