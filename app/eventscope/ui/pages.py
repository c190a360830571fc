"""The pages on the rail. Each is imported when it is shown first, so that the first one shows sooner."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from eventscope.ui.desk import Desk

translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the rail; `make` builds its widget on a desk."""

    id: str
    title: str
    icon: str
    make: Callable[[Desk], QWidget]


def pages() -> list[Page]:
    """In the order of the rail and of Ctrl+1, Ctrl+2 …"""
    return [
        Page("live", translate("Pages", "Live"), "mdi6.pulse", _live),
        Page("charts", translate("Pages", "Charts"), "mdi6.chart-line", _charts),
        Page("bus", translate("Pages", "Bus"), "mdi6.transit-connection-variant", _bus),
        Page("brokers", translate("Pages", "Brokers"), "mdi6.server-network", _brokers),
    ]


def _live(desk: Desk) -> QWidget:
    from eventscope.ui.live import LivePage

    return LivePage(desk)


def _charts(desk: Desk) -> QWidget:
    from eventscope.ui.charts.page import ChartsPage

    return ChartsPage(desk)


def _bus(desk: Desk) -> QWidget:
    from eventscope.ui.bus.page import BusPage

    return BusPage(desk)


def _brokers(desk: Desk) -> QWidget:
    from eventscope.ui.panels.brokers_all import AllBrokers

    return AllBrokers(desk)
