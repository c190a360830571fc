"""The panel of consumers is mounted where it is there, and only there."""

from __future__ import annotations

import sys
from types import ModuleType

from PySide6.QtWidgets import QWidget

from eventscope.ui.bus import consumers
from eventscope.ui.bus.page import BusPage
from ui.fakebus import bus_desk, busy


def test_it_is_mounted_beside_the_graph(qtbot, monkeypatch) -> None:
    class Panel(QWidget):
        def __init__(self, desk: object) -> None:
            super().__init__()

    module = ModuleType("madeup_consumers")
    module.ConsumersPanel = Panel  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "madeup_consumers", module)
    monkeypatch.setattr(consumers, "PACKAGE", "madeup_consumers")
    page = BusPage(bus_desk(busy()))
    qtbot.addWidget(page)
    page.show()
    assert page.bar.views["consumers"].isVisible()
    page.bar.views["consumers"].click()
    assert isinstance(page.stack.currentWidget(), Panel)
    page.show_view("graph")
    assert page.canvas.isVisible()


def test_without_it_there_is_only_the_graph(qtbot, monkeypatch) -> None:
    monkeypatch.setattr(consumers, "PACKAGE", "no_consumers_here")
    page = BusPage(bus_desk(busy()))
    qtbot.addWidget(page)
    page.show()
    assert not page.bar.views["graph"].isVisible()
    page.show_view("consumers")
    assert page.canvas.isVisible()
