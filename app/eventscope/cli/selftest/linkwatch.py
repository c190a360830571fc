"""A link and nothing else around it: what it says of itself and what it delivers, for the checks."""

from __future__ import annotations

import threading

from eventscope.base import clock
from eventscope.core.message import Block, Message, Receipt
from eventscope.core.news import LinkNews, SubscriptionNews
from eventscope.core.workspace import Connection
from eventscope.links.base import Acknowledge
from eventscope.links.mqtt import MqttLink


class LinkWatch:
    """A LinkSink that remembers; messages are acknowledged at once."""

    def __init__(self, connection: Connection) -> None:
        self.link = MqttLink(connection, self, None, None)
        self.messages: list[Message] = []
        self.troubles: list[str] = []
        self._states: list[LinkNews] = []
        self._changed = threading.Condition()

    def first_state(self, seconds: float = 15.0) -> LinkNews:
        """Open, wait for the first outcome, close; answers it."""
        self.link.open()
        try:
            with self._changed:
                self._changed.wait_for(lambda: any(news.state != "connecting" for news in self._states), seconds)
                return next((news for news in self._states if news.state != "connecting"), self._states[-1])
        finally:
            self.link.close()

    def wait_for_messages(self, count: int, seconds: float = 15.0) -> bool:
        """Whether so many came in time."""
        return clock.wait_for(lambda: len(self.messages) >= count, seconds)

    def on_link(self, news: LinkNews) -> None:
        """Remember."""
        with self._changed:
            self._states.append(news)
            self._changed.notify_all()

    def on_subscription(self, news: SubscriptionNews) -> None:
        """Nothing to remember."""

    def on_block(self, connection: str, block: Block, acknowledge: Acknowledge | None) -> None:
        """Remember the messages and acknowledge them."""
        self.messages += [block.message(index) for index in range(len(block))]
        if acknowledge is not None:
            acknowledge()

    def on_receipt(self, receipt: Receipt) -> None:
        """Nothing to remember."""

    def on_trouble(self, connection: str, code: str, words: str, params: dict[str, str]) -> None:
        """Remember."""
        self.troubles.append(code)
