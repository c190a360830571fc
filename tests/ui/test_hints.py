"""Three hints, each with its action, closed for good."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton

from eventscope.ui.hints import Hints
from eventscope.ui.widgets import IconButton


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
