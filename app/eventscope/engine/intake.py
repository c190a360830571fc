"""Where links deliver: blocks go through the monitor to the log, states and receipts to the loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from eventscope.core.message import Block, Receipt
from eventscope.core.news import LinkNews, SubscriptionNews
from eventscope.engine.feed import Feed
from eventscope.engine.monitor import Monitor
from eventscope.engine.topics import TopicTable
from eventscope.links.base import Acknowledge
from eventscope.store.log import Log

Note = Callable[[LinkNews | SubscriptionNews], None]
Outcome = Callable[[Receipt], None]
Listener = Callable[[str, Block], None]


class Intake:
    """A LinkSink. Its methods run on link threads; nothing here handles one message at a time.

    `note` hears states on the loop, `outcome` receipts on the link's thread; both are set by who builds it,
    because links and publisher are made with the intake in hand.
    """

    def __init__(self, log: Log, monitor: Monitor, topics: TopicTable, feed: Feed) -> None:
        self._log = log
        self._monitor = monitor
        self._topics = topics
        self._feed = feed
        self._loop = asyncio.get_running_loop()
        self._listeners: tuple[Listener, ...] = ()
        self.note: Note = lambda item: None
        self.outcome: Outcome = lambda receipt: None

    def listen(self, listener: Listener) -> None:
        """Hear each (connection, block) from now on, numbered and on its way to the log; on link threads."""
        self._listeners = (*self._listeners, listener)

    def on_link(self, news: LinkNews) -> None:
        """Remember and announce a state."""
        self._later(self.note, news)
        self._monitor.link_changed(news)
        self._feed.tell(news)

    def on_subscription(self, news: SubscriptionNews) -> None:
        """Remember and announce what a broker granted."""
        self._later(self.note, news)
        self._monitor.subscription_changed(news)
        self._feed.tell(news)

    def on_block(self, connection: str, block: Block, acknowledge: Acknowledge | None) -> None:
        """Measure, count, store; blocks while the log's queue is full, so that TCP pushes back."""
        self._monitor.fold(connection, block)
        self._topics.fold(block)
        self._log.put(block, acknowledge)
        for listener in self._listeners:
            listener(connection, block)

    def on_receipt(self, receipt: Receipt) -> None:
        """A published event reached its next stage."""
        self.outcome(receipt)

    def on_trouble(self, connection: str, code: str, words: str, params: dict[str, str]) -> None:
        """Count what was wrong; tell it the first time and then once for each power of ten."""
        count = self._monitor.trouble(connection, code)
        if str(count).rstrip("0") == "1":
            known = {**params, "count": str(count), "connection": connection, "words": words}
            self._feed.notice("warn", code, "{words} ({count} times)", **known)

    def _later(self, call: Note, item: LinkNews | SubscriptionNews) -> None:
        try:
            self._loop.call_soon_threadsafe(call, item)
        except RuntimeError:
            return  # the loop has ended; nobody is left to hear of it
