"""The rail marks its page and names its buttons."""

from __future__ import annotations

from eventscope.ui.rail import Rail
from eventscope.ui.theme import theme


def test_pages_and_tools(qtbot) -> None:
    calls: list[str] = []
    rail = Rail()
    qtbot.addWidget(rail)
    live = rail.add_page("mdi6.pulse", "Live (Ctrl+1)", lambda: calls.append("live"))
    charts = rail.add_page("mdi6.chart-line", "Charts (Ctrl+2)", lambda: calls.append("charts"))
    tool = rail.add_tool("mdi6.menu", "Menu", lambda: calls.append("menu"))
    rail.choose(0)
    assert live.isChecked()
    charts.click()
    assert not live.isChecked()
    tool.click()
    assert calls == ["charts", "menu"]
    assert charts.accessibleName() == "Charts (Ctrl+2)"


def test_rail_follows_the_zoom(qtbot) -> None:
    rail = Rail()
    qtbot.addWidget(rail)
    made = rail.add_page("mdi6.pulse", "Live", lambda: None)
    theme.apply("dark", 150)
    assert rail.width() == 72
    assert made.width() == 60
    theme.apply("dark", 100)
