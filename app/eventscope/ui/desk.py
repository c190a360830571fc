"""What every panel shares: the door to the engine, its news as signals, and the latest state."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, Protocol, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot
from shiboken6 import isValid

from eventscope.core import news
from eventscope.core.apiaddress import ApiAddress
from eventscope.core.errors import EventscopeError
from eventscope.core.verbs import State, Verb
from eventscope.core.workspace import Connection

R = TypeVar("R")


class Door(Protocol):
    """What the desk needs of `door.client.Client`; tests stand in for it."""

    lost: bool

    def submit(
        self,
        verb: Verb[Any],
        then: Callable[[Any], None] | None = None,
        fail: Callable[[EventscopeError], None] | None = None,
    ) -> None:
        """Ask the engine."""

    def drain(self) -> list[news.News]:
        """Run callbacks, return news."""

    def close(self) -> None:
        """Let the engine end."""


class Desk(QObject):
    """One for each window. News arrive as signals on the window's thread; `ask` reaches the engine."""

    summary = Signal(object)
    topics = Signal(object)
    link = Signal(object)
    subscription = Signal(object)
    receipts = Signal(object)
    view = Signal(object)
    export = Signal(object)
    broker = Signal(object)
    publishing = Signal(object)
    notice = Signal(object)
    workspace = Signal(object)
    bridges = Signal(object)
    consumers = Signal(object)
    api = Signal(object)
    state_changed = Signal(object)  # State: another workspace, a connection added, removed or changed
    message_chosen = Signal(object)  # core.message.Message or None
    connection_chosen = Signal(str)  # the connection that a person has to do with now: new things begin with it
    topic_chosen = Signal(str)  # double click in the topic tree: filter by it
    journey_chosen = Signal(object)  # viewmodels.bus.hops.Journey: the way of one event, to be shown in the graph
    page_wanted = Signal(str)  # the id of a page to show
    compose = Signal(object)  # SavedEvent to load into the composer
    offer = Signal(str, str, object)  # a sentence, the text of its button, what that calls: "Cleared. [Undo]"
    engine_lost = Signal()
    _woken = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.door: Door | None = None
        self.state: State | None = None
        self.current = ""  # the id of the connection chosen last
        # (name, topic) of events published once, and how often; the engine counts the same for their `seq`
        self.published: Counter[tuple[str, str]] = Counter()
        self.last_summary: news.Summary | None = None
        self.last_broker: news.BrokerNews | None = None  # for pages that are built later
        self.last_bridges = news.BridgeNews(())
        self.last_consumers = news.ConsumerNews(())
        self.api_address: ApiAddress | None = None
        self.journey: object = None  # the last one chosen, for a page that is built later
        self.links: dict[str, news.LinkNews] = {}
        self.granted: dict[tuple[str, str], news.SubscriptionNews] = {}
        self._pending = threading.Event()
        self._woken.connect(self._drain, Qt.ConnectionType.QueuedConnection)
        self._signals: dict[type, Any] = {
            news.Summary: self.summary,
            news.Topics: self.topics,
            news.LinkNews: self.link,
            news.SubscriptionNews: self.subscription,
            news.ReceiptNews: self.receipts,
            news.ViewNews: self.view,
            news.ExportNews: self.export,
            news.BrokerNews: self.broker,
            news.PublishingNews: self.publishing,
            news.Notice: self.notice,
            news.WorkspaceNews: self.workspace,
            news.BridgeNews: self.bridges,
            news.ConsumerNews: self.consumers,
            news.ApiNews: self.api,
        }

    def wake(self) -> None:
        """Called from the door's thread: at most one wake-up is under way."""
        if not self._pending.is_set():
            self._pending.set()
            self._woken.emit()

    def ask(
        self,
        verb: Verb[R],
        then: Callable[[R], None] | None = None,
        fail: Callable[[EventscopeError], None] | None = None,
    ) -> None:
        """Ask the engine; without `fail` an error becomes a notice.

        An answer for a widget that is gone by then (a closed dialog, a rebuilt window) is dropped: the widget
        is the one whose method `then` or `fail` is, or that a lambda holds.
        """
        if self.door is not None:
            self.door.submit(verb, _while_there(then), _while_there(fail or self.tell))

    def tell(self, error: EventscopeError) -> None:
        """Show an error that has no place of its own."""
        params = {key: str(value) for key, value in error.params.items()}
        self.notice.emit(news.Notice("bad", error.code, str(error), params))

    def set_state(self, state: State) -> None:
        """Take the whole state (at start, after open, new, save)."""
        self.state = state
        self.links = {item.connection: item for item in state.links}
        self.granted = {(item.connection, item.filter): item for item in state.subscriptions}
        self.last_bridges = news.BridgeNews(state.bridges)
        self.last_consumers = news.ConsumerNews(state.consumers)
        self.api_address = state.api
        self.state_changed.emit(state)

    def choose_connection(self, ident: str) -> None:
        """A person has to do with this connection now: subscriptions and events begin with it."""
        self.current = ident
        self.connection_chosen.emit(ident)

    def choose_journey(self, journey: object) -> None:
        """Show the way of one event in the graph; None for none any more."""
        self.journey = journey
        if journey is not None:
            self.page_wanted.emit("bus")
        self.journey_chosen.emit(journey)

    def connections(self) -> tuple[Connection, ...]:
        """The workspace's connections."""
        return self.state.workspace.connections if self.state else ()

    @Slot()
    def _drain(self) -> None:
        self._pending.clear()
        if self.door is None:
            return
        for item in self.door.drain():
            self.take(item)
        if self.door.lost:
            self.published.clear()
            self.engine_lost.emit()

    def take(self, item: news.News) -> None:
        """Keep and announce one piece of news."""
        if isinstance(item, news.Summary):
            self.last_summary = item
        elif isinstance(item, news.BrokerNews):
            self.last_broker = item
        elif isinstance(item, news.BridgeNews):
            self.last_bridges = item
        elif isinstance(item, news.ConsumerNews):
            self.last_consumers = item
        elif isinstance(item, news.ApiNews):
            self.api_address = item.address
        elif isinstance(item, news.LinkNews):
            self.links[item.connection] = item
        elif isinstance(item, news.SubscriptionNews):
            self.granted[item.connection, item.filter] = item
        self._signals[type(item)].emit(item)


def _while_there(call: Callable[[Any], None] | None) -> Callable[[Any], None] | None:
    owner = _owner(call)
    if call is None or owner is None:
        return call

    def checked(answer: Any) -> None:
        if isValid(owner):
            call(answer)

    return checked


def _owner(call: Callable[[Any], None] | None) -> QObject | None:
    return next((item for item in (getattr(call, "__self__", None), *_held(call)) if isinstance(item, QObject)), None)


def _held(call: object) -> Iterator[object]:
    for cell in getattr(call, "__closure__", None) or ():
        try:
            yield cell.cell_contents
        except ValueError:  # not filled yet
            continue
