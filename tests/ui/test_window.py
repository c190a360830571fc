"""The frame of the window lies within its screen, whatever the window manager puts around it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect

from eventscope.ui.window import FRAME, LARGE, SMALLEST, Window, screen_of, within

SCREEN = QRect(0, 0, 1280, 800)


@pytest.mark.parametrize(
    ("frame", "expected"),
    [
        (QRect(10, 10, 900, 700), QRect(10, 10, 900, 700)),
        (QRect(1, 20, 1282, 825), QRect(0, 0, 1280, 800)),  # its status bar lay below the edge
        (QRect(600, 300, 900, 700), QRect(380, 100, 900, 700)),
        (QRect(-40, -9, 900, 700), QRect(0, 0, 900, 700)),
    ],
)
def test_a_frame_is_moved_and_cut_into_its_screen(frame: QRect, expected: QRect) -> None:
    assert within(frame, SCREEN) == expected


def test_a_panel_of_the_desktop_stays_free() -> None:
    assert within(QRect(0, 0, 1280, 800), QRect(60, 30, 1220, 770)) == QRect(60, 30, 1220, 770)


def test_it_begins_with_room_for_a_frame(qtbot) -> None:
    window = Window()
    qtbot.addWidget(window)
    room = screen_of(window).availableSize()
    assert window.width() == min(LARGE[0], room.width() - FRAME[0])
    assert window.height() == min(LARGE[1], room.height() - FRAME[1])
    assert window.minimumWidth() == min(SMALLEST[0], room.width() - FRAME[0])


def test_what_the_frame_took_is_given_back_once(qtbot, monkeypatch) -> None:
    window = Window()
    qtbot.addWidget(window)
    window.setMinimumSize(100, 100)
    room = screen_of(window).availableGeometry()
    window.resize(room.size())
    monkeypatch.setattr(window, "frameGeometry", lambda: QRect(room.topLeft(), window.size()).adjusted(-1, -20, 1, 5))
    window.show()
    qtbot.waitUntil(lambda: window.height() == room.height() - 25)
    assert window.width() == room.width() - 2
    window.resize(room.size())  # by a person, who is not overruled
    window.hide()
    window.show()
    assert window.size() == room.size()
