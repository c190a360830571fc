"""Three hints, each with its action, closed for good."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton

from eventscope.ui.hints import Hints
from eventscope.ui.widgets import Elided, IconButton


def test_hints_act_and_close(qtbot) -> None:
    calls: list[str] = []
    hints = Hints(lambda: calls.append("connect"), lambda: calls.append("publish"))
    qtbot.addWidget(hints)
    hints.show()
    for made in hints.findChildren(QPushButton):
        made.click()
    assert sorted(calls) == ["connect", "publish"]
    with qtbot.waitSignal(hints.closed):
        hints.findChild(IconButton).click()
    assert not hints.isVisible()


def test_where_there_is_no_room_the_words_end_in_an_ellipsis(qtbot) -> None:
    hints = Hints(lambda: None, lambda: None)
    qtbot.addWidget(hints)
    hints.resize(700, 40)
    hints.show()
    words = hints.findChildren(Elided)
    assert any(made.width() < made.sizeHint().width() for made in words)
    for made in words:
        made.grab()
    assert any("A demo is running" in made.toolTip() for made in words)  # whole on hover, as it was shortened
    assert all(made.width() >= made.sizeHint().width() for made in hints.findChildren(QPushButton))
