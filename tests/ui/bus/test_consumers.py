"""The panel of consumers stands beside the graph."""

from __future__ import annotations

from eventscope.ui.bus.page import BusPage
from eventscope.ui.consumers import ConsumersPanel
from ui.fakebus import bus_desk, busy


def test_it_is_mounted_beside_the_graph(qtbot) -> None:
    page = BusPage(bus_desk(busy()))
    qtbot.addWidget(page)
    page.show()
    assert page.bar.views["consumers"].isVisible()
    page.bar.views["consumers"].click()
    assert isinstance(page.stack.currentWidget(), ConsumersPanel)
    page.show_view("graph")
    assert page.canvas.isVisible()
