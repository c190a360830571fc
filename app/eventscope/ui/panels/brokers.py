"""The Brokers page: the embedded broker, its clients and sessions, queues, subscriptions and retained messages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from eventscope.base import clock
from eventscope.core.broker import BrokerGauges
from eventscope.core.errors import EventscopeError
from eventscope.core.news import BrokerNews
from eventscope.core.verbs import GetClients, GetSubscriptions, Verb
from eventscope.ui.actions import Command
from eventscope.ui.desk import Desk
from eventscope.ui.panels.brokers_clients import ClientsTab
from eventscope.ui.panels.brokers_header import BrokerHeader
from eventscope.ui.panels.brokers_listing import Listing
from eventscope.ui.panels.brokers_queues import QueuesTab
from eventscope.ui.panels.brokers_retained import RetainedTab
from eventscope.ui.panels.brokers_subscriptions import SubscriptionsTab
from eventscope.ui.widgets import Card, Deck, Empty

EVERY = 250_000_000  # ns between two looks at the gauges
LISTS_MS = 1000


class BrokersPage(QWidget):
    """Gauges move four times a second, lists once; nothing is asked or laid out while the page is hidden."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._asked: Verb[tuple[Any, ...]] | None = None
        self._again = False
        self._last = 0
        self._news: BrokerNews | None = desk.last_broker
        self.header = BrokerHeader(desk)
        self.clients, self.queues = ClientsTab(desk), QueuesTab()
        self.subscriptions, self.retained = SubscriptionsTab(), RetainedTab(desk)
        self.tabs = QTabWidget()
        self._build()
        self._timer = QTimer(self)
        self._timer.setInterval(LISTS_MS)
        self._timer.timeout.connect(self._look)
        desk.broker.connect(self._take)
        desk.engine_lost.connect(self._engine_lost)
        self._show_state()

    # --- layout ------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName(self.tr("What lives in the broker"))
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.tabBar().setAccessibleName(self.tabs.accessibleName())
        for tab in self._listings():
            self.tabs.addTab(tab, tab.name)
            tab.counted.connect(self._counter(tab))
            tab.refresh_wanted.connect(self.refresh)
        self.tabs.currentChanged.connect(lambda _tab: self._changed_tab())
        self.down = Empty(
            self.tr("The embedded broker is not running. Clients connect to it on this machine once it is."),
            self.tr("Start the broker"),
            self.header.ask_start,
        )
        card = Card("", margins=(0, 4, 0, 0))
        card.setAccessibleName(self.tr("Clients, queues, subscriptions, retained messages"))
        self._stack = Deck()
        self._stack.addWidget(self.tabs)
        self._stack.addWidget(self.down)
        card.body.addWidget(self._stack, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(8)
        outer.addWidget(self.header)
        outer.addWidget(card, 1)

    def _listings(self) -> list[Listing[Any]]:
        return [self.clients, self.queues, self.subscriptions, self.retained]

    def _counter(self, tab: Listing[Any]) -> Callable[[int], None]:
        def count(number: int) -> None:
            place = self.tabs.indexOf(tab)
            text = f"{tab.name}  {number:,}"
            if self.tabs.tabText(place) != text:
                self.tabs.setTabText(place, text)

        return count

    def commands(self) -> list[Command]:
        """For menu and palette."""
        shown = [
            Command(f"brokers.show-{n}", self.tr("Broker: {list}").format(list=tab.name), self._shower(tab))
            for n, tab in enumerate(self._listings(), 1)
        ]
        return [
            *shown,
            Command("brokers.start", self.tr("Broker: start"), self.header.ask_start),
            Command("brokers.stop", self.tr("Broker: stop…"), self.header.ask_stop),
            Command(
                "brokers.disconnect",
                self.tr("Broker: disconnect the selected clients…"),
                self.clients.disconnect_selected,
            ),
            Command(
                "brokers.clear", self.tr("Broker: clear the selected retained messages…"), self.retained.clear_selected
            ),
            Command(
                "brokers.restore", self.tr("Broker: restore retained messages cleared last"), self.retained.restore
            ),
        ]

    def _shower(self, tab: Listing[Any]) -> Callable[[], None]:
        def show() -> None:
            self.tabs.setCurrentWidget(tab)
            tab.search.setFocus()

        return show

    def save_state(self) -> dict[str, Any]:
        """What the workspace keeps of this page."""
        return {"tab": self.tabs.currentIndex()}

    def restore_state(self, state: dict[str, Any]) -> None:
        """Take a saved state; anything odd in it is left out."""
        if state.get("tab") in range(self.tabs.count()):
            self.tabs.setCurrentIndex(state["tab"])

    # --- news --------------------------------------------------------------------------------------------

    def _take(self, item: BrokerNews) -> None:
        """Gauges wait until somebody looks."""
        before, self._news = self._news, item
        now = clock.mono_ns()
        calm = before is not None and (before.ports, before.words) == (item.ports, item.words)
        if not self.isVisible() or (calm and 0 <= now - self._last < EVERY):
            return
        self._last = now
        self._show_news(item)

    def _show_news(self, item: BrokerNews) -> None:
        gauges = item.gauges
        self.header.take(item)
        self.retained.take_gauges(gauges)
        self._count(gauges)
        if self.tabs.currentWidget() is self.clients:
            self.clients.take_gauges(gauges)
        elif self.tabs.currentWidget() is self.queues:
            self.queues.take_gauges(gauges, self._desk.last_summary)
        self._show_state()

    def _count(self, gauges: BrokerGauges | None) -> None:
        """How many there are is on every tab, whichever is shown."""
        if gauges is not None:
            self.clients.counted.emit(len(gauges.clients))
            self.queues.counted.emit(len(gauges.clients) + len(gauges.groups))
            self.subscriptions.counted.emit(gauges.subscriptions)
            self.retained.counted.emit(gauges.retained)

    def _show_state(self) -> None:
        self._stack.setCurrentIndex(0 if self.header.ports is not None else 1)

    def _engine_lost(self) -> None:
        """What was asked is never answered."""
        self._asked = None
        self._again = False

    # --- lists -------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._timer.start()
        if self._news is not None:
            self._show_news(self._news)
        QTimer.singleShot(0, self, self.refresh)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._timer.stop()

    def _look(self) -> None:
        """A second is over."""
        if self.tabs.currentWidget() is self.retained:
            self.retained.rows.refresh()  # ages grow
            if not self.retained.due():
                return
        self.refresh()

    def refresh(self) -> None:
        """Ask for the list that is shown; never twice at once."""
        if not self.isVisible() or self.header.ports is None:
            return
        if self._asked is not None:
            self._again = True
            return
        verb, take = self._question()
        self._asked = verb
        self._desk.ask(verb, lambda answer: self._answered(take, answer), self._failed)

    def _question(self) -> tuple[Verb[tuple[Any, ...]], Callable[[Any], None]]:
        """What the list that is shown has to be asked for, and who takes the answer."""
        tab = self.tabs.currentWidget()
        if tab is self.retained:
            return self.retained.request(), self.retained.take
        if tab is self.subscriptions:
            return GetSubscriptions(), self.subscriptions.take
        return GetClients(), self.clients.take

    def _answered(self, take: Callable[[Any], None], answer: Any) -> None:
        if not isValid(self):
            return  # the window got other pages (another language) while this was under way
        self._asked = None
        take(answer)
        if self._again:
            self._again = False
            self.refresh()

    def _failed(self, error: EventscopeError) -> None:
        """Where the broker went down in between, its own news says so."""
        if not isValid(self):
            return
        self._asked = None
        self._again = False
        if error.code not in ("broker-down", "broker-gone"):
            self._desk.tell(error)

    def _changed_tab(self) -> None:
        self._again = False
        if self._news is not None and self.isVisible():
            self._show_news(self._news)
        self.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F5 asks now, / searches."""
        tab = self.tabs.currentWidget()
        if event.key() == Qt.Key.Key_F5:
            self.refresh()
        elif event.key() == Qt.Key.Key_Slash and isinstance(tab, Listing):
            tab.focus_search()
        else:
            super().keyPressEvent(event)
